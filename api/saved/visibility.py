"""A picture as one reader may see it, and saved by one reader without loss to another.

What its reader may not see is left out as though it had never been added: the reader learns neither how much was left
out nor that anything was. So no size is checked here, and no placeholder is shown.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from api.saved.picture import KeptPicture, SavedPicture
from graph.reading.question import MOST_AMONG
from viz.chart import Filters, Group, Note

FILTERED = ("kinds", "relations", "agencies")
"""The filters that name what is left out: a name reveals that such a thing exists."""
NO_RELATION = ""
"""What the filter of relationships calls a link that no relationship is stated for."""


@dataclass(frozen=True)
class VisibleToReader:
    """What of a picture is something to its reader: its ids, the kinds of these, the relationships between them, the
    agencies of the items that link them, and those of the View's origins that the reader sees an item of."""

    ids: AbstractSet[str]
    kinds: AbstractSet[str] = frozenset()
    relations: AbstractSet[str] = frozenset()
    agencies: AbstractSet[str] = frozenset()
    origins: AbstractSet[str] = frozenset()
    mine: bool = False
    """Whether it is their own picture: owners see their own filters, even where these match nothing now."""


def seen_by(kept: KeptPicture, seen: VisibleToReader) -> SavedPicture:
    """The picture with what is visible alone.

    A note needs everything that it is about (what its writer saw, where it is about the whole picture), and a group
    every member, since the words may tell of each: a group under another name would say that one is withheld.
    """
    visible = _first(kept.ids, seen.ids)
    known = visible | (seen.ids - set(kept.ids))
    notes = tuple(note for note in kept.notes if known >= kept.needed_by(note))
    groups = tuple(group for group in kept.groups if visible >= set(group.members))
    there = {*visible, *(group.id for group in groups), *(note.id for note in notes)}
    return SavedPicture.model_construct(
        ids=_only(kept.ids, there),
        hidden=_only(kept.hidden, there),
        pinned=_only(kept.pinned, there),
        positions={id: place for id, place in sorted(kept.positions.items()) if id in there},
        groups=groups,
        notes=notes,
        filters=_filters(
            kept.filters, {name: _only(_named(kept, name), _visible_names(kept, seen, name)) for name in FILTERED}
        ),
        view=view_seen(kept.view, seen.origins),
    )


def keep_unseen(kept: KeptPicture, sent: SavedPicture, seen: VisibleToReader) -> KeptPicture:
    """The new picture, with what stood in the kept one and its saver could not see; the saver took none of it out.

    Nobody adds what they do not see: of what was sent only what is visible is taken.
    """
    before, new = seen_by(kept, seen), _of_what_is_seen(sent, seen)
    unseen = set(kept.ids) - set(before.ids)
    left = unseen | set(new.ids)
    lost_notes = tuple(note for note in kept.notes if note not in before.notes)
    lost_groups = _groups_left(kept, before, new, left)
    extra = {*unseen, *(note.id for note in lost_notes), *(group.id for group in lost_groups)}
    notes = (*new.notes, *(_about_only(note, left) for note in lost_notes))
    written = {note.id: kept.whole.get(note.id, ()) for note in before.notes if note in new.notes}
    whole = {note.id: written.get(note.id) or new.ids for note in new.notes if not note.about}
    whole |= {note.id: tuple(sorted(kept.needed_by(note))) for note in lost_notes if not note.about}
    fresh = () if seen.mine else _only(new.ids, set(new.ids) - set(kept.ids))
    filters = {name: _filter_kept(kept, new, seen, name) for name in FILTERED}
    return KeptPicture.model_construct(
        ids=_with(new.ids, kept.ids, unseen),
        hidden=_with(new.hidden, kept.hidden, extra),
        pinned=_with(new.pinned, kept.pinned, extra),
        positions={**{id: place for id, place in kept.positions.items() if id in extra}, **new.positions},
        groups=(*new.groups, *lost_groups),
        notes=notes,
        filters=_filters(new.filters, filters),
        view=_view_kept(kept.view, new.view, seen.origins),
        whole=whole,
        by_others=_only((*kept.by_others, *fresh), left),
        left_out_by_others={name: _by_others(kept, filters[name], seen, name) for name in FILTERED},
    )


def view_seen(view: str, origins: AbstractSet[str]) -> str:
    """A View's options without the origins of which its reader sees no item: for that reader they leave nothing out."""
    options = [(name, value) for name, value in parse_qsl(view) if name != "without"]
    return urlencode([*options, *(("without", mark) for mark in marks_in(view) if mark in origins)])


def marks_in(view: str) -> tuple[str, ...]:
    """The origins that a View's options leave out."""
    return tuple(mark for name, value in parse_qsl(view) if name == "without" for mark in value.split())


def _of_what_is_seen(sent: SavedPicture, seen: VisibleToReader) -> SavedPicture:
    visible = seen.ids
    groups = tuple(
        group.model_copy(update={"members": members})
        for group in sent.groups
        if len(members := _only(group.members, visible)) > 1
    )
    notes = tuple(_about_only(note, visible) for note in sent.notes if not note.about or visible & set(note.about))
    there = {*visible, *(group.id for group in groups), *(note.id for note in notes)}
    return SavedPicture.model_construct(
        ids=_only(sent.ids, visible),
        hidden=_only(sent.hidden, visible),
        pinned=_only(sent.pinned, there),
        positions={id: place for id, place in sent.positions.items() if id in there},
        groups=groups,
        notes=notes,
        filters=sent.filters,
        view=sent.view,
    )


def _groups_left(
    kept: KeptPicture, before: SavedPicture, new: SavedPicture, left: AbstractSet[str]
) -> tuple[Group, ...]:
    """The groups that the saver could not see, each with those of its members that are left and in no new group."""
    taken = {id for group in new.groups for id in group.members}
    lost = (group for group in kept.groups if group not in before.groups)
    whittled = (group.model_copy(update={"members": _only(group.members, left - taken)}) for group in lost)
    return tuple(group for group in whittled if len(group.members) > 1)


def _filters(filters: Filters, named: dict[str, tuple[str, ...]]) -> Filters:
    return filters.model_copy(update=dict(named))


def _named(picture: SavedPicture, name: str) -> tuple[str, ...]:
    return getattr(picture.filters, name)


def _filter_kept(kept: KeptPicture, new: SavedPicture, seen: VisibleToReader, name: str) -> tuple[str, ...]:
    """What a filter of the new picture names, and what it named that its saver sees nothing of."""
    before, visible = set(_named(kept, name)), _visible_names(kept, seen, name)
    named = _named(new, name) if seen.mine else _only(_named(new, name), visible | before)
    return _with(named, _named(kept, name), before - visible)


def _visible_names(kept: KeptPicture, seen: VisibleToReader, name: str) -> AbstractSet[str]:
    """What a filter may name to this reader: what they see something of; to an owner, what they left out themselves."""
    visible: AbstractSet[str] = getattr(seen, name)
    own = set(_named(kept, name)) - set(kept.left_out_by_others.get(name, ()))
    return visible | own if seen.mine else visible


def _by_others(kept: KeptPicture, named: tuple[str, ...], seen: VisibleToReader, name: str) -> tuple[str, ...]:
    """What of a filter somebody else than the owner left out."""
    before = set(kept.left_out_by_others.get(name, ()))
    fresh = set[str]() if seen.mine else set(named) - set(_named(kept, name))
    return _only(named, before | fresh)


def _view_kept(kept: str, new: str, origins: AbstractSet[str]) -> str:
    lost = [mark for mark in marks_in(kept) if mark not in origins and mark not in marks_in(new)]
    return urlencode([*parse_qsl(new), *(("without", mark) for mark in lost)])


def _about_only(note: Note, wanted: AbstractSet[str]) -> Note:
    return note.model_copy(update={"about": _only(note.about, wanted)})


def _first(ids: Iterable[str], wanted: AbstractSet[str]) -> frozenset[str]:
    """As many of the visible ids as a picture is opened with, by their order."""
    return frozenset([id for id in ids if id in wanted][:MOST_AMONG])


def _only(ids: Iterable[str], wanted: AbstractSet[str]) -> tuple[str, ...]:
    return tuple(id for id in ids if id in wanted)


def _with(new: tuple[str, ...], kept: tuple[str, ...], extra: AbstractSet[str]) -> tuple[str, ...]:
    return (*new, *(id for id in kept if id in extra and id not in new))
