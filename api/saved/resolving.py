"""A picture as one reader may see it, and saved by one reader without loss to another.

What its reader may not see is left out as though it had never been added: the reader is not told how much that is.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from pydantic import ValidationError

from api.saved.picture import Filters, Group, Note, SavedPicture
from graph.errors import ValueRefused


@dataclass(frozen=True)
class Visible:
    """What of a picture is something to its reader: ids, and agencies of the items that link these."""

    ids: AbstractSet[str]
    agencies: AbstractSet[str] = frozenset()


def seen_by(picture: SavedPicture, seen: Visible) -> SavedPicture:
    """The picture with what is visible alone. A note needs everything that it is about (the whole picture, where it is
    about nothing in particular), and the name of a group every member, since the words may tell of each."""
    visible = seen.ids
    everything = visible >= set(picture.ids)
    notes = tuple(note for note in picture.notes if (visible >= set(note.about) if note.about else everything))
    groups = tuple(_group_seen(group, visible) for group in picture.groups if len(visible & set(group.members)) > 1)
    there = {*visible, *(group.id for group in groups), *(note.id for note in notes)}
    return picture.model_copy(
        update={
            "ids": _only(picture.ids, there),
            "hidden": _only(picture.hidden, there),
            "pinned": _only(picture.pinned, there),
            "positions": {id: place for id, place in picture.positions.items() if id in there},
            "groups": groups,
            "notes": notes,
            "filters": _without(picture, _only(picture.filters.agencies, seen.agencies)),
        }
    )


def keep_unseen(kept: SavedPicture, new: SavedPicture, visible: Visible) -> SavedPicture:
    """The new picture, with what stood in the kept one and its saver could not see; the saver took none of it out.

    Raises `ValueRefused` where that is more than is kept of one picture.
    """
    seen = seen_by(kept, visible)
    unseen = set(kept.ids) - visible.ids
    lost_notes = tuple(note for note in kept.notes if note not in seen.notes)
    extra = {*unseen, *(note.id for note in lost_notes)}
    groups = _groups_kept(kept, new, unseen)
    unseen_agencies = set(kept.filters.agencies) - visible.agencies
    whole = new.model_copy(
        update={
            "ids": (*new.ids, *(id for id in kept.ids if id in unseen and id not in new.ids)),
            "hidden": _with(new.hidden, kept.hidden, extra),
            "pinned": _with(new.pinned, kept.pinned, extra),
            "positions": {**{id: place for id, place in kept.positions.items() if id in extra}, **new.positions},
            "groups": groups,
            "notes": (*new.notes, *(_about_what_is_left(note, new, unseen) for note in lost_notes)),
            "filters": _without(new, _with(new.filters.agencies, kept.filters.agencies, unseen_agencies)),
        }
    )
    try:
        return SavedPicture.model_validate_json(whole.as_json())
    except ValidationError:
        raise ValueRefused(
            "picture", "", "it holds more than is kept of one.", "Take something out, or save a copy of your own."
        ) from None


def _without(picture: SavedPicture, agencies: tuple[str, ...]) -> Filters:
    """The picture's filters, with these agencies left out."""
    return picture.filters.model_copy(update={"agencies": agencies})


def _group_seen(group: Group, visible: AbstractSet[str]) -> Group:
    members = _only(group.members, visible)
    name = group.name if len(members) == len(group.members) else f"Group of {len(members)}"
    return group.model_copy(update={"members": members, "name": name})


def _groups_kept(kept: SavedPicture, new: SavedPicture, unseen: AbstractSet[str]) -> tuple[Group, ...]:
    """The new groups, each with the unseen members that it had, and its name again where the saver saw another."""
    before = {group.id: group for group in kept.groups}
    groups: list[Group] = []
    for group in new.groups:
        old = before.pop(group.id, None)
        hidden = () if old is None else tuple(id for id in old.members if id in unseen)
        name = old.name if old is not None and hidden else group.name
        groups.append(group.model_copy(update={"members": (*group.members, *hidden), "name": name}))
    wholly_unseen = (group for group in before.values() if len(set(group.members) & unseen) > 1)
    left = (group.model_copy(update={"members": _only(group.members, unseen)}) for group in wholly_unseen)
    return (*groups, *left)


def _about_what_is_left(note: Note, new: SavedPicture, unseen: AbstractSet[str]) -> Note:
    """A note that the saver could not see, about what is still in the picture."""
    return note.model_copy(update={"about": tuple(id for id in note.about if id in unseen or id in new.ids)})


def _only(ids: tuple[str, ...], wanted: AbstractSet[str]) -> tuple[str, ...]:
    return tuple(id for id in ids if id in wanted)


def _with(new: tuple[str, ...], kept: tuple[str, ...], extra: AbstractSet[str]) -> tuple[str, ...]:
    return (*new, *(id for id in kept if id in extra and id not in new))
