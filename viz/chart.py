"""A chart: the picture on the explorer's screen, as its maker left it.

What entities and links are comes from an answer, and so from what one reader may see; from the chart come places, which
of the links are drawn, and the maker's own words. A page sends a `Chart`, a saved picture keeps its groups and notes,
and `viz.building.chart_network` draws it.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from graph.reading.question import MOST_AMONG

MOST_NOTES = 200
MOST_GROUPS = 500
MOST_LINKS = 100_000

Id = Annotated[str, Field(min_length=1, max_length=300)]
Place = tuple[Annotated[float, Field(ge=-1e6, le=1e6)], Annotated[float, Field(ge=-1e6, le=1e6)]]
"""The middle of an icon: x to the right and y downwards, in units of the picture."""
FewIds = Annotated[tuple[Id, ...], Field(max_length=MOST_AMONG)]


class _Drawn(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Group(_Drawn):
    """Entities drawn as one, under a name that a person gave."""

    id: Annotated[str, Field(pattern=r"^group:[0-9-]{1,40}$")]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    members: FewIds


class Note(_Drawn):
    """A person's own words on the chart, about some entities; about none: about the whole picture."""

    id: Annotated[str, Field(pattern=r"^note:[0-9-]{1,40}$")]
    text: Annotated[str, Field(min_length=1, max_length=500)]
    about: FewIds


class EntityAt(_Drawn):
    """An entity and where it stands."""

    id: Id
    at: Place


class GroupAt(Group):
    """A group and where it stands."""

    at: Place


class NoteAt(Note):
    """A note and where it stands."""

    at: Place


class Chart(_Drawn):
    """What is on the screen. `links` are those drawn, as pairs of entities, members of groups among them."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    entities: Annotated[tuple[EntityAt, ...], Field(max_length=MOST_AMONG)] = ()
    groups: Annotated[tuple[GroupAt, ...], Field(max_length=MOST_GROUPS)] = ()
    notes: Annotated[tuple[NoteAt, ...], Field(max_length=MOST_NOTES)] = ()
    links: Annotated[tuple[tuple[Id, Id], ...], Field(max_length=MOST_LINKS)] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Every entity on the screen, alone or in a group."""
        ids = [each.id for each in self.entities] + [id for group in self.groups for id in group.members]
        return tuple(dict.fromkeys(ids))
