"""evidence, together, timeline, report, items and find: the items themselves, and what a name could mean."""

from collections import defaultdict
from collections.abc import Collection
from contextlib import suppress

from graph.errors import NotFound, OutOfBounds, ValueRefused
from graph.queries.entities.evidence import Evidence, EvidenceVia
from graph.queries.entities.find import NameMatches, ReportRef
from graph.queries.entities.items import ItemCited, ItemsCited
from graph.queries.entities.known_phrases import KnownPhrase, KnownPhrases
from graph.queries.entities.report import ItemNamed, ReportShown
from graph.queries.entities.timeline import Timeline, TimelineEntry
from graph.queries.entities.together import ItemTogether, Together
from graph.values.name import PersonName
from graph.values.phone import Phone
from graph.values.vrm import Vrm
from tests.invariants.force import Item
from tests.invariants.oracle.world import World, in_time, shown


def evidence(world: World, *, start: str, end: str) -> Evidence:
    """The items that join two entities, directly and through a third."""
    first, last = world.asked(start), world.asked(end)
    if first == last:
        raise OutOfBounds(start)
    halves: dict[str, tuple[list[Item], list[Item]]] = defaultdict(lambda: ([], []))
    for side, entity in enumerate((first, last)):
        for item in world.items_connecting(entity):
            for third in world.connecting(item):
                if third not in (first, last) and world.kind[third] != "child":
                    halves[third][side].append(item)
    return Evidence(
        start=world.ref(first),
        end=world.ref(last),
        direct=tuple(shown(item) for item in in_time(world.items_naming(first, last))),
        via=tuple(
            EvidenceVia(
                entity=world.ref(third),
                first=tuple(shown(item) for item in in_time(own)),
                second=tuple(shown(item) for item in in_time(others)),
            )
            for third, (own, others) in sorted(halves.items())
            if own and others
        ),
    )


def together(world: World, *, ids: Collection[str], limit: int = 25) -> Together:
    """The items that name all of these."""
    entities = sorted({world.asked(id) for id in ids})
    if len(entities) == 1:
        raise OutOfBounds(entities[0])
    items = [
        ItemTogether(item=shown(item), roles=tuple(", ".join(world.roles(entity, [item])) for entity in entities))
        for item in in_time(world.items_naming(*entities))
    ]
    return Together(
        entities=world.refs(entities), items=tuple(items[:limit]), shown=len(items[:limit]), total=len(items)
    )


def timeline(world: World, *, id: str, events: Collection[str] = (), limit: int = 25) -> Timeline:
    """Every item about an entity, or of some kinds of event, what happened last first."""
    asked = world.asked(id)
    items = [item for item in world.items_naming(asked) if not events or item.event in events]
    dated = [(item.happened_from, item) for item in items if item.happened_from is not None]
    undated = [(item.recorded_at, item) for item in items if item.happened_from is None]
    for each in (dated, undated):
        each.sort(key=lambda told: (told[1].ref, told[1].id))
        each.sort(key=lambda told: told[0], reverse=True)
    entries = [
        TimelineEntry(
            item=shown(item),
            role=", ".join(world.roles(asked, [item])),
            named=world.refs(cluster for cluster in world.named[item.id] if cluster != asked),
        )
        for _, item in [*dated, *undated]
    ]
    return Timeline(
        entity=world.ref(asked),
        entries=tuple(entries[:limit]),
        undated=len(undated),
        shown=len(entries[:limit]),
        total=len(entries),
    )


def report(world: World, *, id: str) -> ReportShown:
    """One report; hiding has taken its title and text away where it is not whole."""
    for each in world.force.reports:
        if each.id == id:
            items = [item for item in world.force.items if item.report == id]
            items.sort(key=lambda item: (item.item_no, item.id))
            return ReportShown(
                id=each.id,
                ref=each.ref,
                source_system=each.source_system,
                recorded_at=min(item.recorded_at for item in items),
                title=each.title,
                text=each.text,
                items=tuple(shown(item) for item in items),
                named=tuple(
                    _named(world, item, cluster)
                    for item in sorted(items, key=lambda item: item.id)
                    for cluster in sorted(world.named[item.id])
                ),
            )
    raise NotFound(id)


def _named(world: World, item: Item, cluster: str) -> ItemNamed:
    mentions = world.named[item.id][cluster]
    words = ("name", "given_name", "surname", "alias", "address", "postcode", "vrm", "phone", "handle")
    return ItemNamed(
        item=item.id,
        entity=world.ref(cluster),
        category=world.category(cluster),
        ceiling=world.ceiling(cluster),
        roles=tuple(sorted({mention.role for mention in mentions} - {""})),
        words=tuple(sorted({value for mention in mentions for word in words for value in mention.says(word)} - {""})),
    )


def items(world: World, *, refs: Collection[str]) -> ItemsCited:
    """Every item cited so, with its report, and the references that cite none."""
    reports = {report.id: report for report in world.force.reports}
    cited_so = [item for item in world.force.items if item.ref in refs]
    return ItemsCited(
        items=tuple(
            ItemCited(
                item=shown(item),
                report=item.report,
                report_ref=reports[item.report].ref,
                source_system=reports[item.report].source_system,
            )
            for item in in_time(cited_so)
        ),
        missing=tuple(sorted(set(refs) - {item.ref for item in cited_so})),
    )


def find(world: World, *, text: str) -> NameMatches:
    """What a text could mean."""
    records = _called(world, text) | {mention.entity for mention in world.force.mentions if mention.entity == text}
    return NameMatches(
        entities=world.refs({world.cluster[record].id for record in records}),
        reports=tuple(
            ReportRef(id=each.id, ref=each.ref, source_system=each.source_system)
            for each in sorted(world.force.reports, key=lambda report: report.id)
            if text in (each.id, each.ref)
        ),
    )


def known_phrases(world: World, *, phrases: tuple[str, ...]) -> KnownPhrases:
    """The phrases that name somebody or something, each once."""
    every = dict.fromkeys(phrase.strip() for phrase in phrases if phrase.strip())
    named = {phrase: {world.cluster[record].id for record in _called(world, phrase)} for phrase in every}
    return KnownPhrases(
        known=tuple(KnownPhrase(phrase=phrase, entities=world.refs(ids)) for phrase, ids in named.items() if ids)
    )


def _called(world: World, text: str) -> set[str]:
    """The records that a name, a reference, a plate or a number means."""
    keys = {entity.id: entity.key for entity in world.force.entities if entity.key}
    value_keys, name_key = _value_keys(text), _name_key(text)
    return {
        mention.entity
        for mention in world.force.mentions
        if (mention.name_key and mention.name_key == name_key)
        or (mention.local_ref == text and mention.said in ("child", "adult", "person"))
        or keys.get(mention.entity) in value_keys
    }


def _value_keys(text: str) -> set[str]:
    """The keys of the plate and of the number that a text could be."""
    keys: set[str] = set()
    for value in (Vrm, Phone):
        with suppress(ValueRefused):
            keys.add(value.parse(text).key)
    return keys


def _name_key(text: str) -> str | None:
    """The key of the name that a text could be."""
    with suppress(ValueRefused):
        return PersonName.parse(text).key
    return None
