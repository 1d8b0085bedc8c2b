"""An enquiry: something that is not known yet, and who finds it out by when."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from graph.judgements.body import Body, Line, Named, Note
from graph.model.recorded import JudgementKind


class EnquiryBody(Body):
    """Something to be found out about an entity, such as who somebody is. About an item that waits for its grade it
    rests on that item, and is about a child that the item names."""

    kind: ClassVar[JudgementKind] = "Enquiry"
    words: ClassVar[str] = "Enquiry"
    subject: ClassVar[str] = "entity"

    entity: Line
    what: Note = Field(title="What is to be found out", min_length=1)
    owner: Named = Field(title="Owner", description="An account's name, or somebody without an account.")
    agency: Line = Field(default="", title="Agency")
    due: date = Field(title="Due")
    done_at: date | None = Field(default=None, title="Done on")
    found: Note = Field(default="", title="What was found out")

    def not_allowed(self, state: str) -> tuple[str, ...]:
        """What is done says what was found out."""
        return ("what was found out is not recorded.",) if state == "done" and not self.found.strip() else ()

    def owned_by(self, account: str) -> bool:
        """Whether this account is its owner."""
        return self.owner.casefold() == account.casefold()
