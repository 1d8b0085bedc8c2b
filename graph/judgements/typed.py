"""A body as people type it: its fields with label, hint and kind of answer, read from a model of `graph.judgements`.

A page's form and a command's options are made from this, so that a new kind of judgement has both. A list is typed one
entry a line; where an entry has parts (a name, an agency), these are set apart by `;` in the order of its fields.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import NoneType
from typing import Annotated, Literal, TypeVar, cast, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from graph.errors import ValueRefused
from graph.judgements.body import LONGEST_NOTE, Body
from graph.wording import declared

BodyT = TypeVar("BodyT", bound=Body)
Answered = Literal["line", "text", "day", "number", "choice", "yes", "list", "rows"]
"""How a field is answered: a line, several lines, a day, a whole number, one of several, yes or not, a list of lines,
or a list of lines with parts."""

YES = frozenset({"yes", "on", "true", "1"})


@dataclass(frozen=True)
class TypedField:
    """One field of a form. `choices` are offered in this order; `parts` are those of a line of a list."""

    name: str
    label: str
    hint: str
    answered: Answered
    required: bool
    choices: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def option(self) -> str:
        """Its option on the command line: `--host-force`."""
        return f"--{self.name.replace('_', '-')}"


def fields_of(body: type[Body]) -> tuple[TypedField, ...]:
    """What people type of a body, from when and until when last.

    What the program sets by itself (its subject, what it is within) has no title.
    """
    found = [_field(name, field) for name, field in body.model_fields.items() if field.title is not None]
    return tuple(sorted(found, key=lambda each: each.name in ("since", "until")))


def read_typed(body: type[BodyT], typed: Mapping[str, str], set_fields: Mapping[str, object] | None = None) -> BodyT:
    """A body from what was typed, a blank being no answer. Raises `ValueRefused` naming the field."""
    given: dict[str, object] = dict(set_fields or {})
    for name, field in body.model_fields.items():
        text = typed.get(name, "").strip()
        if name not in given and text:
            given[name] = _read(name, field, text)
    return body.read(given)


def as_typed(body: Body, names: Collection[str] | None = None) -> dict[str, str]:
    """What somebody would type to give this body; a field without an answer is blank."""
    wanted = type(body).model_fields if names is None else names
    return {name: _written(getattr(body, name)) for name in wanted}


def shown_fields(body: Body) -> list[tuple[TypedField, str]]:
    """The fields that have an answer of their own, with it, for a list or a page."""
    typed, fields = as_typed(body), type(body).model_fields
    given = [each for each in fields_of(type(body)) if getattr(body, each.name) != fields[each.name].default]
    return [(each, typed[each.name]) for each in given if typed[each.name]]


def _field(name: str, field: FieldInfo) -> TypedField:
    answered, choices, parts = _answered(field)
    return TypedField(
        name,
        declared(field.title or ""),
        declared(field.description or ""),
        answered,
        field.is_required(),
        choices,
        parts,
    )


def _answered(field: FieldInfo) -> tuple[Answered, tuple[str, ...], tuple[str, ...]]:
    extra = field.json_schema_extra
    if isinstance(extra, dict) and "choices" in extra:
        return "choice", tuple(cast("list[str]", extra["choices"])), ()
    kind = _plain(field.annotation)
    if get_origin(kind) is Literal:
        return "choice", get_args(kind), ()
    if get_origin(kind) is tuple:
        entry = _plain(get_args(kind)[0])
        if isinstance(entry, type) and issubclass(entry, BaseModel):
            return "rows", (), tuple(declared(each.title or name) for name, each in entry.model_fields.items())
        return "list", (), ()
    if kind is date:
        return "day", (), ()
    if kind is bool:
        return "yes", (), ()
    if kind is int:
        return "number", (), ()
    long = any(getattr(each, "max_length", 0) == LONGEST_NOTE for each in (*field.metadata, *_inner(field.annotation)))
    return ("text" if long else "line"), (), ()


def _plain(annotation: object) -> object:
    """A type without `Annotated` and without None."""
    if get_origin(annotation) is Annotated:
        return _plain(get_args(annotation)[0])
    options = [each for each in get_args(annotation) if each is not NoneType]
    if NoneType in get_args(annotation) and len(options) == 1:
        return _plain(options[0])
    return annotation


def _inner(annotation: object) -> list[object]:
    """What stands beside the type in `Annotated`, also where None is allowed."""
    found: list[object] = []
    for each in (annotation, *get_args(annotation)):
        if get_origin(each) is Annotated:
            for one in get_args(each)[1:]:
                found += [one, *getattr(one, "metadata", ())]
    return found


def _read(name: str, field: FieldInfo, text: str) -> object:
    answered = _answered(field)[0]
    if answered == "yes":
        return text.casefold() in YES
    if answered == "list":
        return [line.strip() for line in text.splitlines() if line.strip()]
    if answered == "rows":
        entry = cast("type[BaseModel]", _plain(get_args(_plain(field.annotation))[0]))
        return [_row(name, entry, line) for line in text.splitlines() if line.strip()]
    return text


def _row(name: str, entry: type[BaseModel], line: str) -> dict[str, object]:
    cells = [cell.strip() for cell in line.split(";")]
    if len(cells) > len(entry.model_fields):
        parts = "; ".join(each.title or part for part, each in entry.model_fields.items())
        raise ValueRefused(
            name, line[:80], f"it has more parts than: {parts}.", "One entry a line, parts set apart by ;."
        )
    pairs = zip(entry.model_fields.items(), cells, strict=False)
    return {part: _read(part, field, cell) for (part, field), cell in pairs if cell}


def _written(value: object) -> str:
    if value is None or value is False or value == ():
        return ""
    if value is True:
        return "yes"
    if isinstance(value, tuple):
        return "\n".join(_written(each) for each in cast("tuple[object, ...]", value))
    if isinstance(value, BaseModel):
        cells = [_written(getattr(value, name)) for name in type(value).model_fields]
        return "; ".join(cells).rstrip("; ")
    return value.isoformat() if isinstance(value, date) else str(value)
