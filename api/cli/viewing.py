"""The options by which a command's View is chosen; every reading command takes them all, in the same words."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from api.cli.context import House, house, looking
from graph.errors import ValueRefused
from graph.model.view import FOREVER, Lens, View
from graph.queries import Looking
from graph.queries.question import Answer, Parameters, Question
from graph.settings import Settings
from graph.values.grade import grades_at_least
from graph.values.when import Period

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Sight:
    """One command's look: the installation, who looks as whom and why, through which View, and how it is told."""

    house: House
    looking: Looking
    view: View
    json: bool

    def ask(self, question: Question[Any, Any], parameters: Parameters) -> Any:
        """The answer to one question, through the door."""
        return self.house.door.ask(self.looking, self.view, question, parameters)

    def tell(self, answer: Answer, table: Callable[[], None]) -> None:
        """The answer as JSON for programs, or as a table for people."""
        if self.json:
            typer.echo(answer.model_dump_json())
        else:
            table()

    @property
    def settings(self) -> Settings:
        """The installation's settings."""
        return self.house.settings


def _options(
    known_at: Annotated[
        str | None, typer.Option(help="What was known at this moment (2026-03-01, 2026-03-01T09:00).")
    ] = None,
    from_: Annotated[str | None, typer.Option("--from", help="Count only what happened from this day.")] = None,
    to: Annotated[str | None, typer.Option("--to", help="Count only what happened up to the end of this day.")] = None,
    min_grade: Annotated[
        str | None, typer.Option(help="Count only items at least this good, such as 2C; ungraded ones pass.")
    ] = None,
    graded_only: Annotated[bool, typer.Option(help="Leave out ungraded items too.")] = False,
    without: Annotated[
        list[str] | None, typer.Option(help="Leave out items of this origin (its mark); repeatable.")
    ] = None,
    with_possible: Annotated[bool, typer.Option(help="Follow possible matches too, and mark them.")] = False,
    as_: Annotated[
        str | None, typer.Option("--as", help="Preview what this account would see; logged as a preview.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why you are looking; goes into the log.")] = "",
    today: Annotated[
        str | None, typer.Option(help="The day from which ages and recency are reckoned.", hidden=True)
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """The options themselves; `reads` adds them to a command."""


def _view(given: dict[str, Any]) -> View:
    start = None if given["from_"] is None else _period("--from", given["from_"]).start_ms
    end = None if given["to"] is None else _period("--to", given["to"]).end_ms
    if start is not None and end is not None and end <= start:
        raise ValueRefused("--to", str(given["to"]), "it is before --from, and nothing happened in such a period.")
    lens = Lens(
        start=start,
        end=end,
        grades=_grades(given["min_grade"], graded_only=given["graded_only"]),
        without=frozenset(given["without"] or ()),
        with_possible=given["with_possible"],
    )
    known_at = FOREVER - 1 if given["known_at"] is None else _period("--known-at", given["known_at"]).end_ms - 1
    return View(today=_today() if given["today"] is None else _day(given["today"]), known_at=known_at, lens=lens)


def _period(option: str, text: str) -> Period:
    """A date, time or range. Raises `ValueRefused` naming the option."""
    try:
        return Period.parse(text)
    except ValueRefused as error:
        raise ValueRefused(option, text, error.reason, error.advice) from None


def _grades(least: str | None, *, graded_only: bool) -> frozenset[str] | None:
    """The grades accepted, None for all. Raises `ValueRefused` naming the option."""
    if least is None and not graded_only:
        return None
    try:
        return grades_at_least("3E" if least is None else least, graded_only=graded_only)
    except ValueRefused as error:
        raise ValueRefused("--min-grade", least or "", error.reason, error.advice) from None


def _today() -> date:
    return datetime.now(LONDON).date()


def _day(text: str) -> date:
    return datetime.fromtimestamp(_period("--today", text).start_ms / 1000, LONDON).date()


def open_sight(opened: House, reason: str) -> Sight:
    """A look at everything that is known now, as the local operator."""
    return Sight(opened, looking(opened, None, reason), View(today=_today()), json=False)


def reads(command: Callable[..., None]) -> Callable[..., None]:
    """A command that looks: it is given its Sight, and takes the view options beside its own."""
    own = list(inspect.signature(command).parameters.values())[1:]
    shared = list(inspect.signature(_options).parameters.values())
    names = {parameter.name for parameter in shared}

    @wraps(command)
    def run(**given: Any) -> None:
        chosen = {name: value for name, value in given.items() if name in names}
        rest = {name: value for name, value in given.items() if name not in names}
        view = _view(chosen)
        with house() as opened:
            sight = Sight(opened, looking(opened, chosen["as_"], chosen["reason"]), view, chosen["json"])
            command(sight, **rest)

    keyword = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in (*own, *shared)]
    run.__signature__ = inspect.Signature(keyword)  # type: ignore[attr-defined]  # since a function may carry one
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in keyword}
    return run
