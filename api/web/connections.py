"""What a connection may take: so many at once, so long for a request to arrive, so long for an answer to be fetched.

The web server itself (uvicorn) waits for a request as long as its sender likes. Here every connection is looked at once
a second, and is turned away where

    its request's head has not arrived in time             408
    its request's body comes more slowly than a bad line   408
    its answer is not fetched any more                     closed
    there are too many, in all or of one address           503

A proxy that the settings name (`trusted_proxies`) stands for many people, so its connections count only in all.
Importing this imports uvicorn, so it is done only where something is served.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from graph.settings import Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp


@dataclass(frozen=True)
class Bounds:
    """The most that connections may take. Times are in seconds, rates in bytes a second."""

    connections: int = 400
    of_one_address: int = 100
    head: float = 10.0
    body: float = 20.0
    body_rate: int = 1024
    answer: float = 60.0
    look: float = 1.0
    proxies: tuple[str, ...] = ()

    @staticmethod
    def of(settings: Settings) -> "Bounds":
        """Those of an installation."""
        return Bounds(
            connections=settings.connections,
            of_one_address=settings.connections_per_address,
            proxies=settings.trusted_proxies,
        )


def server_config(app: "ASGIApp", bounds: Bounds) -> uvicorn.Config:
    """How the application is served: within these bounds, believing nobody but the trusted proxies."""
    return uvicorn.Config(
        app,
        http=_bounded(bounds),
        ws="none",
        log_level="warning",
        server_header=False,
        access_log=False,
        proxy_headers=bool(bounds.proxies),
        forwarded_allow_ips=list(bounds.proxies),
    )


def _bounded(bounds: Bounds) -> type[asyncio.Protocol]:
    """The protocol of a connection within these bounds."""
    networks = [ip_network(proxy, strict=False) for proxy in bounds.proxies]

    def is_proxy(address: str) -> bool:
        try:
            return any(ip_address(address) in network for network in networks)
        except ValueError:
            return False

    class Bounded(_Bounded):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            self.bounds = bounds
            self.is_proxy = is_proxy

    return Bounded


class _Bounded(H11Protocol):
    """One connection, looked at once a second."""

    bounds: Bounds
    is_proxy: Callable[[str], bool]

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._received = 0
        self._head_since: float | None = None
        self._body_since: tuple[float, int] | None = None
        self._answer_since: tuple[float, int] | None = None
        self._next_look: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Take a connection, or turn it away where there are too many."""
        super().connection_made(transport)
        if self._is_one_too_many():
            self._turn_away(503, "Too many connections; try again in a minute.")
            return
        self._look_again()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of a connection."""
        if self._next_look is not None:
            self._next_look.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came."""
        self._received += len(data)
        if not self.transport.is_closing():
            super().data_received(data)

    def _is_one_too_many(self) -> bool:
        if len(self.connections) > self.bounds.connections:
            return True
        address = self.client[0] if self.client else ""
        if self.is_proxy(address):
            return False
        same = sum(1 for each in self.connections if isinstance(each, H11Protocol) and _address(each) == address)
        return same > self.bounds.of_one_address

    def _look_again(self) -> None:
        self._next_look = self.loop.call_later(self.bounds.look, self._look)

    def _look(self) -> None:
        now = self.loop.time()
        if self._head_is_late(now) or self._body_is_late(now):
            self._turn_away(408, "The request did not arrive in time.")
        elif self._answer_is_late(now):
            self.transport.abort()
        else:
            self._look_again()

    def _head_is_late(self, now: float) -> bool:
        """Also of a connection on which nothing was asked yet; uvicorn ends those that were answered sooner."""
        resting = self.conn.their_state is h11.IDLE and self.conn.our_state is h11.IDLE
        if not resting or self.transport.get_write_buffer_size():
            self._head_since = None
            return False
        self._head_since = now if self._head_since is None else self._head_since
        return now - self._head_since > self.bounds.head

    def _body_is_late(self, now: float) -> bool:
        """Whether too little came in a stretch of time in which the application would have taken more."""
        if self.conn.their_state is not h11.SEND_BODY or self.flow.read_paused:
            self._body_since = None
            return False
        if self._body_since is None:
            self._body_since = now, self._received
        since, received = self._body_since
        if now - since < self.bounds.body:
            return False
        self._body_since = now, self._received
        return self._received - received < self.bounds.body * self.bounds.body_rate

    def _answer_is_late(self, now: float) -> bool:
        """Whether nothing of a waiting answer was fetched for so long."""
        waiting = self.transport.get_write_buffer_size()
        if not waiting:
            self._answer_since = None
            return False
        if self._answer_since is None or self._answer_since[1] != waiting:
            self._answer_since = now, waiting
        return now - self._answer_since[0] > self.bounds.answer

    def _turn_away(self, status: int, said: str) -> None:
        """Say why, unless an answer is under way, and close."""
        if not getattr(self.cycle, "response_started", False):  # there is no cycle before the first request
            words = "Service Unavailable" if status == 503 else "Request Timeout"
            self.transport.write(
                f"HTTP/1.1 {status} {words}\r\nContent-Type: text/plain; charset=utf-8\r\n"
                f"Content-Length: {len(said)}\r\nConnection: close\r\nCache-Control: no-store\r\n\r\n{said}".encode()
            )
        self.transport.close()
        self._next_look = self.loop.call_later(self.bounds.look, self.transport.abort)


def _address(connection: H11Protocol) -> str:
    return connection.client[0] if connection.client else ""
