"""What is wrong with a form that was sent: a sentence for each field, shown beside it and in the summary at the top."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.errors import Changed, DolenError, NotFound, NotPermitted, ValueRefused


@dataclass(frozen=True)
class Wrong:
    """Each field that is wrong, by its id on the page, in the order shown; and why, in a sentence."""

    fields: Mapping[str, str] = field(default_factory=dict[str, str])

    def __bool__(self) -> bool:
        return bool(self.fields)

    def of(self, name: str) -> str:
        """What is wrong with a field, or nothing."""
        return self.fields.get(name, "")

    @classmethod
    def because(cls, error: DolenError, name: str, label: str = "") -> "Wrong":
        """The message of an error, shown beside a field; `label` is what the field is called, where that is said."""
        said = f"{error.reason} {error.advice}" if isinstance(error, ValueRefused) else str(error)
        said = f"{label}: {said.strip()}" if label else said.strip()
        return cls({name: said[:1].upper() + said[1:]})


NOTHING_WRONG = Wrong()

REFUSED = (Changed, ValueRefused, NotFound, NotPermitted)
"""Why what somebody decides on a page is not recorded; the form is shown again with the reason beside it."""


def status_of(error: DolenError) -> int:
    """The status of a form that is shown again: 409 where somebody was quicker, else 422."""
    return 409 if isinstance(error, Changed) else 422
