"""Servers that tests start end with the process that started them, even where it is killed."""

import ctypes
import os
import signal
import sys

SET_PARENT_DEATH_SIGNAL = 1


def end_with_parent(by: int = signal.SIGTERM) -> None:
    """In the child, before it becomes the server: ask Linux for this signal when the parent ends.

    Linux counts the thread as the parent: start servers from the main thread.
    """
    if sys.platform != "linux":
        return
    parent = os.getppid()
    ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, by)
    if os.getppid() != parent:
        os._exit(1)
