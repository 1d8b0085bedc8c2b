"""The one way out: checked, marked, entered, and only then made; whole or not at all."""

import csv
import json
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from graph.audit import AuditLog, Entry, prepare_audit
from graph.errors import AuditUnavailable, FileNotWritten, NotPermitted
from graph.model.view import Reader
from graph.queries import Actor
from graph.store import metadata
from tests.viz.examples import example
from viz.export import Exit, Export, check_place
from viz.layout import lay_out
from viz.log_file import WHOLE, LogFile
from viz.picture_file import FORMS, PICTURES, PictureFile
from viz.positions import Layout

BEGINNINGS = {
    "html": b"<!DOCTYPE html>",
    "svg": b"<?xml",
    "png": b"\x89PNG",
    "pdf": b"%PDF-",
    "graphml": b"<?xml",
    "gexf": b"<?xml",
    "xlsx": b"PK",
    "anx": b"\xff\xfe",
    "csv": b"\xef\xbb\xbf",
}
NOW = datetime(2026, 11, 29, 9, 30, tzinfo=UTC)
ANALYST = Actor(Reader("s.evans", "analyst"), "s.evans", "For the strategy meeting")
AUDITOR = Actor(Reader("d.auditor", "auditor"), "d.auditor", "Yearly audit")
VIEW = "everything known today; confirmed identities only"


@pytest.fixture
def log(tmp_path: Path) -> AuditLog:
    folder = tmp_path / "home"
    folder.mkdir()
    engine = create_engine(f"sqlite:///{folder / 'dolen.sqlite'}")
    metadata.create_all(engine)
    prepare_audit(engine, folder)
    return AuditLog(engine, folder)


@pytest.fixture
def way_out(log: AuditLog, tmp_path: Path) -> Exit:
    return Exit(log, "OFFICIAL-SENSITIVE", tmp_path / "home", now=lambda: NOW)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def picture(form: str, actor: Actor = ANALYST, layout: Layout | None = None) -> Export:
    """A picture of ten on its way out."""
    return Export(f"map as {form}", PictureFile(example(10), form, layout), actor, VIEW, ("person:1",))


def entered(log: AuditLog) -> list[tuple[str, str, str, str, tuple[str, ...], str]]:
    """What the log says, oldest first."""
    return [
        (each.who, each.action, each.question, each.view, each.subjects, each.outcome)
        for each in reversed(log.read().entries)
    ]


@pytest.mark.parametrize("form", sorted(FORMS))
def test_each_form_is_marked_anew_with_who_takes_it_away(way_out: Exit, log: AuditLog, form: str) -> None:
    outgoing = way_out.hand_over(picture(form), "dolen-map")
    content = b"".join(outgoing.chunks())

    assert outgoing.name == f"dolen-map.{form.rpartition('.')[2]}"
    assert entered(log) == [("s.evans", "export", f"map as {form}", VIEW, ("person:1",), "allowed")]
    if form not in ("png", "pdf", "xlsx"):
        text = content.decode("utf-16" if form == "anx" else "utf-8-sig")
        for said in ("OFFICIAL-SENSITIVE", "Made by s.evans on 29 November 2026", VIEW):
            assert said in text, "whatever caption it was drawn under"
    assert outgoing.file.closed


@pytest.mark.parametrize("form", sorted(PICTURES))
def test_a_file_is_its_owner_s_alone_and_nothing_is_left_beside_it(way_out: Exit, place: Path, form: str) -> None:
    path = place / f"map.{form.upper() if form == 'svg' else form}"
    way_out.put_at(picture(form), path)

    assert path.read_bytes().startswith(BEGINNINGS[form])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in place.iterdir()] == [path.name]


def test_it_is_entered_before_its_first_byte(way_out: Exit, log: AuditLog, place: Path) -> None:
    class Watching(PictureFile):
        def in_bytes(self, caption: object, entry: int) -> Iterator[bytes]:
            yield f"{entered(log)[-1][1]} {entry} {type(caption).__name__}".encode()

    way_out.put_at(Export("map", Watching(example(1), "svg"), ANALYST, VIEW), place / "map.svg")

    assert (place / "map.svg").read_bytes() == b"export 1 Caption"


def test_what_cannot_be_entered_does_not_leave(way_out: Exit, tmp_path: Path, place: Path) -> None:
    for name in ("audit-head.json", "audit.head", "head"):
        (tmp_path / "home" / name).unlink(missing_ok=True)
    for file in (tmp_path / "home").iterdir():
        if "head" in file.name:
            file.unlink()
    with pytest.raises(AuditUnavailable):
        way_out.hand_over(picture("svg"), "dolen-map")
    with pytest.raises(AuditUnavailable):
        way_out.put_at(picture("svg"), place / "map.svg")

    assert list(place.iterdir()) == []


def test_a_role_that_does_not_read_it_is_refused_and_entered(way_out: Exit, log: AuditLog, place: Path) -> None:
    with pytest.raises(NotPermitted):
        way_out.put_at(picture("svg", AUDITOR), place / "map.svg")
    with pytest.raises(NotPermitted):
        way_out.hand_over(Export("audit", LogFile(log, "csv"), ANALYST, WHOLE), "log")
    with pytest.raises(NotPermitted):
        way_out.shown(PictureFile(example(1), "svg"), AUDITOR, VIEW)

    assert [(who, action) for who, action, *_ in entered(log)] == [
        ("d.auditor", "refuse"),
        ("s.evans", "refuse"),
        ("d.auditor", "refuse"),
    ]
    assert list(place.iterdir()) == []


def test_a_preview_says_for_whom(way_out: Exit, log: AuditLog) -> None:
    way_out.hand_over(picture("svg", Actor(Reader("chair", "chair"), "operator", "A preview")), "map")
    way_out.hand_over(picture("svg", Actor(Reader("operator", "operator"), "operator", "Mine")), "map")

    assert [each.acting_for for each in reversed(log.read().entries)] == ["chair", None]


def test_a_place_that_cannot_be_is_refused_before_anything_is_entered(
    way_out: Exit, log: AuditLog, place: Path
) -> None:
    (place / "there.svg").write_text("mine", encoding="utf-8")
    (place / "folder.svg").mkdir()
    endings = tuple(f".{form}" for form in PICTURES)

    with pytest.raises(FileNotWritten, match=r"map\.docx.*\.html, \.svg, \.png, \.pdf, \.graphml"):
        check_place(place / "map.docx", endings)
    with pytest.raises(FileNotWritten, match=r"nowhere.*does not exist"):
        way_out.put_at(picture("svg"), place / "nowhere" / "map.svg")
    with pytest.raises(FileNotWritten, match=r"already"):
        way_out.put_at(picture("svg"), place / "there.svg", replace=False)
    assert (log.read().total, (place / "there.svg").read_text(encoding="utf-8")) == (0, "mine")
    with pytest.raises(FileNotWritten, match=r"folder\.svg.*cannot be written"):
        way_out.put_at(picture("svg"), place / "folder.svg")
    assert {each.name for each in place.iterdir()} == {"there.svg", "folder.svg"}


def test_what_fails_while_it_is_made_leaves_the_old_file(way_out: Exit, place: Path) -> None:
    (place / "map.svg").write_text("old", encoding="utf-8")
    with pytest.raises(KeyError):
        way_out.put_at(picture("svg", layout=Layout({}, lay_out(example(2)).bends)), place / "map.svg")

    assert [(each.name, each.read_text(encoding="utf-8")) for each in place.iterdir()] == [("map.svg", "old")]


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_the_log_leaves_with_every_line_and_its_own_export(
    way_out: Exit, log: AuditLog, place: Path, form: str
) -> None:
    log.enter(Entry(who="a.analyst", action="search", question="find", words='=HYPERLINK("a")'))
    path = place / f"log.{form}"
    way_out.put_at(Export("audit", LogFile(log, form), AUDITOR, WHOLE), path, replace=False)  # type: ignore[arg-type]  # one of the two forms

    text = path.read_text(encoding="utf-8")
    if form == "jsonl":
        about, *rows = [json.loads(line) for line in text.splitlines()]
        words = '=HYPERLINK("a")'
    else:
        rows = list(csv.DictReader(text.splitlines()))
        about = rows[0]
        words = '\'=HYPERLINK("a")'
    assert (about["marking"], about["exported_by"], int(about["entries"])) == ("OFFICIAL-SENSITIVE", "d.auditor", 2)
    assert [(int(row["number"]), row["action"], row["words"]) for row in rows] == [
        (1, "search", words),
        (2, "export", ""),
    ]
    assert rows[1]["previous"] == rows[0]["mac"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
