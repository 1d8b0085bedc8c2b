"""The socket on which the application listens, and the application answering there from a thread of its own."""

import socket
from collections.abc import Generator
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from api.web.connections import Bounds

STOPPING = 30
"""Seconds that what is being answered has to end."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket whose connections send what they have at once; port 0 takes a free one. Raises `OSError`.

    asyncio asks for this only on sockets that name their protocol, which `create_server` does not; without it the end
    of an answer waits for the other side's delayed acknowledgement, some 40 ms each time.
    """
    listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


@contextmanager
def answering(app: "ASGIApp", bounds: "Bounds | None" = None) -> Generator[int]:
    """The application on a free port of this machine, until the block ends; gives the port."""
    import uvicorn  # only here, since every command imports this module

    from api.web.connections import Bounds, server_config

    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(server_config(app, bounds or Bounds()))
    serving = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    serving.start()
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        serving.join(timeout=STOPPING)
