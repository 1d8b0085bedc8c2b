"""The language in which a reader is shown pages: the one chosen, kept in a cookie.

What is not translated yet stands in English, and the page says so to a screen reader by its `lang`.
"""

from starlette.requests import Request

from api.services.languages import LANGUAGES

LANGUAGE_COOKIE = "dolen_language"


def language_of(request: Request) -> str:
    """The language that the reader chose; English until one is chosen."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "en")
    return chosen if chosen in LANGUAGES else "en"
