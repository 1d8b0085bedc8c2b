"""What people have recorded and decided, of some kinds: registers, lists of what is due, a child's network, meetings.

One question reads every kind of judgement. What a list shows of it is computed from its answer by pure rules, so that
no register has a way of its own to the graph.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pydantic import Field, SerializeAsAny, field_validator

from graph.errors import NotFound, OutOfBounds
from graph.identity.clusters import IDENTITY, fetch_clusters, joined_only
from graph.identity.labels import DOSSIER, Dossiers, fetch_dossiers
from graph.judgements.body import Body, Properties
from graph.judgements.kinds import BODIES
from graph.model.recorded import CASEWORK_KINDS, JudgementKind, standing
from graph.reading.parts import EntityRef, Part
from graph.reading.question import Answer, Parameters, QueryContext, Question, Statement
from graph.view.cypher import held, seen

ASKED_KINDS: tuple[JudgementKind, ...] = (*CASEWORK_KINDS, "Considered")
"""What can be asked for; what was considered also stands beside the category of a child."""
LARGEST_REGISTER = 2000
DEFAULT_REGISTER = 500


class CaseworkOf(Parameters):
    """What is wanted: kinds of judgement; of one entity (`about`, any of its records) or of all; of one `lineage`.

    `history` also gives versions that were replaced or withdrawn.
    """

    kinds: tuple[JudgementKind, ...] = Field(min_length=1)
    about: str | None = None
    lineage: str | None = None
    history: bool = False
    limit: int = Field(default=DEFAULT_REGISTER, ge=1, le=LARGEST_REGISTER)

    @field_validator("kinds")
    @classmethod
    def _of_casework(cls, kinds: tuple[JudgementKind, ...]) -> tuple[JudgementKind, ...]:
        if others := set(kinds) - set(ASKED_KINDS):
            raise ValueError(f"{', '.join(sorted(others))} are asked for by questions of their own")
        return kinds

    def subjects(self) -> tuple[str, ...]:
        """The entity, or the judgement."""
        return tuple(each for each in (self.about, self.lineage) if each)


class AboutShown(Part):
    """An entity that a judgement is about, under the id of the record by which its body names it."""

    record: str
    entity: EntityRef


class ItemCitedBy(Part):
    """An item that a judgement rests on; `code` says which part of it, `ended` that the item stands no longer."""

    id: str
    ref: str
    code: str
    ended: bool


class CaseworkShown(Part):
    """A version of a judgement. `stands`: no visible version replaces it, and it is not withdrawn."""

    id: str
    lineage: str
    kind: JudgementKind
    state: str
    stands: bool
    about: tuple[AboutShown, ...]
    body: SerializeAsAny[Body]
    cites: tuple[ItemCitedBy, ...]
    replaces: tuple[str, ...]
    author: str
    agency: str
    recorded_at: int
    reason: str
    access: str


class Casework(Answer):
    """Judgements, the newest first. `total` is how many there are in this View; `shown` of them are given."""

    recorded: tuple[CaseworkShown, ...]
    shown: int
    total: int

    @property
    def whole(self) -> tuple[CaseworkShown, ...]:
        """All of them, for what would be wrong if it were decided from a part. Raises `OutOfBounds` for a part."""
        if self.shown < self.total:
            raise OutOfBounds(
                f"There are {self.total} records of this kind, more than the {self.shown} that are read at once.",
                "Ask about one child, adult or address.",
            )
        return self.recorded


class CaseworkRow(NamedTuple):
    """A version of a judgement, once for each entity it is about; or (`part` entity) that the one asked for is seen."""

    part: str
    properties: Properties
    entity: str
    component: str


_ABOUT = """
    OPTIONAL MATCH (d)-[:ABOUT]->(e:Entity)
    RETURN 'judgement' AS part, properties(d) AS properties, coalesce(e.id, '') AS entity,
           coalesce(e.component, '') AS component
"""

CASEWORK = Statement(
    text=f"""
    UNWIND $kinds AS kind
    MATCH (d:Judgement {{record_kind: kind}})
    WHERE $of_all AND {held("d")}
    {_ABOUT}
    UNION ALL
    MATCH (d:Judgement {{lineage: $lineage}})
    WHERE d.record_kind IN $kinds AND {held("d")}
    {_ABOUT}
    UNION ALL
    MATCH (s:Entity {{id: $about}})
    WITH s.component AS component
    MATCH (one:Entity {{component: component}})<-[:ABOUT]-(d:Judgement)
    WHERE d.record_kind IN $kinds AND {held("d")}
    WITH DISTINCT d
    {_ABOUT}
    UNION ALL
    MATCH (e:Entity {{id: $about}})<-[:MENTIONS]-(i:Item)
    WHERE {seen("i")}
    WITH DISTINCT e
    RETURN 'entity' AS part, {{}} AS properties, e.id AS entity, e.component AS component
    """,
    row=CaseworkRow,
)


class RestRow(NamedTuple):
    """An item that a judgement rests on: one that `passes` the View, or one that passes the clearance, with its end."""

    judgement: str
    code: str
    item: str
    ref: str
    passes: bool
    until: int


RESTS = Statement(
    text=f"""
    UNWIND $ids AS id
    MATCH (d:Judgement {{id: id}})-[r:RESTS_ON]->(i:Item)
    WHERE {seen("i")}
    RETURN d.id AS judgement, coalesce(r.code, '') AS code, i.id AS item, i.ref AS ref, true AS passes,
           0 AS until
    UNION ALL
    UNWIND $ids AS id
    MATCH (d:Judgement {{id: id}})-[r:RESTS_ON]->(i:Item)
    WHERE {held("i")}
    RETURN d.id AS judgement, coalesce(r.code, '') AS code, i.id AS item, i.ref AS ref, false AS passes,
           i.superseded_at AS until
    """,
    row=RestRow,
)


class _Version(NamedTuple):
    id: str
    replaces: tuple[str, ...]
    state: str
    about: tuple[str, ...]
    stored: Properties


def ask_casework(context: QueryContext, parameters: CaseworkOf) -> Casework:
    """What stands of these kinds (and with `history` what stood). Raises `NotFound` for an entity that is hidden."""
    rows = context.rows(
        CASEWORK,
        kinds=list(parameters.kinds),
        of_all=parameters.about is None and parameters.lineage is None,
        lineage=parameters.lineage or "",
        about=parameters.about or "",
    )
    if parameters.about and not any(row.part == "entity" for row in rows):
        raise NotFound(
            f"Nothing is recorded as {parameters.about!r} in what you may see.", "Look it up by name or reference."
        )
    clusters = fetch_clusters(context, joined_only({row.component for row in rows if row.component}))
    dossiers = fetch_dossiers(context, clusters, {row.entity for row in rows if row.entity})
    versions = [each for each in _versions(rows) if all(dossiers.knows(entity) for entity in each.about)]
    if parameters.about:
        of = set(clusters.of(parameters.about).records)
        versions = [each for each in versions if not of.isdisjoint(each.about)]
    if parameters.lineage:
        versions = [each for each in versions if each.stored["lineage"] == parameters.lineage]
    stands = {each.id for each in standing(versions)}
    wanted = [each for each in versions if parameters.history or each.id in stands]
    wanted.sort(key=_newest_first)
    shown = wanted[: parameters.limit]
    cited = _cited(context, shown)
    return Casework(
        recorded=tuple(_shown(each, dossiers, cited[each.id], stands=each.id in stands) for each in shown),
        shown=len(shown),
        total=len(wanted),
    )


def _versions(rows: Iterable[CaseworkRow]) -> list[_Version]:
    about: dict[str, set[str]] = defaultdict(set)
    stored: dict[str, Properties] = {}
    for row in rows:
        if row.part == "judgement":
            id = str(row.properties["id"])
            stored[id] = row.properties
            about[id] |= {row.entity} - {""}
    return [
        _Version(id, tuple(each["replaces"]), str(each["state"]), tuple(sorted(about[id])), each)  # type: ignore[arg-type]  # a list of ids, as it was written
        for id, each in stored.items()
    ]


def _newest_first(version: _Version) -> tuple[int, str]:
    return -int(str(version.stored["recorded_at"])), version.id


def _cited(context: QueryContext, versions: Sequence[_Version]) -> dict[str, list[ItemCitedBy]]:
    cited: dict[str, list[ItemCitedBy]] = defaultdict(list)
    ids = sorted(each.id for each in versions)
    for row in sorted(set(context.rows(RESTS, ids=ids)) if ids else ()):
        if row.passes or row.until <= context.bound.view.known_at:
            cited[row.judgement].append(ItemCitedBy(id=row.item, ref=row.ref, code=row.code, ended=not row.passes))
    return cited


def _shown(version: _Version, dossiers: Dossiers, cites: Sequence[ItemCitedBy], *, stands: bool) -> CaseworkShown:
    stored = version.stored
    kind: JudgementKind = stored["record_kind"]  # type: ignore[assignment]  # pydantic checks what the graph holds
    return CaseworkShown(
        id=version.id,
        lineage=str(stored["lineage"]),
        kind=kind,
        state=version.state,
        stands=stands,
        about=tuple(AboutShown(record=each, entity=dossiers.ref(each)) for each in version.about),
        body=BODIES[kind].from_properties(stored),
        cites=tuple(cites),
        replaces=version.replaces,
        author=str(stored["author"]),
        agency=str(stored.get("agency") or ""),
        recorded_at=int(str(stored["recorded_at"])),
        reason=str(stored.get("reason") or ""),
        access=str(stored["access"]),
    )


CASEWORK_QUESTION = Question(
    id="casework",
    prose="What have people recorded and decided of these kinds, and what stands?",
    parameters=CaseworkOf,
    answer=Casework,
    statements=(CASEWORK, RESTS, IDENTITY, DOSSIER),
    work=ask_casework,
    evidence="items",
)
