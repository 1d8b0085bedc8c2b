"""An option that was considered or used to protect children: about an adult, premises, a vehicle, a phone or a
child."""

from datetime import date
from typing import ClassVar

from pydantic import Field, field_validator

from graph.judgements.body import Body, Line, Named, Note
from graph.model.recorded import JudgementKind
from graph.rules.powers import POWERS
from graph.values.access import MAPPA_STATUS

OPTION_CODES = tuple(POWERS)
OF_MAPPA = f"C|{MAPPA_STATUS}|"


class DisruptionBody(Body):
    """An option and what came of it: officer, crime number, outcome, effect. Not to act is recorded with its reason."""

    kind: ClassVar[JudgementKind] = "Disruption"
    words: ClassVar[str] = "Disruption option"
    subject: ClassVar[str] = "entity"
    within: ClassVar[frozenset[str]] = frozenset({"meeting"})

    entity: Line
    meeting: Line | None = None
    option: Line = Field(
        title="Option", description="As `dolen options` lists it.", json_schema_extra={"choices": list(OPTION_CODES)}
    )
    officer: Named = Field(title="Officer")
    crime_number: Line = Field(default="", title="Crime number")
    on: date | None = Field(default=None, title="Day")
    outcome: Note = Field(default="", title="Outcome")
    effect: Note = Field(default="", title="Effect", description="What changed for the child or children.")

    def least(self) -> str:
        """What its access is never wider than: MAPPA is read by police and a named probation reader alone."""
        return OF_MAPPA if POWERS[self.option].police_only else self.least_access

    @field_validator("option")
    @classmethod
    def _known(cls, option: str) -> str:
        if option not in POWERS:
            raise ValueError(f"write one of {', '.join(POWERS)}")
        return option
