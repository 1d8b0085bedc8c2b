"""What the columns of imported files are: chosen by selects, whose outcome is shown as they change; and saved mappings.

Nothing that is shown here is of the graph: it depends on the files of the person who imports them, and on mappings.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from phonenumbers import SUPPORTED_REGIONS, country_code_for_region
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from api.accounts.reasons import own_reason
from api.imports.imports import Import, Imports
from api.pages.forms import NOTHING_WRONG, SECRET, Wrong
from api.pages.templating import page
from api.web.request_context import RequestContext, hold_secret, visit_as
from api.web.uploads import text_of
from graph.audit import Entry
from graph.errors import DolenError, NotFound, RunStopped, ValueRefused
from graph.ingest.map.draft import ENTITIES, KNOWN_TARGETS, TARGETS, WORDS, ColumnChoice, MappingDraft
from graph.ingest.map.guess import BESIDE, forms_of, month_first
from graph.ingest.map.mapping import (
    MappingFile,
    delete_mapping,
    list_mappings,
    mapping_text,
    read_mapping,
    save_mapping,
)
from graph.ingest.map.starter import MOST_VALUES, TableOverview, look, values_of
from graph.ingest.normalise.reports import Loading
from graph.ingest.preview import RowOutcome, row_outcomes
from graph.ingest.reading_limits import Watch
from graph.values.date_form import read_form

router = APIRouter()

Bringer = Annotated[RequestContext, Depends(visit_as("analyst", "manager"))]

ROWS_SHOWN = 10
ONE_SHEET = "Select the columns of one sheet, load it, and import the file again for the next."
LARGEST_MAPPING = 64 * 1024
"""Characters."""
MOST_FIELDS = 5_000
_DATES = frozenset({"happened_from", "happened_to", "recorded_at", "date_of_birth"})


@dataclass(frozen=True)
class Column:
    """A column with what it was chosen to be, the forms that read its dates, and the words whose meaning is asked."""

    number: int
    name: str
    samples: tuple[str, ...]
    choice: ColumnChoice
    forms: tuple[tuple[str, str], ...]
    words: tuple[tuple[int, str, str], ...]
    meanings: tuple[str, ...]
    more: bool


@dataclass(frozen=True)
class Outcome:
    """What the first rows would become, or why nothing can be read."""

    rows: tuple[RowOutcome, ...] = ()
    trouble: str = ""


@router.get("/import/mappings")
def list_all_mappings(who: Bringer) -> HTMLResponse:
    """Every mapping that can be chosen, as it is written."""
    return _mappings(who)


@router.post("/import/mappings/{name}/delete")
async def delete_one_mapping(request: Request, who: Bringer, name: str) -> Response:
    """Delete a mapping that was saved here, for everybody; what was loaded through it stays."""
    form = await request.form()
    hold_secret(who, text_of(form, "csrf"))
    return await run_in_threadpool(_delete, who, name, text_of(form, f"reason-{name}"))


@router.get("/import/{id}/columns")
def choose_columns(who: Bringer, id: str, sheet: str = "") -> HTMLResponse:
    """The form of selects, with the outcome of the first rows; `sheet`: of a workbook with several layouts, which."""
    found = _mine(who, id)
    choices = _imports(who).choices_of(found)
    chosen = MappingDraft.model_validate_json(choices) if choices else None
    several = _overviews(who, found)
    overview = _of_sheet(several, sheet or ("" if chosen is None else chosen.sheet))
    if overview is None:
        return page(who, "import_layouts.html", found=found, layouts=several, divisible=_divisible(several))
    if chosen is not None and sheet in ("", chosen.sheet):
        return _form(who, found, overview, chosen)
    return _form(who, found, overview, overview.draft, text=_imports(who).mapping_of(found))


@router.post("/import/{id}/layouts", dependencies=SECRET)
def divide_by_layout(who: Bringer, id: str) -> Response:
    """Make an import of the files of each layout, so that the columns of each can be chosen."""
    found = _mine(who, id)
    several = _overviews(who, found)
    if len(several) == 1 or not _divisible(several):
        return RedirectResponse(f"/import/{found.id}/columns", 303)
    _imports(who).divide(found.author, id, [each.files for each in several])
    return RedirectResponse("/import", 303)


@router.post("/import/{id}/columns/outcome")
async def show_outcome(request: Request, who: Bringer, id: str) -> Response:
    """The outcome of what is chosen at the moment; nothing is kept."""
    form = await request.form(max_fields=MOST_FIELDS)
    hold_secret(who, text_of(form, "csrf"))
    return await run_in_threadpool(_show_outcome, who, id, form)


@router.post("/import/{id}/columns")
async def use_columns(request: Request, who: Bringer, id: str) -> Response:
    """Check the files again through the mapping that was chosen or written; save it where a name for it is given."""
    form = await request.form(max_fields=MOST_FIELDS)
    hold_secret(who, text_of(form, "csrf"))
    return await run_in_threadpool(_use, who, id, form)


def _mappings(
    who: RequestContext, wrong: Wrong = NOTHING_WRONG, *, wrong_at: str = "", status: int = 200
) -> HTMLResponse:
    """The list of mappings; `wrong_at` names the one beside whose button an error is shown."""
    folder = who.installation.settings.home / "mappings"
    saved = {path.stem for path in folder.glob("*.toml")}
    shown = [(name, title, name in saved, mapping_text(name, folder)) for name, title in list_mappings(folder)]
    return page(who, "import_mappings.html", mappings=shown, wrong=wrong, wrong_at=wrong_at, status=status)


def _delete(who: RequestContext, name: str, reason: str) -> Response:
    folder = who.installation.settings.home / "mappings"
    try:
        why = own_reason(reason, is_demo=who.installation.is_demo)
    except ValueRefused as error:
        return _mappings(who, Wrong.because(error, f"reason-{name}"), wrong_at=name, status=422)
    entry = Entry(who=who.session.account.name, action="alter", question="mapping", words=name, reason=why)
    try:
        with who.installation.log.change(entry):
            delete_mapping(name, folder)
    except RunStopped as error:
        raise NotFound(error.message, error.advice) from None
    return RedirectResponse("/import/mappings", 303)


def _show_outcome(who: RequestContext, id: str, form: FormData) -> Response:
    found = _mine(who, id)
    overview = _overview(who, found, text_of(form, "sheet"))
    return _form(who, found, overview, _chosen(form, overview), words_shown=text_of(form, "words-shown"))


def _use(who: RequestContext, id: str, form: FormData) -> Response:
    found = _mine(who, id)
    overview = _overview(who, found, text_of(form, "sheet"))
    written = _written(form)
    draft = _chosen(form, overview)
    text = written or ("" if draft is None else draft.to_toml())
    choices = "" if written or draft is None else draft.model_dump_json()
    try:
        mapping = read_mapping("the mapping", text.encode())
        if form.get("save"):
            _save(who, found, mapping, text, replace=bool(form.get("replace")))
    except DolenError as error:
        field = "name" if isinstance(error, ValueRefused) else "text" if written else "columns"
        return _form(who, found, overview, draft, Wrong.because(error, field), text=written, status=422)
    return RedirectResponse(f"/import/{_imports(who).map_by(found.author, id, text, choices).id}", 303)


def _save(who: RequestContext, found: Import, mapping: MappingFile, text: str, *, replace: bool) -> None:
    """Keep a mapping for everybody who imports, and enter it in the log."""
    author = who.session.account.name
    entry = Entry(who=author, action="alter", question="mapping", words=mapping.name, reason=found.reason)
    with who.installation.log.change(entry):
        save_mapping(text.encode(), who.installation.settings.home / "mappings", replace=replace)


def _form(
    who: RequestContext,
    found: Import,
    overview: TableOverview,
    draft: MappingDraft | None,
    wrong: Wrong = NOTHING_WRONG,
    *,
    text: str = "",
    words_shown: str = "",
    status: int = 200,
) -> HTMLResponse:
    """The whole form; or, as its selects change, the outcome, and the words that are asked about where others are.

    Words that stand there already are left alone: an answer that comes late would undo what was chosen meanwhile.
    """
    written = text or ("" if draft is None else draft.to_toml())
    columns = () if draft is None else tuple(_columns(overview, draft))
    return page(
        who,
        "import_columns.html",
        status=status,
        found=found,
        overview=overview,
        draft=draft,
        columns=columns,
        words_asked=" ".join(f"{each.number}:{each.choice.target}" for each in columns if each.words),
        words_shown=words_shown,
        targets=TARGETS,
        entities=ENTITIES,
        regions=_REGIONS,
        outcome=_outcome(who, found, written, None if text else draft),
        text=written,
        as_text=bool(text) or draft is None,
        wrong=wrong,
        most_words=MOST_VALUES,
    )


def _outcome(who: RequestContext, found: Import, text: str, draft: MappingDraft | None) -> Outcome:
    settings = who.installation.settings
    if draft is not None and not any(each.target for each in draft.columns):
        return Outcome(trouble="Every column is left out. Choose what at least one of them is.")
    try:
        mapping = read_mapping("the mapping", text.encode()) if text else None
        loading = Loading(found.author, time.time_ns() // 1_000_000, frozenset(settings.identifiers))
        watch = Watch(seconds=settings.reading_seconds)
        return Outcome(row_outcomes(_imports(who).files(found), loading, mapping, ROWS_SHOWN, watch=watch))
    except RunStopped as error:
        return Outcome(trouble=str(error))


def _columns(overview: TableOverview, draft: MappingDraft) -> list[Column]:
    shown: list[Column] = []
    for number, (guess, choice) in enumerate(zip(overview.columns, draft.columns, strict=True)):
        cells = overview.different[guess.column]
        target = choice.target.rpartition(":")[2]
        is_date = guess.kind == "date" or target in _DATES
        forms = [(form, _sample(cells, form)) for form in forms_of(cells)] if is_date and cells else []
        meant = draft.values.get(target, {}) if target in WORDS else {}
        words = tuple((place, word, meant[word]) for place, word in enumerate(sorted(cells)) if word in meant)
        meanings = WORDS.get(target, ())
        more = bool(words) and len(cells) > len(words)
        shown.append(Column(number, guess.column, guess.samples, choice, tuple(forms), words, meanings, more))
    return shown


def _chosen(form: FormData, overview: TableOverview) -> MappingDraft | None:
    """The choices of a form; those of the table itself where it does not say. What is offered nowhere is left out."""
    if overview.draft is None:
        return None
    columns: list[ColumnChoice] = []
    values: dict[str, dict[str, str]] = {}
    for number, before in enumerate(overview.draft.columns):
        target = _one(form, f"target-{number}", before.target)
        target = target if target in KNOWN_TARGETS else ""
        cells = overview.different[before.column]
        given = _one(form, f"form-{number}", before.form)
        offered = forms_of(cells)
        columns.append(
            ColumnChoice(
                column=before.column,
                target=target,
                form=given if given in offered else "",
                doubtful=given in offered and month_first(given) in offered,
            )
        )
        proposed = values_of(target, cells) if target in WORDS else {}
        places = {word: place for place, word in enumerate(sorted(cells))}
        meant = {word: _one(form, f"word-{number}-{places[word]}", meaning) for word, meaning in proposed.items()}
        if meant:
            values[target] = {word: each if each in WORDS[target] else "" for word, each in meant.items()}
    region = _one(form, "region", overview.draft.region)
    return overview.draft.model_copy(
        update={
            "columns": tuple(columns),
            "values": values,
            "region": region if region in SUPPORTED_REGIONS else overview.draft.region,
            "entity": entity if (entity := text_of(form, "entity")) in ENTITIES else "",
            "source_system": text_of(form, "source"),
            "name": text_of(form, "name") or overview.draft.name,
            "title": text_of(form, "title") or overview.draft.title,
        }
    )


def _sample(cells: Sequence[str], form: str) -> str:
    """The first of these that a form reads, and as what."""
    forms = form.split(BESIDE)
    return next((f"{cell} → {read}" for cell in cells if (read := read_form(cell, forms)) is not None), "")


def _one(form: FormData, name: str, otherwise: str) -> str:
    given = form.get(name)
    return given if isinstance(given, str) else otherwise


def _written(form: FormData) -> str:
    """The mapping that was written as text; nothing where the selects were sent."""
    given = form.get("text")
    return given.replace("\r\n", "\n")[:LARGEST_MAPPING] if isinstance(given, str) else ""


def _mine(who: RequestContext, id: str) -> Import:
    """An import of this person's whose files are still kept. Raises `NotFound`."""
    found = _imports(who).of(who.session.account.name, id)
    if not _imports(who).files(found):
        raise NotFound("The files of this import are not kept any more.", "Upload them again.")
    return found


def _overviews(who: RequestContext, found: Import) -> list[TableOverview]:
    """What the files are, by layout."""
    return look(_imports(who).files(found), Watch(seconds=who.installation.settings.reading_seconds))


def _divisible(several: Sequence[TableOverview]) -> bool:
    """Whether each file is of one layout, so that the files of each can be imported by themselves."""
    files = [file for each in several for file in each.files]
    return len(set(files)) == len(files)


def _of_sheet(several: Sequence[TableOverview], sheet: str) -> TableOverview | None:
    """The one layout there is, or that of the sheet; None where it is one of several."""
    named = [each for each in several if each.sheet == sheet] if sheet else several
    return named[0] if len(named) == 1 else None


def _overview(who: RequestContext, found: Import, sheet: str) -> TableOverview:
    """What the files are. Raises `ValueRefused` where they are of several layouts, which one form cannot describe."""
    several = _overviews(who, found)
    overview = _of_sheet(several, sheet)
    if overview is None:
        names = "; ".join(each.name for each in several)
        advice = "Divide the import by layout first." if _divisible(several) else ONE_SHEET
        raise ValueRefused("files", "", f"these files have several layouts ({names}).", advice)
    return overview


def _imports(who: RequestContext) -> Imports:
    return who.request.app.state.imports


def _regions() -> Mapping[str, str]:
    return {region: f"{region} (+{country_code_for_region(region)})" for region in sorted(SUPPORTED_REGIONS)}


_REGIONS = _regions()
