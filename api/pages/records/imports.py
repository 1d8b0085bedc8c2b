"""Importing files: upload, check, load, correct refused rows; and who imported what and when.

What a page shows of an import depends on the files alone: how many rows were already there, or new, would reveal
records that the person may not see. Everybody sees who imported files and when, but not what the files contained.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.formparsers import MultiPartException

from api.accounts.reasons import own_reason
from api.imports.imports import Import, Imports
from api.pages.forms import NOTHING_WRONG, SECRET, Wrong
from api.pages.templating import page
from api.web.request_context import RequestContext, hold_secret, visit_as
from api.web.uploads import chosen_mapping, form_of, text_of, uploads_of
from graph.errors import OutOfBounds, ValueRefused
from graph.ingest.map.mapping import list_mappings
from graph.ingest.quarantine import QuarantinedRow, read_quarantine
from graph.ingest.refusals import RefusalGroup
from graph.ingest.rows import ALSO
from graph.ingest.runs import Runs

router = APIRouter()

Bringer = Annotated[RequestContext, Depends(visit_as("analyst", "manager"))]

MOST_RUNS = 100
ROWS_AT_ONCE = 25
"""Refused rows that one page lets correct."""
MOST_ROWS = 10**7


@router.get("/import")
def choose_files(who: Bringer) -> HTMLResponse:
    """The form for files, and the imports so far."""
    return _start(who)


@router.post("/import")
async def upload(request: Request, who: Bringer) -> Response:
    """Keep the files aside, and try them. Nothing is read of a request before its sender is known."""
    most = who.installation.settings.upload_megabytes
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        hold_secret(who, "")
    try:
        form = await form_of(request, most)
    except OutOfBounds as error:
        return await run_in_threadpool(_start, who, Wrong.because(error, "files"), status=422)
    except MultiPartException:
        return await run_in_threadpool(_start, who, Wrong({"files": "The files did not arrive whole."}), status=422)
    try:
        hold_secret(who, text_of(form, "csrf"))
        return await run_in_threadpool(_receive, who, form)
    finally:
        await form.close()


@router.get("/import/{id}")
def one_import(who: Bringer, id: str, start: Annotated[int, Query(ge=0, le=MOST_ROWS)] = 0) -> HTMLResponse:
    """The state of an import, and its result."""
    return _shown(who, _imports(who).of(_author(who), id), start=start)


@router.post("/import/{id}/load", dependencies=SECRET)
def load(who: Bringer, id: str) -> Response:
    """Load what was checked, or go on with what was interrupted."""
    return _to(_imports(who).load(_author(who), id))


@router.post("/import/{id}/give-up", dependencies=SECRET)
def give_up(who: Bringer, id: str) -> Response:
    """Stop at once; what is loaded already stays, and is reported with the files that hold the rest."""
    left = _imports(who).give_up(_author(who), id)
    return RedirectResponse("/import", 303) if left is None else _to(left)


@router.post("/import/{id}/correct")
async def correct(request: Request, who: Bringer, id: str) -> Response:
    """Try the refused rows again, as corrected on the page; they are checked and loaded as files are."""
    form = await request.form(max_fields=5000)
    hold_secret(who, text_of(form, "csrf"))
    return await run_in_threadpool(_correct, who, id, form)


def _receive(who: RequestContext, form: FormData) -> Response:
    """Check the uploaded files. Errors are shown beside their fields."""
    try:
        mapping = chosen_mapping(who.installation.settings, text_of(form, "mapping"))
        why = own_reason(text_of(form, "reason"), is_demo=who.installation.is_demo)
        received = _imports(who).receive(_author(who), uploads_of(form), mapping, why)
    except ValueRefused as error:
        wrong = Wrong.because(error, error.field)
        return _start(who, wrong, status=422, reason=text_of(form, "reason"), mapping=text_of(form, "mapping"))
    return _to(received)


def _correct(who: RequestContext, id: str, form: FormData) -> Response:
    earlier = _imports(who).of(_author(who), id)
    files = _quarantine_files(who, earlier)
    named = text_of(form, "file")
    if named not in files:
        raise ValueRefused("file", named, "this import has no such file of refused rows.")
    start = min(int(said), MOST_ROWS) if (said := text_of(form, "start")).isdecimal() else 0
    columns, rows = read_quarantine(files[named], start, ROWS_AT_ONCE)
    ticked = set(form.getlist("row"))
    chosen = [_corrected(form, n, row, columns) for n, row in enumerate(rows, start) if str(n) in ticked]
    if not chosen:
        return _shown(who, earlier, Wrong({"refused": "Tick at least one row to be loaded again."}), status=422)
    return _to(_imports(who).correct(earlier, named, columns, chosen))


def _corrected(form: FormData, number: int, row: QuarantinedRow, columns: tuple[str, ...]) -> QuarantinedRow:
    """A refused row with what was typed in place of what stood there; what the form did not show stays."""
    given = {name: form.get(f"cell-{number}-{name}") for name in columns}
    cells = {**row.cells, **{name: text.strip() for name, text in given.items() if isinstance(text, str)}}
    return QuarantinedRow(row.refusal, {name: text for name, text in cells.items() if text})


def _imports(who: RequestContext) -> Imports:
    return who.request.app.state.imports


def _author(who: RequestContext) -> str:
    return who.session.account.name


def _quarantine_files(who: RequestContext, found: Import) -> dict[str, Path]:
    """The files of rows that an import refused, by name; of corrections that were refused again, their own."""
    if (again := _imports(who).to_correct_again(found)) is not None:
        return {again.name: again}
    files = () if found.summary is None else found.summary.quarantine_files
    return {Path(file).name: Path(file) for file in files}


def _refused_rows(path: Path, start: int, found: Import) -> tuple[tuple[str, ...], list[QuarantinedRow]]:
    """Rows to be corrected. Corrections that were refused again say why they are now, not why they were at first."""
    columns, rows = read_quarantine(path, start, ROWS_AT_ONCE + 1)
    if found.state != "checked" or found.tried is None:
        return columns, rows
    groups = found.tried.refusal_groups
    return columns, [_refused_again(row, groups) for row in rows]


def _refused_again(row: QuarantinedRow, groups: Sequence[RefusalGroup]) -> QuarantinedRow:
    said = row.refusal
    now = [each for each in groups if each.field and row.cells.get(each.field, "") == each.value]
    if not now:
        return replace(row, refusal=replace(said, field="", value="", reason=""))
    first, *more = now
    reason = ALSO.join([first.reason, *(f"{each.field} {each.value!r}: {each.reason}" for each in more)])
    return replace(row, refusal=replace(said, field=first.field, value=first.value, reason=reason))


def _to(received: Import) -> Response:
    return RedirectResponse(f"/import/{received.id}", 303)


def _start(
    who: RequestContext, wrong: Wrong = NOTHING_WRONG, *, status: int = 200, reason: str = "", mapping: str = ""
) -> HTMLResponse:
    return page(
        who,
        "import.html",
        status=status,
        wrong=wrong,
        mappings=list_mappings(who.installation.settings.home / "mappings"),
        mine=_imports(who).all_of(_author(who)),
        runs=Runs(who.installation.sql).list()[:MOST_RUNS],
        most=who.installation.settings.upload_megabytes,
        reason=reason,
        chosen=mapping,
    )


def _shown(
    who: RequestContext, found: Import, wrong: Wrong = NOTHING_WRONG, *, start: int = 0, status: int = 200
) -> HTMLResponse:
    files = {name: path for name, path in _quarantine_files(who, found).items() if path.exists()}
    refused = [(name, *_refused_rows(path, start, found)) for name, path in files.items()]
    imports = _imports(who)
    mapped = found.state == "stopped" or bool(found.mapping or imports.mapping_of(found))
    to_map = mapped and bool(imports.files(found))
    given = {"found": found, "wrong": wrong, "refused": refused, "start": start, "at_once": ROWS_AT_ONCE}
    return page(who, "import_one.html", status=status, to_map=to_map, **given)
