"""A report's own words: its title and text, a record of their own beside its items.

They may refer to every item that their loader sees, so their readers must be allowed to see all of these. When somebody
who sees them adds an item, they are recorded again for those who may see that item too, and the wider version ends.
Words that somebody cannot see neither answer nor stop what they load: then both are in force, each for its readers.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.ingest.normalise.model import REST, Findings, StatedItem, StatedReport
from graph.ingest.resolve.lookup import Cleared, KnownReport, KnownWords
from graph.ingest.write.statements import create_words, let_words_wait, words_there
from graph.ingest.write.withheld_text import loaded_earlier, waits_for
from graph.model.ids import words_id
from graph.model.records import WordsRecord
from graph.model.view import FOREVER
from graph.store.supersede import end_words
from graph.values.access import Access
from graph.values.when import date_of

OTHERWISE = "this report is already recorded with another one; a report is kept word for word"
WAITS = "its own words are not shown until its refused rows are loaded, since they may tell of these"


@dataclass(slots=True)
class _Stated:
    """What a batch brings of one report. `kept` are the numbers of items that are loaded, `missing` of the others."""

    report: StatedReport
    title: str | None = None
    text: str | None = None
    access: set[str] = field(default_factory=set[str])
    kept: set[str] = field(default_factory=set[str])
    missing: set[str] = field(default_factory=set[str])


def disagrees(report: StatedReport, known: KnownReport | None) -> str | None:
    """The column in which a report says otherwise of itself than every version of its words that its loader sees."""
    given = {"title": report.report.title, "report_text": report.report.text}
    standing = [] if known is None else known.standing
    if not standing or any(_agree(words, *given.values()) for words in standing):
        return None
    first = {"title": standing[0].title, "report_text": standing[0].text}
    return next((c for c, now in given.items() if now is not None and first[c] not in (None, now)), "report_text")


def write_words(
    author: Cleared,
    stated: Sequence[StatedReport],
    loaded: Sequence[StatedItem],
    there: Mapping[str, KnownReport],
    now: int,
    by: str,
    findings: Findings,
) -> None:
    """Write the words of the reports of a batch as they are to stand once `loaded` of what it states is written.

    Comes before the items are written, so that items loaded earlier can be distinguished from these.
    """
    brought = _brought(stated, loaded)
    earlier = loaded_earlier(author, {report: each.missing for report, each in brought.items()}, there)
    new: dict[str, WordsRecord] = {}
    ended: dict[str, int] = {}
    waiting: dict[str, frozenset[str]] = {}
    for id_, each in sorted(brought.items()):
        known = there.get(id_)
        if known is None and not each.kept:
            continue
        for old, words in _versions(id_, each, known, earlier.get(id_, set()), now, by):
            if old is not None and old.id == words.id:
                if old.waiting != frozenset(words.waiting):
                    waiting[old.id] = frozenset(words.waiting)
            else:
                new[words.id] = words
                if old is not None:
                    ended[old.id] = old.recorded_at if old.loaded_at == now else max(now, old.recorded_at + 1)
            if (each.title or each.text) and set(words.waiting) - {REST} and each.report.items:
                findings.warn(each.report.items[0].rows[0], "report_ref", each.report.report.ref, WAITS)
        _say_what_ended(each, known, new, findings)
    stored = words_there(author.writer, new)
    create_words(author.writer, [words for id_, words in new.items() if id_ not in stored])
    end_words(author.writer, ended)
    let_words_wait(author.writer, waiting)


def _brought(stated: Sequence[StatedReport], loaded: Sequence[StatedItem]) -> dict[str, _Stated]:
    brought: dict[str, _Stated] = {}
    kept: dict[str, set[str]] = {}
    for item in loaded:
        kept.setdefault(item.item.report, set()).add(item.item.item_no)
    for report in stated:
        each = brought.setdefault(report.report.id, _Stated(report))
        each.kept = kept.get(report.report.id, set())
        each.missing |= report.missing | ({item.item.item_no for item in report.items} - each.kept)
        if each.kept:
            each.title = each.title or report.report.title
            each.text = each.text or report.report.text
        if report.items and not each.report.items:
            each.report = report
    for item in loaded:
        brought[item.item.report].access.add(item.item.access)
    return brought


def _versions(
    report: str, stated: _Stated, known: KnownReport | None, earlier: set[str], now: int, by: str
) -> list[tuple[KnownWords | None, WordsRecord]]:
    """Each version that stands for the loader, and what stands in its place; or the first one."""
    access = stated.access | (set(known.access) if known else set[str]())
    standing = known.standing if known else []
    filled = next((words for words in standing if _agree(words, stated.title, stated.text)), None)
    record = stated.report.report
    done: list[tuple[KnownWords | None, WordsRecord]] = []
    for old in standing:
        words = _record(report, old.title, old.text, {old.access, *access}, old.recorded_at, now, by)
        if old is filled and (stated.title or old.title, stated.text or old.text) != (old.title, old.text):
            title, text = stated.title or old.title, stated.text or old.text
            words = _record(report, title, text, {old.access, *access}, record.recorded_at, now, by)
        waiting = waits_for(old.waiting, stated.missing, stated.kept, earlier)
        done.append((old, replace(words, waiting=tuple(sorted(waiting)))))
    if standing:
        return done
    waiting = waits_for(frozenset(), stated.missing, stated.kept, earlier)
    if stated.title is None and stated.text is None and not waiting - {REST}:
        return []
    words = _record(report, stated.title, stated.text, access, record.recorded_at, now, by)
    return [(None, replace(words, waiting=tuple(sorted(waiting))))]


def _record(
    report: str, title: str | None, text: str | None, access: Collection[str], recorded_at: int, now: int, by: str
) -> WordsRecord:
    union = Access.union(map(Access.parse, sorted(access))).text
    return WordsRecord(
        words_id(report, title or "", text or "", union), report, title, text, union, recorded_at, now, by
    )


def _say_what_ended(
    stated: _Stated, known: KnownReport | None, new: dict[str, WordsRecord], findings: Findings
) -> None:
    """Words that have ended, for all who see them, are not restored by being brought again."""
    for words in () if known is None else known.words:
        if words.superseded_at != FOREVER and words.id in new and stated.report.items:
            reason = f"its title and text ended on {date_of(words.superseded_at)}, not restored"
            findings.warn(stated.report.items[0].rows[0], "report_ref", stated.report.report.ref, reason)


def _agree(words: KnownWords, title: str | None, text: str | None) -> bool:
    pairs = ((title, words.title), (text, words.text))
    return all(now is None or earlier is None or now == earlier for now, earlier in pairs)
