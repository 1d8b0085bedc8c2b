"""Slow, half-open and too many connections are turned away; honest ones beside them are answered. On loopback only."""

import socket
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from pydantic import ValidationError
from starlette.types import Receive, Scope, Send

from api.web.connections import Bounds
from api.web.server import answering
from graph.settings import Settings

QUICK = Bounds(connections=6, of_one_address=4, head=0.3, body=0.3, body_rate=1000, answer=0.5, look=0.05)
HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"
LONGEST = 30
"""Seconds after which a test's socket gives up by itself."""


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with the address that it takes for its client's; a large answer where the path is /large."""
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return
    while (message := await receive()).get("more_body"):
        pass
    if message["type"] == "http.disconnect":
        return
    body = b"x" * 50_000_000 if scope["path"] == "/large" else str(scope["client"][0]).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


@contextmanager
def connected(port: int) -> Generator[socket.socket]:
    """A connection that gives up by itself."""
    with socket.create_connection(("127.0.0.1", port), timeout=LONGEST) as connection:
        yield connection


def all_of(connection: socket.socket) -> bytes:
    """What comes until the other side closes."""
    received = b""
    try:
        while piece := connection.recv(65536):
            received += piece
    except ConnectionResetError:
        pass
    return received


def asked(port: int, head: bytes = b"") -> bytes:
    """The answer to an honest request."""
    with connected(port) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + head + b"\r\n")
        return all_of(connection)


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET / HTTP/1.1\r\nHos", HEAD, HEAD + b"x" * 50],
    ids=["nothing", "half a head", "a head without its body", "a body that stops"],
)
def test_a_request_that_does_not_arrive_is_turned_away(sent: bytes) -> None:
    with answering(app, QUICK) as port, connected(port) as slow:
        slow.sendall(sent)
        assert asked(port).startswith(b"HTTP/1.1 200"), "others are answered meanwhile"

        assert all_of(slow).startswith(b"HTTP/1.1 408 Request Timeout")


def test_a_body_that_trickles_is_turned_away() -> None:
    with answering(app, QUICK) as port, connected(port) as slow:
        slow.sendall(HEAD)
        slow.settimeout(0.02)
        received = b""
        for _ in range(int(LONGEST / 0.02)):
            try:
                slow.sendall(b"x")
                received += slow.recv(4096)
            except TimeoutError:
                continue
            except OSError:
                break
            if received:
                break

    assert received.startswith(b"HTTP/1.1 408")


def test_an_upload_on_a_slow_but_honest_line_arrives() -> None:
    with answering(app, QUICK) as port, connected(port) as honest:
        honest.sendall(HEAD.replace(b"Host", b"Connection: close\r\nHost"))
        honest.settimeout(0.05)
        for _ in range(20):
            honest.sendall(b"x" * 5000)
            with pytest.raises(TimeoutError):
                honest.recv(1)
            if _ == 18:
                break
        honest.settimeout(LONGEST)
        honest.sendall(b"x" * 5000)

        assert all_of(honest).startswith(b"HTTP/1.1 200")


def test_an_answer_that_nobody_fetches_is_given_up() -> None:
    alone = replace(QUICK, of_one_address=1)
    with answering(app, alone) as port, socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.settimeout(LONGEST)
        slow.connect(("127.0.0.1", port))
        slow.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        slow.recv(1)
        while not asked(port).startswith(b"HTTP/1.1 200"):
            time.sleep(0.05)  # the one connection of this address is still the slow one

        assert len(all_of(slow)) < 50_000_000


def test_of_too_many_connections_the_last_are_turned_away() -> None:
    waiting = Bounds(connections=6, of_one_address=4, head=LONGEST)
    with answering(app, waiting) as port:
        held = [socket.create_connection(("127.0.0.1", port), timeout=LONGEST) for _ in range(4)]
        with connected(port) as fifth:
            assert all_of(fifth).startswith(b"HTTP/1.1 503 Service Unavailable")
        held.pop().close()
        while not asked(port).startswith(b"HTTP/1.1 200"):
            pass
        for each in held:
            each.close()


def test_a_trusted_proxy_s_connections_count_only_in_all() -> None:
    waiting = Bounds(connections=6, of_one_address=1, head=LONGEST, proxies=("127.0.0.0/8",))
    with answering(app, waiting) as port:
        held = [socket.create_connection(("127.0.0.1", port), timeout=LONGEST) for _ in range(5)]
        assert asked(port).startswith(b"HTTP/1.1 200")
        held.append(socket.create_connection(("127.0.0.1", port), timeout=LONGEST))
        with connected(port) as last:
            assert all_of(last).startswith(b"HTTP/1.1 503")
        for each in held:
            each.close()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "client"),
    [
        ((), b"192.0.2.7", b"127.0.0.1"),
        (("192.0.2.1",), b"192.0.2.7", b"127.0.0.1"),
        (("127.0.0.1",), b"192.0.2.7", b"192.0.2.7"),
        (("127.0.0.1",), b"198.51.100.1, 192.0.2.7", b"192.0.2.7"),
    ],
)
def test_only_a_trusted_proxy_is_believed_who_asks(proxies: tuple[str, ...], forwarded: bytes, client: bytes) -> None:
    with answering(app, Bounds(proxies=proxies)) as port:
        assert asked(port, b"X-Forwarded-For: " + forwarded + b"\r\n").endswith(b"\r\n" + client)


def test_a_proxy_is_an_address_or_a_network() -> None:
    assert Settings(trusted_proxies=("127.0.0.1", "10.0.0.0/8", "::1")).trusted_proxies == (
        *("127.0.0.1", "10.0.0.0/8", "::1"),
    )
    for wrong in ("proxy.example", "*", "10.0.0.0/99"):
        with pytest.raises(ValidationError, match="neither an IP address nor a network"):
            Settings(trusted_proxies=(wrong,))
