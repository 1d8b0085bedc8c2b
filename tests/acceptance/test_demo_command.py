"""The first thing that anybody types: `dolen demo`, in an empty folder, on a machine that nothing was set up on."""

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from demo import read_truth
from graph.settings import Settings
from tests.acceptance.analyst import COMMAND, Said, typed
from tests.house.tree import text_of
from tests.support.ports import free_port
from tests.support.settings import as_environment

pytestmark = [pytest.mark.engine, pytest.mark.browser]


STRENGTH = "(very strong|strong|moderate|weak|very weak)"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which it is typed."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def said(place: Path) -> Said:
    """What it says."""
    settings = Settings(home=place / "another home", engine_linger=0, engine_memory=768)
    return typed(settings, ["demo"], cwd=place)


def test_it_ends_with_linked_children_and_why(said: Said, place: Path) -> None:
    child = read_truth(place / "demo-data" / "files" / "truth.json").demo_children[0]
    printed = said.out[said.out.index(f"2. dolen linked {child}") :]

    assert said.code == 0
    assert "Loaded 200 reports" in said.out
    assert re.search(r"Linked children: 5 of \d\d, of concern first, then strongest\.", printed)
    assert len(re.findall(r"^\d\. .* · SERAF ", printed, re.MULTILINE)) == 5
    assert "Through somebody or somewhere reported as a concern" in printed
    assert len(re.findall(rf"^   - .*: {STRENGTH};", " ".join(printed.split("\n     ")), re.MULTILINE)) >= 5
    assert re.search(r"\d+ items? from (one\s+source|\d+\s+separate\s+sources);", printed)
    assert "weakest" in printed
    assert "A connection is not responsibility." in printed


def test_nothing_is_kept_outside_its_own_folder(said: Said, place: Path) -> None:
    assert said.code == 0
    assert {path.name for path in place.iterdir()} == {"demo-data"}
    assert (place / "demo-data").stat().st_mode & 0o077 == 0


def test_its_map_opens_offline_and_shows_what_was_said(said: Said, browser: Browser) -> None:
    [path] = [Path(line) for line in said.out.splitlines() if line.endswith(".html")]
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="en-GB", offline=True)
    page = context.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_function("document.querySelector('#written').textContent !== ''")
    names = re.findall(r"^\d\. (.+?) [A-Z]{2}-P.* · SERAF ", said.out, re.MULTILINE)
    text = page.inner_text("body")
    context.close()

    assert (requests, complaints) == ([path.as_uri()], [])
    assert len(names) == 5
    assert all(name in text for name in names)
    assert "fictional" in text
    assert "OFFICIAL-SENSITIVE" in text


def test_it_can_be_done_again(said: Said, place: Path) -> None:
    again = typed(Settings(home=place, engine_linger=0, engine_memory=768), ["demo"], cwd=place)

    assert again.code == 0
    assert "Already there" not in said.out
    assert re.search(r"Already there: [\d,]+ rows\.", again.out)
    assert again.out[again.out.index("2. dolen linked") :] == said.out[said.out.index("2. dolen linked") :]


def test_it_keeps_away_from_a_folder_with_something_else(place: Path) -> None:
    (place / "work").mkdir()
    (place / "work" / "case.txt").write_text("not a demo")
    refused = typed(Settings(home=place / "home"), ["demo", "--folder", "work"], cwd=place)

    assert (refused.code, refused.out) == (1, "")
    assert "holds something that is not the demo force" in " ".join(refused.err.split())
    assert [path.name for path in (place / "work").iterdir()] == ["case.txt"]


def test_the_readme_shows_what_it_says(said: Said) -> None:
    readme = text_of(Path("README.md"))
    [shown] = re.findall(r"^    (2\. dolen linked .*?)^       …", readme, re.MULTILINE | re.DOTALL)
    lines = [line.strip() for line in shown.splitlines() if line.strip() and not line.strip().startswith("- person")]
    printed = {line.strip() for line in said.out.splitlines()}

    assert [line for line in lines if line not in printed] == []
    assert set(re.findall(r"\b[A-Z]{2}-P\d+", readme)) <= set(re.findall(r"\b[A-Z]{2}-P\d+", said.out))


def test_it_serves_the_pages_to_sample_people(place: Path, said: Said, browser: Browser) -> None:
    assert said.code == 0
    port = free_port()
    settings = Settings(home=place / "another home", engine_linger=0, engine_memory=768)
    serving = subprocess.Popen(
        [COMMAND, "demo", "--serve", "--port", str(port)],
        cwd=place,
        env={**as_environment(settings), "COLUMNS": "100"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        assert serving.stdout is not None
        printed: list[str] = []
        for line in serving.stdout:
            printed.append(line)
            if f"Dolen is at http://127.0.0.1:{port}" in line:
                break
        [password] = [line.split(": ")[1].strip() for line in printed if line.startswith("Their password")]
        page = browser.new_context(locale="en-GB").new_page()
        page.goto(f"http://127.0.0.1:{port}/")
        page.fill("#name", "chair")
        page.fill("#password", password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"http://127.0.0.1:{port}/**")

        assert page.get_by_role("link", name="Case reviews").count() == 1
    finally:
        serving.terminate()
        serving.wait(timeout=60)
