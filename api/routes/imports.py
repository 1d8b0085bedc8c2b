"""`/api/v1/imports`: files imported by a program, in the steps of the page: sent, checked, loaded."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.formparsers import MultiPartException

from api.accounts.reasons import own_reason
from api.imports.imports import Import, Imports, State
from api.web.request_context import RequestContext, hold_secret, holding_secret_in_header, visit_as
from api.web.uploads import chosen_mapping, form_of, text_of, uploads_of
from graph.errors import ValueRefused
from graph.ingest.run import IngestSummary

router = APIRouter(prefix="/api/v1", tags=["imports"])

Bringer = Annotated[RequestContext, Depends(visit_as("analyst", "manager"))]


class RowRefused(BaseModel):
    """A row that was not, or would not be, loaded; and why."""

    file: str
    line: int
    field: str
    value: str
    reason: str


class Came(BaseModel):
    """What came, or would come, of an import. It depends on the files alone, never on what is hidden from a reader."""

    reports: int
    items: int
    mentions: int
    refused: int
    refusals: tuple[RowRefused, ...]


class ImportOut(BaseModel):
    """The state of an import. `trouble` says why it was stopped."""

    id: str
    files: tuple[str, ...]
    state: State
    rows_so_far: int
    tried: Came | None
    loaded: Came | None
    trouble: str


@router.post(
    "/imports",
    status_code=202,
    operation_id="send_files",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "required": ["files"],
                        "properties": {
                            "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
                            "mapping": {"type": "string"},
                            "reason": {"type": "string"},
                        },
                    }
                }
            },
        }
    },
)
async def send_files(request: Request, who: Bringer) -> ImportOut:
    """Keep files aside, and try them; nothing is loaded yet."""
    hold_secret(who, request.headers.get("x-csrf-token", ""))
    try:
        form = await form_of(request, who.installation.settings.upload_megabytes)
    except MultiPartException:
        raise ValueRefused("files", "", "they did not arrive whole, or not as multipart/form-data.") from None
    try:
        return _to_out(await run_in_threadpool(_receive, who, form))
    finally:
        await form.close()


@router.get("/imports/{id}", operation_id="one_import")
def one_import(who: Bringer, id: str) -> ImportOut:
    """The state of an import, and its result."""
    return _to_out(_imports(who).of(who.session.account.name, id))


@router.post(
    "/imports/{id}/load",
    status_code=202,
    dependencies=[Depends(holding_secret_in_header)],
    operation_id="load_import",
)
def load_import(who: Bringer, id: str) -> ImportOut:
    """Load what was checked, or go on with what was interrupted."""
    return _to_out(_imports(who).load(who.session.account.name, id))


@router.post(
    "/imports/{id}/give-up",
    status_code=204,
    dependencies=[Depends(holding_secret_in_header)],
    operation_id="give_up_import",
)
def give_up_import(who: Bringer, id: str) -> None:
    """Stop at once. What is loaded already stays; a load that was stopped is given up for good the second time."""
    _imports(who).give_up(who.session.account.name, id)


def _receive(who: RequestContext, form: FormData) -> Import:
    mapping = chosen_mapping(who.installation.settings, text_of(form, "mapping"))
    reason = own_reason(text_of(form, "reason") or who.sent_reason, is_demo=who.installation.is_demo)
    return _imports(who).receive(who.session.account.name, uploads_of(form), mapping, reason)


def _imports(who: RequestContext) -> Imports:
    return who.request.app.state.imports


def _to_out(found: Import) -> ImportOut:
    return ImportOut(
        id=found.id,
        files=found.names,
        state=found.state,
        rows_so_far=0 if found.progress is None else found.progress.rows,
        tried=_came(found.tried),
        loaded=_came(found.summary),
        trouble=found.trouble,
    )


def _came(summary: IngestSummary | None) -> Came | None:
    if summary is None:
        return None
    return Came(
        reports=summary.reports,
        items=summary.items,
        mentions=summary.mentions,
        refused=summary.quarantined,
        refusals=tuple(
            RowRefused(file=each.file, line=each.line, field=each.field, value=each.value, reason=each.reason)
            for each in summary.refusals
        ),
    )
