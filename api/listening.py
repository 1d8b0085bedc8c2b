"""The socket on which the application listens."""

import socket


def listen(host: str, port: int) -> socket.socket:
    """A listening socket whose connections send what they have at once; port 0 takes a free one. Raises `OSError`.

    asyncio asks for this only on sockets that name their protocol, which `create_server` does not; without it the end
    of an answer waits for the other side's delayed acknowledgement, some 40 ms each time.
    """
    listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening
