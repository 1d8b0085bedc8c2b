"""A picture is written as its ending says, whole or not at all."""

import stat

import pytest

from graph.errors import PictureNotWritten
from tests.viz.examples import example
from viz import writing
from viz.layout import lay_out
from viz.writing import WRITERS, write_map

BEGINNINGS = {".html": b"<!DOCTYPE html>", ".svg": b"<?xml", ".png": b"\x89PNG", ".graphml": b"<?xml"}


@pytest.mark.parametrize("ending", sorted(WRITERS))
def test_each_ending_writes_its_kind(tmp_path, ending):
    path = tmp_path / f"map{ending.upper() if ending == '.svg' else ending}"
    write_map(example(10), path)
    assert path.read_bytes().startswith(BEGINNINGS[ending])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_an_unknown_ending_lists_the_known_ones(tmp_path):
    with pytest.raises(PictureNotWritten, match=r"map\.docx.*\.html, \.svg, \.png, \.graphml"):
        write_map(example(1), tmp_path / "map.docx")


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(PictureNotWritten, match=r"nowhere.*does not exist"):
        write_map(example(1), tmp_path / "nowhere" / "map.svg")


def test_what_cannot_be_replaced_is_named_and_leaves_nothing_behind(tmp_path):
    (tmp_path / "map.svg").mkdir()
    with pytest.raises(PictureNotWritten, match=r"map\.svg.*cannot be written"):
        write_map(example(1), tmp_path / "map.svg")
    assert [entry.name for entry in tmp_path.iterdir()] == ["map.svg"]


def test_a_picture_that_fails_leaves_the_old_one(tmp_path):
    path = tmp_path / "map.svg"
    path.write_text("old")
    network = example(2)
    with pytest.raises(KeyError):
        write_map(network, path, writing.Layout({}, lay_out(network).bends))
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["map.svg"]
