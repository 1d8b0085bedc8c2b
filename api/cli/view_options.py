"""The options by which a command's View is chosen; every reading command takes them all, in the same words."""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Annotated, Any

import typer

from api.cli.context import actor_for, installation
from api.installation import Installation
from api.read_session import ReadSession
from graph.errors import ValueRefused
from graph.model.kinds import KINDS, PEOPLE, Kind
from graph.model.view import View
from graph.reading.question import LARGEST_LIMIT, Answer
from graph.values.when import date_of, moment
from graph.view.options import ViewOptions, today_in_wales

Limit = Annotated[int, typer.Option(help="How many lines to show.", min=1, max=LARGEST_LIMIT)]


@dataclass(frozen=True)
class Screen(ReadSession):
    """One command's access to the graph, and how its answer is printed."""

    json: bool

    def show(self, answer: Answer, table: Callable[[], None]) -> None:
        """The answer as JSON for programs, or as a table for people."""
        if self.json:
            typer.echo(answer.model_dump_json())
        else:
            table()


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
        list[str] | None, typer.Option(help="Leave out items of the source with this mark; repeatable.")
    ] = None,
    with_possible: Annotated[bool, typer.Option(hidden=True)] = False,
    as_: Annotated[
        str | None, typer.Option("--as", help="Preview what this account would see; logged as a preview.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why you are looking; goes into the log.")] = "",
    today: Annotated[
        str | None, typer.Option(help="The day on which ages and recency are computed.", hidden=True)
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """The options themselves; `reads` adds them to a command."""


def _view(given: dict[str, Any]) -> View:
    """The View that the options ask for. Raises `ValueRefused` naming the option as it is typed."""
    typed = {name.rstrip("_"): value for name, value in given.items() if value is not None}
    blank = next((name for name, value in typed.items() if name in _VIEW_WORDS and value == ""), None)
    if blank is not None:
        raise ValueRefused(_as_typed(blank), "", "it is blank.", "Leave it out to count everything.")
    if typed.get("with_possible"):
        # Offered again once something proposes matches; until then a script that asks for them gets an error.
        raise ValueRefused(
            "--with-possible",
            "",
            "nothing proposes possible matches yet, so there are none to follow.",
            "Leave it out; decide with `dolen same` where two records are one.",
        )
    try:
        day = typed.get("today")
        return ViewOptions.read(typed).view(today_in_wales() if day is None else date_of(moment(day)))
    except ValueRefused as error:
        option = error.field if error.field in _VIEW_WORDS else "today"
        raise ValueRefused(_as_typed(option), error.value, error.reason, error.advice) from None


_VIEW_WORDS = ("known_at", "from", "to", "min_grade", "without", "with_possible", "graded_only")


def _as_typed(option: str) -> str:
    return f"--{option.replace('_', '-')}"


def open_screen(opened: Installation, reason: str) -> Screen:
    """A look at everything that is known now, as the local operator."""
    return Screen(opened, actor_for(opened, None, reason), View(today=today_in_wales()), json=False)


def reads(command: Callable[..., None]) -> Callable[..., None]:
    """A command that looks: it is given its Screen, and takes the view options beside its own."""
    own = list(inspect.signature(command).parameters.values())[1:]
    shared = list(inspect.signature(_options).parameters.values())
    names = {parameter.name for parameter in shared}

    @wraps(command)
    def run(**given: Any) -> None:
        chosen = {name: value for name, value in given.items() if name in names}
        rest = {name: value for name, value in given.items() if name not in names}
        view = _view(chosen)
        with installation() as opened:
            command(Screen(opened, actor_for(opened, chosen["as_"], chosen["reason"]), view, chosen["json"]), **rest)

    keyword = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in (*own, *shared)]
    run.__signature__ = inspect.Signature(keyword)  # type: ignore[attr-defined]  # since a function may carry one
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in keyword}
    return run


def kinds_named(through: Iterable[str] | None) -> tuple[Kind, ...]:
    """The kinds that may lie between entities; `people` means all kinds of people."""
    chosen: set[Kind] = set()
    for word in through or ():
        matching: set[Kind] = set(PEOPLE) if word == "people" else {kind for kind in KINDS if kind == word}
        if not matching:
            raise typer.BadParameter(f"{word!r} is not one of people, {', '.join(KINDS)}.", param_hint="--through")
        chosen |= matching
    return tuple(sorted(chosen))
