"""When what is recorded about a person is due for review: police information retention groups.

Group 1 is public protection: reviewed every ten years, and kept to the age of 100. Group 2 is reviewed after ten clear
years, group 3 after six. A clear period starts again with whatever is recorded about the person. Which roles make which
group, and the years, are settings: a force has its own schedule. Nothing is erased by itself: a person reviews.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from graph.values.when import years_later

Group = Literal[1, 2, 3]


@dataclass(frozen=True)
class RetentionRules:
    """The years of each group, and the roles that put a person into group 1 or 2; all others are in group 3."""

    years: tuple[int, int, int] = (10, 10, 6)
    roles_1: tuple[str, ...] = ()
    roles_2: tuple[str, ...] = ()

    def group_of(self, roles: Collection[str]) -> Group:
        """The group of a person named in these roles: the one that is kept longest."""
        if any(role in self.roles_1 for role in roles):
            return 1
        return 2 if any(role in self.roles_2 for role in roles) else 3

    def review_due(self, group: Group, last: date) -> date:
        """The day from which a review is due, when something was recorded last on this day."""
        return years_later(last, self.years[group - 1])

    @property
    def shortest(self) -> int:
        """The fewest years after which anything is due."""
        return min(self.years)
