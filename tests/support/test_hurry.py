"""With what engines of tests are started."""

from pathlib import Path

import pytest

from tests.support import hurry


@pytest.mark.parametrize(
    ("folder", "made", "named"), [("x", True, True), ("x", False, False), ("two words", True, False)]
)
def test_an_archive_of_classes_is_named_where_it_is_there_and_can_be(
    folder: str, made: bool, named: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / folder / "engine.jsa"
    archive.parent.mkdir()
    if made:
        archive.touch()
    monkeypatch.setattr(hurry, "ENGINE_ARCHIVE", archive)
    monkeypatch.delenv("DOLEN_ENGINE_OPTIONS")

    hurry.hurry()

    assert (f"-XX:SharedArchiveFile={archive}" in hurry.os.environ["DOLEN_ENGINE_OPTIONS"].split()) is named
