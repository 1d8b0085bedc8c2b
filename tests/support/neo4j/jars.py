"""Where the test server's jars are: fetched once from Maven Central into the checkout's cache.

python -m tests.support.neo4j.jars      fetch them now, for instance before working without a network
"""

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

POM = Path(__file__).parent / "pom.xml"
CACHE = Path(__file__).parents[3] / ".cache" / "neo4j"
GIVEN = "DOLEN_TEST_NEO4J_JARS"
"""A folder of jars to use instead of the cache."""


def find_jars() -> Path:
    """The folder of jars, fetched if need be. Raises `RuntimeError`: without the server its tests fail."""
    if given := os.environ.get(GIVEN):
        return _checked(Path(given))
    CACHE.parent.mkdir(exist_ok=True)
    with CACHE.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not CACHE.exists():
            _fetch()
    return _checked(CACHE)


def _fetch() -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise RuntimeError(f"The tests need a Neo4j server: install Maven, or set {GIVEN} to a folder of its jars.")
    draft = CACHE.with_suffix(".draft")
    shutil.rmtree(draft, ignore_errors=True)
    goal = "dependency:copy-dependencies"
    done = subprocess.run(
        (maven, "-q", "-B", "-f", str(POM), goal, f"-DoutputDirectory={draft}", "-DincludeScope=runtime"),
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"Maven could not fetch the Neo4j server:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    draft.rename(CACHE)


def _checked(folder: Path) -> Path:
    if not any(folder.glob("neo4j-5.*.jar")):
        raise RuntimeError(f"There is no Neo4j server in {folder}. Remove the folder, or correct {GIVEN}.")
    return folder


if __name__ == "__main__":
    print(find_jars())  # noqa: T201  since saying where they are is what this is for
