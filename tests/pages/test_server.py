"""A client is answered at once: nothing that is ready waits in a buffer of the system's."""

import socket

from api.web.server import listen


def test_a_connection_sends_what_it_has_at_once() -> None:
    with listen("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
