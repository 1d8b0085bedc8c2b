"""A picture as it is kept: ids, places, and its maker's own words for groups and notes."""

from typing import Annotated, Self
from urllib.parse import parse_qsl, urlencode

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from graph.queries.among import MOST_AMONG
from graph.queries.view_options import ViewOptions

MOST_NOTES = 200

Id = Annotated[str, Field(min_length=1, max_length=300)]
Place = tuple[Annotated[float, Field(ge=-1e6, le=1e6)], Annotated[float, Field(ge=-1e6, le=1e6)]]
"""x to the right and y downwards, in units of the picture."""
Agency = Annotated[str, Field(max_length=300)]
"""A source system, by its name; blank where a report names none."""
Ids = Annotated[tuple[Id, ...], Field(max_length=MOST_AMONG)]


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Group(_Kept):
    """Entities drawn as one, under a name that a person gave."""

    id: Annotated[str, Field(pattern=r"^group:[0-9-]{1,40}$")]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    members: Ids


class Note(_Kept):
    """A person's own words on the chart, about some entities; about none: about the whole picture."""

    id: Annotated[str, Field(pattern=r"^note:[0-9-]{1,40}$")]
    text: Annotated[str, Field(min_length=1, max_length=500)]
    about: Ids


class Filters(_Kept):
    """What is left out: kinds, relationships, agencies, those at work, what stands alone, what is not of the period."""

    kinds: Annotated[tuple[str, ...], Field(max_length=20)] = ()
    relations: Annotated[tuple[str, ...], Field(max_length=30)] = ()
    agencies: Annotated[tuple[Agency, ...], Field(max_length=100)] = ()
    working: bool = True
    loose: bool = False
    from_: Annotated[str, Field(alias="from", max_length=10)] = ""
    to: Annotated[str, Field(max_length=10)] = ""


class SavedPicture(_Kept):
    """Everything that a picture is made of. `view` is the View's options as an address carries them."""

    ids: Ids = ()
    hidden: Ids = ()
    pinned: Ids = ()
    positions: Annotated[dict[Id, Place], Field(max_length=2 * MOST_AMONG)] = {}
    groups: Annotated[tuple[Group, ...], Field(max_length=500)] = ()
    notes: Annotated[tuple[Note, ...], Field(max_length=MOST_NOTES)] = ()
    filters: Filters = Filters()
    view: Annotated[str, Field(max_length=2000)] = ""

    @field_validator("view")
    @classmethod
    def _options_alone(cls, view: str) -> str:
        """Nothing but a View's options is kept of an address."""
        known = {field.alias or name for name, field in ViewOptions.model_fields.items()}
        return urlencode([(name, value) for name, value in parse_qsl(view) if name in known])

    @model_validator(mode="after")
    def _within_itself(self) -> Self:
        """Nothing is hidden, grouped or noted that is not in the picture."""
        named = {*self.hidden, *(id for group in self.groups for id in group.members)}
        named |= {id for note in self.notes for id in note.about}
        if not named <= set(self.ids):
            raise ValueError("it hides, groups or notes what is not in it.")
        return self

    def as_json(self) -> str:
        """As it is kept."""
        return self.model_dump_json(by_alias=True)
