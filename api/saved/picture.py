"""A picture as it is kept: ids, places, and its maker's own words for groups and notes."""

from collections.abc import Sized
from hashlib import sha256
from typing import Annotated, Self
from urllib.parse import parse_qsl, urlencode

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from graph.reading.question import MOST_AMONG
from graph.view.options import ViewOptions
from viz.chart import MOST_GROUPS, MOST_NOTES, Filters, Group, Id, Note, Place

Ids = tuple[Id, ...]


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SavedPicture(_Kept):
    """Everything that a picture is made of. `view` is the View's options as an address carries them."""

    ids: Ids = ()
    hidden: Ids = ()
    pinned: Ids = ()
    positions: dict[Id, Place] = {}
    groups: tuple[Group, ...] = ()
    notes: tuple[Note, ...] = ()
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

    @property
    def version(self) -> str:
        """A mark that is the same exactly where the picture is. It counts nothing: how often a picture was saved would
        tell that something changed in it which its reader does not see."""
        return sha256(self.as_json().encode()).hexdigest()[:32]


class SentPicture(SavedPicture):
    """A picture as one person sends it. It alone is limited: a limit on what is kept would count what its saver does
    not see."""

    @model_validator(mode="after")
    def _not_too_much(self) -> Self:
        parts: tuple[tuple[str, Sized, int], ...] = (
            ("ids", self.ids, MOST_AMONG),
            ("hidden", self.hidden, MOST_AMONG),
            ("pinned", self.pinned, 2 * MOST_AMONG),
            ("positions", self.positions, 2 * MOST_AMONG),
            ("groups", self.groups, MOST_GROUPS),
            ("notes", self.notes, MOST_NOTES),
            ("kinds", self.filters.kinds, 20),
            ("relations", self.filters.relations, 30),
            ("agencies", self.filters.agencies, 100),
        )
        for name, part, most in parts:
            if len(part) > most:
                raise ValueError(f"it has {len(part):,} {name}; a picture has at most {most:,}.")
        return self


class KeptPicture(SavedPicture):
    """A picture as it is kept, with what no reader is shown.

    `whole` gives, for each note about the whole picture, what was in the picture for its writer; `by_others` are the
    ids that somebody other than the owner put in, `left_out_by_others` what such a person left out, by filter.
    """

    whole: dict[str, Ids] = {}
    by_others: Ids = ()
    left_out_by_others: dict[str, tuple[str, ...]] = {}

    @classmethod
    def of(cls, sent: SavedPicture) -> "KeptPicture":
        """A picture that is kept for the first time, by its owner."""
        whole = {note.id: sent.ids for note in sent.notes if not note.about}
        return cls.model_construct(**{name: getattr(sent, name) for name in SavedPicture.model_fields}, whole=whole)

    @property
    def everything(self) -> Ids:
        """Every id that decides what is shown: what is in the picture, and what was when its notes were written."""
        return tuple(dict.fromkeys((*self.ids, *(id for ids in self.whole.values() for id in ids))))

    def needed_by(self, note: Note) -> frozenset[str]:
        """What a reader must see all of before a note is shown."""
        return frozenset(note.about or self.whole.get(note.id, self.ids))
