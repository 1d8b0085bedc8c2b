"""The classes of the embedded engine as its Java has them once they are loaded, kept in the checkout's cache.

Its Java comes without such an archive and reads its own classes anew at each start: half of what a start takes, and a
run of tests starts dozens of engines. Java takes an archive only with the very files that it was made from; without
one, or with one that does not fit, an engine starts as it does elsewhere.

python -m tests.support.engine_archive      make it, where it is not there
"""

import fcntl
import importlib.util
import subprocess
import tempfile
import time
from pathlib import Path

from graph.settings import Settings
from graph.store import open_store
from graph.store.engine import PACKAGE
from graph.store.lease import EngineFolder, is_held
from tests.support.hurry import ENGINE_ARCHIVE, JAVA_OPTIONS

SECONDS = 120


def make_archive() -> Path:
    """Make it, unless it is there. Raises `CalledProcessError` where Java cannot make it."""
    kept = ENGINE_ARCHIVE
    kept.parent.mkdir(exist_ok=True)
    with kept.with_suffix(".lock").open("w") as lock, tempfile.TemporaryDirectory(dir=kept.parent) as folder:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            classes, draft = Path(folder, "classes"), Path(folder, "draft.jsa")
            _start_once(Path(folder, "home"), (*JAVA_OPTIONS, f"-XX:DumpLoadedClassList={classes}"))
            subprocess.run(_dumping(classes, draft), check=True, capture_output=True, timeout=SECONDS)
            draft.rename(kept)
    return kept


def _start_once(home: Path, options: tuple[str, ...]) -> None:
    """Start an engine, make its schema, and wait until it has ended and has said what it loaded."""
    home.mkdir()
    open_store(Settings(home=home, engine_linger=0, engine_memory=768, engine_options=" ".join(options))).close()
    deadline = time.monotonic() + SECONDS
    while is_held(EngineFolder(home).lock_file("running")):
        assert time.monotonic() < deadline, "the engine does not end"
        time.sleep(0.05)


def _dumping(classes: Path, draft: Path) -> tuple[str, ...]:
    found = importlib.util.find_spec(PACKAGE)
    assert found is not None, "the engine is installed"
    assert found.submodule_search_locations is not None, "the engine is a package"
    package = Path(found.submodule_search_locations[0])
    return (
        str(package / "jre" / "bin" / "java"),
        *JAVA_OPTIONS,
        "-Xshare:dump",
        f"-XX:SharedClassListFile={classes}",
        f"-XX:SharedArchiveFile={draft}",
        "--add-modules=jdk.incubator.vector",
        "-cp",
        str(package / "jars" / "*"),
    )


if __name__ == "__main__":
    print(make_archive())  # noqa: T201  since saying where it is is what this is for
