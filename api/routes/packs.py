"""`POST /api/v1/packs`, `missing-sheets`: the pack of a strategy meeting and the sheet of a missing child, as files.

What is for a recipient is recorded as a disclosure first.
"""

from dataclasses import replace
from typing import Literal

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict

from api.services.languages import LanguageCode, reading
from api.web.attachment import attachment
from api.web.request_context import Reading, holding_secret_in_header
from graph.values.when import day_of

router = APIRouter(prefix="/api/v1", tags=["exports"], dependencies=[Depends(holding_secret_in_header)])


class PackToMake(BaseModel):
    """The meeting, the form, the language, and, where it is shared, the recipient (name or id) and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    meeting: str
    format: Literal["pdf", "docx"] = "pdf"
    language: LanguageCode = "en"
    recipient: str = ""
    only: str = ""
    purpose: str = ""
    legal_basis: str = ""
    justification: str = ""
    conditions: str = ""


@router.post("/packs", operation_id="make_meeting_pack", response_class=Response)
def made_pack(who: Reading, given: PackToMake) -> Response:
    """The pack of a meeting."""
    # Only what draws imports this: it takes as long to load as all the rest.
    from api.services.meeting_packs import PackAsked, Sharing, make_pack

    why = Sharing(given.purpose, given.legal_basis, given.justification, given.conditions)
    asked = PackAsked(given.meeting, given.format, given.recipient, given.only, why, reading(given.language))
    made = make_pack(who.read_session(given.meeting), asked)
    return attachment(
        who.installation.exit.hand_over(made.export, f"dolen-pack-{day_of(who.request.app.state.clock())}")
    )


class SheetToMake(BaseModel):
    """The child (id), the recipient (name or id), and what else is known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    child: str
    recipient: str
    police_reference: str = ""
    language: LanguageCode = "en"
    justification: str = ""


@router.post("/missing-sheets", operation_id="make_missing_sheet_file", response_class=Response)
def made_sheet(who: Reading, given: SheetToMake) -> Response:
    """The sheet of a child who is missing, as a PDF."""
    from api.services.missing_sheet import PRESET, SheetAsked, make_sheet  # with what draws

    why = replace(PRESET, justification=given.justification) if given.justification.strip() else PRESET
    asked = SheetAsked(given.child, given.recipient, given.police_reference, why, reading(given.language))
    made = make_sheet(who.read_session_of((given.child,)), asked)
    return attachment(
        who.installation.exit.hand_over(made.export, f"dolen-missing-{day_of(who.request.app.state.clock())}")
    )
