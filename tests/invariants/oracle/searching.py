"""search: every visible mention, item and whole report held against the rules, one after the other.

The rules of what fits are the product's own, pure functions of what was typed and of one mention; tests/search holds
them to what people expect. Everything else is reckoned here: what there is to be found, which of several mentions of
one entity fits best, what stands before what, and what is shown. There is no index here, and no View.
"""

from collections.abc import Collection
from itertools import chain

from graph.queries.entities.search import FoundCount, Search, SearchHit
from graph.reading.mention_index import SearchKind
from graph.search.document import SearchDocument
from graph.search.extract import mention_document
from graph.search.match import Match
from graph.search.query_parser import understand
from tests.invariants.force import Mention
from tests.invariants.oracle.world import World, once

MOST_RECORDS = 200
PEOPLE = {"child", "adult", "person"}
KINDS: tuple[SearchKind, ...] = (
    *("child", "adult", "person", "premises", "vehicle", "phone", "account", "organisation", "report"),
)
KINDS_OF = {
    "person": PEOPLE,
    "address": {"premises"},
    "vehicle": {"vehicle"},
    "phone": {"phone"},
    "account": {"account"},
    "organisation": {"organisation"},
    "item": {"report"},
    "report": {"report"},
}


def search(world: World, *, text: str, kinds: Collection[str] = (), limit: int = 25) -> Search:
    """What fits a text, best first."""
    counts, counts_at_least = _counts(world, text)
    wanted = {what for what, of in KINDS_OF.items() if not kinds or of & set(kinds)}
    understood = understand(text, world.today)
    meanings = [meaning for meaning in understood.meanings if meaning.of & wanted]
    ordered, records = _fitting(world, text, wanted)
    first = set(records[:MOST_RECORDS])
    hits: dict[str, SearchHit] = {}
    for match, document in ordered:
        is_report = document.what in ("item", "report")
        if (is_report, document.id) in first:
            hit = _report(world, match, document) if is_report else _entity(world, match, document)
            hits.setdefault(hit.id, hit)
    shown = [hit for hit in hits.values() if not kinds or hit.kind in kinds]
    return Search(
        understood=tuple(meaning.said for meaning in meanings),
        hits=tuple(shown[:limit]),
        shown=len(shown[:limit]),
        total=len(shown),
        at_least=len(records) > MOST_RECORDS,
        counts=counts,
        counts_at_least=counts_at_least,
    )


def _fitting(
    world: World, text: str, wanted: Collection[str]
) -> tuple[list[tuple[Match, SearchDocument]], list[tuple[bool, str]]]:
    """What fits, best first, and the different records and reports of it."""
    understood = understand(text, world.today)
    fitting = [
        (match, document)
        for document in chain.from_iterable(_documents(world, of) for of in ("items", "mentions", "reports"))
        if document.what in wanted and (match := understood.match(document)) is not None
    ]
    ordered = sorted(fitting, key=lambda each: (-round(each[0].score, 6), -each[1].order, each[1].id))
    records = list(dict.fromkeys((document.what in ("item", "report"), document.id) for _, document in ordered))
    return ordered, records


def _counts(world: World, text: str) -> tuple[tuple[FoundCount, ...], bool]:
    """How many entities of each thing, and reports, are among the best that fit, of whatever kind."""
    _, records = _fitting(world, text, KINDS_OF)
    found: dict[str, set[str]] = {}
    for is_report, id in records[:MOST_RECORDS]:
        kind = "report" if is_report else world.ref(world.cluster[id].id).kind
        found.setdefault(kind, set()).add(id if is_report else world.cluster[id].id)
    counted = (FoundCount(kind=each, count=len(found[each])) for each in KINDS if each in found)
    return tuple(counted), len(records) > MOST_RECORDS


def _entity(world: World, match: Match, document: SearchDocument) -> SearchHit:
    ref = world.ref(world.cluster[document.id].id)
    return SearchHit(
        id=ref.id,
        kind=ref.kind,
        label=ref.label,
        refs=ref.refs,
        possible=ref.possible,
        score=round(match.score, 6),
        why=match.why,
        found_in=document.item_ref,
        recorded_at=document.recorded_at,
    )


def _report(world: World, match: Match, document: SearchDocument) -> SearchHit:
    report = next(each for each in world.force.reports if each.id == document.id)
    return SearchHit(
        id=report.id,
        kind="report",
        label=f"{report.ref}: {report.title}" if report.title else report.ref,
        refs=(),
        possible=False,
        score=round(match.score, 6),
        why=match.why,
        found_in=document.item_ref or report.ref,
        recorded_at=document.recorded_at,
    )


@once
def _documents(world: World, of: str) -> list[SearchDocument]:
    """Each item's text, each mention, or each report that is known as a whole."""
    refs = {report.id: report.ref for report in world.force.reports}
    if of == "items":
        return [
            SearchDocument(
                "item", item.report, item.id, item.id, item.ref, refs[item.report], item.recorded_at, text=item.text
            )
            for item in world.force.items
        ]
    if of == "mentions":
        return [_mentioned(world, mention, refs) for mention in world.force.mentions]
    return [
        SearchDocument(
            "report", each.id, each.id, "", "", each.ref, each.recorded_at, title=each.title or "", text=each.text or ""
        )
        for each in world.force.reports
        if each.title or each.text
    ]


def _mentioned(world: World, mention: Mention, refs: dict[str, str]) -> SearchDocument:
    item = world.item[mention.item]
    about: dict[str, object] = {
        "id": item.id,
        "ref": item.ref,
        "report_ref": refs[item.report],
        "recorded_at": item.recorded_at,
    }
    return mention_document(_says(mention), mention.entity, about)


def _says(mention: Mention) -> dict[str, object]:
    stated = {name: value if isinstance(value, str) else list(value) for name, value in mention.stated}
    return {"id": mention.id, "said": mention.said, "local_ref": mention.local_ref, **stated}
