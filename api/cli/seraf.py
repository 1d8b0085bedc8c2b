"""The commands of SERAF: the category that counts of indicators come to, and a child's assessments."""

import json as jsonlib
import re
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.markup import escape

from api.accounts.reasons import clean_reason
from api.cli.commands import WholeHelp
from api.cli.context import actor_for, installation, out
from api.cli.decisions import AsUser, Json, Reason, acting, screen_of, show_made
from api.cli.view_options import Screen, reads
from api.services.assessment import assess_child, prompts_now
from api.services.find_entity import label_with_refs, name_one
from graph.casework.assessments import AssessmentGiven
from graph.casework.assessments import confirm as confirm_assessment
from graph.casework.considerations import agree, consider, decide_ceiling
from graph.errors import NotFound, ValueRefused
from graph.model.view import View
from graph.queries.casework.seraf import (
    SERAF,
    ActionShown,
    AssessmentBeside,
    AssessmentShown,
    ConsideredShown,
    IndicatorShown,
    SerafShown,
)
from graph.queries.casework.suggested import SUGGESTED, IndicatorSuggested, Suggested
from graph.queries.lists.children import CHILDREN, ChildListed, Children, OfCategories
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT, OfEntity
from graph.rules.category_words import category_words
from graph.rules.considered import OUTCOMES, outcome_words, read_outcome
from graph.rules.seraf import FOOT, HARM_NOW, from_counts
from graph.values.when import written_moment
from graph.view.options import today_in_wales

LONGEST_SHOWN = 20
"""Characters of what was typed that a refusal repeats."""

seraf_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, cls=WholeHelp)


@seraf_app.callback()
def seraf() -> None:
    """The Sexual Exploitation Risk Assessment Framework (protocol §5.7)."""


@seraf_app.command()
def category(
    v: Annotated[str, typer.Option("--v", help="Vulnerabilities present or suspected, 0 to 8.")],
    r: Annotated[str, typer.Option("--r", help="Risk indicators, 0 to 16.")],
    s: Annotated[str, typer.Option("--s", help="Significant risk indicators, 0 to 8.")],
    json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """The category, its ceiling and why, for numbers of indicators."""
    result = from_counts(_whole("--v", v), _whole("--r", r), _whole("--s", s))
    if json:
        fields = ("category", "ceiling", "if_unassessed", "confirmed", "provisional", "reasons", "flags")
        typer.echo(jsonlib.dumps({name: getattr(result, name) for name in fields}))
        return
    out.print(f"[bold]Category {category_words(result.category)}[/]; ceiling {result.ceiling}")
    for line in (*result.reasons, *result.flags):
        out.print(escape(f"- {line}"))
    out.print(HARM_NOW)
    out.print(FOOT)


@seraf_app.command()
@reads
def show(
    screen: Screen,
    child: Annotated[str, typer.Argument(help="An id, a record's own reference or a name.")],
) -> None:
    """Which assessment of a child stands, what it rests on, what stands beside it, and what is asked for."""
    entity = name_one(screen, child, frozenset({"child"}))
    answer = screen.ask(SERAF, OfEntity(id=entity.id))
    screen.show(answer, lambda: show_seraf(answer))


@seraf_app.command()
@reads
def suggest(
    screen: Screen,
    child: Annotated[str, typer.Argument(help="An id, a record's own reference or a name.")],
) -> None:
    """Which indicators the items about a child suggest, and what asks for a reassessment. Neither counts by itself."""
    entity = name_one(screen, child, frozenset({"child"}))
    answer = screen.ask(SUGGESTED, OfEntity(id=entity.id))
    screen.show(answer, lambda: _show_suggested(screen, answer))


@seraf_app.command()
def assess(
    child: Annotated[str, typer.Argument(help="An id, a record's own reference or a name.")],
    file: Annotated[Path, typer.Argument(help="The assessment as JSON; see docs/guide-analyst.md.")],
    reason: Reason,
    as_user: AsUser = None,
    json: Json = False,
) -> None:
    """Record a SERAF assessment of a child: its indicators, the items found for each, and the child's wishes."""
    with installation() as opened:
        actor = actor_for(opened, as_user, clean_reason(reason))
        read_session = Screen(opened, actor, View(today=today_in_wales()), json=json)
        entity = name_one(read_session, child, frozenset({"child"}))
        made = assess_child(read_session, _read_assessment(file, entity.id), actor.reason)
    show_made(made, "Recorded", json=json)


def _read_assessment(file: Path, child: str) -> AssessmentGiven:
    """Raises `ValueRefused` for a file that cannot be read or is no assessment, naming its field."""
    try:
        text = file.read_text(encoding="utf-8")
        return AssessmentGiven.model_validate({**jsonlib.loads(text), "child": child})
    except OSError as error:
        raise ValueRefused("file", str(file), f"it cannot be read: {error.strerror or error}.") from None
    except (UnicodeDecodeError, jsonlib.JSONDecodeError, TypeError):
        raise ValueRefused("file", str(file), "it is not a JSON object in UTF-8.") from None
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise ValueRefused(field, str(first.get("input", ""))[:80], f"{first['msg'].lower()}.") from None


def _show_suggested(screen: Screen, answer: Suggested) -> None:
    seraf = screen.ask(SERAF, OfEntity(id=answer.child.id))
    prompts = prompts_now(screen, answer.child.id, seraf, answer)
    for line in (
        label_with_refs(answer.child),
        *_part("Suggested by items; a person judges", [_suggested(each) for each in answer.suggestions]),
        *_part("Asks for an assessment", list(prompts)),
        *(() if answer.suggestions or prompts else ("Nothing is suggested, and nothing asks for an assessment.",)),
        HARM_NOW,
    ):
        out.print(escape(line), highlight=False)


def _suggested(each: IndicatorSuggested) -> str:
    through = f" {', '.join(one.label for one in each.through)}." if each.through else ""
    cited = "; ".join(f"{item.ref} ({_grade(item.grade)})" for item in each.items)
    return f"{each.code} {each.text}: {each.because}{through} [{cited}]"


@seraf_app.command()
def confirm(
    assessment: Annotated[str, typer.Argument(help="The id of an assessment that waits, as `dolen seraf show` says.")],
    reason: Reason,
    as_user: AsUser = None,
    json: Json = False,
) -> None:
    """Confirm, as a second person, an assessment from a file that would lower what stands."""
    with installation() as opened:
        actor = actor_for(opened, as_user, clean_reason(reason))
        made = confirm_assessment(opened.casework, actor, assessment, actor.reason)
    show_made(made, "Confirmed", json=json)


@seraf_app.command()
def decide(
    child: Annotated[str, typer.Argument(help="An id, a record's own reference or a name.")],
    outcome: Annotated[str, typer.Argument(help="Of the ceiling: stays, or higher. Another question has its own.")],
    reason: Reason,
    question: Annotated[str, typer.Option(help="What was considered: " + ", ".join(OUTCOMES) + ".")] = "ceiling",
    assessment: Annotated[
        str, typer.Option(help="Of an agreement: an assessment of the other authority, as `dolen seraf show` lists it.")
    ] = "",
    as_user: AsUser = None,
    json: Json = False,
) -> None:
    """Record what was decided about a child: whether the category stays or the higher one applies, or another question.

    A decision on the ceiling ends "(may be n)" until an assessment leaves something else open. With --question
    authority and --assessment, `agreed` lets the assessments of that authority and ours answer one another.
    """
    asked, outcome = read_outcome(question, outcome)
    with installation() as opened:
        actor = acting(opened, as_user, reason)
        screen = screen_of(opened, actor)
        entity = name_one(screen, child, frozenset({"child"}))
        if asked == "ceiling":
            standing = screen.ask(SERAF, OfEntity(id=entity.id)).standing
            if standing is None:
                raise NotFound(
                    f"No assessment of {child!r} is recorded in what you may see.", "There is no ceiling yet."
                )
            made = decide_ceiling(opened.casework, actor, standing.id, outcome, actor.reason)
        elif asked == "authority":
            made = agree(opened.casework, actor, assessment, outcome, actor.reason)
        else:
            made = consider(opened.casework, actor, entity.id, asked, outcome, actor.reason)
    show_made(made, f"Decided: {outcome_words(asked, outcome)}", json=json)


@seraf_app.command("to-decide")
@reads
def to_decide(
    screen: Screen,
    limit: Annotated[int, typer.Option(help="How many children to show.", min=1, max=LARGEST_LIMIT)] = DEFAULT_LIMIT,
) -> None:
    """The children whose category asks for a recorded decision that nobody has made, the highest category first."""
    answer = screen.ask(CHILDREN, OfCategories(categories=(1, 2, 3, 4), to_decide=True, limit=limit))
    screen.show(answer, lambda: _show_to_decide(answer))


def _show_to_decide(answer: Children) -> None:
    if not answer.children:
        out.print("No category that you may see asks for a decision.")
        return
    out.print(f"A decision is asked for ({answer.shown} of {answer.total}):", highlight=False)
    for each in answer.children:
        out.print(escape(f"- {_child_to_decide(each)}"), highlight=False)


def _child_to_decide(each: ChildListed) -> str:
    seraf = each.seraf
    words = (
        category_words(None)
        if seraf is None
        else category_words(seraf.category, seraf.assessed_at, ceiling=seraf.ceiling)
    )
    return f"{label_with_refs(each.entity)}: SERAF {words}. {' '.join(each.decisions)}"


def show_seraf(answer: SerafShown) -> None:
    """One child's assessments in words, a line each."""
    first = answer.standing
    for line in (
        f"{label_with_refs(answer.child)}, {_age(answer)}",
        *(("SERAF not assessed",) if first is None else (f"SERAF {_made(first, provisional=first.provisional)}",)),
        *(() if first is None else _more(answer)),
        *_part("Decided", [_considered(each) for each in answer.considered]),
        *_part("Stand beside it", [_beside(each) for each in answer.beside]),
        *_part("Indicators", [_indicator(each) for each in answer.indicators]),
        *_part("Not assessed", [", ".join(answer.not_assessed)] if answer.not_assessed else []),
        *_part("Answered by later ones", [_made(each) for each in answer.history]),
        *_part("As a child", [_action(each) for each in answer.actions.child]),
        *_part(f"As an adult. {answer.actions.note}".strip(), [_action(each) for each in answer.actions.adult]),
        HARM_NOW,
        FOOT,
    ):
        out.print(escape(line), highlight=False)


def _age(answer: SerafShown) -> str:
    if answer.age is None:
        return "age not known"
    lowest, highest = answer.age.lowest, answer.age.highest
    return f"aged {lowest}" if lowest == highest else f"aged {lowest} to {highest}"


def _made(made: AssessmentShown, *, provisional: bool = False) -> str:
    """`2: mild risk (may be 3), 2026-10-05, by P. Evans, Social Services`; of another authority, which one."""
    words = category_words(made.category, made.assessed_at, ceiling=made.ceiling, provisional=provisional)
    by = f"by {made.assessor or 'somebody not named'}, {made.agency or 'agency not recorded'}"
    return f"{words}, {by}{f', of {made.authority}' if made.authority else ''}"


def _more(answer: SerafShown) -> list[str]:
    first = answer.standing
    if first is None:
        return []
    stated = (
        [f"Stated in its file: {first.category_stated}, by {first.method}."]
        if first.category_stated is not None
        else []
    )
    confirmed = [f"On confirmed indicators alone: {first.confirmed}."] if first.confirmed is not None else []
    second = [f"Confirmed by {first.confirmed_by}."] if first.confirmed_by else []
    wishes = [f"The child's wishes and feelings: {first.wishes}"] if first.wishes else []
    wishes += [f"Wishes not sought, because: {first.wishes_not_sought}"] if first.wishes_not_sought else []
    wishes += [f"Its answers were carried over from: {first.carried_from}."] if first.carried_from else []
    put_in = f"Put in by {first.loaded_by}."
    return [*first.support, *answer.decisions, *first.reasons, *stated, *confirmed, *wishes, put_in, *second]


def _considered(each: ConsideredShown) -> str:
    return f"{each.words}, {each.author}, {written_moment(each.recorded_at)}: {each.reason} ({each.id})"


def _beside(made: AssessmentBeside) -> str:
    left = f"leaves open {', '.join(made.unanswered)}" if made.unanswered else "leaves nothing open"
    waits = f"; waits until a second person confirms it: dolen seraf confirm {made.id}" if made.waiting else ""
    of_another = f" [{made.id}]" if made.authority else ""
    return f"{_made(made)}{of_another}: {left}{waits}"


def _indicator(each: IndicatorShown) -> str:
    cited = "; ".join(f"{item.ref} ({_grade(item.grade)})" for item in each.items) or "no item"
    return f"{each.code} {each.text}: {each.status}{f', {each.note}' if each.note else ''} [{cited}]"


def _grade(key: str) -> str:
    return "not graded" if key == "--" else key


def _action(each: ActionShown) -> str:
    return f"{each.text} ({each.section}{'; law has changed, check with legal' if each.law_moved else ''})"


def _part(heading: str, lines: list[str]) -> list[str]:
    return [f"{heading}:", *(f"- {line}" for line in lines)] if lines else []


def _whole(option: str, text: str) -> int:
    """The number as typed; what is no whole number is refused in the rule's own words, not cut off."""
    if re.fullmatch(r"[+-]?[0-9]{1,9}", text.strip()) is None:
        shown = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
        raise ValueRefused(option, shown, "a count of indicators is a whole number, 16 at most.")
    return int(text)
