"""A whole store read back into a force, unscoped and by plain statements, so that the oracle can judge any graph.

A relationship's own view fields are not read: the oracle goes by its item's, so a relationship that repeats them
wrongly shows up as a difference.
"""

from collections.abc import Mapping
from typing import LiteralString, cast

from graph.model.kinds import LABELS
from graph.model.recorded import JUDGEMENT_KINDS
from graph.model.relations import RELATIONS
from graph.store import Reading
from tests.invariants.force import Entity, Force, Identified, Item, Judgement, Mention, Possible, Relation, Report, Rest

Properties = dict[str, object]

STATED = [
    "legal_status",
    "name",
    "given_name",
    "surname",
    "alias",
    "date_of_birth",
    "age",
    "sex",
    "description",
    "pnc_id",
    "address",
    "postcode",
    "uprn",
    "premises_kind",
    "vrm",
    "make",
    "model",
    "colour",
    "phone",
    "platform",
    "handle",
]
"""What a mention may state, besides what `Mention` has a field for."""


def dump(reading: Reading) -> Force:
    """Everything that the store holds, sorted by id."""
    items = [_item(p) for p in _nodes(reading, "Item")]
    return Force(
        reports=_reports(reading),
        items=tuple(items),
        entities=tuple(
            Entity(_text(p, "id"), label, _text(p, "vrm") or _text(p, "number"))
            for label in LABELS
            for p in _nodes(reading, label)
        ),
        mentions=tuple(_mention(a, p, b) for a, p, b in _edges(reading, "Item", "MENTIONS", "Entity")),
        relations=tuple(
            _relation(kind, a, p, b) for kind in RELATIONS for a, p, b in _edges(reading, "Entity", kind, "Entity")
        ),
        identified=tuple(
            Identified(_text(p, "id"), _text(p, "item"), a, b, b.split(":", 1)[0])
            for a, p, b in _edges(reading, "Entity", "IDENTIFIED_BY", "Identifier")
        ),
        possible=tuple(
            Possible(_text(p, "id"), a, b, _text(p, "item_a"), _text(p, "item_b"))
            for a, p, b in _edges(reading, "Entity", "POSSIBLY_SAME", "Entity")
        ),
        judgements=_judgements(reading, {item.id: item for item in items}),
    )


def _nodes(reading: Reading, label: str) -> list[Properties]:
    statement = cast(LiteralString, f"MATCH (n:{label}) RETURN properties(n) AS p")
    found = [cast(Properties, row["p"]) for row in reading.read(statement)]
    return sorted(found, key=lambda p: str(p["id"]))


def _edges(reading: Reading, start: str, kind: str, end: str) -> list[tuple[str, Properties, str]]:
    statement = cast(
        LiteralString, f"MATCH (a:{start})-[r:{kind}]->(b:{end}) RETURN a.id AS a, properties(r) AS p, b.id AS b"
    )
    found = [(str(row["a"]), cast(Properties, row["p"]), str(row["b"])) for row in reading.read(statement)]
    return sorted(found, key=lambda edge: (str(edge[1]["id"]), edge[0], edge[2]))


def _text(p: Properties, name: str) -> str:
    value = p.get(name)
    return "" if value is None else str(value)


def _moment(p: Properties, name: str) -> int:
    return cast(int, p[name])


def _perhaps(p: Properties, name: str) -> int | None:
    return cast("int | None", p.get(name))


def _reports(reading: Reading) -> tuple[Report, ...]:
    """Every report with its own words: of several versions, the one that stands."""
    versions = sorted(_nodes(reading, "Words"), key=lambda p: _moment(p, "superseded_at"))
    words = {_text(p, "report"): p for p in versions}
    return tuple(_report(p, words.get(_text(p, "id"))) for p in _nodes(reading, "Report"))


def _report(p: Properties, words: Properties | None) -> Report:
    known = (_text(p, "id"), _text(p, "source_system"), _text(p, "ref"))
    if words is None:
        return Report(*known, None, None, 0)
    return Report(
        *known,
        title=cast("str | None", words.get("title")),
        text=cast("str | None", words.get("text")),
        recorded_at=_moment(words, "recorded_at"),
        waiting=tuple(cast("list[str]", words.get("waiting", []))),
        access=_text(words, "access"),
        superseded_at=_moment(words, "superseded_at"),
    )


def _item(p: Properties) -> Item:
    return Item(
        id=_text(p, "id"),
        lineage=_text(p, "lineage"),
        report=_text(p, "report"),
        ref=_text(p, "ref"),
        item_no=_text(p, "item_no"),
        text=_text(p, "text"),
        event=_text(p, "event"),
        kind=_text(p, "kind"),
        grade=_text(p, "grade"),
        access=_text(p, "access"),
        origin=_text(p, "origin"),
        recorded_at=_moment(p, "recorded_at"),
        superseded_at=_moment(p, "superseded_at"),
        happened=cast("str | None", p.get("happened")),
        happened_from=_perhaps(p, "happened_from"),
        happened_to=_perhaps(p, "happened_to"),
        loaded_at=_perhaps(p, "loaded_at"),
    )


def _mention(item: str, p: Properties, entity: str) -> Mention:
    stated = sorted((what, p[what]) for what in STATED if p.get(what) is not None)
    return Mention(
        id=_text(p, "id"),
        item=item,
        entity=entity,
        mention_no=_text(p, "mention_no"),
        said=_text(p, "said"),
        label=_text(p, "label"),
        label_rank=_moment(p, "label_rank"),
        role=_text(p, "role"),
        local_ref=_text(p, "local_ref"),
        name_key=_text(p, "name_key"),
        stated=tuple(
            (what, tuple(str(each) for each in value) if isinstance(value, list) else str(value))
            for what, value in stated
        ),
    )


def _relation(kind: str, start: str, p: Properties, end: str) -> Relation:
    return Relation(
        id=_text(p, "id"),
        item=_text(p, "item"),
        type=kind,
        start=start,
        end=end,
        since=_text(p, "since"),
        until=_text(p, "until"),
        relation=_text(p, "relation"),
        at=_perhaps(p, "at"),
        seconds=_perhaps(p, "seconds"),
    )


_OF_EVERY_KIND = frozenset(
    {
        "id",
        "record_kind",
        "lineage",
        "access",
        "recorded_at",
        "loaded_at",
        "state",
        "replaces",
        "author",
        "reason",
        "change",
    }
)


def _judgements(reading: Reading, items: Mapping[str, Item]) -> tuple[Judgement, ...]:
    about: dict[str, list[str]] = {}
    for row in reading.read("MATCH (j:Judgement)-[:ABOUT]->(e:Entity) RETURN j.id AS id, e.id AS entity"):
        about.setdefault(str(row["id"]), []).append(str(row["entity"]))
    rests: dict[str, list[Rest]] = {}
    for row in reading.read(
        "MATCH (j:Judgement)-[r:RESTS_ON]->(i:Item) RETURN j.id AS id, coalesce(r.code, '') AS code, i.id AS item"
    ):
        rests.setdefault(str(row["id"]), []).append(Rest(str(row["code"]), items[str(row["item"])]))
    return tuple(
        Judgement(
            id=_text(p, "id"),
            kind=kind,
            lineage=_text(p, "lineage"),
            about=tuple(sorted(about.get(_text(p, "id"), ()))),
            access=_text(p, "access"),
            recorded_at=_moment(p, "recorded_at"),
            state=_text(p, "state"),
            replaces=tuple(cast("list[str]", p["replaces"])),
            author=_text(p, "author"),
            reason=_text(p, "reason"),
            says=tuple(sorted((name, _plain(value)) for name, value in p.items() if name not in _OF_EVERY_KIND)),
            rests=tuple(sorted(rests.get(_text(p, "id"), ()), key=lambda rest: (rest.code, rest.item.id))),
        )
        for kind in JUDGEMENT_KINDS
        for p in _nodes(reading, kind)
    )


def _plain(value: object) -> object:
    return tuple(cast("list[object]", value)) if isinstance(value, list) else value
