"""The languages that words are shown in: gettext catalogues, read when they are first asked for.

A catalogue is a `.po` file in `api/pages/locale`; a new language is a new file and a line in `LANGUAGES`. What is not
translated yet stands in English.
"""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from graph.errors import ValueRefused
from graph.wording import Language, wording

LOCALES = Path(__file__).parent.parent / "pages" / "locale"
LanguageCode = Literal["en", "cy"]
LANGUAGES: dict[str, str] = {"en": "English", "cy": "Cymraeg"}


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


def reading(language: str) -> Language:
    """A language that words are shown in, by its code. Raises `ValueRefused` for one that there is not."""
    if language not in LANGUAGES:
        codes = ", ".join(LANGUAGES)
        raise ValueRefused("language", language, wording("the languages are %(codes)s.", codes=codes))
    return Language(language, translations(language))
