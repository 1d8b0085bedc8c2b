"""What each registered question can be asked about a force: visible, hidden and never recorded alike.

A question that is registered and has no line here fails the property test with a sentence that says so.
"""

import json
from collections.abc import Callable, Iterable
from itertools import product

from graph.model.recorded import CASEWORK_KINDS
from tests.invariants.force import Asked, Force, asked

NOBODY = "person:nobody"
"""An id that no force has."""
NO_REPORT = "report:none"


def parameter_sets(force: Force) -> dict[str, list[Asked]]:
    """For each question that this file knows, everything that is worth asking it, in a fixed order."""
    return {question: [asked(question, **given) for given in make(force)] for question, make in ASKED.items()}


def _people(force: Force) -> list[str]:
    return [*(entity.id for entity in force.entities if entity.label == "Person"), NOBODY]


def _things(force: Force) -> list[str]:
    return [entity.id for entity in force.entities if entity.label != "Person"]


def _of_children(force: Force) -> Iterable[dict[str, object]]:
    for child in _people(force):
        yield {"child": child}
    for child in _people(force)[:3]:
        yield {"child": child, "limit": 1}
    for thing in _things(force)[:1]:
        yield {"child": thing}


def _of_decisions(force: Force) -> Iterable[dict[str, object]]:
    """Every person, and everything else that somebody has decided about."""
    others = {about for each in force.judgements if each.kind == "IdentityDecision" for about in each.about}
    for id in dict.fromkeys((*_people(force), *sorted(others))):
        yield {"id": id}
    for id in sorted(others)[:2]:
        yield {"id": id, "limit": 1}


def _resting(force: Force) -> Iterable[dict[str, object]]:
    """Every version and lineage of a judgement, every item that one rests on, by id and as it is cited, every report;
    and some other items."""
    rested = sorted({rest.item.id for each in force.judgements for rest in each.rests})
    cited = sorted({rest.item.ref for each in force.judgements for rest in each.rests})
    judged = dict.fromkeys(name for each in force.judgements for name in (each.id, each.lineage))
    items = [item.id for item in force.items if item.id not in rested]
    for id in (*judged, *rested, *cited, *items[:3], *(report.id for report in force.reports), NO_REPORT):
        yield {"id": id}
    for id in rested[:2]:
        yield {"id": id, "limit": 1}


def _of_what_if(force: Force) -> Iterable[dict[str, object]]:
    """Every report, every origin, every decision about records by its id and by its lineage; and what is none."""
    decisions = [each for each in force.judgements if each.kind == "IdentityDecision"]
    decided = dict.fromkeys(name for each in decisions for name in (each.id, each.lineage))
    for id in decided:
        yield {"what": "decision", "id": id}
    for id in (*(report.id for report in force.reports), NO_REPORT):
        yield {"what": "report", "id": id}
    for mark in sorted({item.origin for item in force.items}):
        yield {"what": "origin", "id": mark}
    others = [each.id for each in force.judgements if each.kind != "IdentityDecision"]
    for id in (*others[:1], *(item.id for item in force.items[:1])):
        yield {"what": "decision", "id": id}
    for report in force.reports[:2]:
        yield {"what": "report", "id": report.id, "limit": 1}


def _of_alerts(force: Force) -> Iterable[dict[str, object]]:
    """Pairs of people as linked and as no longer linked; items and judgements of all kinds; all at once, and few."""
    people = _people(force)
    pairs = [(one, other) for one, other in product(people, people) if one != other]
    facts: list[dict[str, object]] = [
        {"kind": kind, "subjects": pair} for pair in pairs for kind in ("link new", "link lost")
    ]
    facts += [{"kind": "watch", "what": "a plate", "items": [item.id], "subjects": people[:1]} for item in force.items]
    facts += [{"kind": "watch", "what": "a plate", "items": [item.id]} for item in force.items]
    facts += [{"kind": "basis withdrawn", "subjects": each.about, "judgement": each.id} for each in force.judgements]
    facts += [
        {"kind": kind, "subjects": each.about, "judgement": each.id}
        for each in force.judgements
        if len(each.about) == 2
        for kind in ("contact after notice", "communication")
    ]
    items = [item.id for item in force.items]
    touched: list[dict[str, object]] = [
        {"kind": kind, "subjects": people[:2], "items": items[:1]} for kind in ("placement", "meeting child")
    ]
    touched += [{"kind": "two under one reference", "items": items[at : at + 2]} for at in range(len(items))]
    many = [{"kind": kind, "subjects": [each, *people]} for each in people for kind in ("link new", "link lost")]
    facts = [*touched, *many[:8], *facts]
    for start in range(0, len(facts), 7):
        yield {"facts": tuple(map(json.dumps, facts[start : start + 7]))}
    yield {"facts": tuple(map(json.dumps, facts[:400]))}


def _of_casework(force: Force) -> Iterable[dict[str, object]]:
    """Everything of casework, with what stood before and without; about everybody; each judgement; a few."""
    recorded = [each for each in force.judgements if each.kind in CASEWORK_KINDS]
    for history in (False, True):
        yield {"kinds": CASEWORK_KINDS, "history": history}
        for id in dict.fromkeys((*(about for each in recorded for about in each.about), *_people(force)[:1])):
            yield {"kinds": CASEWORK_KINDS, "about": id, "history": history}
    for lineage in sorted({each.lineage for each in recorded}):
        yield {"kinds": CASEWORK_KINDS, "lineage": lineage, "history": True}
    yield {"kinds": ("Placement",), "limit": 1}
    yield {"kinds": ("Considered",)}
    for id in dict.fromkeys(about for each in force.judgements if each.kind == "Considered" for about in each.about):
        yield {"kinds": ("Considered", "Placement"), "about": id, "history": True}


def _of_several(force: Force) -> Iterable[dict[str, object]]:
    """Everybody at once, one of them twice; a few at a time, in every place of the list; some moments and limits."""
    people = _people(force)
    moments = sorted({item.recorded_at for item in force.items})
    yield {"children": (*people, people[0]), "since_ms": moments[len(moments) // 2]}
    yield {"children": tuple(people), "limit": 1}
    for start in range(len(people)):
        yield {"children": (*people, *people)[start : start + 3], "since_ms": moments[0]}
        yield {"children": (*people, *people)[start : start + 2]}
    yield {"children": (*_things(force)[:1], NOBODY)}


def _of_ids(*labels: str) -> Callable[[Force], Iterable[dict[str, object]]]:
    """Every entity of these labels, and one of another."""

    def make(force: Force) -> Iterable[dict[str, object]]:
        fitting = [entity.id for entity in force.entities if entity.label in labels]
        other = [entity.id for entity in force.entities if entity.label not in labels]
        for id in (*fitting, *other[:1], NOBODY):
            yield {"id": id}

    return make


def _of_adults(force: Force) -> Iterable[dict[str, object]]:
    """Everybody whom some mention calls an adult, or neither child nor adult; and one other."""
    said = {mention.entity for mention in force.mentions if mention.said in ("adult", "person")}
    others = [id for id in _people(force) if id not in said]
    for id in (*sorted(said), *others[:1], NOBODY):
        yield {"id": id}


def _of_neighbours(force: Force) -> Iterable[dict[str, object]]:
    for id in (*_people(force), *_things(force)):
        yield {"id": id}
    for id in _people(force):
        yield {"id": id, "kinds": ("child", "premises"), "limit": 1}


def _of_pictures(force: Force) -> Iterable[dict[str, object]]:
    """Everybody and everything at once, one of them twice; and a few at a time, in every place of the list."""
    ids = (*_people(force), *_things(force))
    yield {"ids": (*ids, ids[0])}
    yield {"ids": tuple(_things(force)[:1] + _people(force)[:1])}
    for start in range(len(ids)):
        yield {"ids": (*ids, *ids)[start : start + 4]}


def _of_pairs(force: Force) -> Iterable[tuple[str, str]]:
    ids = (*_people(force), *_things(force))
    pairs = [(start, end) for start, end in product(ids, ids) if start != end]
    yield from pairs[:: max(1, len(pairs) // 60)]


def _of_paths(force: Force) -> Iterable[dict[str, object]]:
    for number, (start, end) in enumerate(_of_pairs(force)):
        yield {"start": start, "end": end}
        if number % 5 == 0:
            yield {"start": start, "end": end, "kinds": ("adult", "person", "premises"), "longest": 2 + number % 3}
        if number % 7 == 0:
            yield {"start": start, "end": end, "limit": 1}
        if number % 9 == 0:
            yield {"start": start, "end": end, "longer": 1 + number % 2, "limit": 50}
            yield {"start": start, "end": end, "longer": 1, "in_order": True, "limit": 50}
            yield {"start": start, "end": end, "avoid_common": True, "avoid": (*_things(force)[:2], NOBODY)}


def _of_networks(force: Force) -> Iterable[dict[str, object]]:
    """Three of everybody and everything in turn, one of them twice, and more; with and without what lies between."""
    ids = (*_people(force)[:-1], *_things(force))
    for number in range(len(ids)):
        three = tuple(ids[(number * step) % len(ids)] for step in (1, 2, 5))
        yield {"ids": three, "most": 2 + number % 2}
        if number % 3 == 0:
            yield {"ids": (*three, ids[-1 - number]), "most": 2, "avoid_common": False, "limit": 1}
            yield {"ids": three, "most": 2, "kinds": ("adult", "person", "premises"), "avoid_common": False}
            yield {"ids": three, "most": 3, "avoid": (ids[-1 - number], ids[number - 1], NOBODY)}
    yield {"ids": ids[:1] * 3}
    yield {"ids": (*ids[:2], NOBODY)}


def _of_groups(force: Force) -> Iterable[dict[str, object]]:
    """As bridges is asked, with links of every strength and with those of some."""
    for given in _of_bridges(force):
        yield {**given, "least": 0}
        yield {**given, "least": 0.05}
    yield {}


def _of_bridges(force: Force) -> Iterable[dict[str, object]]:
    """Everybody, one of them twice; some at a time; children by category; with and without what reports no concern."""
    people = _people(force)
    for concern in (False, True):
        yield {"children": (*people, people[0])[:50], "concern": concern}
        yield {"children": (*people, *_things(force)[:1])[:50], "concern": concern, "limit": 1}
        yield {"categories": (1, 2, 3, 4), "concern": concern}
    for start in range(0, len(people), 3):
        yield {"children": tuple(people[:start] + people[start + 2 :])[:50], "concern": bool(start % 2)}


def _of_evidence(force: Force) -> Iterable[dict[str, object]]:
    for start, end in _of_pairs(force):
        yield {"start": start, "end": end}
    for id in _people(force)[:1]:
        yield {"start": id, "end": id}


def _of_companies(force: Force) -> Iterable[dict[str, object]]:
    """What each item names: the first two, three and four of it; and two of everybody, one of them twice."""
    for item in force.items:
        named = list(dict.fromkeys(mention.entity for mention in force.mentions if mention.item == item.id))
        for several in (2, 3, 4):
            if len(named) >= several:
                yield {"ids": tuple(named[:several])}
    for number, (start, end) in enumerate(_of_pairs(force)):
        if number % 6 == 0:
            yield {"ids": (start, end, start), "limit": 1}
    for id in _people(force)[:1]:
        yield {"ids": (id, id)}


def _of_calls(force: Force) -> Iterable[dict[str, object]]:
    """Each phone, and everybody; two phones; around a moment that some made calls have, and one that none has."""
    phones = [entity.id for entity in force.entities if entity.label == "Phone"]
    for id in (*phones, *_people(force), *_things(force)[:1]):
        yield {"ids": (id,)}
    for moment in sorted({each.at for each in force.relations if phones and each.at is not None})[:2]:
        yield {"ids": tuple(phones[:60]), "around": moment}
        yield {"ids": tuple(phones[:60]), "around": moment + 7_200_000, "hours": 1}
        yield {"ids": tuple(phones[:1]), "around": moment + 3_600_000, "hours": 1, "limit": 1}
    if phones:
        yield {"ids": (*phones[:2], *_people(force)[:2]), "limit": 1}


def _of_timelines(force: Force) -> Iterable[dict[str, object]]:
    for id in (*_people(force), *_things(force)):
        yield {"id": id}
    for id in _people(force)[:2]:
        yield {"id": id, "limit": 2}
        yield {"id": id, "events": ("missing",)}
        yield {"id": id, "events": ("sighting", "call"), "limit": 1}


def _of_reports(force: Force) -> Iterable[dict[str, object]]:
    for id in (*(report.id for report in force.reports), NO_REPORT):
        yield {"id": id}


def _of_refs(force: Force) -> Iterable[dict[str, object]]:
    """Each item's reference beside one that nothing has; and all at once, one of them twice."""
    refs = sorted({item.ref for item in force.items})
    for ref in refs:
        yield {"refs": (ref, "R-0/none")}
    yield {"refs": (*refs, refs[0])}
    yield {"refs": ("R-0/none",)}


def _of_texts(force: Force) -> Iterable[dict[str, object]]:
    names = {value for mention in force.mentions for what in ("name", "vrm", "phone") for value in mention.says(what)}
    refs = {mention.local_ref for mention in force.mentions} - {""}
    ids = {entity.id for entity in force.entities}
    reports = {text for report in force.reports for text in (report.id, report.ref)}
    shouted = {name.upper() for name in names}
    for text in sorted(names | refs | ids | reports | shouted | {"Nobody Known"}):
        yield {"text": text}


def _of_phrases(force: Force) -> Iterable[dict[str, object]]:
    """Names and values as an item would write them, one at a time and together."""
    texts = [str(each["text"]) for each in _of_texts(force) if ":" not in str(each["text"])]
    yield {"phrases": tuple(texts[:200])}
    for text in texts:
        yield {"phrases": (text,)}


def _of_searches(force: Force) -> Iterable[dict[str, object]]:
    """Names in several forms, pieces of plates and numbers, streets, references, and words of items and of reports."""
    for text in _searched(force):
        yield {"text": text}
    for mention in force.mentions[:2]:
        for name in mention.says("name"):
            yield {"text": name, "kinds": ("child",)}
            yield {"text": name, "kinds": ("person", "report"), "limit": 1}
    yield {"text": "taz", "limit": 1}
    yield {"text": "say", "kinds": ("report",)}


def _searched(force: Force) -> list[str]:
    names = {name for mention in force.mentions for name in mention.says("name")}
    mistyped = {f"{name[:1]}{name[2:3]}{name[1:2]}{name[3:]}" for name in names if len(name) > 4}
    swapped = {" ".join(reversed(name.split())) for name in names}
    refs = sorted({mention.local_ref for mention in force.mentions} - {""})
    texts = sorted({item.text for item in force.items})
    cited = sorted({item.ref for item in force.items})
    reports = sorted({report.ref for report in force.reports})
    titles = sorted({report.title for report in force.reports if report.title})
    words = sorted({report.text for report in force.reports if report.text})
    given = {word for name in names for word in name.split()[:1]}
    quoted = [f'"{text}"' for text in texts[4:6]]
    told = [*reports[:3], *texts[:4], *titles[:1], *sorted(given)[:2], *cited[:2], *words[:2], *quoted]
    return [*told, *titles[1:], *reports[3:], *sorted(names | mistyped | swapped), *refs[:4], *_PIECES]


_PIECES = (
    *("Taz", "silver golf", "golf", "AB1? ??E", "AB12 CDE", "12CD", "900001", "07700 900001", "heol", "12 High St"),
    *("CF10 1AA", "chat taz", "14 female", "2010", "Megan 2010", "2004/0000001A", "?", "nobody at all"),
)


def _of_everything(force: Force) -> Iterable[dict[str, object]]:
    yield {}
    yield {"limit": 1}
    yield {"limit": 1 + len(force.entities)}


def _of_references(_: Force) -> Iterable[dict[str, object]]:
    yield {"decided": True}
    yield {}
    yield {"decided": True, "limit": 1}


def _of_categories(force: Force) -> Iterable[dict[str, object]]:
    yield {"categories": (1, 2, 3, 4), "not_assessed": True}
    yield {"categories": (1, 2, 3, 4)}
    yield {"categories": (), "not_assessed": True}
    yield {"categories": (1, 2, 3, 4), "not_assessed": True, "limit": 1 + len(force.judgements) // 2}
    yield {}
    yield {"categories": (2, 4), "limit": 1}
    yield {"categories": (1, 2, 3, 4), "to_decide": True}
    for until in sorted({each.said("assessed_until_ms") for each in force.judgements if each.kind == "Assessment"}):
        yield {"categories": (1, 2, 3, 4), "not_assessed": True, "assessed_after": until}
    yield {"categories": (4,)}


def _of_moments(force: Force) -> Iterable[dict[str, object]]:
    """The moment before anything, and each at which something was recorded or loaded."""
    moments = sorted({item.recorded_at for item in force.items})
    for since in sorted({moments[0] - 1, *moments, *(item.loaded_at for item in force.items if item.loaded_at)}):
        yield {"since_ms": since}
        yield {"since_ms": since, "by": "recorded"}
    yield {"since_ms": moments[0] - 1, "limit": 1}


def _of_origins(force: Force) -> Iterable[dict[str, object]]:
    """Each origin by itself, all of them at once, and one that no item has."""
    marks = sorted({item.origin for item in force.items})
    for mark in (*marks, "origin:none"):
        yield {"marks": (mark,)}
    yield {"marks": (*marks, "origin:none")}


ASKED: dict[str, Callable[[Force], Iterable[dict[str, object]]]] = {
    "linked_children": _of_children,
    "shared_adults": _of_children,
    "shared_premises": _of_children,
    "shared_vehicles": _of_children,
    "shared_phones": _of_children,
    "case": _of_children,
    "linked_cases": _of_several,
    "children": _of_categories,
    "new_since": _of_moments,
    "not_known_yet": _of_everything,
    "origins_seen": _of_origins,
    "duplicate_references": _of_references,
    "identity_decisions": _of_decisions,
    "child": _of_ids("Person"),
    "adult": _of_adults,
    "premises": _of_ids("Address"),
    "vehicle": _of_ids("Vehicle"),
    "phone": _of_ids("Phone", "Account"),
    "organisation": _of_ids("Organisation"),
    "neighbours": _of_neighbours,
    "links_among": _of_pictures,
    "same_name": _of_pictures,
    "casework": _of_casework,
    "paths": _of_paths,
    "connecting_network": _of_networks,
    "case_groups": _of_groups,
    "bridges": _of_bridges,
    "calls": _of_calls,
    "missing_together": _of_children,
    "premises_of_concern": _of_everything,
    "adults_of_concern": _of_everything,
    "vehicles_of_concern": _of_everything,
    "phones_of_concern": _of_everything,
    "evidence": _of_evidence,
    "together": _of_companies,
    "seraf": _of_ids("Person"),
    "suggested": _of_ids("Person"),
    "rests_on": _resting,
    "what_if": _of_what_if,
    "alerts_shown": _of_alerts,
    "timeline": _of_timelines,
    "report": _of_reports,
    "items": _of_refs,
    "find": _of_texts,
    "known_phrases": _of_phrases,
    "search": _of_searches,
}
