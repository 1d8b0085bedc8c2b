"""Who uses the terminal, and on whose behalf the graph is read."""

import getpass
import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from time import monotonic

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from api.accounts.reasons import own_reason
from api.installation import Installation
from api.installation import installation as opened_house
from graph.errors import ValueRefused
from graph.model.view import Reader
from graph.queries import Actor
from graph.store import Upgrade
from viz.text_metrics import printable

PAUSE = 2.0
"""Seconds of an upgrade between two lines about it; one that is over sooner says nothing."""


class Terminal(Console):
    """A console that only displays text: nothing that anyone recorded can send the terminal a command.

    An escape sequence in an item would otherwise hide what follows it, or write over what stood there before.
    """

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """What is shown, with each character that is none shown as the replacement sign; rich's own control stays."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(printable(segment.text), segment.style)


out = Terminal()
err = Terminal(stderr=True)


class UpgradeLines:
    """Says on the terminal how far the graph has been brought up to date: a line now and then, for a log too."""

    def __init__(self) -> None:
        self._last = monotonic()

    def __call__(self, upgrade: Upgrade) -> None:
        """Say this much, unless something was said a moment ago."""
        if not upgrade.done:
            self._last = monotonic()
        elif monotonic() - self._last >= PAUSE:
            self._last = monotonic()
            err.print(
                f"Bringing the graph up to date ({upgrade.name}): {upgrade.done:,} of {upgrade.of:,}…",
                highlight=False,
                soft_wrap=True,
            )


@contextmanager
def installation(**given: object) -> Generator[Installation]:
    """The installation that the settings name, closed when the work is done; a long upgrade shows its progress."""
    with opened_house(UpgradeLines(), **given) as opened:
        yield opened


def operator() -> str:
    """The operating system's user, under whose name every access is logged."""
    return getpass.getuser()


def actor_for(opened: Installation, as_user: str | None, reason: str) -> Actor:
    """On whose behalf the graph is read: the local operator, or (a preview) an account.

    On a terminal a missing reason is asked for, unless this is the demo force; elsewhere the log says it is missing.
    """
    reader = Reader(operator(), "operator") if as_user is None else _account(opened, as_user)
    if not reason and sys.stdin.isatty() and sys.stdout.isatty() and not opened.is_demo:
        from rich.prompt import Prompt  # only at a terminal

        reason = Prompt.ask("Why are you looking? (goes into the log)", console=err, default="")
    return Actor(reader, operator(), reason)


def reason_of_its_own(opened: Installation, given: str) -> str:
    """The reason of what loads or changes something, which real data needs; asked for on a terminal.

    Raises `ValueRefused` where there is none, or it says nothing.
    """
    if not given and not opened.is_demo:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise ValueRefused("--reason", "", "it is blank.", 'Say in a few words why: --reason "Weekly transfer".')
        from rich.prompt import Prompt  # only at a terminal

        given = Prompt.ask("Why is this done? (goes into the log)", console=err, default="")
    return own_reason(given, is_demo=opened.is_demo)


def _account(opened: Installation, name: str) -> Reader:
    from api.accounts import Accounts  # only for a preview

    return Accounts(opened.sql).get(name).reader()
