"""The checkout as the house tests see it: what git tracks, and what the shipped modules are."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSES = ("graph", "viz", "api", "demo", "bench")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git tracks and that is there, relative to the checkout."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(sorted(Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()))


def modules() -> tuple[Path, ...]:
    """The shipped Python modules."""
    return tuple(path for path in tracked() if path.suffix == ".py" and path.parts[0] in HOUSES)


@cache
def parsed(path: Path) -> ast.Module:
    """A module as Python reads it; each is read once for all tests."""
    return ast.parse(text_of(path))


def text_of(path: Path) -> str:
    """A tracked file's text; bytes that are no text are shown as such and match nothing."""
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")
