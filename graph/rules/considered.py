"""What people consider and decide beside an assessment, and how each question may be answered.

The answer to *ceiling* ends the "(may be n)" beside a category (protocol §6.2), and *authority* records whether another
authority agreed that its assessments and ours may answer one another (`graph.rules.standing`). The others are kept so
that what was not done has a name and a reason.
"""

from collections.abc import Mapping
from typing import Literal, cast

from graph.errors import ValueRefused
from graph.wording import joined, wording

ConsideredQuestion = Literal["ceiling", "authority", "no meeting", "interview", "NRM", "no action", "second look"]
CeilingOutcome = Literal["stays", "higher"]

OUTCOMES: Mapping[ConsideredQuestion, Mapping[str, str]] = {
    "ceiling": {"stays": wording("The category stays as judged"), "higher": wording("The higher category applies")},
    "authority": {
        "agreed": wording("Agreed between the authorities"),
        "not agreed": wording("Not agreed between the authorities"),
    },
    "no meeting": {"not held": wording("No meeting is held"), "held": wording("A meeting is held")},
    "interview": {"held": wording("A formal interview is held"), "not held": wording("No formal interview is held")},
    "NRM": {
        "referred": wording("Referred to the National Referral Mechanism"),
        "not referred": wording("Not referred to the NRM"),
    },
    "no action": {"none": wording("No further action"), "action": wording("Action is taken")},
    "second look": {
        "unchanged": wording("Checked again: nothing changes"),
        "reassess": wording("Checked again: assess again"),
    },
}
"""By question: each outcome, and the sentence that people read."""


OF_ASSESSMENT: frozenset[ConsideredQuestion] = frozenset({"ceiling", "authority"})
"""The questions that are decided of one assessment, and not of the child alone."""


def read_outcome(question: str, outcome: str) -> tuple[ConsideredQuestion, str]:
    """A question and its outcome as somebody gave them. Raises `ValueRefused` for one that there is not."""
    if question not in OUTCOMES:
        raise ValueRefused(
            "question",
            question[:80],
            wording("what is considered is one of: %(outcomes)s.", outcomes=joined(", ", OUTCOMES)),
        )
    asked = cast(ConsideredQuestion, question)
    if outcome not in OUTCOMES[asked]:
        raise ValueRefused(
            "outcome",
            outcome[:80],
            wording(
                "of %(asked)s it is one of: %(outcomes)s.", asked=repr(asked), outcomes=joined(", ", OUTCOMES[asked])
            ),
        )
    return asked, outcome


def outcome_words(question: ConsideredQuestion, outcome: str, authority: str = "") -> str:
    """`No meeting is held`; of another authority, which one."""
    return f"{OUTCOMES[question][outcome]}{f' ({authority})' if authority else ''}"
