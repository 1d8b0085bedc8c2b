"""What a case review is: some children under discussion, the View they are looked at through, and who may open it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from graph.errors import ValueRefused
from graph.queries.linking.linked_cases import MOST_CHILDREN
from graph.view.options import ViewOptions

LONGEST_TITLE = 100
REVIEW = "review:"
"""How the case of a review starts."""


@dataclass(frozen=True)
class ReviewDraft:
    """What its owner decides about a review.

    `children` are ids of records, in the owner's order; `readers` the names of the accounts that it is shared with;
    `since` the day (`2026-11-03`) from which things are shown as new, or blank.
    """

    title: str
    children: tuple[str, ...]
    readers: frozenset[str] = frozenset()
    view: ViewOptions = field(default_factory=ViewOptions)
    since: str = ""

    def cleaned(self) -> "ReviewDraft":
        """The draft as it is kept. Raises `ValueRefused` naming the field."""
        title = " ".join(self.title.split())
        if title == "":
            raise ValueRefused("title", self.title, "it is blank.", "Give the review a name to find it by.")
        if len(title) > LONGEST_TITLE or not title.replace(" ", "a").isprintable():
            raise ValueRefused("title", title[:40], f"it is at most {LONGEST_TITLE} characters that can be shown.")
        children = tuple(dict.fromkeys(child for child in self.children if child.strip()))
        if not children:
            raise ValueRefused("children", "", "none is chosen.", "Choose at least one child.")
        if len(children) > MOST_CHILDREN:
            raise ValueRefused("children", str(len(children)), f"a review is about {MOST_CHILDREN} at most.")
        return replace(self, title=title, children=children, since=_day(self.since))


@dataclass(frozen=True)
class Review:
    """A saved review. Times are UTC milliseconds; `version` counts how often it was saved, for its owner's form alone.

    `shared_at` is since when each reader may open it: when it was changed would tell a reader of changes that they do
    not see.
    """

    number: int
    owner: str
    draft: ReviewDraft
    created_at: int
    changed_at: int
    version: int
    shared_at: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def case(self) -> str:
        """What a reason for looking at this review is kept under."""
        return f"{REVIEW}{self.number}"

    @property
    def place(self) -> str:
        """Where it is opened, through the View that it was saved with."""
        chosen = urlencode(self.draft.view.chosen())
        return f"/reviews/{self.number}" + (f"?{chosen}" if chosen else "")

    def at(self, account: str) -> int:
        """The time that this account is shown: of its own save, or since when it may open it."""
        return self.shared_at.get(account, self.changed_at)

    def place_for(self, account: str) -> str:
        """Where it is opened as it was saved; by a reader who does not own it by way of what they see of its View."""
        return self.place if self.owned_by(account) else f"/reviews/{self.number}/as-saved"

    def owned_by(self, account: str) -> bool:
        """Whether this account may change it."""
        return self.owner == account


def _day(text: str) -> str:
    if text.strip() == "":
        return ""
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise ValueRefused(
            "new since", text, "it is not a date.", "Write it as 2026-11-03, or leave it blank."
        ) from None
