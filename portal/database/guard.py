"""Starts the server, and stops it when nobody uses it any more; a process of its own.

Run as `python -m portal.database.guard VAR NAME FAST`. It answers one line, "ready" or a sentence, then waits
for an exclusive lock on users.lock: the kernel gives it when the last user is gone, even one killed by -9. If
this process is killed, the kernel tells the server (PR_SET_PDEATHSIG).
"""

import ctypes
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from portal.database import cluster
from portal.database.places import Places, places

_PR_SET_PDEATHSIG = 1
_START_SECONDS = 60
_STOP_SECONDS = 30


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


def main() -> int:
    """The whole life of one server."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    where = places(Path(sys.argv[1]), sys.argv[2])
    sockets = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    server = None
    try:
        if where.account:
            os.chown(sockets, where.account.uid, where.account.gid)
        cluster.end_leftovers(where)
        cluster.create(where, fast=sys.argv[3] == "fast")
        server = _start(where, sockets, fast=sys.argv[3] == "fast")
        signal.signal(signal.SIGTERM, lambda *_: server.send_signal(signal.SIGINT))
        where.note.write_text(json.dumps({"sockets": str(sockets), "guard": os.getpid()}))
        _answer("ready")
        _wait(where, server)
    except cluster.Unavailable as problem:
        _answer(str(problem))
        return 1
    finally:
        where.note.unlink(missing_ok=True)
        if server is not None:
            _stop(server)
        shutil.rmtree(sockets, ignore_errors=True)
    return 0


def _start(where: Places, sockets: Path, *, fast: bool) -> subprocess.Popen[bytes]:
    log = cluster.open_log(where)
    server = subprocess.Popen(
        cluster.command(where, sockets, fast=fast),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        preexec_fn=_die_with_parent,  # safe: this process has one thread
        **cluster.as_account(where),
    )
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            raise cluster.Unavailable(cluster.why_not(where))
        if cluster.is_ready(where, sockets):
            return server
        time.sleep(0.05)
    _stop(server)
    raise cluster.Unavailable(f"PostgreSQL tidak siap dalam {_START_SECONDS} detik; lihat {where.log}.")


def _wait(where: Places, server: subprocess.Popen[bytes]) -> None:
    with where.users_lock.open("w") as lock:
        while server.poll() is None:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(0.2)
            else:
                # Held until the server is down: who comes now waits, then starts a new one.
                where.note.unlink(missing_ok=True)
                _stop(server)
                return


def _stop(server: subprocess.Popen[bytes]) -> None:
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is not None:
            return
        server.send_signal(how)
        try:
            server.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue


def _answer(line: str) -> None:
    sys.stdout.write(line.replace("\n", " ") + "\n")
    sys.stdout.flush()
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)


if __name__ == "__main__":
    sys.exit(main())
