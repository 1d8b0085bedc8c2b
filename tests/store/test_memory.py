"""How much memory the embedded engine may use where nobody says so."""

from pathlib import Path

import pytest

from graph.machine import heap_mib, memory_mib
from graph.settings import Settings

GIB = 2**30


def container(folder: Path, limit: str) -> Path:
    """The file in which Linux shows a container its limit."""
    file = folder / "memory.max"
    file.write_text(f"{limit}\n", encoding="ascii")
    return file


def test_a_container_s_limit_counts_and_not_its_host_s_memory(tmp_path: Path) -> None:
    assert memory_mib(container(tmp_path, str(GIB))) == 1024


def test_without_a_limit_the_machine_s_memory_counts(tmp_path: Path) -> None:
    assert memory_mib(container(tmp_path, "max")) == memory_mib(tmp_path / "no such file") > 0


@pytest.mark.parametrize(("gib", "mib"), [(1, 512), (4, 2048), (8, 2048), (12, 3072), (16, 4096)])
def test_the_engine_may_use_a_quarter_or_what_it_needs_and_never_more_than_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gib: int, mib: int
) -> None:
    monkeypatch.setattr("os.sysconf", lambda name: {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": 64 * GIB // 4096}[name])

    assert heap_mib(container(tmp_path, str(gib * GIB))) == mib


def test_what_is_set_counts_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOLEN_ENGINE_MEMORY", "700")

    assert Settings().engine_memory == 700
