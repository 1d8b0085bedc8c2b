"""Whether records are one: what was decided, two records side by side, and the form by which somebody decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.reasons import clean_reason
from api.pages.forms import NOTHING_WRONG, SECRET, Typed, Wrong
from api.pages.templating import page
from api.web.request_context import Reading, RequestContext
from graph.casework.writer import AccessOffered
from graph.errors import Changed, NotFound, NotPermitted, ValueRefused
from graph.identity.decisions import IDENTITY_DECISIONS, DecisionShown, DecisionsOf, IdentityDecisions, RecordShown
from graph.model.ids import pair_lineage
from graph.model.kinds import KIND_NAMED
from graph.queries.entities.cards import CARDS, STATED, EntityCard
from graph.queries.entities.find import FIND, Words
from graph.reading.question import OfEntity
from graph.rules.cases import may_decide

router = APIRouter()

MOST_SHOWN = 200
STATES = ("same", "not same", "unsure")


@dataclass(frozen=True)
class StatedByBoth:
    """What visible items state of each of two records under one heading: the same, something else, or only of one."""

    what: str
    one: tuple[str, ...]
    two: tuple[str, ...]

    @property
    def standing(self) -> Literal["same", "in part", "different", "only one"]:
        """How the two compare. That they differ decides nothing: a name or an address changes."""
        if not (self.one and self.two):
            return "only one"
        if self.one == self.two:
            return "same"
        return "in part" if set(self.one) & set(self.two) else "different"


@dataclass(frozen=True)
class Compared:
    """A record of this entity, one of another, what is stated of each, and the decisions about both."""

    one: RecordShown
    two: RecordShown
    stated: tuple[StatedByBoth, ...]
    decisions: tuple[DecisionShown, ...]

    @property
    def seen(self) -> tuple[str, ...]:
        """The versions in force, as the person who decides now has seen them."""
        return tuple(each.id for each in self.decisions if each.stands)


@router.get("/identity/{id:path}")
def identity(who: Reading, id: str, other: str = "", record: str = "", done: str = "") -> HTMLResponse:
    """The records that are one here, what was decided about them, and another record beside one of them."""
    return _shown(who, id, other, record, done=done)


@router.post("/identity/{id:path}/decide", name="decide_identity", dependencies=SECRET)
def decide(
    who: Reading,
    id: str,
    record: Typed = "",
    other: Typed = "",
    state: Typed = "",
    reason: Typed = "",
    access: Typed = "",
    seen: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Decide about two records; refused where something else stands by now than was shown."""
    try:
        if state not in STATES:
            raise ValueRefused("state", state, "choose one of the three.")
        why = clean_reason(reason)
        actor = who.read_session(id).actor
        who.installation.casework.decide_identity(
            actor, record, other, state, why, replaces=tuple(seen or ()), access=access or None
        )
    except (ValueRefused, NotFound, NotPermitted) as error:
        field = (
            error.field if isinstance(error, ValueRefused) and error.field in ("state", "reason", "access") else "state"
        )
        return _shown(
            who, id, other, record, wrong=Wrong.because(error, field), reason=reason, access=access, status=422
        )
    except Changed as error:
        differences = "; ".join(f"{each.field}: {each.standing} instead of {each.wanted}" for each in error.differences)
        wrong = Wrong({"state": f"{error} {differences}".strip()})
        return _shown(who, id, other, record, wrong=wrong, reason=reason, access=access, status=409)
    return RedirectResponse(_address(who, record, "decided"), 303)


@router.post("/identity/{id:path}/undo", name="undo_identity", dependencies=SECRET)
def undo(who: Reading, id: str, decision: Typed = "", reason: Typed = "") -> Response:
    """Take a decision back: it stands no longer, and stays in the record."""
    try:
        who.installation.casework.withdraw(who.read_session(id).actor, decision, clean_reason(reason))
    except (ValueRefused, NotFound, NotPermitted) as error:
        return _shown(who, id, "", "", wrong=Wrong.because(error, f"undo-{decision}"), reason=reason, status=422)
    return RedirectResponse(_address(who, id, "undone"), 303)


def _address(who: RequestContext, id: str, done: str) -> str:
    return f"{who.request.app.url_path_for('identity', id=id)}?done={done}"


def _shown(
    who: RequestContext,
    id: str,
    other: str,
    record: str,
    *,
    wrong: Wrong = NOTHING_WRONG,
    reason: str = "",
    access: str = "",
    done: str = "",
    status: int = 200,
) -> HTMLResponse:
    answer = who.ask(IDENTITY_DECISIONS, DecisionsOf(id=id, limit=MOST_SHOWN), case=id)
    found = _records(who, other.strip(), answer, id) if other.strip() else ()
    compared = None
    if len(found) == 1:
        own = next((each for each in answer.records if each.id == record), answer.records[0])
        compared = _compared(who, own, found[0], answer, id)
    elif other.strip() and not found and not wrong:
        wrong, status = Wrong({"other": "No other record that you may see is called so."}), 404
    may = may_decide("IdentityDecision", who.role)
    offered = None
    if compared and may:
        offered = who.installation.casework.offered_access(
            who.read_session(id).actor, (compared.one.id, compared.two.id)
        )
    return page(
        who,
        "identity.html",
        status=status,
        answer=answer,
        found=found if len(found) > 1 else (),
        compared=compared,
        offered=offered,
        access_options=_access_options,
        given={
            "other": _named_so(compared.two) if compared else other,
            "record": record,
            "reason": reason,
            "access": access,
        },
        may_decide=may,
        wrong=wrong,
        done=done,
        case=id,
    )


def _named_so(record: RecordShown) -> str:
    """What somebody would type to name this record."""
    return record.refs[0] if record.refs else record.id


def _access_options(offered: AccessOffered) -> list[tuple[str, str]]:
    """The texts that a decision may carry, the default first, as people read them."""
    return [(each.text, each.shown) for each in (offered.default, *offered.narrower)]


def _records(who: RequestContext, text: str, answer: IdentityDecisions, id: str) -> Sequence[RecordShown]:
    """The records that the words could mean: one by its id or own reference, otherwise all of what is called so."""
    own = [each for each in answer.records if text == each.id or text.casefold() in _refs(each)]
    if own:
        return own[:1]
    meant = [each for each in who.ask(FIND, Words(text=text), case=id).entities if each.kind == answer.entity.kind]
    found = [each for entity in meant for each in _records_of(who, entity.id, id) if each not in answer.records]
    exact = [each for each in found if text == each.id or text.casefold() in _refs(each)]
    return exact or found


def _records_of(who: RequestContext, entity: str, case: str) -> tuple[RecordShown, ...]:
    return who.ask(IDENTITY_DECISIONS, DecisionsOf(id=entity), case=case).records


def _refs(record: RecordShown) -> set[str]:
    return {ref.casefold() for ref in record.refs}


def _compared(
    who: RequestContext, own: RecordShown, other: RecordShown, answer: IdentityDecisions, case: str
) -> Compared | None:
    if own.id == other.id:
        return None
    lineage = pair_lineage(own.id, other.id)
    card = CARDS[KIND_NAMED[answer.entity.kind].card]
    cards = [who.ask(card, OfEntity(id=each.id), case=case) for each in (own, other)]
    decisions = tuple(each for each in answer.decisions if each.lineage == lineage)
    return Compared(own, other, side_by_side((own.id, cards[0]), (other.id, cards[1])), decisions)


def side_by_side(one: tuple[str, EntityCard], two: tuple[str, EntityCard]) -> tuple[StatedByBoth, ...]:
    """What each of two records, with the card of its entity, has stated of it, in the order of the cards."""
    of_each = [_stated_of(record, card) for record, card in (one, two)]
    names = [what for what in STATED if what != "said" and any(what in stated for stated in of_each)]
    return tuple(StatedByBoth(what, *(tuple(stated.get(what, ())) for stated in of_each)) for what in names)


def _stated_of(record: str, card: EntityCard) -> dict[str, list[str]]:
    """What a card states of one of its records alone."""
    stated: dict[str, list[str]] = {}
    for each in card.stated:
        if record in each.records:
            stated.setdefault(each.what, []).append(each.value)
    return stated
