"""Writing a picture to a file: what kind is told by the file's ending."""

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from graph.errors import PictureNotWritten
from viz.graphml import as_graphml
from viz.image import as_png
from viz.interactive import as_html
from viz.layout import Layout, lay_out
from viz.network import Network
from viz.svg import as_svg

WRITERS: Mapping[str, Callable[[Network, Layout], bytes]] = {
    ".html": lambda network, layout: as_html(network, layout).encode(),
    ".svg": lambda network, layout: as_svg(network, layout).encode(),
    ".png": as_png,
    ".graphml": as_graphml,
}


def write_map(network: Network, path: Path, layout: Layout | None = None) -> None:
    """Write `network` to `path`, as what its ending says; an existing file is replaced, whole or not at all.

    Pass the `layout` to have several files show the same positions. Raises `PictureNotWritten` as `check_place` does,
    and for a folder that cannot be written in.
    """
    check_place(path)
    _replace(path, WRITERS[path.suffix.lower()](network, lay_out(network) if layout is None else layout))


def check_place(path: Path) -> None:
    """Raises `PictureNotWritten` for an unknown ending and for a folder that is missing, before anything is asked."""
    if path.suffix.lower() not in WRITERS:
        raise PictureNotWritten(
            f"{path.name!r} does not end in a kind of picture that Dolen writes.",
            f"Use one of {', '.join(WRITERS)}.",
        )
    if not path.parent.is_dir():
        raise PictureNotWritten(f"The folder {str(path.parent)!r} does not exist.", "Make it, or choose another.")


def _replace(path: Path, content: bytes) -> None:
    """Put `content` at `path` by way of a file beside it, so that nobody ever reads half a picture.

    The file is readable by its owner only, as the temporary one is made: it carries intelligence.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> PictureNotWritten:
    reason = error.strerror or type(error).__name__
    return PictureNotWritten(
        f"{str(path)!r} cannot be written: {reason.lower()}.", "Choose a folder in which you may write."
    )
