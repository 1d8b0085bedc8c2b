"""The application over the demo force of 200 reports, served on this machine, for a browser to open.

Whatever a test of this folder does in a browser, and however many windows it opens: no other machine is asked, nothing
is complained of on the console, and every answer carries a policy that lets no script or style of the page's own run.
"""

from collections.abc import Generator

import pytest
from playwright.sync_api import Browser

from api.installation import Installation
from graph.settings import Settings
from tests.browser.desks import Desk, Site, Watch, seat, served
from tests.browser.exploring import Explorer, child_of
from tests.support.forces import Forces
from tests.support.passwords import cheap_passwords


@pytest.fixture(autouse=True)
def watch(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Generator[Watch]:
    """An eye on every context that a test opens."""
    watch, opening = Watch(), browser.new_context
    monkeypatch.setattr(browser, "new_context", lambda **given: watch.over(opening(**given)))
    yield watch
    for context in browser.contexts:
        context.close()
    assert (watch.elsewhere, watch.complaints) == ([], [])


@pytest.fixture(scope="package", autouse=True)
def quick_sign_in() -> Generator[None]:
    """Signing in costs next to nothing here."""
    with cheap_passwords():
        yield


@pytest.fixture(scope="package")
def site(forces: Forces, tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    """The application over the demo force, open for the whole of these tests."""
    force = forces.demo(tmp_path_factory.mktemp("site") / "home")
    installation = Installation(Settings(home=force.home, engine_linger=0, engine_memory=768))
    with served(installation) as address:
        yield Site(address, installation, force.truth)


@pytest.fixture
def desk(browser: Browser, site: Site) -> Desk:
    """An analyst's desk."""
    return seat(browser, site, "analyst")


@pytest.fixture
def chair(browser: Browser, site: Site) -> Desk:
    """A chair's desk."""
    return seat(browser, site, "chair")


@pytest.fixture
def explorer(desk: Desk) -> Explorer:
    """A picture started with a child of a network."""
    return Explorer(desk).open(f"id={child_of(desk.site)}")
