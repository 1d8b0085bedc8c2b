"""The page on which a child is assessed by SERAF, and its form for paper (protocol §5.2 to §5.7, §5.10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData
from starlette.requests import Request

from api.accounts.reasons import clean_reason
from api.pages.forms import NOTHING_WRONG, SECRET, Wrong
from api.pages.templating import page
from api.services.assessment import assess_child, prompts_now, seraf_now, suggested_now
from api.web.request_context import Reading, RequestContext
from graph.audit.entry import storable
from graph.casework.assessments import AssessmentGiven
from graph.errors import Ambiguous, Changed, NotFound, NotPermitted, ValueRefused
from graph.judgements.network import AGENCIES
from graph.judgements.seraf import IndicatorGiven
from graph.queries.casework.seraf import SerafShown
from graph.queries.casework.suggested import Suggested
from graph.rules.cases import may_decide
from graph.rules.category_words import category_words
from graph.rules.indicators import CATALOGUE, GROUPS, STATUSES, status
from graph.rules.seraf import FOOT, HARM_NOW
from graph.values.date_form import read_typed
from graph.values.text import seen

router = APIRouter()

MOST_FIELDS = 200
_MORE = ("assessed_at", "assessor", "agency", "wishes", "wishes_not_sought", "category_stated", "method", "reason")


@dataclass(frozen=True)
class AssessmentTyped:
    """The form as a browser sends it: each field with one text."""

    fields: Mapping[str, str]

    def of(self, name: str) -> str:
        """What was typed in a field, or nothing."""
        return seen(storable(self.fields.get(name, ""))).strip()


async def assessment_typed(request: Request) -> AssessmentTyped:
    """The form that was sent; files are not read."""
    form: FormData = await request.form(max_fields=MOST_FIELDS, max_files=0)
    return AssessmentTyped({name: value for name, value in form.multi_items() if isinstance(value, str)})


Typed = Annotated[AssessmentTyped, Depends(assessment_typed)]


@router.get("/child/{id:path}/assess")
def assess_page(who: Reading, id: str) -> HTMLResponse:
    """The indicators with what the last assessment says, what items suggest, and the child's wishes and feelings."""
    return _shown(who, id, None)


@router.post("/child/{id:path}/assess", name="assess", dependencies=SECRET)
def assess_child_page(who: Reading, id: str, typed: Typed) -> Response:
    """Record the assessment: by the one writer, as the command and the API do."""
    try:
        why = clean_reason(typed.of("reason"))
        assess_child(who.read_session(id), _given(who, id, typed), why)
    except (ValueRefused, NotFound, NotPermitted, Ambiguous) as error:
        return _shown(who, id, typed, wrong=Wrong.because(error, _field(error, typed)), status=422)
    except Changed as error:
        return _shown(who, id, typed, wrong=Wrong.because(error, "reason"), status=409)
    return RedirectResponse(f"{who.request.app.url_path_for('child_seraf', id=id)}?done=assessed", 303)


@router.get("/seraf/form")
def blank_form(who: Reading) -> HTMLResponse:
    """The indicators, with the protocol's own wording, as a form to fill in on paper."""
    return page(who, "seraf_form.html", groups=_groups(), statuses=STATUSES[:4], harm_now=HARM_NOW, foot=FOOT)


def _given(who: RequestContext, id: str, typed: AssessmentTyped) -> AssessmentGiven:
    seraf = seraf_now(who.read_session(id), id)
    accepted = {
        each.code: [item.id for item in each.items]
        for each in suggested_now(who.read_session(id), id).suggestions
        if typed.of(f"cite-{each.code}")
    }
    stated = typed.of("category_stated")
    return AssessmentGiven(
        child=seraf.child.id,
        child_ref=next(iter(seraf.child.refs), ""),
        assessed_at=read_typed(typed.of("assessed_at")),
        assessor=typed.of("assessor") or who.session.account.name,
        agency=typed.of("agency"),
        indicators=tuple(
            IndicatorGiven(
                code=code,
                status=status(typed.of(f"status-{code}")),
                note=typed.of(f"note-{code}"),
                items=(*typed.of(f"refs-{code}").replace(",", " ").split(), *accepted.get(code, ())),
            )
            for code, each in CATALOGUE.items()
            if not each.other or typed.of(f"status-{code}") not in ("", "not assessed")
        ),
        wishes=typed.of("wishes"),
        wishes_not_sought=typed.of("wishes_not_sought") or None,
        carried_from=typed.of("carried_from") or None,
        category_stated=int(stated) if stated in ("1", "2", "3", "4") else None,
        method=typed.of("method") or None,
    )


def _field(error: ValueRefused | NotFound | NotPermitted | Ambiguous, typed: AssessmentTyped) -> str:
    """The field of the page that an error is about: a code stands for its note; an item, for where it is cited."""
    if isinstance(error, ValueRefused):
        if error.field in CATALOGUE:
            return f"note-{error.field}"
        return error.field if error.field in _MORE else "reason"
    words = str(error)
    cited = (code for code in CATALOGUE for ref in typed.of(f"refs-{code}").split() if repr(ref) in words)
    return next((f"refs-{code}" for code in cited), "reason")


def _shown(
    who: RequestContext, id: str, typed: AssessmentTyped | None, *, wrong: Wrong = NOTHING_WRONG, status: int = 200
) -> HTMLResponse:
    read_session = who.read_session(id)
    seraf, suggested = seraf_now(read_session, id), suggested_now(read_session, id)
    return page(
        who,
        "assess.html",
        status=status,
        seraf_shown=seraf,
        suggestions={each.code: each for each in suggested.suggestions},
        prompts=prompts_now(read_session, id, seraf, suggested),
        groups=_groups(),
        statuses=STATUSES,
        agencies=AGENCIES,
        given=_first(who, seraf, suggested) if typed is None else typed.fields,
        words=category_words,
        harm_now=HARM_NOW,
        foot=FOOT,
        may=may_decide("Assessment", who.role),
        wrong=wrong,
        case=id,
    )


def _first(who: RequestContext, seraf: SerafShown, suggested: Suggested) -> dict[str, str]:
    """What the form holds at first: the answers of the assessment that stands, to be changed."""
    given: dict[str, str] = {"assessed_at": who.view.today.isoformat(), "assessor": who.session.account.shown}
    given["reason"] = who.sign_ins.reason_for(who.session, suggested.child.id) or ""
    for each in seraf.indicators:
        given[f"status-{each.code}"] = each.status
        given[f"note-{each.code}"] = each.note
        given[f"refs-{each.code}"] = " ".join(dict.fromkeys(item.ref for item in each.items))
    if seraf.standing is not None:
        made = seraf.standing
        given["carried_from"] = f"{made.assessed_at}, {made.assessor or 'not named'}, {made.agency or 'not recorded'}"
    return given


def _groups() -> list[dict[str, Any]]:
    """The catalogue by group, each with its heading."""
    headings = {"V": "Vulnerabilities", "R": "Risk indicators", "S": "Significant risk indicators"}
    return [
        {"heading": headings[group], "indicators": [each for each in CATALOGUE.values() if each.group == group]}
        for group in GROUPS
    ]
