"""Abduction notices: the register, one notice with its draft and contact after it, and the forms of its steps."""

from collections.abc import Callable, Sequence
from typing import Literal, get_args

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.reasons import clean_reason
from api.pages.forms import NOTHING_WRONG, SECRET, FormSent, Sent, Wrong
from api.pages.templating import page
from api.read_session import ReadSession
from api.services.abduction_notices import (
    authorise_notice,
    change_notice,
    check_notice,
    decide_contact,
    notice_leaving,
    notice_with_contact,
    notices,
    one_notice,
    prepare_notice,
)
from api.services.languages import LanguageCode, reading
from api.services.record_judgement import entity_meant, today
from api.web.attachment import attachment
from api.web.request_context import ANY_CASE, Reading, RequestContext
from graph.errors import Ambiguous, Changed, NotFound, NotPermitted, ValueRefused
from graph.judgements.notice import CONTACT_STATES, DONE
from graph.model.kinds import PEOPLE, Kind
from graph.model.schema import LEGAL_STATUSES
from graph.reading.parts import EntityRef
from graph.rules.cases import states_after
from graph.rules.contact import ContactItem, ContactRecord
from graph.rules.grounds import NoticeCheck
from graph.rules.law import CAPACITIES, STATUSES
from graph.rules.notices import Relation

router = APIRouter()

STATED = (
    *("relation", "basis", "status", "status_source", "stated_by", "stated_as", "signed"),
    *("advised", "referred", "review"),
)
YES_OR_NO = ("disputed", "suspected", "unreachable")
SERVICE = ("at", "by", "how", "officer", "language", "age_stated", "explained", "copy_given", "recording")
HOLDERS = 3
"""Holders of parental responsibility that the form takes."""
_CHILD: frozenset[Kind] = frozenset({"child"})
_PREMISES: frozenset[Kind] = frozenset({"premises"})
_STEPS = (("authorise", "authorised"), ("serve", "served"), ("review", "reviewed"), ("withdraw", "withdrawn"))


@router.get("/notices")
def notice_register(who: Reading, about: str = "", done: str = "") -> HTMLResponse:
    """The notices that stand, what falls due first; all, or those about one entity."""
    lines = notices(who.read_session_of((about,)) if about else who.read_session(ANY_CASE), about or None)
    return page(who, "notice_register.html", lines=lines, about=about, done=done)


@router.get("/notices/new")
def new_notice(who: Reading, child: str = "", adult: str = "", address: str = "") -> HTMLResponse:
    """The form for preparing a notice; where child and person are named, whether grounds appear to be met."""
    return _form(who, FormSent({"child": child, "adult": adult, "address": address}))


@router.post("/notices/new", name="prepare_notice", dependencies=SECRET)
def prepare(who: Reading, sent: Sent) -> Response:
    """Prepare a notice."""
    try:
        child, adult, address = _meant(today(who.read_session(ANY_CASE)), sent)
        read_session = today(who.read_session_of((child.id,)))
        given: dict[str, object] = {name: sent.of(name).strip() for name in STATED if sent.of(name).strip()}
        given |= {name: sent.of(name) == "yes" for name in YES_OR_NO}
        made = prepare_notice(
            read_session, child, adult, address, read_session.view.today, given, clean_reason(sent.of("reason"))
        )
    except (ValueRefused, NotFound, NotPermitted, Ambiguous) as error:
        wrong = _wrong(error, ("child", "adult", "address", *STATED, "reason"), "child")
        return _form(who, sent, wrong=wrong)
    return RedirectResponse(_address(who, made.lineage, "prepared"), 303)


@router.get("/notices/of/{lineage}")
def one_notice_page(who: Reading, lineage: str, done: str = "") -> HTMLResponse:
    """One notice: what it records, its words as served, what falls due, and contact after it."""
    return _one(who, lineage, done=done)


@router.get("/notices/of/{lineage}/notice.{form}")
def notice_document(
    who: Reading, lineage: str, form: Literal["docx", "pdf"], language: LanguageCode = "en"
) -> Response:
    """The notice as a document under the force's letterhead; the export is entered in the log before it is made."""
    read_session = _sight(who, lineage)
    leaving = notice_leaving(read_session, one_notice(read_session, lineage), form, reading(language))
    return attachment(who.installation.exit.hand_over(leaving, "notice"))


@router.post("/notices/of/{lineage}/authorise", name="authorise_notice", dependencies=SECRET)
def authorise(who: Reading, lineage: str, sent: Sent) -> Response:
    """Authorise it, as a manager."""
    return _step(
        who, lineage, sent, "authorise", lambda read_session, why: authorise_notice(read_session, lineage, why)
    )


@router.post("/notices/of/{lineage}/serve", name="serve_notice", dependencies=SECRET)
def serve(who: Reading, lineage: str, sent: Sent) -> Response:
    """Record that it was served."""

    def step(read_session: ReadSession, why: str) -> object:
        served = {name: sent.of(name) for name in SERVICE if sent.of(name)}
        informed = [
            {
                "who": sent.of(f"who-{n}"),
                "informed_on": sent.of(f"informed-{n}") or None,
                "because": sent.of(f"because-{n}"),
            }
            for n in range(1, HOLDERS + 1)
            if sent.of(f"who-{n}")
        ]
        changes: dict[str, object] = {"served": served, "informed": informed}
        if sent.of("review"):
            changes["review"] = sent.of("review")
        return change_notice(read_session, one_notice(read_session, lineage), "served", changes, why)

    return _step(who, lineage, sent, "serve", step)


@router.post("/notices/of/{lineage}/review", name="review_notice", dependencies=SECRET)
def review(who: Reading, lineage: str, sent: Sent) -> Response:
    """Record that it was reviewed, and when it is reviewed next."""

    def step(read_session: ReadSession, why: str) -> object:
        changes = {"review": sent.of("next-review") or None}
        return change_notice(read_session, one_notice(read_session, lineage), "reviewed", changes, why)

    return _step(who, lineage, sent, "review", step)


@router.post("/notices/of/{lineage}/withdraw", name="withdraw_notice", dependencies=SECRET)
def withdraw(who: Reading, lineage: str, sent: Sent) -> Response:
    """Withdraw it; it stays in the record."""

    def step(read_session: ReadSession, why: str) -> object:
        return read_session.installation.casework.withdraw(read_session.actor, lineage, why)

    return _step(who, lineage, sent, "withdraw", step)


@router.post("/notices/of/{lineage}/decide", name="decide_contact", dependencies=SECRET)
def decide(who: Reading, lineage: str, sent: Sent) -> Response:
    """Decide what items are that report contact."""

    def step(read_session: ReadSession, why: str) -> object:
        return decide_contact(
            read_session,
            lineage,
            sent.of("items").split(),
            sent.of("state"),
            why,
            evidence=sent.of("evidence"),
            same_as=sent.of("same_as").strip(),
        )

    return _step(who, lineage, sent, "decide", step)


def _step(
    who: RequestContext, lineage: str, sent: FormSent, name: str, step: Callable[[ReadSession, str], object]
) -> Response:
    read_session = today(_sight(who, lineage))
    try:
        step(read_session, clean_reason(sent.of("reason")))
    except (ValueRefused, NotPermitted, Changed) as error:
        fields = ("items", "state", "evidence", "same_as") if name == "decide" else (*SERVICE, "review", "next-review")
        wrong = _wrong(error, fields if name in ("decide", "serve", "review") else (), f"{name}-reason")
        return _one(who, lineage, wrong=wrong, sent=sent, status=409 if isinstance(error, Changed) else 422)
    if name == "withdraw":
        return RedirectResponse(f"{who.request.app.url_path_for('notice_register')}?done=withdrawn", 303)
    return RedirectResponse(_address(who, lineage, name), 303)


def _sight(who: RequestContext, lineage: str) -> ReadSession:
    """The access to a notice's child, for which a reason was given. Raises `NotFound`, `ReasonWanted`."""
    return who.read_session_of((one_notice(who.read_session(ANY_CASE), lineage).child.id,))


def _one(
    who: RequestContext,
    lineage: str,
    *,
    done: str = "",
    wrong: Wrong = NOTHING_WRONG,
    sent: FormSent | None = None,
    status: int = 200,
) -> HTMLResponse:
    read_session = _sight(who, lineage)
    shown = notice_with_contact(read_session, lineage)
    offered = states_after("Notice", shown.line.shown.state, who.role)
    return page(
        who,
        "notice.html",
        status=status,
        shown=shown,
        line=shown.line,
        steps={name: after in offered for name, after in _STEPS},
        may_decide=bool(states_after("Contact", None, who.role)),
        states=[(each, each) for each in CONTACT_STATES if each != "reported"],
        reported=[] if shown.contact is None else _reported(shown.contact),
        decided=[] if shown.contact is None else _decided(shown.contact),
        done_options=[(each, each) for each in DONE],
        capacities=CAPACITIES,
        status_words={code: row.words for code, row in STATUSES.items()},
        holders=range(1, HOLDERS + 1),
        reason=read_session.actor.reason,
        wrong=wrong,
        form={} if sent is None else sent.fields,
        done=done,
        case=shown.line.child.id,
    )


def _reported(contact: ContactRecord) -> list[tuple[str, str]]:
    """The incidents and communications of which somebody decides: their items, and how they are called in a list."""
    found = [each.items for each in contact.incidents] + [(each,) for each in contact.communication]
    return [(" ".join(item.ref for item in items), _called(items)) for items in found]


def _decided(contact: ContactRecord) -> list[tuple[str, str]]:
    """The incidents that others may be found to repeat, by an item of each."""
    decided = (each.items for each in contact.incidents if each.lineage is not None)
    return [(items[0].ref, _called(items)) for items in decided]


def _called(items: Sequence[ContactItem]) -> str:
    happened = items[0].happened
    return f"{'not dated' if happened is None else happened.shown}: {', '.join(each.ref for each in items)}"


def _form(who: RequestContext, sent: FormSent, *, wrong: Wrong = NOTHING_WRONG) -> HTMLResponse:
    check: NoticeCheck | None = None
    ends: tuple[EntityRef, EntityRef, EntityRef | None] | None = None
    case = ANY_CASE
    if sent.of("child") and sent.of("adult"):
        try:
            ends = _meant(who.read_session(ANY_CASE), sent)
            read_session = who.read_session_of((ends[0].id,))
            case = ends[0].id
            address = None if ends[2] is None else ends[2].id
            check = check_notice(read_session, ends[0].id, ends[1], address, read_session.view.today)
        except (NotFound, Ambiguous) as error:
            wrong = wrong or Wrong.because(error, "child")
    return page(
        who,
        "notice_form.html",
        status=422 if wrong else 200,
        check=check,
        ends=ends,
        form=sent.fields,
        wrong=wrong,
        relations=[("", "–"), *((each, each) for each in get_args(Relation))],
        bases=[("", "–"), ("s.2", "s.2"), ("s.49", "s.49")],
        statuses=[("", "–"), *((each, STATUSES[each].words) for each in LEGAL_STATUSES)],
        capacities=[("other", "–"), *((each, words) for each, words in CAPACITIES.items() if each != "other")],
        may_prepare="prepared" in states_after("Notice", None, who.role),
        reason=who.sign_ins.reason_for(who.session, case) or "",
        case=case,
    )


def _meant(read_session: ReadSession, sent: FormSent) -> tuple[EntityRef, EntityRef, EntityRef | None]:
    child = entity_meant(read_session, sent.of("child"), _CHILD)
    adult = entity_meant(read_session, sent.of("adult"), PEOPLE)
    return child, adult, entity_meant(read_session, sent.of("address"), _PREMISES) if sent.of("address") else None


def _wrong(
    error: ValueRefused | NotFound | NotPermitted | Ambiguous | Changed, fields: tuple[str, ...], otherwise: str
) -> Wrong:
    """What is wrong, beside the field that it is about where the form has it."""
    field = error.field.rpartition(".")[2] if isinstance(error, ValueRefused) else ""
    return Wrong.because(error, field if field in fields else otherwise)


def _address(who: RequestContext, lineage: str, done: str) -> str:
    return f"{who.request.app.url_path_for('one_notice_page', lineage=lineage)}?done={done}"
