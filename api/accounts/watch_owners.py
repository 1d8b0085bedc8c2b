"""Under which name somebody's watches are stored, and the reader of that name."""

from sqlalchemy import Engine

from api.accounts.accounts import Accounts
from graph.errors import DolenError
from graph.model.view import Reader
from graph.queries import Actor

OPERATOR = "operator:"
"""How the owner of a watch begins that the local operator put on."""


def reader_of_owner(sql: Engine, owner: str) -> Reader | None:
    """The owner of a watch as a reader; None for one who reads no more."""
    if owner.startswith(OPERATOR):
        return Reader(owner.removeprefix(OPERATOR), "operator")
    try:
        return Accounts(sql).get(owner).reader()
    except DolenError:
        return None


def owner_of_watches(actor: Actor) -> str:
    """Under which name somebody's watches are kept."""
    reader = actor.reader
    return f"{OPERATOR}{reader.name}" if reader.role == "operator" else reader.name
