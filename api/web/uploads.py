"""Files as a browser or a program sends them, read no further than a limit, and no path taken from what they say."""

from collections.abc import AsyncGenerator

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartParser
from starlette.requests import Request

from api.imports.imports import Upload
from graph.errors import OutOfBounds, ValueRefused
from graph.ingest.map.mapping import list_mappings
from graph.settings import Settings

MOST_FILES = 50
LONGEST_REASON = 500


async def form_of(request: Request, megabytes: int) -> FormData:
    """The form of a request that is at most so large, in MiB.

    Raises `OutOfBounds` once more has arrived, and starlette's `MultiPartException` for what is not such a form.
    """

    async def bounded() -> AsyncGenerator[bytes, None]:
        left = megabytes * 1024 * 1024
        async for chunk in request.stream():
            left -= len(chunk)
            if left < 0:
                raise OutOfBounds(
                    f"These files are larger than {megabytes} MiB together.",
                    "Upload fewer at a time, or use the command line.",
                )
            yield chunk

    return await MultiPartParser(request.headers, bounded(), max_files=MOST_FILES, max_fields=10).parse()


def uploads_of(form: FormData) -> list[Upload]:
    """The files that a form brings."""
    sent = [each for each in form.getlist("files") if isinstance(each, UploadFile) and each.filename]
    return [Upload(each.filename or "", each.file) for each in sent]


def text_of(form: FormData, name: str) -> str:
    """A field of a form, its spaces single and not too long; nothing where there is none."""
    value = form.get(name)
    return " ".join(value.split())[:LONGEST_REASON] if isinstance(value, str) else ""


def chosen_mapping(settings: Settings, named: str) -> str | None:
    """The mapping of this name, or none for a blank one. A path is no name. Raises `ValueRefused`."""
    if named and named not in dict(list_mappings(settings.home / "mappings")):
        raise ValueRefused("mapping", named, "there is no mapping of this name.", "Choose one from the list.")
    return named or None
