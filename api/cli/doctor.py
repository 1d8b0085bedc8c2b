"""What works in an installation and what is missing, each with what to do about it."""

import importlib.util
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import LiteralString

from sqlalchemy import func, select, text

from api.accounts.tables import ACCOUNTS, COMPARTMENTS
from api.installation import Installation, make_home
from graph.errors import DolenError
from graph.model.recorded import JUDGEMENT_KINDS
from graph.store import current_change

ENOUGH_DISK = 2 * 1024**3
"""Bytes below which the embedded engine may soon be unable to write."""
AT_ONCE = 2000

NEWEST: LiteralString = """
MATCH (i:Item) RETURN 'items' AS what, count(i) AS number, max(i.change) AS newest
UNION ALL
MATCH (j:Judgement) RETURN 'judgements' AS what, count(j) AS number, max(j.change) AS newest
"""
# An entry names a judgement by the id of its version, or by its lineage.
FOUND: LiteralString = """
UNWIND $ids AS id MATCH (j:Judgement {id: id}) RETURN id
UNION
UNWIND $ids AS id MATCH (j:Judgement {lineage: id}) RETURN id
"""


@dataclass(frozen=True)
class Check:
    """One thing looked at."""

    what: str
    good: bool
    finding: str
    advice: str = ""

    def as_json(self) -> dict[str, object]:
        """For programs."""
        return asdict(self)


def examine(opened: Installation) -> tuple[Check, ...]:
    """Every check, in the order in which a fault in one explains the next."""
    checks: list[tuple[str, Callable[[Installation], str]]] = [
        ("data folder", _folder),
        ("SQL database", _sql),
        ("audit log", _log),
        ("accounts", _accounts),
        ("embedded engine", _wheel),
        ("graph", _graph),
        ("log and graph", _recorded),
        ("search index", _search),
        ("projection", _projection),
    ]
    return tuple(_try(what, check, opened) for what, check in checks)


def _try(what: str, check: Callable[[Installation], str], opened: Installation) -> Check:
    try:
        return Check(what, True, check(opened))
    except DolenError as error:
        return Check(what, False, error.message, error.advice)
    except OSError as error:
        return Check(what, False, str(error), "Check that the folder exists and that you may write to it.")


def _folder(opened: Installation) -> str:
    home = opened.settings.home
    make_home(home)
    free = shutil.disk_usage(home).free
    if free < ENOUGH_DISK:
        raise DolenError(f"Only {free // 1024**2} MiB are free at {home}.", "Make room before loading anything.")
    return f"{home}, {free // 1024**3} GiB free"


def _sql(opened: Installation) -> str:
    with opened.sql.connect() as connection:
        connection.execute(text("SELECT 1"))
    return opened.sql.dialect.name


def _log(opened: Installation) -> str:
    report = opened.verify_log()
    if report.problems:
        raise DolenError(
            f"{len(report.problems)} problems, the first: {report.problems[0].sentence}", "Run `dolen audit verify`."
        )
    return f"{report.entries} entries, each where it belongs"


def _wheel(opened: Installation) -> str:
    if opened.settings.store != "embedded":
        return "not used: the graph is at a server"
    if importlib.util.find_spec("arcadedb_embedded") is None:
        raise DolenError("The package arcadedb-embedded is not installed.", "Run `make setup`.")
    return "installed, with its own Java"


def _search(opened: Installation) -> str:
    """Whether the index on disk is what the graph holds, compared document by document."""
    behind = opened.index.behind()
    if behind is None:
        return "not made yet: the first search makes it"
    if different := opened.index.differing():
        raise DolenError(
            f"{different} documents of the search index are not what the graph holds.", "Run `dolen index --rebuild`."
        )
    return f"was {behind} changes behind, now up to date" if behind else "up to date, and equal to the graph"


def _projection(opened: Installation) -> str:
    """Whether the arrays on disk are what the graph holds, compared record by record."""
    projection = opened.projection
    behind = projection.behind()
    if behind is None:
        return "not made yet: `dolen index` makes it"
    if projection.digest != projection.as_stored():
        raise DolenError("The projection does not hold what the graph holds.", "Run `dolen index --rebuild`.")
    return f"was {behind} changes behind, now up to date" if behind else "up to date, and equal to the graph"


def _graph(opened: Installation) -> str:
    """Whether the graph answers, and no record bears a later change than the counter has reached."""
    change = current_change(opened.store)
    rows = opened.store.read(NEWEST)
    newest = max((each for row in rows if isinstance(each := row["newest"], int)), default=0)
    if newest > change:
        raise DolenError(
            f"Records of the graph bear change {newest}, and its counter is at {change}: what follows it by change "
            "misses what is written next.",
            "Something other than Dolen wrote this graph, or put part of it back: restore all of it.",
        )
    held = ", ".join(f"{row['number']} {row['what']}" for row in rows)
    return f"{opened.store.engine} answers; {change} changes written; {held}"


def _accounts(opened: Installation) -> str:
    """How many there are; whether they are as the log last sealed them is part of the log's own check."""
    with opened.sql.connect() as connection:
        accounts, compartments = (
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (ACCOUNTS, COMPARTMENTS)
        )
    return f"{accounts} accounts, {compartments} compartments"


def _recorded(opened: Installation) -> str:
    """Whether the graph holds each judgement of which the log says that it was recorded."""
    named = {
        subject
        for entry in opened.log.since(0, 0)
        if entry.outcome == "done" and entry.question in JUDGEMENT_KINDS
        for subject in entry.subjects
        if subject.startswith(f"{entry.question.lower()}:")
    }
    erased = opened.erasures.all_ids()
    wanted = sorted(named.difference(erased.judgements, erased.versions))
    named.intersection_update(wanted)
    for start in range(0, len(wanted), AT_ONCE):
        rows = opened.store.read(FOUND, ids=wanted[start : start + AT_ONCE])
        named.difference_update(str(row["id"]) for row in rows)
    if named:
        raise DolenError(
            f"The log names {len(named)} judgements that the graph does not hold, such as {min(named)}.",
            "The graph is older than the log, or another: check DOLEN_STORE, or restore both from one moment.",
        )
    return f"the graph holds the {len(wanted)} judgements that the log names"
