"""The View that a person chose, in the words in which a command line, an address or a saved view carries it."""

from datetime import date, datetime
from typing import Self, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import ValueRefused
from graph.model.view import FOREVER, Lens, View
from graph.values.grade import grades_at_least
from graph.values.when import LONDON, Period

ANY_GRADE = "3E"
"""The grade that everything graded is at least as good as."""


class ViewOptions(BaseModel):
    """What is counted, as chosen; a blank or absent option leaves that out of the View.

    Dates are `2026`, `2026-03`, `2026-03-01` or `2026-03-01T09:00`; a day counts to its end.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    known_at: str = Field(default="", description="What was known at this moment (2026-03-01, 2026-03-01T09:00).")
    from_: str = Field(default="", alias="from", description="Count only what happened from this day.")
    to: str = Field(default="", description="Count only what happened up to the end of this day.")
    min_grade: str = Field(
        default="", description="Count only items at least this good, such as 2C; ungraded ones pass."
    )
    graded_only: bool = Field(default=False, description="Leave out ungraded items too.")
    without: tuple[str, ...] = Field(default=(), description="Leave out items of these origins (their marks).")
    with_possible: bool = Field(default=False, description="Follow possible matches too, and mark them.")

    def view(self, today: date) -> View:
        """The View, with ages and recency computed on `today`. Raises `ValueRefused` naming the option."""
        start = None if not self.from_.strip() else _period("from", self.from_).start_ms
        end = None if not self.to.strip() else _period("to", self.to).end_ms
        if start is not None and end is not None and end <= start:
            raise ValueRefused("to", self.to, "it is before the day from which to count; nothing happened in between.")
        lens = Lens(
            start=start,
            end=end,
            grades=self._grades(),
            without=frozenset(origin for origin in self.without if origin.strip()),
            with_possible=self.with_possible,
        )
        known_at = FOREVER - 1 if not self.known_at.strip() else _period("known_at", self.known_at).end_ms - 1
        return View(today=today, known_at=known_at, lens=lens)

    def _grades(self) -> frozenset[str] | None:
        """The grades accepted, None for all."""
        least = self.min_grade.strip()
        if not least and not self.graded_only:
            return None
        try:
            return grades_at_least(least or ANY_GRADE, graded_only=self.graded_only)
        except ValueRefused as error:
            raise ValueRefused("min_grade", self.min_grade, error.reason, error.advice) from None

    def chosen(self) -> tuple[tuple[str, str], ...]:
        """The options that differ from counting everything, as an address carries them."""
        pairs: list[tuple[str, str]] = []
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            if value == field.default:
                continue
            several = cast("tuple[str, ...]", value) if isinstance(value, tuple) else (_written(value),)
            pairs += [(field.alias or name, each) for each in several]
        return tuple(pairs)

    @classmethod
    def read(cls, given: dict[str, object]) -> Self:
        """The options among what was given. Raises `ValueRefused` for one that is not understood."""
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            first = error.errors()[0]
            name = str(first["loc"][0])
            raise ValueRefused(name, str(given.get(name, "")), f"{first['msg'].lower()}.") from None


def today_in_wales() -> date:
    """The date on which a question is asked."""
    return datetime.now(LONDON).date()


def _period(option: str, text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueRefused as error:
        raise ValueRefused(option, text, error.reason, error.advice) from None


def _written(value: object) -> str:
    return "true" if value is True else str(value)
