"""Whether records are one: what was decided, two records side by side, and the form by which somebody decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.reasons import clean_reason
from api.pages.forms import NOTHING_WRONG, Wrong
from api.pages.templating import page
from api.visit import Visit, holding_secret, reading
from graph.casework.writer import AccessOffered
from graph.errors import Changed, NotFound, NotPermitted, ValueRefused
from graph.model.ids import pair_lineage
from graph.queries.decisions import IDENTITY_DECISIONS, DecisionShown, DecisionsOf, IdentityDecisions, RecordShown
from graph.queries.find import FIND, Words
from graph.rules.cases import may_decide

router = APIRouter()

Reading = Annotated[Visit, Depends(reading)]
Typed = Annotated[str, Form()]
SECRET = [Depends(holding_secret)]
MOST_SHOWN = 200
STATES = ("same", "not same", "unsure")


@dataclass(frozen=True)
class Compared:
    """A record of this entity, one of another, and the decisions about the two, the newest first."""

    one: RecordShown
    two: RecordShown
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
        actor = who.sight(id).looking
        who.house.casework.decide_identity(
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
        who.house.casework.withdraw(who.sight(id).looking, decision, clean_reason(reason))
    except (ValueRefused, NotFound, NotPermitted) as error:
        return _shown(who, id, "", "", wrong=Wrong.because(error, f"undo-{decision}"), reason=reason, status=422)
    return RedirectResponse(_address(who, id, "undone"), 303)


def _address(who: Visit, id: str, done: str) -> str:
    return f"{who.request.app.url_path_for('identity', id=id)}?done={done}"


def _shown(
    who: Visit,
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
        compared = _compared(own, found[0], answer)
    elif other.strip() and not found and not wrong:
        wrong, status = Wrong({"other": "No other record that you may see is called so."}), 404
    may = may_decide("IdentityDecision", who.role)
    offered = None
    if compared and may:
        offered = who.house.casework.offered_access(who.sight(id).looking, (compared.one.id, compared.two.id))
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


def _records(who: Visit, text: str, answer: IdentityDecisions, id: str) -> Sequence[RecordShown]:
    """The records that the words could mean: one by its id or own reference, otherwise all of what is called so."""
    own = [each for each in answer.records if text == each.id or text.casefold() in _refs(each)]
    if own:
        return own[:1]
    meant = [each for each in who.ask(FIND, Words(text=text), case=id).entities if each.kind == answer.entity.kind]
    found = [each for entity in meant for each in _records_of(who, entity.id, id) if each not in answer.records]
    exact = [each for each in found if text == each.id or text.casefold() in _refs(each)]
    return exact or found


def _records_of(who: Visit, entity: str, case: str) -> tuple[RecordShown, ...]:
    return who.ask(IDENTITY_DECISIONS, DecisionsOf(id=entity), case=case).records


def _refs(record: RecordShown) -> set[str]:
    return {ref.casefold() for ref in record.refs}


def _compared(own: RecordShown, other: RecordShown, answer: IdentityDecisions) -> Compared | None:
    if own.id == other.id:
        return None
    lineage = pair_lineage(own.id, other.id)
    return Compared(own, other, tuple(each for each in answer.decisions if each.lineage == lineage))
