"""Partners' forms, from sending to what becomes of them: the same for pages and programs (docs/decisions/0027).

A partner sees what became of a form and no more; who grades opens forms for a reason, and each opening is
entered in the log.
"""

from collections.abc import Callable, Mapping

from api.accounts import Accounts
from api.accounts.reasons import clean_reason
from api.installation import Installation
from api.partners import FORMS, FormKind, PartnerForm, PartnerForms, PartnerRequest, ReceivedForm, SerafForm
from api.partners.accepting import GRADERS, GradesGiven, accept_report, accept_seraf, check_waiting, refer
from api.partners.partner_forms import DECLINED
from api.read_session import ReadSession
from api.services.record_judgement import entity_meant, today
from graph.audit import Entry
from graph.audit.entry import storable
from graph.errors import NotFound, NotPermitted, ValueRefused
from graph.judgements.typed import read_typed
from graph.values.text import seen

ASKED_FOR: tuple[FormKind, ...] = ("meeting report", "SERAF")
"""What a force asks a partner for."""
FORM = "partner form"


def form_kind(text: str) -> FormKind:
    """The kind of form of this name. Raises `NotFound`."""
    found: FormKind | None = next((kind for kind in FORMS if kind == text), None)
    if found is None:
        raise NotFound(f"There is no form {text!r}.", "Open one from your page.")
    return found


def request_answered(forms: PartnerForms, sender: str, kind: FormKind, id: str) -> PartnerRequest | None:
    """The request that a form answers; only a concern answers none. Raises `NotFound`, also for another's."""
    found = [each for each in forms.requests_to(sender) if each.id == id and each.kind == kind]
    if found:
        return found[0]
    if kind == "concern" and not id:
        return None
    raise NotFound(f"No request is recorded as {id!r} for you.", "Open it from your page.")


def read_form(kind: FormKind, typed: Mapping[str, str]) -> PartnerForm:
    """A form as it was typed. Raises `ValueRefused` naming the field."""
    fields = {name: seen(storable(value)) for name, value in typed.items()}
    if kind != "SERAF":
        return read_typed(FORMS[kind], fields)
    statuses, notes = SerafForm.typed_statuses(fields)
    return read_typed(SerafForm, fields, {"statuses": statuses, "notes": notes})


def send_form(
    installation: Installation, sender: str, kind: FormKind, request: str, typed: Mapping[str, str], now: int
) -> ReceivedForm:
    """Keep a form as it is sent; it is entered in the log by its id alone. Raises `NotFound` and `ValueRefused`."""
    forms = PartnerForms(installation.sql)
    asked = request_answered(forms, sender, kind, request)
    form = forms.send(sender, kind, read_form(kind, typed), now, asked.id if asked else None)
    installation.log.enter(Entry(who=sender, action="alter", question=FORM, subjects=(form.id,)))
    return form


def open_sent(installation: Installation, sender: str, id: str) -> ReceivedForm:
    """A form that this partner sent. Raises `NotFound`, in the same words for another's."""
    form = PartnerForms(installation.sql).one(id, sender=sender)
    installation.log.enter(Entry(who=sender, action="consult", question=FORM, subjects=(form.id,)))
    return form


def forms_waiting_for(read_session: ReadSession) -> list[ReceivedForm]:
    """The forms that wait, for who grades them: immediate concern first."""
    waiting = PartnerForms(read_session.installation.sql).waiting()
    _enter(read_session, "partner forms", tuple(each.id for each in waiting))
    return waiting


def open_received(read_session: ReadSession, id: str) -> ReceivedForm:
    """A form as it was sent, for who grades it. Raises `NotFound`."""
    form = PartnerForms(read_session.installation.sql).one(id)
    _enter(read_session, FORM, (form.id,))
    return form


def ask_partner(
    read_session: ReadSession, partner: str, kind: str, words: str, child: str, meeting: str, reason: str, now: int
) -> str:
    """Ask a partner for a report before a meeting, or for a SERAF of a child; returns the id of the request.

    What is written there is disclosed, and entered so. Raises `ValueRefused` naming the field, `NotFound`, `Ambiguous`.
    """
    installation, why = read_session.installation, clean_reason(reason)
    cleaned = seen(storable(words)).strip()
    if not cleaned:
        raise ValueRefused("words", "", "it is blank.", "Write what the partner is to read.")
    of: FormKind | None = next((each for each in ASKED_FOR if each == kind), None)
    to = next((each for each in partners_of(installation) if each == partner), None)
    if of is None or to is None:
        raise ValueRefused("partner", partner, "it is not the account of a partner.", "Choose one.")
    id = entity_meant(today(read_session), child).id if child else ""
    if of == "SERAF" and not id:
        raise ValueRefused("child", "", "a SERAF is of a child who is recorded.", "Name the child.")
    installation.log.enter(
        Entry(
            who=read_session.actor.who,
            action="disclose",
            question="partner request",
            subjects=(id,) if id else (),
            recipients=(to,),
            reason=why,
        )
    )
    return PartnerForms(installation.sql).ask(to, of, cleaned, read_session.actor.who, now, id, meeting)


def accept_form(
    read_session_of: Callable[[str], ReadSession],
    case: str,
    id: str,
    typed: Mapping[str, str] | None,
    grades: GradesGiven,
    reason: str,
    now: int,
) -> str:
    """Accept a form; returns the reference of the report, or the lineage of the assessment, that it became.

    `read_session_of` opens a case: of a SERAF that of its child, otherwise `case`. `typed`: its fields as they are
    corrected; None: as it was sent. Raises as `accept_report` and `accept_seraf`.
    """
    why, read_session = clean_reason(reason), read_session_of(case)
    forms = PartnerForms(read_session.installation.sql)
    form = forms.one(id)
    if isinstance(form.body, SerafForm):
        child = forms.request(form.request or "").child
        return accept_seraf(read_session_of(child), form, child, why, now).lineage
    body = form.body if typed is None else read_form(form.kind, typed)
    return accept_report(read_session, form, body, grades, now)


def decline_form(read_session: ReadSession, id: str, why: str, now: int) -> None:
    """Decline a form, with the reason; it stays as it was sent. Raises `NotPermitted`, `ValueRefused` and `Changed`."""
    role = read_session.actor.reader.role
    if role not in GRADERS:
        raise NotPermitted(f"The role {role!r} does not accept forms.", "Ask an analyst or a chair.")
    forms, reason = PartnerForms(read_session.installation.sql), clean_reason(why)
    check_waiting(forms.one(id))
    who = read_session.actor.who
    read_session.installation.log.enter(Entry(who=who, action="alter", question=FORM, subjects=(id,), reason=reason))
    forms.settle(id, DECLINED, who, now, reason)


def refer_form(read_session: ReadSession, id: str, received_at: str, child: str) -> str:
    """Make a referral of a concern, once; returns its lineage. Raises as `refer`."""
    form = PartnerForms(read_session.installation.sql).one(id)
    return refer(read_session, form, received_at, f"A partner's form: {form.id}", child).lineage


def partners_of(installation: Installation) -> list[str]:
    """The accounts of partners who may act."""
    return [each.name for each in Accounts(installation.sql).list() if each.role == "partner" and each.may_act]


def _enter(read_session: ReadSession, question: str, subjects: tuple[str, ...]) -> None:
    actor = read_session.actor
    read_session.installation.log.enter(
        Entry(who=actor.who, action="consult", question=question, subjects=subjects, reason=actor.reason)
    )
