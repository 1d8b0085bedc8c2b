"""The words of the pages in the reader's language: gettext catalogues, read when the application starts.

A catalogue is a `.po` file in `api/pages/locale`; a new language is a new file and a line in `LANGUAGES`. What is not
translated yet stands in English, and the page says so to a screen reader by its `lang`.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from starlette.requests import Request

LOCALES = Path(__file__).parent / "locale"
LANGUAGE_COOKIE = "dolen_language"
LANGUAGES = {"en": "English", "cy": "Cymraeg"}


def language_of(request: Request) -> str:
    """The language that the reader chose; English until one is chosen."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "en")
    return chosen if chosen in LANGUAGES else "en"


@cache
def translations(language: str) -> NullTranslations:
    """The catalogue of a language; English is the language that the pages are written in."""
    catalogue = LOCALES / f"{language}.po"
    if language not in LANGUAGES or not catalogue.exists():
        return NullTranslations()
    compiled = BytesIO()
    with catalogue.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)
