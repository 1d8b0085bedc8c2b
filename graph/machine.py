"""How much memory there is to use: this machine's, or that of the container that Dolen runs in."""

import os
from pathlib import Path

CONTAINER = Path("/sys/fs/cgroup/memory.max")
"""Where Linux shows a container its memory limit: bytes, or `max` where it has none."""
ENOUGH = 2048
"""MiB of heap with which the embedded engine holds a hundred thousand reports well."""


def memory_mib(container: Path = CONTAINER) -> int:
    """The memory that may be used, in MiB."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    limit = container.read_text(encoding="ascii").strip() if container.exists() else "max"
    return machine if limit == "max" else min(machine, int(limit) // 2**20)


def heap_mib(container: Path = CONTAINER) -> int:
    """The default heap of the embedded engine, in MiB.

    It reads slowly what it cannot keep: so a quarter of the memory, or enough; where there is little, half, beside
    which Dolen itself lives.
    """
    memory = memory_mib(container)
    return max(memory // 4, min(ENOUGH, memory // 2))
