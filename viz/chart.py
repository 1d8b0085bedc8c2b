"""A chart: the picture on the explorer's screen, as its maker left it.

What entities and links are comes from an answer, and so from what one reader may see; from the chart come places, which
of the links are drawn, and the maker's own words. A page sends a `Chart`, a saved picture keeps its groups and notes,
and `viz.answer_networks.chart_network` draws it.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from graph.queries.charts.links_among import ItemBehind
from graph.reading.question import MOST_AMONG

MOST_NOTES = 200
MOST_GROUPS = 500
MOST_LINKS = 100_000

Id = Annotated[str, Field(min_length=1, max_length=300)]
Place = tuple[Annotated[float, Field(ge=-1e6, le=1e6)], Annotated[float, Field(ge=-1e6, le=1e6)]]
"""The middle of an icon: x to the right and y downwards, in units of the picture."""
Agency = Annotated[str, Field(max_length=300)]
"""A source system, by its name; blank where a report names none."""
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


class Filters(_Drawn):
    """What is left out: kinds, relationships, agencies, those at work, what stands alone, what is not of the period."""

    kinds: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    agencies: tuple[Agency, ...] = ()
    working: bool = True
    loose: bool = False
    from_: Annotated[str, Field(alias="from", max_length=10)] = ""
    to: Annotated[str, Field(max_length=10)] = ""

    @property
    def words(self) -> str:
        """What is left out, for a caption; blank where nothing is."""
        relations = ", ".join(each or "named together" for each in self.relations)
        agencies = ", ".join(each or "not recorded" for each in self.agencies)
        said = (
            f"items from {self.from_}" if self.from_ else "",
            f"items to {self.to}" if self.to else "",
            f"without {', '.join(self.kinds)}" if self.kinds else "",
            f"without the relationships {relations}" if relations else "",
            f"without the agencies {agencies}" if agencies else "",
            "" if self.working else "without those mentioned only in a professional capacity",
            "without what has no link" if self.loose else "",
        )
        return "; ".join(each for each in said if each)

    def passes(self, item: ItemBehind) -> bool:
        """Whether an item is of the period and of no agency left out; an undated one is of no period."""
        if item.source_system in self.agencies:
            return False
        if not self.from_ and not self.to:
            return True
        if item.first is None or item.last is None:
            return False
        return (not self.from_ or item.last >= self.from_) and (not self.to or item.first <= self.to)


class Chart(_Drawn):
    """What is on the screen. `links` are those drawn, as pairs of entities, members of groups among them; `filters` are
    named on the file, and choose the items of a timeline or a grid of places."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    entities: Annotated[tuple[EntityAt, ...], Field(max_length=MOST_AMONG)] = ()
    groups: Annotated[tuple[GroupAt, ...], Field(max_length=MOST_GROUPS)] = ()
    notes: Annotated[tuple[NoteAt, ...], Field(max_length=MOST_NOTES)] = ()
    links: Annotated[tuple[tuple[Id, Id], ...], Field(max_length=MOST_LINKS)] = ()
    filters: Filters = Filters()

    @property
    def ids(self) -> tuple[str, ...]:
        """Every entity on the screen, alone or in a group."""
        ids = [each.id for each in self.entities] + [id for group in self.groups for id in group.members]
        return tuple(dict.fromkeys(ids))
