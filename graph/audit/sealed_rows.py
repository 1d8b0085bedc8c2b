"""What else than the log is kept as it was last changed: rows of other tables, sealed by the entries that change them.

An entry that changes an account carries a keyed digest of the account as it then stands; its intent carries one of the
account as it stood before. So a row changed by something other than Dolen is found in either of two ways: the table
differs from the last seal, or an intent differs from the seal before it. The second finding stays for good.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter
from sqlalchemy import Connection

from graph.audit.chain import seal_state

_CELL = TypeAdapter(dict[str, str])

GONE = ""
"""The state of what is not there."""


@dataclass(frozen=True)
class Sealed:
    """Something whose state an entry seals: its name, such as `account:a.price`, and how its state is read.

    `state` gives one text for everything that is to be as it was left, `GONE` where there is nothing.
    """

    subject: str
    state: Callable[[Connection], str]


States = Callable[[Connection], Mapping[str, str]]
"""Reads the present state of everything that is sealed, by subject."""


def seals_text(key: bytes, connection: Connection, seals: tuple[Sealed, ...]) -> str | None:
    """What an entry's cell holds of these; None where it seals nothing."""
    if not seals:
        return None
    return json.dumps({each.subject: seal_state(key, each.subject, each.state(connection)) for each in seals})


def seals_of(text: str | None) -> dict[str, str]:
    """The digests of a cell, by subject; none where the cell is damaged (its line does not hold then)."""
    try:
        return _CELL.validate_json(text or "{}")
    except ValueError:
        return {}
