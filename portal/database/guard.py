"""Starts the server, and stops it when nobody uses it any more; a process of its own.

Run as `python -m portal.database.guard VAR NAME fast|safe`. It answers one line, "ready" or a sentence, then
waits for an exclusive lock on users.lock: the kernel gives it when the last user is gone, even one killed by
-9. If this process is killed, the kernel tells the server.
"""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from portal.database import cluster, leftovers
from portal.database.places import Places, places
from portal.database.problems import Unavailable, explain, one_sentence
from portal.database.processes import die_with_parent

_START_SECONDS = 60
_STOP_SECONDS = 30


def main() -> int:
    """The whole life of one server."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    where = places(Path(sys.argv[1]), sys.argv[2])
    # Both locks are kept until this process is gone: who comes meanwhile waits, then starts a new server.
    # Bare descriptors, because Python would close a file object while it is still taking itself down.
    alive, users = (
        os.open(path, os.O_WRONLY | os.O_CREAT, 0o666) for path in (where.guard_lock, where.users_lock)
    )
    fcntl.flock(alive, fcntl.LOCK_EX)
    try:
        with one_sentence(where.home):
            _serve(where, users, fast=sys.argv[3] == "fast")
    except Unavailable as problem:
        _answer(str(problem))
        return 1
    return 0


def _serve(where: Places, users: int, *, fast: bool) -> None:
    server, sockets = None, None
    try:
        leftovers.clear(where)
        cluster.create(where, fast=fast)
        sockets = cluster.make_socket_folder(where)
        where.note.write_text(json.dumps({"sockets": str(sockets), "guard": os.getpid()}))
        server = _start(where, sockets, fast=fast)
        _wait_until_ready(where, sockets, server)
        _answer("ready")
        _wait_until_unused(users, server)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if server is not None:
            _stop(server)
        if sockets is not None:
            shutil.rmtree(sockets, ignore_errors=True)
        where.note.unlink(missing_ok=True)


def _start(where: Places, sockets: Path, *, fast: bool) -> subprocess.Popen[bytes]:
    with where.log.open("wb") as log:
        return subprocess.Popen(
            cluster.command(where, sockets, fast=fast),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            preexec_fn=die_with_parent(signal.SIGINT),
            **cluster.as_account(where),
        )


def _wait_until_ready(where: Places, sockets: Path, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START_SECONDS
    while not cluster.is_ready(where, sockets):
        if server.poll() is not None:
            raise Unavailable(explain(where.log.read_text(errors="replace"), where.data, where.log))
        if time.monotonic() > until:
            raise Unavailable(f"PostgreSQL tidak siap dalam {_START_SECONDS} detik; lihat {where.log}.")
        time.sleep(0.05)


def _wait_until_unused(users: int, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        time.sleep(0.2)


def _stop(server: subprocess.Popen[bytes]) -> None:
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is not None:
            return
        server.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(_STOP_SECONDS)


def _answer(line: str) -> None:
    with contextlib.suppress(BrokenPipeError):
        # Who asked may have been interrupted meanwhile.
        sys.stdout.write(line.replace("\n", " ") + "\n")
        sys.stdout.flush()
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)


if __name__ == "__main__":
    sys.exit(main())
