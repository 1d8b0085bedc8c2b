"""Where a person is sent next: only ever to a page of this application."""

import re

_LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x1f]*")


def local_place(wanted: str, otherwise: str = "/") -> str:
    """The place asked for, where it is a path of this application; an address elsewhere is not followed."""
    return wanted if _LOCAL.fullmatch(wanted) else otherwise
