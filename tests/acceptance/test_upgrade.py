"""Bringing a large graph up to date takes minutes: the terminal says how far it is."""

import pytest

from api.cli import context
from api.cli.context import UpgradeLines
from graph.store import Upgrade


def test_an_upgrade_says_how_far_it_is_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr(context, "monotonic", lambda: clock[0])
    say = UpgradeLines()

    for done, clock[0] in ((0, 100.0), (2000, 101.0), (4000, 102.5), (6000, 103.0), (8000, 105.0)):
        say(Upgrade("items list the people they name", done, 114_438))

    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [
        "Bringing the graph up to date (items list the people they name): 4,000 of 114,438…",
        "Bringing the graph up to date (items list the people they name): 8,000 of 114,438…",
    ]
