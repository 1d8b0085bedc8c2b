"""What asks somebody to assess a child again, or to act at once (protocol §5.5, §6.2, §6.3; docs/domain.md, "Prompts").

A prompt is a sentence for a person. It changes no category.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from graph.rules.seraf import young_prompt
from graph.wording import joined, wording

Change = Literal["placement", "first missing episode", "legal status"]

CHANGE_WORDS: dict[Change, str] = {
    "placement": wording("a change of placement"),
    "first missing episode": wording("the first missing episode"),
    "legal status": wording("a change of legal status"),
}
"""Significant changes that a force may choose from, as people read them."""


@dataclass(frozen=True)
class PromptSettings:
    """What a force may set: after how many days a reassessment is overdue, by category 1 to 4, and which changes are
    significant."""

    reassess_days: tuple[int, int, int, int] = (365, 180, 90, 90)
    changes: tuple[Change, ...] = tuple(CHANGE_WORDS)


@dataclass(frozen=True)
class ChangeSeen:
    """One change, on a day (None: not dated), and the items it is known from as they are cited, if any."""

    what: Change
    on: date | None
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChildNow:
    """What prompts are made from, as their reader sees it.

    `assessed` is the day of the standing assessment (the last that it may be), None where there is none, which is not
    Category 1. `tied_to` are labels of children at Category 4 named by an item with this one. `suggested` are codes
    that items suggest and no assessment counts; `youngest` the lowest age the child may have.
    """

    category: int | None
    assessed: date | None
    changes: tuple[ChangeSeen, ...] = ()
    tied_to: tuple[str, ...] = ()
    suggested: frozenset[str] = frozenset()
    youngest: int | None = None


def prompts(child: ChildNow, day: date, settings: PromptSettings | None = None) -> tuple[str, ...]:
    """The sentences, the most urgent first."""
    rules = settings or PromptSettings()
    found = [_young(child), _tied(child), *_changed(child, rules), _overdue(child, day, rules)]
    return tuple(each for each in found if each)


def _young(child: ChildNow) -> str | None:
    said = young_prompt(child.suggested, child.youngest)
    return None if said is None else wording("Not assessed, and suggested by items. %(said)s", said=said)


def _tied(child: ChildNow) -> str | None:
    if not child.tied_to or (child.category is not None and child.category > 2):
        return None
    now = (
        wording("Not assessed") if child.category is None else wording("Category %(category)s", category=child.category)
    )
    return wording(
        "%(now)s, and named in one item with %(children)s, Category 4: assess (§6.2).",
        now=now,
        children=_listed(child.tied_to),
    )


def _changed(child: ChildNow, rules: PromptSettings) -> Iterable[str]:
    if child.assessed is None:
        return
    for what in rules.changes:
        since = [
            each for each in child.changes if each.what == what and each.on is not None and each.on > child.assessed
        ]
        if since:
            first = min(since, key=lambda each: (each.on or date.max, each.refs))
            cited = f" ({', '.join(first.refs)})" if first.refs else ""
            yield wording(
                "Since the assessment: %(what)s, %(on)s%(cited)s: reassess at once (§6.3).",
                what=CHANGE_WORDS[what],
                on=first.on,
                cited=cited,
            )


def _overdue(child: ChildNow, day: date, rules: PromptSettings) -> str | None:
    if child.category is None or child.assessed is None:
        return None
    days = rules.reassess_days[child.category - 1]
    due = child.assessed + timedelta(days=days)
    return (
        wording(
            "Reassessment overdue since %(due)s: %(days)s days at Category %(category)s.",
            due=due,
            days=days,
            category=child.category,
        )
        if day > due
        else None
    )


def _listed(names: tuple[str, ...]) -> str:
    if len(names) == 1:
        return names[0]
    return wording("%(names)s and %(last)s", names=joined(", ", names[:-1]), last=names[-1])
