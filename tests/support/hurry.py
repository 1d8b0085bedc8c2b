"""How the engines and databases of tests run: compiled once, and nothing forced to the disk.

What a test loads is small and lives for minutes. What a killed process leaves is not changed by it, since the operating
system keeps what was written; a test that is about what reaches the disk asks for `durable`.
"""

import os
from importlib.metadata import version
from pathlib import Path

JAVA_OPTIONS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""Optimising takes longer than most tests: an engine is then ready in half the processor time."""

ENGINE_ARCHIVE = Path(__file__).parents[2] / ".cache" / f"engine-{version('arcadedb-embedded')}.jsa"
"""The loaded classes of the embedded engine, where `make tools` has made it (engine_archive.py)."""

EATMYDATA = "libeatmydata.so"
"""Debian's library, preloaded, by which fsync does nothing."""
PLACES = ("/usr/lib", "/usr/lib64", "/usr/local/lib")


def hurry() -> None:
    """Let every process that is started from here on run so."""
    os.environ.setdefault("DOLEN_ENGINE_OPTIONS", " ".join((*JAVA_OPTIONS, *_archived())))
    preloaded = os.environ.get("LD_PRELOAD", "")
    library = _eatmydata()
    if library and EATMYDATA not in preloaded:
        os.environ["LD_PRELOAD"] = f"{library} {preloaded}".strip()


def durable_environment() -> dict[str, str]:
    """The variables that differ for a process whose writes must reach the disk."""
    kept = (name for name in os.environ.get("LD_PRELOAD", "").split() if EATMYDATA not in name)
    return {"LD_PRELOAD": " ".join(kept)}


def _archived() -> tuple[str, ...]:
    """The option that names the archive. Options are parted by spaces, so that no path may hold one."""
    usable = ENGINE_ARCHIVE.exists() and " " not in str(ENGINE_ARCHIVE)
    return (f"-XX:SharedArchiveFile={ENGINE_ARCHIVE}",) if usable else ()


def _eatmydata() -> str:
    """Where the library is; empty where it is not installed, and tests then wait for the disk."""
    found = (str(path) for place in PLACES for depth in ("", "*/") for path in Path(place).glob(f"{depth}{EATMYDATA}"))
    return next(found, "")
