"""A file that `viz.export` let out, as an answer that a browser keeps as a file."""

from fastapi.responses import StreamingResponse

from viz.export import Outgoing


def attachment(outgoing: Outgoing) -> StreamingResponse:
    """The answer. Nothing else in Dolen answers with a file."""
    headers = {"Content-Disposition": f'attachment; filename="{outgoing.name}"'}
    return StreamingResponse(outgoing.chunks(), media_type=outgoing.media, headers=headers)
