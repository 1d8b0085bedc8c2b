"""What a pack states of the links of a meeting's children: with one another, with others, and what they share."""

from collections.abc import Iterable, Iterator, Mapping

from graph.model.kinds import KIND_NAMED
from graph.queries.linking.linked_cases import CaseLink, LinkedCases, SharedAmong, SharedList
from graph.queries.linking.linked_children import LinkedChild, ViaShown
from graph.rules.roles import NOT_RESPONSIBILITY
from graph.rules.strength import weakest
from graph.wording import declared, joined, wording, wording_of
from viz.pack.model import PackSection, PackStatement
from viz.pack.words import day_words, grade_word, listed, named_with


def in_common(cases: LinkedCases | None) -> Iterator[PackSection]:
    """The links of a meeting's children with one another and with others, and what they share."""
    if cases is None:
        return
    names = {each.entity.id: each.entity.label for each in cases.children}
    yield PackSection(wording("Links among these children"), 1, tuple(_pairs(cases.pairs, names)))
    others = tuple(
        _linked_sentence(names[link.start], link.start, link.linked) for each in cases.others for link in each.links
    )
    more = part_of(len(cases.others), cases.total, wording("linked children"))
    yield PackSection(wording("Links with other children"), 1, (*others, *more))
    for heading, shared in (
        (wording("Shared adults"), cases.adults),
        (wording("Shared premises"), cases.premises),
        (wording("Shared vehicles"), cases.vehicles),
        (wording("Shared phones and accounts"), cases.phones),
    ):
        yield PackSection(heading, 1, tuple(_shared(shared, adults=shared is cases.adults)))


def _pairs(pairs: Iterable[CaseLink], names: Mapping[str, str]) -> Iterator[PackStatement]:
    for pair in pairs:
        yield _linked_sentence(names[pair.start], pair.start, pair.linked)
        for via in pair.linked.via:
            yield _via_sentence(names[pair.start], pair, via)


def _linked_sentence(name: str, id: str, linked: LinkedChild) -> PackStatement:
    through = listed(dict.fromkeys(_through(via) for via in linked.via))
    facts = {
        "first": name,
        "second": linked.name,
        "through": through,
        "items": wording_of("%(num)d item", "%(num)d items", linked.items),
        "sources": wording_of("%(num)d separate source", "%(num)d separate sources", linked.origins),
        "grade": grade_word(weakest(via.weakest for via in linked.via)),
    }
    text = (
        wording(
            "%(first)s and %(second)s are linked through %(through)s: %(items)s from %(sources)s, %(from)s to %(to)s;"
            " weakest grade %(grade)s.",
            **facts,
            **{"from": day_words(linked.first), "to": day_words(linked.last)},
        )
        if linked.first
        else wording(
            "%(first)s and %(second)s are linked through %(through)s: %(items)s from %(sources)s; weakest grade"
            " %(grade)s.",
            **facts,
        )
    )
    if linked.possible:
        text = joined(" ", (text, wording("It rests on a possible match.")))
    refs = tuple(dict.fromkeys(ref for via in linked.via for half in via.items for ref in half))
    return PackStatement(text, refs, (id, linked.id))


def _through(via: ViaShown) -> str:
    return (
        wording("the same items")
        if via.kind == "item"
        else wording("the %(kind)s %(label)s", kind=declared(KIND_NAMED[via.kind].one), label=via.label)
    )


def _via_sentence(name: str, pair: CaseLink, via: ViaShown) -> PackStatement:
    refs = tuple(dict.fromkeys((*via.items[0], *via.items[1])))
    common = wording(" Many people are named with it.") if via.common else ""
    if via.kind == "item":
        text = wording(
            "%(name)s and %(other)s are named in the same items.%(common)s",
            name=name,
            other=pair.linked.name,
            common=common,
        )
        return PackStatement(text, refs, (pair.start, pair.linked.id))
    text = wording(
        "%(name)s and %(other)s are each named with %(via)s.%(common)s",
        name=name,
        other=pair.linked.name,
        via=_through(via),
        common=common,
    )
    return PackStatement(text, refs, (pair.start, pair.linked.id, via.id))


def _shared(shared: SharedList, *, adults: bool) -> Iterator[PackStatement]:
    if adults and shared.shared:
        yield PackStatement(declared(NOT_RESPONSIBILITY))
    for each in shared.shared:
        yield _shared_sentence(each)
        yield from part_of(each.shown, each.total, wording("children who share %(label)s", label=each.entity.label))
    yield from part_of(shared.shown, shared.total, wording("of this kind"))


def _shared_sentence(each: SharedAmong) -> PackStatement:
    by = (*each.children, *each.others)
    roles = f" ({', '.join(each.roles)})" if each.roles else ""
    common = wording(" Many people are named with it.") if each.common else ""
    text = wording(
        "%(entity)s%(roles)s: named with %(names)s.%(common)s",
        entity=named_with(each.entity),
        roles=roles,
        names=listed(one.child.label for one in by),
        common=common,
    )
    refs = tuple(dict.fromkeys(ref for one in by for ref in one.items))
    return PackStatement(text, refs, (each.entity.id, *(one.child.id for one in by)))


def part_of(shown: int, total: int, what: str) -> tuple[PackStatement, ...]:
    """That a list is a part, and of how many; nothing where it is whole."""
    return (
        (
            PackStatement(
                wording("Of %(total)s %(what)s the first %(shown)s are listed.", total=total, what=what, shown=shown)
            ),
        )
        if shown < total
        else ()
    )
