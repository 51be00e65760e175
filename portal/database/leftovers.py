"""Clears what a crash left behind."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from portal.database.places import Places

_PATIENCE = ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5))


def clear(where: Places) -> None:
    """Ends a server whose guard was killed, and removes the lock file of one that died."""
    _remove_sockets(where)
    pid_file = where.data / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().splitlines()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return
    for how, seconds in _PATIENCE:
        if not _is_our_server(pid, where):
            break
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, how)
        _wait_until_gone(pid, where, seconds)
    if _is_our_server(pid, where):
        return
    # The number may by now be somebody else's process, which PostgreSQL would take for a server.
    pid_file.unlink(missing_ok=True)
    _wait_for_backends(where)


def _remove_sockets(where: Places) -> None:
    """The socket's folder may lie in the temporary folder; only the note knows its name."""
    with contextlib.suppress(FileNotFoundError, ValueError, KeyError):
        shutil.rmtree(json.loads(where.note.read_text())["sockets"], ignore_errors=True)
    where.note.unlink(missing_ok=True)


def _wait_until_gone(pid: int, where: Places, seconds: float) -> None:
    until = time.monotonic() + seconds
    while _is_our_server(pid, where) and time.monotonic() < until:
        time.sleep(0.05)


def _is_our_server(pid: int, where: Places) -> bool:
    words = _command_line(pid)
    return bool(words) and words[0].endswith("postgres") and str(where.data) in words


def _command_line(pid: int) -> list[str]:
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            return []
    shown = subprocess.run(
        ["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    # Only the words are shown there, not where a path with blanks ends.
    command, __, rest = shown.stdout.partition(" -D ")
    return [command, rest.partition(" -k ")[0]]


def _wait_for_backends(where: Places) -> None:
    """Backends of a killed server notice its death within moments; their shared memory must go first."""
    until = time.monotonic() + 10
    while time.monotonic() < until and _has_processes(where):
        time.sleep(0.05)


def _has_processes(where: Places) -> bool:
    proc = Path("/proc")
    if not (proc / "self").exists():
        return False
    for entry in proc.iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if os.readlink(entry / "cwd") == str(where.data):
                    return True
    return False
