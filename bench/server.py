"""The application over the force of a benchmark, as a browser meets it, and a session without its password."""

import secrets
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from time import time_ns

from api.accounts import Account, Accounts, Administration, SignIn
from api.app import create_app
from api.installation import Installation
from api.web.request_context import ANY_CASE
from api.web.server import answering
from bench.bench import Bench

WHO = "bench"
COOKIE = "dolen_session"


@dataclass(frozen=True)
class Served:
    """The application at `port` of this machine, and somebody who may use it."""

    installation: Installation
    account: Account
    port: int

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def session(self, cases: Iterable[str] = ()) -> str:
        """The token of a session as an identity provider would begin one, with its reasons for these cases given."""
        sign_ins = SignIn(self.installation.sql, self.installation.log, self.installation.settings, now_ms)
        opened = sign_ins.admit(self.account, "127.0.0.1", "benchmark")
        for case in (ANY_CASE, *cases):
            sign_ins.give_reason(opened.session, case, "Measuring the pages")
        return opened.token


@contextmanager
def served(bench: Bench) -> Generator[Served]:
    """The application over the same force, until the block ends."""
    installation = Installation(bench.settings)
    account = Accounts(installation.sql).find(WHO) or Administration(installation.sql, installation.log, now_ms).add(
        WHO, WHO, "analyst", password=secrets.token_urlsafe(24)
    )
    try:
        with answering(create_app(installation)) as port:
            yield Served(installation, account, port)
    finally:
        installation.close()


def now_ms() -> int:
    """Now, in epoch milliseconds."""
    return time_ns() // 1_000_000
