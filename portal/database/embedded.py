"""Uses the checkout's server: the one that runs, or a new one."""

import contextlib
import fcntl
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg

from portal.database.cluster import USER
from portal.database.places import Places, places
from portal.database.problems import Unavailable, one_sentence
from portal.database.processes import is_held, is_held_alone

DATABASE = "portal"
_STOP_SECONDS = 90
_CHECKOUT = Path(__file__).resolve().parent.parent.parent


class EmbeddedServer:
    """A share in a running server; whoever closes the last one stops it."""

    def __init__(self, where: Places, url: str, lock: IO[str]) -> None:
        self.url = url
        self._where, self._lock = where, lock

    def close(self) -> None:
        """Lets go; waits for the end of a server that nobody else uses."""
        self._lock.close()
        until = time.monotonic() + _STOP_SECONDS
        while is_held_alone(self._where.guard_lock) and time.monotonic() < until:
            if _others_use(self._where):
                return
            time.sleep(0.05)


def attach(var: Path, name: str = "server", *, fast: bool = False) -> EmbeddedServer:
    """A share in the server of this checkout; `fast` is for tests: a new cluster that no crash survives.

    Raises Unavailable with one sentence.
    """
    where = _places(var, name)
    with one_sentence(where.state):
        where.state.mkdir(parents=True, exist_ok=True, mode=0o700)
        start = where.start_lock.open("w")
    with start:
        fcntl.flock(start, fcntl.LOCK_EX)
        lock = where.users_lock.open("w")
        try:
            # Waits here while a guard is taking its server down.
            fcntl.flock(lock, fcntl.LOCK_SH)
            sockets = _join(where, var, name, fast=fast)
        except BaseException:
            lock.close()
            raise
    return EmbeddedServer(where, _url(DATABASE, sockets), lock)


@contextlib.contextmanager
def attached(var: Path, name: str = "server", *, fast: bool = False) -> Iterator[str]:
    """The address of a server for as long as the block runs."""
    server = attach(var, name, fast=fast)
    try:
        yield server.url
    finally:
        server.close()


def running_sockets(var: Path, name: str = "server") -> str | None:
    """The socket folder of this checkout's server, if it runs."""
    where = _places(var, name)
    if not is_held_alone(where.guard_lock):
        return None
    try:
        return str(json.loads(where.note.read_text())["sockets"])
    except (FileNotFoundError, ValueError):
        return None


def _places(var: Path, name: str) -> Places:
    try:
        return places(var, name)
    except LookupError:
        raise Unavailable(
            "PostgreSQL tidak boleh berjalan sebagai root, dan tidak ada akun lain di mesin ini."
        ) from None


def _join(where: Places, var: Path, name: str, *, fast: bool) -> str:
    """The socket folder of a server that answers; one that is found on its way out is waited for."""
    problem: Exception | None = None
    for __ in range(2):
        sockets = running_sockets(var, name)
        if sockets is None:
            _spawn_guard(where, var, name, fast=fast)
            sockets = running_sockets(var, name)
        try:
            if sockets:
                _create_database(sockets)
                return sockets
        except psycopg.OperationalError as error:
            problem = error
            _wait_for_end(where)
    reason = str(problem).splitlines()[0] if problem else f"lihat {where.log}"
    raise Unavailable(f"PostgreSQL tidak menerima sambungan: {reason}") from problem


def _wait_for_end(where: Places) -> None:
    """A moment in which the guard of a server that died notices."""
    until = time.monotonic() + 2
    while is_held_alone(where.guard_lock) and time.monotonic() < until:
        time.sleep(0.05)


def _spawn_guard(where: Places, var: Path, name: str, *, fast: bool) -> None:
    with one_sentence(where.state), where.guard_log.open("w") as log:
        guard = subprocess.Popen(
            [sys.executable, "-m", "portal.database.guard", str(var.resolve()), name, _mode(fast)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            # Not ours: whoever reads our output would wait for the guard's end.
            stderr=log,
            text=True,
            # Ctrl-C is for the one who uses the server, not for the server.
            start_new_session=True,
            cwd=_CHECKOUT,
            env={key: value for key, value in os.environ.items() if key != "DATABASE_URL"},
        )
    assert guard.stdout is not None  # noqa: S101 -- for the type checker
    try:
        with guard.stdout as answer:
            line = answer.readline().strip()
    except BaseException:
        guard.terminate()
        raise
    if line != "ready":
        guard.wait()
        raise Unavailable(line or f"PostgreSQL tertanam tidak dapat dijalankan; lihat {where.guard_log}.")
    # It outlives us where others use the server; nobody is to be warned of that.
    guard.returncode = 0


def _mode(fast: bool) -> str:
    return "fast" if fast else "safe"


def _url(database: str, sockets: str) -> str:
    return f"postgresql://{USER}@/{database}?host={quote(sockets)}"


def _create_database(sockets: str) -> None:
    with psycopg.connect(_url("postgres", sockets), autocommit=True, connect_timeout=10) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if found is None:
            connection.execute(f'CREATE DATABASE "{DATABASE}"')


def _others_use(where: Places) -> bool:
    """Whether users hold the lock; a guard that is stopping the server holds it alone."""
    return is_held(where.users_lock) and not is_held_alone(where.users_lock)
