"""How pages are made: Jinja templates with every value escaped, the field's words as filters, text through gettext."""

from collections.abc import Callable, Iterable
from functools import cache, wraps
from typing import Any, cast
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined
from jinja2.filters import FILTERS as DEFAULT_FILTERS

from api.accounts import Session
from api.pages.language import language_of
from api.pages.words import FILTERS, translated
from api.services.languages import LANGUAGES, reading, translations
from api.web.request_context import VIEW_NAMES, RequestContext
from graph.model.kinds import ENTITY_KINDS, KIND_NAMED, Kind
from graph.reading.parts import EntityRef
from graph.rules.roles import NOT_RESPONSIBILITY
from graph.rules.sentences import strength_scale
from graph.view.options import ViewOptions
from graph.view.words import describe
from graph.wording import Wording, reading_in

PAGE_OF: dict[Kind, str] = {each.kind: each.page for each in ENTITY_KINDS}
"""The page of each kind of entity."""


def page(visit: RequestContext, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page for somebody who is signed in, with what every such page shows: who, the marking, and the View."""
    options = visit.options
    return _rendered(
        visit.request,
        template,
        status,
        {
            **_common(visit.request, visit.session),
            "visit": visit,
            "options": options,
            "counted": describe(visit.view),
            "everything": not options.chosen(),
            "href": _hrefs(options),
            "everything_href": _everything(visit.request),
            "entity_href": _entity_hrefs(options),
            "path_of": path_of,
            **context,
        },
    )


def plain_page(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page that looks at nothing: signing in, or saying what went wrong. It has no View."""
    session: Session | None = getattr(request.state, "session", None)
    return _rendered(
        request,
        template,
        status,
        {**_common(request, session), "href": _hrefs(ViewOptions()), "everything": True, **context},
    )


def path_of(kind: Kind, id: str) -> str:
    """The address of an entity's page."""
    return f"/{PAGE_OF[kind]}/{quote(id, safe=':')}"


def _rendered(request: Request, template: str, status: int, context: dict[str, Any]) -> HTMLResponse:
    language = language_of(request)
    with reading_in(reading(language)):
        text = environment(language).get_template(template).render(context)
    return HTMLResponse(text, status)


def _common(request: Request, session: Session | None) -> dict[str, Any]:
    installation = request.app.state.installation
    return {
        "request": request,
        "session": session,
        "account": None if session is None else session.account,
        "csrf": "" if session is None else session.csrf,
        "marking": installation.settings.marking,
        "is_demo": installation.is_demo,
        "language": language_of(request),
        "now": request.app.state.clock(),
        "languages": LANGUAGES,
        "fragment": "HX-Request" in request.headers,
    }


def _hrefs(options: ViewOptions) -> Callable[..., str]:
    """Makes addresses of this application that keep the View: `href("/items", ref=[…])`."""

    kept = urlencode(tuple(options.chosen()))
    with_view = f"?{kept}" if kept else ""

    def href(path: str, *, view: bool = True, **given: object) -> str:
        if not given:  # nine of ten, of hundreds on a page
            return path + with_view if view else path
        asked = urlencode([(name, each) for name, value in given.items() for each in _each(value)])
        query = "&".join(part for part in (asked, kept if view else "") if part)
        return f"{path}?{query}" if query else path

    return href


def _entity_hrefs(options: ViewOptions) -> Callable[[EntityRef], str]:
    href = _hrefs(options)
    return lambda entity: href(path_of(entity.kind, entity.id))


def _everything(request: Request) -> str:
    """This page again, with everything counted."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in VIEW_NAMES]
    return f"{request.url.path}?{urlencode(kept)}" if kept else request.url.path


def _each(value: object) -> Iterable[str]:
    if value is None:
        return ()
    if isinstance(value, list | tuple):
        return tuple(str(each) for each in cast("Iterable[object]", value))
    return (str(value),)


OF_TEXT = {
    name: cast("Callable[..., str]", DEFAULT_FILTERS[name]) for name in ("capitalize", "replace", "truncate", "upper")
}
"""Filters that work on the letters of a text."""


def _of_shown(written: Callable[..., str]) -> Callable[..., str]:
    """A filter over what the reader reads: a method of `str` sees the English of a `Wording`."""

    @wraps(written)
    def changed(*given: Any, **named: Any) -> str:
        return written(*(str(each) if isinstance(each, Wording) else each for each in given), **named)

    return changed


@cache
def environment(language: str) -> Environment:
    """The templates, whose words are in this language."""
    made = Environment(
        loader=ChoiceLoader(
            [
                PackageLoader("api.pages", "templates"),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    words = translations(language)
    made.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]  # since the i18n extension adds it
    made.filters.update({name: _of_shown(written) for name, written in OF_TEXT.items()})
    made.filters.update(FILTERS)
    made.filters.update(translated(words))
    known = cast("dict[str, object]", made.globals)
    known["strength_steps"] = lambda: [(least, word) for least, (word, _) in strength_scale(words)]
    known["strength_scale"] = lambda: [step for _, step in strength_scale(words)]
    known["kind_named"] = KIND_NAMED
    known["not_responsibility"] = NOT_RESPONSIBILITY
    return made
