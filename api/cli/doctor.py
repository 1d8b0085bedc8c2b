"""What works in an installation and what is missing, each with what to do about it."""

import importlib.util
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass

from sqlalchemy import text

from api.house import House, make_home
from graph.errors import DolenError
from graph.store import current_change

ENOUGH_DISK = 2 * 1024**3
"""Bytes below which the embedded engine may soon be unable to write."""


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


def examine(opened: House) -> tuple[Check, ...]:
    """Every check, in the order in which a fault in one explains the next."""
    checks: list[tuple[str, Callable[[House], str]]] = [
        ("data folder", _folder),
        ("SQL database", _sql),
        ("audit log", _log),
        ("embedded engine", _wheel),
        ("graph", _graph),
        ("search index", _search),
        ("projection", _projection),
    ]
    return tuple(_try(what, check, opened) for what, check in checks)


def _try(what: str, check: Callable[[House], str], opened: House) -> Check:
    try:
        return Check(what, True, check(opened))
    except DolenError as error:
        return Check(what, False, error.message, error.advice)
    except OSError as error:
        return Check(what, False, str(error), "Check that the folder exists and that you may write to it.")


def _folder(opened: House) -> str:
    home = opened.settings.home
    make_home(home)
    free = shutil.disk_usage(home).free
    if free < ENOUGH_DISK:
        raise DolenError(f"Only {free // 1024**2} MiB are free at {home}.", "Make room before loading anything.")
    return f"{home}, {free // 1024**3} GiB free"


def _sql(opened: House) -> str:
    with opened.sql.connect() as connection:
        connection.execute(text("SELECT 1"))
    return opened.sql.dialect.name


def _log(opened: House) -> str:
    report = opened.verify_log()
    if report.problems:
        raise DolenError(
            f"{len(report.problems)} problems, the first: {report.problems[0].sentence}", "Run `dolen audit verify`."
        )
    return f"{report.entries} entries, each where it belongs"


def _wheel(opened: House) -> str:
    if opened.settings.store != "embedded":
        return "not used: the graph is at a server"
    if importlib.util.find_spec("arcadedb_embedded") is None:
        raise DolenError("The package arcadedb-embedded is not installed.", "Run `make setup`.")
    return "installed, with its own Java"


def _search(opened: House) -> str:
    behind = opened.index.behind()
    if behind is None:
        return "not made yet: the first search makes it"
    return f"{behind} changes behind, which the next search makes up for" if behind else "up to date"


def _projection(opened: House) -> str:
    """Whether the arrays on disk are what the graph holds, compared record by record."""
    projection = opened.projection
    behind = projection.behind()
    if behind is None:
        return "not made yet: `dolen index` makes it"
    if projection.digest != projection.as_stored():
        raise DolenError("The projection does not hold what the graph holds.", "Run `dolen index --rebuild`.")
    return f"was {behind} changes behind, now up to date" if behind else "up to date, and equal to the graph"


def _graph(opened: House) -> str:
    return f"{opened.store.engine} answers; {current_change(opened.store)} changes written"
