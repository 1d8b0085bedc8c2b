"""Every page and every answer that an application gives about what a graph holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from api.pages.templating import PAGE_OF
from graph.store import Store
from tests.pages.conftest import REASON, Person

ALWAYS = ("/", "/premises-of-concern", "/adults-of-concern", "/account", "/import")
"""The pages that are about nobody in particular."""


@dataclass(frozen=True)
class Holdings:
    """The ids that a graph holds."""

    entities: tuple[str, ...]
    reports: tuple[str, ...]
    items: tuple[str, ...]


def holdings(store: Store) -> Holdings:
    """What is in the graph, whatever its access."""
    with store.reading() as reading:
        found = [
            tuple(str(row["id"]) for row in reading.read(statement))
            for statement in (
                "MATCH (n:Entity) RETURN n.id AS id ORDER BY id",
                "MATCH (n:Report) RETURN n.id AS id ORDER BY id",
                "MATCH (n:Item) RETURN n.id AS id ORDER BY id",
            )
        ]
    return Holdings(*found)


def addresses(held: Holdings) -> list[str]:
    """The address of every page and API answer about each of these, whatever kind it is taken for."""
    kinds = sorted(set(PAGE_OF.values()))
    return [
        *ALWAYS,
        *(f"/{kind}/{quote(id, safe=':')}" for id in held.entities for kind in kinds),
        *(f"/report/{quote(id, safe=':')}" for id in held.reports),
        *(f"/items?{urlencode({'ref': id})}" for id in held.items),
        *(f"/api/v1/{kind}?{urlencode({'id': id})}" for id in held.entities for kind in kinds),
        *(f"/api/v1/{each}" for each in ("children", "premises_of_concern", "adults_of_concern")),
        *(f"/api/v1/neighbours?{urlencode({'id': id})}" for id in held.entities),
        *(f"/api/v1/find?{urlencode({'text': id})}" for id in held.entities),
    ]


def give_reasons(person: Person, cases: Iterable[str]) -> None:
    """Say why, for each child, so that no page asks."""
    for case in cases:
        assert person.post("/reason", case=case, reason=REASON).status_code == 303
