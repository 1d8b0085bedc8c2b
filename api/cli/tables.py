"""Answers as tables for people. Every table says how many lines there are in all."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import groupby
from textwrap import wrap

from rich.markup import escape
from rich.table import Table

from api.cli.context import out
from api.services.find_entity import label_with_refs
from graph.model.columns import heading_of
from graph.model.kinds import PEOPLE
from graph.model.relations import RELATIONS
from graph.queries.entities.cards import EntityCard, RelationShown
from graph.queries.entities.evidence import Evidence
from graph.queries.entities.report import ReportShown
from graph.queries.entities.search import Search, SearchHit
from graph.queries.entities.timeline import Timeline
from graph.queries.linking.linked_children import LinkedChild, LinkedChildren
from graph.queries.linking.paths import Hop, Paths, PathShown
from graph.queries.linking.shared import Shared, SharedEntity, SharedWith
from graph.queries.lists.concern import Concern, ConcernChild, Concerns
from graph.reading.items import in_order
from graph.reading.parts import ChildCategory, EntityRef, ItemShown
from graph.rules.category_words import seraf_words
from graph.rules.roles import NOT_RESPONSIBILITY
from graph.rules.sentences import strength_word
from graph.values.grade import Grade
from graph.values.when import LONDON, written_day


def show_search(answer: Search, text: str) -> None:
    """What was found, best first, each with why; and what the words were taken for."""
    if not answer.understood:
        out.print(
            f"There is too little to look for in {escape(repr(text))}. Type two letters or three digits at least."
        )
        return
    count = f"at least {answer.total}" if answer.at_least else str(answer.total)
    out.print(f"Found: {answer.shown} of {count}, best first. Looked for:", highlight=False)
    for meaning in answer.understood:
        _say(f"- {meaning}", indent=3)
    for place, hit in enumerate(answer.hits, 1):
        out.print()
        possible = " · rests on a possible match" if hit.possible else ""
        name = f"[bold]{place}. {escape(hit.label)}[/]" + escape(f" ({', '.join(hit.refs)})" if hit.refs else "")
        out.print(f"{name} · {hit.kind}{possible}", highlight=False)
        _say(f"{hit.id}, found in {hit.found_in}, recorded {written_day(hit.recorded_at)}", indent=3)
        for why in hit.why:
            _say(f"- {why}", indent=3)
    if answer.at_least:
        out.print("\nMore may fit. Add a first name, a year of birth, a street or another word to tell them apart.")
    if any(_is_person(hit) for hit in answer.hits):
        out.print(f"\n{NOT_RESPONSIBILITY}")


def _is_person(hit: SearchHit) -> bool:
    return hit.kind in PEOPLE


def show_linked(answer: LinkedChildren) -> None:
    """Linked children by band, the strongest first, each with its sentence and the connections that come first."""
    child = answer.child
    seraf = seraf_words(child.category, child.ceiling)
    out.print(f"[bold]{escape(child.name)}[/] {escape(', '.join(child.refs))} · {seraf}", highlight=False)
    out.print(f"Linked children: {answer.shown} of {answer.total}, of concern first, then strongest.", highlight=False)
    band = ""
    for place, linked in enumerate(answer.linked, 1):
        out.print()
        if linked.band != band:
            band = linked.band
            out.print(f"[bold]{band[0].upper()}{band[1:]}[/]\n", highlight=False)
        refs = escape(", ".join(linked.refs))
        out.print(
            f"[bold]{place}. {escape(linked.name)}[/] {refs} · {seraf_words(linked.category, linked.ceiling)}"
            f" · [bold]{strength_word(linked.strength)}[/]"
            + (" · rests on a possible match" if linked.possible else ""),
            highlight=False,
        )
        _say(linked.sentence[0].upper() + linked.sentence[1:], indent=3)
        _say(f"{_counts(linked.items, linked.origins)}, {_when(linked.first, linked.last)}", indent=3)
        for line in _via_lines(linked):
            _say(line, indent=3)
    out.print(f"\n{NOT_RESPONSIBILITY}")


def _say(text: str, indent: int = 0) -> None:
    """Words as lines of the width there is; what follows a first line is set in, and no reference is broken."""
    before = " " * indent
    for paragraph in text.splitlines():
        lines = wrap(
            paragraph,
            max(out.width, indent + 20),
            initial_indent=before,
            subsequent_indent=before + "  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        out.print("\n".join(lines), highlight=False, markup=False, soft_wrap=True)


def _counts(items: int, origins: int) -> str:
    return f"{counted(items, 'item')} from {counted(origins, 'separate source')}"


def counted(number: int, word: str) -> str:
    """`1 item`, `3 items`."""
    return f"{number} {word}" if number == 1 else f"{number:,} {word}s"


VIAS_TOLD = 4


def _via_lines(linked: LinkedChild) -> list[str]:
    lines = [
        f"- {'both named in item' if via.kind == 'item' else via.kind} {via.label}"
        f"{' (possible match)' if via.possible else ''}: {strength_word(via.strength)}; {'; '.join(via.reasons)};"
        f" weakest grade {via.weakest.replace('--', 'none')}"
        for via in linked.via[:VIAS_TOLD]
    ]
    more = len(linked.via) - VIAS_TOLD
    return [*lines, f"- and {counted(more, 'weaker connection')}"] if more > 0 else lines


def _when(first: str | None, last: str | None) -> str:
    if first is None:
        return "not dated"
    return first if first == last else f"{first} to {last}"


def show_shared(answer: Shared, title: str) -> None:
    """What is shared, and with which children."""
    table = Table(title=f"{title} ({answer.shown} of {answer.total})", show_lines=True, title_justify="left")
    for column in ("Shared", "Role", "What it says", "With"):
        table.add_column(column)
    for shared in answer.shared:
        table.add_row(
            escape(f"{shared.entity.kind} {label_with_refs(shared.entity)}")
            + ("\n(common place)" if shared.common else ""),
            escape(", ".join(shared.roles)),
            escape(f"{shared.band}: {shared.sentence}"),
            "\n".join(_with_lines(shared)),
        )
    out.print(table)
    out.print(NOT_RESPONSIBILITY)


def _child_line(each: SharedWith | ConcernChild) -> str:
    return escape(f"{each.child.label} · {seraf_words(each.category, each.ceiling)} · {strength_word(each.strength)}")


def _with_lines(shared: SharedEntity) -> list[str]:
    lines = [_child_line(each) for each in shared.children]
    more = shared.total - shared.shown
    return [*lines, f"and {more:,} more"] if more > 0 else lines


def show_paths(answer: Paths) -> None:
    """Each path as a chain, with the items of each hop."""
    if answer.length is None:
        out.print(f"No path between {escape(answer.start.label)} and {escape(answer.end.label)} was found.")
        return
    count = f"at least {answer.total}" if answer.at_least else str(answer.total)
    steps = counted(answer.length, "step")
    out.print(f"Shortest: {steps}; {answer.shown} of {count} such paths, strongest first.", highlight=False)
    called = named_with_categories(answer.children)
    for number, path in enumerate(answer.paths, 1):
        _show_path(path, f"{number}.", called)
    if answer.avoiding is not None:
        out.print(f"\nNot through a common place ({counted(answer.avoiding.length, 'step')}), the strongest:")
        _show_path(answer.avoiding, "-", called)
    elif answer.avoiding_too_wide:
        out.print("\nToo many entities lie between the two to search for a chain that passes no common place.")
    elif any(path.common for path in answer.paths):
        out.print("\nNo chain that passes no common place was found.")
    if answer.longer_too_wide:
        out.print("\nToo many entities lie between the two to search for all longer chains.")
    out.print(f"\n{NOT_RESPONSIBILITY}")


def named_with_categories(children: Iterable[ChildCategory]) -> Callable[[EntityRef], str]:
    """What names an entity: label and references, and of a child the category."""
    beside = {each.child: f" · {seraf_words(each.category, each.ceiling)}" for each in children}
    return lambda entity: f"{label_with_refs(entity)}{beside.get(entity.id, '')}"


def _show_path(path: PathShown, number: str, called: Callable[[EntityRef], str]) -> None:
    common = {each.id: "1 child" if each.children == 1 else f"{each.children:,} children" for each in path.common}
    out.print()
    about = f"weakest grade {Grade.parse(path.weakest).shown}" + (", in order of time" if path.in_order else "")
    _say(f"{number} {strength_word(path.strength)}, {about}: {called(path.entities[0])}")
    for entity, hop in zip(path.entities[1:], path.hops, strict=True):
        shared = f" (a common place, shared by {common[entity.id]})" if entity.id in common else ""
        _say(
            f"→ {entity.kind} {called(entity)}{shared}, {hop_words(hop)}both named in {_some(hop.items, 3)}",
            indent=3,
        )


def hop_words(hop: Hop) -> str:
    """`called by, `: what items call a step, read from its first end."""
    words = [RELATIONS[each].towards for each in hop.relations]
    words += [RELATIONS[each].back for each in hop.back]
    return "".join(f"{word}, " for word in dict.fromkeys(words))


def show_concerns(answer: Concerns, title: str) -> None:
    """Premises, adults, vehicles or phones of concern by band, with the children they join and the evidence."""
    out.print(f"[bold]{escape(title)} ({answer.shown} of {answer.total})[/]")
    for band, concerns in groupby(answer.concerns, key=lambda concern: concern.band):
        table = Table(title=band.capitalize(), show_lines=True, title_justify="left")
        for column in ("Who or what", "Evidence", "Children"):
            table.add_column(column)
        for concern in concerns:
            kinds = ", ".join((*concern.premises_kinds, *concern.roles))
            table.add_row(
                escape(label_with_refs(concern.entity) + (f"\n{kinds}" if kinds else "")),
                escape(_evidence_words(concern)),
                "\n".join(_children_lines(concern)),
            )
        out.print(table)
    out.print(NOT_RESPONSIBILITY)


def _evidence_words(concern: Concern) -> str:
    """Items, separate sources, weakest grade, last seen, and what was done."""
    from graph.judgements.kinds import BODIES

    acts = ", ".join(f"{BODIES[act.kind].words.lower()} {act.number}" for act in concern.acts)
    seen = f"last seen {concern.last}" if concern.last else "not dated"
    weakest = f"weakest {Grade.parse(concern.weakest).shown}"
    return "\n".join((_counts(concern.items, concern.origins), weakest, seen, acts or "no action yet"))


def _children_lines(concern: Concern) -> Iterable[str]:
    counts = ", ".join(f"{each.children} {seraf_words(each.category, None)}" for each in concern.categories)
    yield f"{concern.total}: {counts}"
    yield from (_child_line(each) for each in concern.children)
    if concern.total > concern.shown:
        yield f"({concern.shown} of {concern.total} shown, strongest first)"


def show_card(card: EntityCard) -> None:
    """What is recorded of one entity."""
    out.print(f"[bold]{escape(card.entity.label)}[/] · {card.entity.kind} · {escape(card.entity.id)}", highlight=False)
    if card.entity.kind == "child":
        out.print(seraf_words(card.seraf.category, card.seraf.ceiling) if card.seraf else seraf_words(None, None))
    out.print(f"{_counts(card.items, card.origins)}, {_when(card.first, card.last)}", highlight=False)
    table = Table(title="As recorded", title_justify="left")
    for column in ("What", "Value", "Items"):
        table.add_column(column)
    for stated in card.stated:
        what = "recorded as" if stated.what == "said" else heading_of(stated.what)
        table.add_row(what, escape(stated.value), escape(_some(stated.items)))
    out.print(table)
    if card.relations:
        out.print(_relations(card.relations))


def _relations(relations: Iterable[RelationShown]) -> Table:
    """Relationships as items state them; those that say the same stand in one row, with the item and grade of each."""
    table = Table(title="Relationships, as items state them", title_justify="left")
    for column in ("Relationship", "With", "Detail", "Items"):
        table.add_column(column)
    rows: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for each in relations:
        dates = " to ".join(part for part in (each.since, each.until) if part)
        detail = ", ".join(part for part in (each.relation, dates, _moment(each.at)) if part)
        word = each.type.replace("_", " ").lower() + ("" if each.towards else " (from)")
        rows[word, f"{each.other.kind} {label_with_refs(each.other)}", detail].append(
            f"{each.item} ({_grade(each.grade)})"
        )
    for (word, other, detail), items in rows.items():
        table.add_row(word, escape(other), escape(detail), escape(_some(tuple(items))))
    return table


def _grade(grade: str) -> str:
    return "ungraded" if grade == "--" else grade


def _moment(at: int | None) -> str:
    return "" if at is None else f"{datetime.fromtimestamp(at / 1000, LONDON):%Y-%m-%d %H:%M}"


def show_timeline(answer: Timeline, left_out: int = 0) -> None:
    """Items, the newest first; `left_out` are those that a period leaves out since they are not dated."""
    undated = f", {answer.undated} of them not dated" if answer.undated else ""
    shown = f"{answer.shown} of {answer.total}{undated}"
    out.print(f"Timeline of {escape(label_with_refs(answer.entity))}, newest first: {shown}", highlight=False)
    if left_out:
        out.print(f"The period leaves out {counted(left_out, 'item')} not dated.", highlight=False)
    for entry in answer.entries:
        _show_item(entry.item)
        if entry.named:
            _say(f"Also named: {_some(tuple(entity.label for entity in entry.named))}", indent=3)


def show_report(report: ReportShown) -> None:
    """A report and its visible items."""
    out.print(f"[bold]{escape(report.title or report.ref)}[/] · {escape(report.source_system)}", highlight=False)
    _say(report.text if report.text is not None else "The report's own words are not shown to you.")
    for other in report.other_words:
        _say(f"Also recorded under this reference: {': '.join(each for each in (other.title, other.text) if each)}")
    out.print(f"\n{counted(len(report.items), 'item')}:")
    for item in report.items:
        _show_item(item)


def show_evidence(answer: Evidence) -> None:
    """What links two entities, and then every item behind it once."""
    start, end = answer.start.label, answer.end.label
    out.print(f"[bold]{escape(start)}[/] and [bold]{escape(end)}[/]", highlight=False)
    if not answer.direct and not answer.via:
        out.print("Nothing that you may see links these two directly or through one other.")
        return
    if answer.direct:
        _say(f"Named together in {_refs(answer.direct)}")
    for via in answer.via:
        _say(f"Through {via.entity.kind} {label_with_refs(via.entity)}:")
        _say(f"{start} in {_refs(via.first)}", indent=3)
        _say(f"{end} in {_refs(via.second)}", indent=3)
    items = {item.id: item for item in answer.direct}
    items |= {item.id: item for via in answer.via for item in (*via.first, *via.second)}
    out.print(f"\n{counted(len(items), 'item')} behind this:")
    for item in in_order(items.values()):
        _show_item(item)
    out.print(f"\n{NOT_RESPONSIBILITY}")


def _refs(items: Iterable[ItemShown]) -> str:
    return ", ".join(item.ref for item in items)


def _show_item(item: ItemShown) -> None:
    """One item whole: when, its reference, its grade, its origin (to leave it out by), and its words."""
    out.print()
    when = item.when or "not dated"
    grade = "ungraded" if item.grade == "--" else f"grade {item.grade}"
    loaded = f" · loaded on {written_day(item.loaded_at)}" if item.loaded_at is not None and item.loaded_later else ""
    _say(f"{when} · {item.ref} · {grade} · source mark {item.origin}{loaded}")
    _say(item.text, indent=3)


def _some(values: tuple[str, ...], most: int = 4) -> str:
    shown = ", ".join(values[:most])
    return f"{shown} and {len(values) - most} more" if len(values) > most else shown
