"""What somebody wants to record, and whether they may: a draft, its author, and the checks before it is written."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol, cast

from graph.casework.deputies import deputies_on
from graph.casework.lookup import Found, StoredVersion, bodies_standing
from graph.errors import Changed, Difference, NotFound, ValueRefused
from graph.judgements.body import Body, Properties
from graph.judgements.deputy import DeputyBody
from graph.judgements.kinds import BODIES
from graph.model.ids import random_id
from graph.model.recorded import CASEWORK_KINDS, Citation, JudgementRecord
from graph.model.view import BoundView, Reader, View
from graph.queries.door import bind
from graph.rules.cases import check_reason, check_role, check_step
from graph.rules.visibility import may_see
from graph.store import Writer
from graph.values.access import Access
from graph.values.when import date_of
from graph.wording import wording


class Replaced(Protocol):
    """A version that stands, in whatever form it was read."""

    @property
    def id(self) -> str: ...

    @property
    def lineage(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What somebody wants to record.

    `replaces` are the ids of the versions that they saw standing. Without `access` it takes the default; without `id`
    one is made; without `recorded_at` it counts as recorded when it is written.
    """

    lineage: str
    state: str
    about: tuple[str, ...]
    body: Body
    cites: tuple[Citation, ...] = ()
    replaces: tuple[str, ...] = ()
    access: str | None = None
    agency: str | None = None
    reason: str = ""
    id: str | None = None
    recorded_at: int | None = None

    @classmethod
    def of(
        cls,
        body: Body,
        state: str,
        reason: str = "",
        *,
        on: Sequence[Replaced] = (),
        cites: tuple[Citation, ...] = (),
        access: str | None = None,
    ) -> "Draft":
        """A draft about what its body is about: the first version, or the next one in the place of those (`on`)."""
        return cls(
            lineage=on[0].lineage if on else random_id(body.kind.lower()),
            state=state,
            about=body.about(),
            body=body,
            cites=cites,
            replaces=tuple(each.id for each in on),
            access=access,
            reason=reason,
        )

    @property
    def rests_on(self) -> tuple[Citation, ...]:
        """Everything that it cites, each once."""
        return tuple(dict.fromkeys((*self.cites, *self.body.cited())))


@dataclass(frozen=True)
class Author:
    """The person who writes: their clearance, the name that is recorded, what they see now, and the names of those that
    they are the deputy of."""

    reader: Reader
    name: str
    bound: BoundView
    now: int
    deputy_of: tuple[str, ...] = ()

    def owns(self, body: Body) -> bool:
        """Whether what is judged is theirs, or that of somebody whose deputy they are, who hands nothing on."""
        names = (self.name,) if isinstance(body, DeputyBody) else (self.name, *self.deputy_of)
        return any(body.owned_by(name) for name in names)


def author_of(writer: Writer, reader: Reader, name: str, now: int) -> Author:
    """The author, with what they may see at this moment of the transaction."""
    today = datetime.fromtimestamp(now / 1000, UTC).date()
    bound = bind(writer, reader, View(today))
    handed = deputies_on(bodies_standing(writer, bound, "Deputy"), date_of(now))
    return Author(
        reader, name, bound, now, tuple(each.name for each in handed if each.deputy.casefold() == name.casefold())
    )


def check(draft: Draft, author: Author, found: Found) -> JudgementRecord:
    """The record that a draft becomes. Whether its author could read it is the caller's to ask (`may_read`).

    Raises `NotFound` for a subject or citation that its author does not see, `NotPermitted`, `Changed`, and
    `ValueRefused` for a step, a subject or an access that cannot be.
    """
    check_subjects(draft.about, found)
    cites = {each.item for each in draft.rests_on}
    for item in sorted(cites):
        if item not in found.items:
            raise NotFound(
                wording("No item is recorded as %(item)s in what you may see.", item=repr(item)),
                wording("Cite an item that you can open."),
            )
    for lineage in draft.body.part_of():
        if not found.standing(lineage):
            raise NotFound(
                wording("Nothing is recorded as %(lineage)s in what you may see.", lineage=repr(lineage)),
                wording("Look it up again."),
            )
    check_role(draft.body.kind, author.reader.role, draft.body.matter)
    stands = found.standing(draft.lineage)
    _check_replaced(draft, stands)
    of_stands = (BODIES[each.kind].from_properties(each.properties) for each in stands)
    owns = all(author.owns(body) for body in (draft.body, *of_stands))
    for before in {version.state for version in stands} or {None}:
        check_step(
            draft.body.kind,
            before,
            draft.state,
            author.reader.role,
            draft.body.matter,
            owns=owns,
        )
    check_reason(draft.body.kind, draft.state, draft.reason)
    if refused := draft.body.not_allowed(draft.state):
        raise ValueRefused("state", draft.state, " ".join(refused))
    return JudgementRecord(
        id=draft.id or random_id(draft.body.kind.lower()),
        access=_access(draft, found, cites).text,
        recorded_at=author.now if draft.recorded_at is None else draft.recorded_at,
        loaded_at=author.now,
        author=author.name,
        agency=draft.agency,
        reason=draft.reason or None,
        kind=draft.body.kind,
        lineage=draft.lineage,
        about=tuple(sorted(draft.about)),
        state=draft.state,
        replaces=tuple(sorted(draft.replaces)),
        rests_on=draft.rests_on,
        properties=tuple(sorted(draft.body.properties().items())),
    )


def check_subjects(about: Iterable[str], found: Found) -> None:
    """Whether the author sees all that is judged. Raises `NotFound`."""
    for subject in about:
        if subject not in found.subjects:
            raise NotFound(
                wording("Nothing is recorded as %(subject)s in what you may see.", subject=repr(subject)),
                wording("Look it up by name."),
            )


def may_read(author: Author, record: JudgementRecord) -> bool:
    """Whether its author may read what they record."""
    return may_see(author.reader, Access.parse(record.access))


def _check_replaced(draft: Draft, standing: Sequence[StoredVersion]) -> None:
    if sorted(draft.replaces) != sorted(version.id for version in standing):
        differences = tuple(each for version in standing for each in _differences(draft, version))
        raise Changed(
            wording("Somebody else has recorded this meanwhile; nothing was written."),
            wording("Compare the two, and record yours again on top of what stands now."),
            differences,
        )
    if any(version.about != tuple(sorted(draft.about)) for version in standing):
        raise ValueRefused(
            "about", ", ".join(draft.about), wording("a new version is about the same as the one it replaces.")
        )


def _differences(draft: Draft, version: StoredVersion) -> list[Difference]:
    wanted: Properties = {**draft.body.fields(), "state": draft.state, "reason": draft.reason}
    recorded = BODIES[version.kind].from_properties(version.properties).fields()
    stands: Properties = {**recorded, "state": version.state, "reason": version.properties.get("reason")}
    fields = sorted({*wanted, *stands})
    pairs = ((name, _shown(stands.get(name)), _shown(wanted.get(name))) for name in fields)
    return [Difference(*each) for each in pairs if each[1] != each[2]]


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(str(each) for each in cast("list[object]", value))
    return "" if value is None else str(value)


def _access(draft: Draft, found: Found, cites: Collection[str]) -> Access:
    """What it is given, or the least: that of its kind, of what it is about, cites and belongs to, and of casework
    that it replaces, so that a correction never widens what its author narrowed."""
    replaced = (draft.lineage,) if draft.body.kind in CASEWORK_KINDS else ()
    versions = [each.access for one in (*draft.body.part_of(), *replaced) for each in found.standing(one)]
    own = [found.default_access(draft.about, cites)] if draft.about or cites else []
    least = Access.union([Access.parse(draft.body.least()), *own, *map(Access.parse, versions)])
    access = least if draft.access is None else Access.parse(draft.access)
    if not access.covers(least):
        raise ValueRefused(
            "access", access.text, wording("it is wider than that of what it rests on (%(text)s).", text=least.text)
        )
    return access
