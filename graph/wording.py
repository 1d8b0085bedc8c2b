"""Words that a person reads, written in English and shown in the language of who reads them.

A `Wording` is a `str`: its text is English, so JSON, the log, the command line, stored text and tests hold English.
It keeps its template and values beside, and is translated where it is shown, inside `reading_in`: answers are computed
once, kept and shared, and their readers do not all read one language.

    due = wording("Reassessment overdue since %(day)s", day=written_date(day))
    with reading_in(language):
        f"{due}"            # in Welsh, and so in a template

Inside `reading_in` it is `str()`, a format or a template that translates; `+`, `join` and methods of `str` see English.
`make words` finds each template by the name of the function, which is why a template is written out where it is used.
"""

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from gettext import NullTranslations
from typing import Annotated, Any, LiteralString, Protocol, cast


class Translations(Protocol):
    """What turns English into a reader's language."""

    def gettext(self, message: str, /) -> str: ...

    def ngettext(self, msgid1: str, msgid2: str, n: int, /) -> str: ...


ENGLISH: Translations = NullTranslations()


@dataclass(frozen=True)
class Language:
    """A language that something is read in: its code (`cy`), and what turns English into it."""

    code: str
    translations: Translations


IN_ENGLISH = Language("en", ENGLISH)
_reading: ContextVar[Language] = ContextVar("reading", default=IN_ENGLISH)
_AS_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "'": "&#39;", '"': "&#34;"})


@contextmanager
def reading_in(language: Language) -> Generator[None]:
    """Show every `Wording` in this language, in this thread or task, until the end of the block."""
    token = _reading.set(language)
    try:
        yield
    finally:
        _reading.reset(token)


def reader_language() -> Language:
    """The language that words are shown in here."""
    return _reading.get()


class Wording(str):
    """A sentence or a word: English as a `str`, in the reader's language where it is shown."""

    template: str
    plural: str
    number: int
    values: Mapping[str, object]

    def __new__(cls, template: str, values: Mapping[str, object], plural: str = "", number: int = 1) -> "Wording":
        """The words of a template; `plural` is its form for a `number` other than one."""
        english = template if not plural or number == 1 else plural
        made = super().__new__(
            cls, english % {name: _english(each) for name, each in values.items()} if values else english
        )
        made.template, made.plural, made.number, made.values = template, plural, number, values
        return made

    def __str__(self) -> str:
        """In the language of this `reading_in`; in English outside one."""
        words = _reading.get().translations
        if words is ENGLISH:
            return super().__str__()
        found = words.ngettext(self.template, self.plural, self.number) if self.plural else words.gettext(self.template)
        return found % self.values if self.values else found

    def __html__(self) -> str:
        """What a template shows, escaped."""
        return str(self).translate(_AS_HTML)

    def __reduce__(self) -> tuple[type["Wording"], tuple[object, ...]]:
        return Wording, (self.template, self.values, self.plural, self.number)


class _Joined(Wording):
    """Parts one after another, each in the reader's language."""

    def __str__(self) -> str:
        if _reading.get().translations is ENGLISH:
            return str.__str__(self)
        return str(self.template).join(str(each) for each in cast("Iterable[object]", self.values["parts"]))

    def __reduce__(self) -> tuple[Any, tuple[object, ...]]:
        return joined, (self.template, self.values["parts"])


class _Capital(Wording):
    """Words whose first letter is a capital."""

    def __str__(self) -> str:
        shown = str(self.values["words"])
        return shown[:1].upper() + shown[1:]

    def __reduce__(self) -> tuple[Any, tuple[object, ...]]:
        return capital, (self.values["words"],)


def wording(template: LiteralString, /, **values: object) -> Wording:
    """Words with named values (`%(name)s`), which may be words again. Without values a `%` stands for itself."""
    return Wording(template, values)


def wording_of(one: LiteralString, several: LiteralString, num: int, /, **values: object) -> Wording:
    """Words that depend on a number: `%(num)d item`, `%(num)d items`; `num` is among the values."""
    return Wording(one, {"num": num, **values}, several, num)


def declared(words: str, /) -> Wording:
    """Words of a declaration (the title of a field, a state, a role), which `api.pages.declared_words` lists."""
    return Wording(words, {})


def joined(separator: str, parts: Iterable[str], /) -> Wording:
    """What `separator.join(parts)` is, with each part shown in the reader's language."""
    held = tuple(parts)
    made = str.__new__(_Joined, _english(separator).join(_english(each) for each in held))
    made.template, made.plural, made.number, made.values = separator, "", 1, {"parts": held}
    return made


def capital(words: str, /) -> Wording:
    """Words as the beginning of a sentence: their first letter a capital, the others unchanged."""
    plain = _english(words)
    made = str.__new__(_Capital, plain[:1].upper() + plain[1:])
    made.template, made.plural, made.number, made.values = "", "", 1, {"words": words}
    return made


def _english(value: object) -> Any:
    return str.__str__(value) if isinstance(value, Wording) else value


class _Kept:
    """Lets a field of a model keep a `Wording`; pydantic is imported by who has models, not by every command."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_wrap_validator_function(_kept, handler(source))


def _kept(value: Any, handler: Any) -> str:
    return value if isinstance(value, Wording) else handler(value)


Words = Annotated[str, _Kept()]
"""A field of a model that holds words of ours beside what was recorded: a `Wording` stays one. In JSON, a string."""
