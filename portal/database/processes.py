"""Small tools for processes: a child that ends with its parent, locks that end with their holder."""

import ctypes
import fcntl
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

_PR_SET_PDEATHSIG = 1


def die_with_parent(how: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn` after which the kernel sends `how` to the child when this process is gone, even by -9.

    Linux only; elsewhere it does nothing. For callers with one thread.
    """
    parent = os.getpid()
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def ask_kernel() -> None:
        if libc is not None:
            libc.prctl(_PR_SET_PDEATHSIG, int(how))
            if os.getppid() != parent:
                os.kill(os.getpid(), how)

    return ask_kernel


def is_held(lock: Path) -> bool:
    """Whether anybody holds this lock, alone or shared."""
    return not _could_take(lock, fcntl.LOCK_EX)


def is_held_alone(lock: Path) -> bool:
    """Whether somebody holds this lock exclusively; asking does not disturb others who ask."""
    return not _could_take(lock, fcntl.LOCK_SH)


def _could_take(lock: Path, kind: int) -> bool:
    try:
        with lock.open() as probe:
            fcntl.flock(probe, kind | fcntl.LOCK_NB)
    except FileNotFoundError:
        return True
    except BlockingIOError:
        return False
    return True
