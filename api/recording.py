"""Recording a judgement that somebody typed, from whatever face: a form of a page, or the options of a command."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from api.sight import Sight
from graph.audit.entry import storable
from graph.casework.drafts import Draft
from graph.errors import Ambiguous, NotFound, ValueRefused
from graph.judgements.body import Body
from graph.judgements.kinds import BODIES
from graph.judgements.typed import as_typed, read_typed
from graph.model.recorded import Citation, JudgementKind, JudgementRecord
from graph.model.view import View
from graph.queries.answers import EntityRef
from graph.queries.casework import CASEWORK_QUESTION, CaseworkOf, CaseworkShown
from graph.queries.cited import ITEMS_CITED, MOST_REFS, Citations
from graph.queries.find import FIND, Words
from graph.rules.cases import states_after
from graph.values.text import seen


@dataclass(frozen=True)
class TypedRecord:
    """What was typed: the fields by name; the state (blank: that of a first version, or as it stands); why; the items
    that it rests on, as they are cited; and who may read it, where that is narrowed."""

    fields: Mapping[str, str]
    reason: str
    state: str = ""
    refs: tuple[str, ...] = ()
    access: str | None = None
    set_fields: Mapping[str, object] = field(default_factory=dict[str, object])


def record_first(sight: Sight, kind: JudgementKind, typed: TypedRecord) -> JudgementRecord:
    """Record a judgement for the first time. Raises as `CaseWriter.record`, and `Ambiguous` for a name."""
    now = today(sight)
    body = _body(now, BODIES[kind], typed.fields, typed.set_fields)
    states = states_after(kind, None, sight.looking.reader.role)
    state = typed.state or (states[0] if states else "recorded")
    cites = cited(now, typed.refs)
    draft = Draft.of(body, state, typed.reason, cites=cites, access=typed.access)
    return sight.house.casework.record(sight.looking, draft)


def record_next(sight: Sight, standing: CaseworkShown, typed: TypedRecord) -> JudgementRecord:
    """Record the next version of what stands: the fields that were typed are put in the place of those that it has.

    What it rests on stays, and items that are cited now are added. Raises as `record_first`, and `Changed` where
    something else stands by now.
    """
    now = today(sight)
    kept = as_typed(standing.body)
    fixed = {name: getattr(standing.body, name) for name in _set_by_program(standing.body)}
    body = _body(now, type(standing.body), {**kept, **typed.fields}, {**fixed, **typed.set_fields})
    cites = (*(Citation(each.id, each.code) for each in standing.cites), *cited(now, typed.refs))
    draft = Draft.of(
        body, typed.state or standing.state, typed.reason, on=(standing,), cites=cites, access=typed.access
    )
    return sight.house.casework.record(sight.looking, draft)


def standing_one(sight: Sight, name: str, kinds: tuple[JudgementKind, ...]) -> CaseworkShown:
    """The judgement that stands by the id of its lineage, as its reader sees it now. Raises `NotFound`.

    Raises `ValueRefused` where two versions stand, of which somebody who sees both has to decide.
    """
    found = today(sight).ask(CASEWORK_QUESTION, CaseworkOf(kinds=kinds, lineage=name)).recorded
    if not found:
        raise NotFound(f"Nothing is recorded as {name!r} in what you may see.", "Look it up again.")
    if len(found) > 1:
        raise ValueRefused("judgement", name, "two versions of it stand.", "Withdraw one of them first.")
    return next(iter(found))


def today(sight: Sight) -> Sight:
    """The same reader's access to everything that is known now, whatever their page or command leaves out."""
    return replace(sight, view=View(today=sight.view.today))


def cited(sight: Sight, refs: Sequence[str]) -> tuple[Citation, ...]:
    """The items that are cited as REPORT_REF/ITEM_NO or by id. Raises `NotFound` and, for two of one reference,
    `Ambiguous`."""
    wanted = tuple(dict.fromkeys(each.strip() for each in refs if each.strip()))
    if not wanted:
        return ()
    if len(wanted) > MOST_REFS:
        raise ValueRefused("refs", str(len(wanted)), f"at most {MOST_REFS} items are cited at once.")
    by_ref = {ref: ref for ref in wanted if not ref.startswith("item:")}
    found = sight.ask(ITEMS_CITED, Citations(refs=tuple(by_ref))).items if by_ref else ()
    meant: list[Citation] = []
    for ref in wanted:
        ids = [each.item.id for each in found if each.item.ref == ref] if ref in by_ref else [ref]
        if not ids:
            raise NotFound(f"No item is recorded as {ref!r} in what you may see.", "Cite an item that you can open.")
        if len(ids) > 1:
            raise Ambiguous(ref, tuple((id, "item", ref) for id in ids))
        meant.append(Citation(ids[0]))
    return tuple(meant)


def entity_meant(sight: Sight, text: str) -> EntityRef:
    """The one entity that the words mean. Raises `NotFound`, and `Ambiguous` where there are several."""
    found = sight.ask(FIND, Words(text=text)).entities
    if not found:
        raise NotFound(f"Nothing is recorded as {text!r} in what you may see.", "Look it up by another name.")
    if len(found) > 1:
        raise Ambiguous(text, tuple((each.id, each.kind, each.label) for each in found))
    return next(iter(found))


def _body(sight: Sight, body: type[Body], fields: Mapping[str, str], set_fields: Mapping[str, object]) -> Body:
    typed = {name: seen(storable(text)) for name, text in fields.items()}
    named = {name: entity_meant(sight, typed[name]).id for name in body.named if typed.get(name, "").strip()}
    return read_typed(body, typed, {**set_fields, **named})


def _set_by_program(body: Body) -> list[str]:
    return [name for name, field in type(body).model_fields.items() if field.title is None]
