"""What a judgement of one kind records beyond what every record carries: a frozen model, and how it is stored.

Unknown fields are refused and texts are bounded, whatever face they come through. A kind is read whole, so that its
fields are one JSON text on its node; a kind whose fields statements read themselves is a `PlainBody`.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from graph.errors import ValueRefused
from graph.model.recorded import Citation, JudgementKind
from graph.values.date_form import read_typed
from graph.values.when import Period
from graph.wording import wording

Properties = Mapping[str, object]

_REASONS = {
    "missing": wording("it is not given."),
    "extra_forbidden": wording("there is no such field."),
    "string_too_long": wording("it is too long."),
    "string_too_short": wording("it is blank."),
    "date_from_datetime_parsing": wording("it is not a date. Write it as 2026-11-03."),
    "date_parsing": wording("it is not a date. Write it as 2026-11-03."),
    "int_parsing": wording("it is not a whole number."),
}
"""What is wrong with a field, in plain words, by the type of pydantic's error; others keep its own words."""

LONGEST_NOTE = 4000
Line = Annotated[str, Field(max_length=400)]
Named = Annotated[str, Field(min_length=1, max_length=400)]
"""A line that is never blank, such as who owns an action."""
Note = Annotated[str, Field(max_length=LONGEST_NOTE)]


def _when(text: str) -> str:
    return _period(text)[0] if text else text


def _moment(text: str) -> str:
    if not text:
        return text
    read, period = _period(text)
    if period.precision in ("year", "month", "range"):
        raise ValueError(wording("a clock starts on one day: give the day, and the hour where it is known"))
    return read


def _period(text: str) -> tuple[str, Period]:
    read = read_typed(text)
    try:
        return read, Period.parse(read)
    except ValueRefused as error:
        raise ValueError(f"{error.reason} {error.advice}".strip()) from None


When = Annotated[Line, AfterValidator(_when)]
"""When something was, as far as it is known: a moment, a day, a month, a range; blank where nobody knows."""
Moment = Annotated[Line, AfterValidator(_moment)]
"""A day, with its time of day where that is known; blank where it has not come yet."""


def _plain(message: str) -> str:
    said = message.removeprefix("Value error, ").rstrip(".")
    return f"{said}."


class Body(BaseModel):
    """What a judgement of one kind records."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ClassVar[JudgementKind]
    least_access: ClassVar[str] = "P||"
    """What its access is never wider than, whatever it is about."""
    words: ClassVar[str] = ""
    """What a judgement of this kind is called on a form."""
    subject: ClassVar[str] = ""
    """The field that names the entity it is about, where it is about one."""
    named: ClassVar[frozenset[str]] = frozenset()
    """Other fields that hold the id of an entity; people give a name or reference of it."""
    within: ClassVar[frozenset[str]] = frozenset()
    """Fields that hold the lineage of the judgement that it belongs to."""

    @classmethod
    def read(cls, given: Properties) -> Self:
        """A body from what a form or a program gives. Raises `ValueRefused` naming the field."""
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            value = "" if first["type"] == "missing" else str(first.get("input", ""))[:80]
            raise ValueRefused(field, value, _REASONS.get(first["type"], _plain(first["msg"]))) from None

    def properties(self) -> dict[str, object]:
        """The properties of its node."""
        return {"body": self.model_dump_json(exclude_none=True)}

    @classmethod
    def from_properties(cls, stored: Properties) -> Self:
        """The body that a node's properties hold."""
        return cls.model_validate_json(str(stored["body"]))

    def fields(self) -> Properties:
        """Its fields by name, for a comparison of two versions."""
        return {name: value for name, value in self.model_dump(mode="json").items() if value is not None}

    def about(self) -> tuple[str, ...]:
        """The ids of the entities that it judges, each once: what `subject` and `named` hold."""
        return self._ids((self.subject, *self.named))

    @property
    def matter(self) -> str | None:
        """The part of its kind on which it depends who decides it; None where that is one for the whole kind."""
        return None

    def part_of(self) -> tuple[str, ...]:
        """The lineages of the judgements that it belongs to, such as the meeting of an action: what `within` holds."""
        return self._ids(self.within)

    def _ids(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({id for name in names if name and (id := getattr(self, name))}))

    def not_allowed(self, state: str) -> tuple[str, ...]:  # noqa: ARG002  since kinds that refuse nothing do not read it
        """Why what is recorded does not allow this state, a sentence each; what its rules refuse."""
        return ()

    def least(self) -> str:
        """What the access of this one is never wider than."""
        return self.least_access

    def cited(self) -> tuple[Citation, ...]:
        """The items that a part of it cites by id, beside what the whole rests on."""
        return ()

    def ended_items(self) -> tuple[str, ...]:
        """The items that it cites and that end when it is recorded."""
        return ()

    def owned_by(self, account: str) -> bool:  # noqa: ARG002  since only some kinds have an owner
        """Whether this account is the one it is for, such as the owner of an action."""
        return False


class PlainBody(Body):
    """A body each of whose fields is a property of the node, because statements read them."""

    def properties(self) -> dict[str, object]:
        """The properties of its node."""
        return {name: value for name, value in self.model_dump().items() if value is not None}

    @classmethod
    def from_properties(cls, stored: Properties) -> Self:
        """The body that a node's properties hold."""
        return cls.model_validate({name: stored[name] for name in cls.model_fields if name in stored})

    def fields(self) -> Properties:
        """Its fields by name, for a comparison of two versions."""
        return self.properties()
