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

import psycopg

from portal.database.cluster import USER, Unavailable, one_sentence
from portal.database.places import Places, places

__all__ = ["EmbeddedServer", "Unavailable", "attach"]

DATABASE = "portal"
_STOP_SECONDS = 40


class EmbeddedServer:
    """A share in a running server; whoever closes the last one stops it."""

    def __init__(self, where: Places, url: str, lock: IO[str], guard: subprocess.Popen[str] | None) -> None:
        self.url = url
        self._where, self._lock, self._guard = where, lock, guard

    def close(self) -> None:
        """Lets go; waits for the end of a server that nobody else uses."""
        self._lock.close()
        if self._guard is None:
            return
        until = time.monotonic() + _STOP_SECONDS
        while self._guard.poll() is None and time.monotonic() < until:
            if _others_use(self._where):
                return
            time.sleep(0.05)


def attach(var: Path, name: str = "server", *, fast: bool = False) -> EmbeddedServer:
    """A share in the server of this checkout; `fast` is for tests: a new cluster that no crash survives.

    Raises Unavailable with one sentence.
    """
    where = _places(var, name)
    with one_sentence(where):
        where.state.mkdir(parents=True, exist_ok=True)
        start = where.start_lock.open("w")
    with start:
        fcntl.flock(start, fcntl.LOCK_EX)
        lock = where.users_lock.open("w")
        # Waits here while a guard is taking its server down.
        fcntl.flock(lock, fcntl.LOCK_SH)
        try:
            sockets, guard = _running(where), None
            if sockets is None:
                guard = _spawn_guard(var, name, fast=fast)
                sockets = _running(where)
            if sockets is None:
                raise Unavailable(f"PostgreSQL berhenti lagi; lihat {where.log}.")
            _create_database(sockets)
        except BaseException:
            lock.close()
            raise
    return EmbeddedServer(where, f"postgresql://{USER}@/{DATABASE}?host={sockets}", lock, guard)


@contextlib.contextmanager
def attached(var: Path, name: str = "server", *, fast: bool = False) -> Iterator[str]:
    """The address of a server for as long as the block runs."""
    server = attach(var, name, fast=fast)
    try:
        yield server.url
    finally:
        server.close()


def _places(var: Path, name: str) -> Places:
    try:
        return places(var, name)
    except LookupError:
        raise Unavailable(
            "PostgreSQL tidak boleh berjalan sebagai root, dan tidak ada akun lain di mesin ini."
        ) from None


def _running(where: Places) -> str | None:
    try:
        sockets = json.loads(where.note.read_text())["sockets"]
        with psycopg.connect(f"postgresql://{USER}@/postgres?host={sockets}", connect_timeout=5):
            return str(sockets)
    except (FileNotFoundError, ValueError, KeyError, psycopg.OperationalError):
        return None


def _spawn_guard(var: Path, name: str, *, fast: bool) -> subprocess.Popen[str]:
    guard = subprocess.Popen(
        [sys.executable, "-m", "portal.database.guard", str(var.resolve()), name, "fast" if fast else "safe"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        # Ctrl-C is for the one who uses the server, not for the server.
        start_new_session=True,
        cwd=Path(__file__).resolve().parent.parent.parent,
        env={key: value for key, value in os.environ.items() if key != "DATABASE_URL"},
    )
    assert guard.stdout is not None  # noqa: S101 -- for the type checker
    with guard.stdout as answer:
        line = answer.readline().strip()
    if line != "ready":
        guard.wait()
        raise Unavailable(line or "PostgreSQL tertanam tidak dapat dijalankan.")
    return guard


def _create_database(sockets: str) -> None:
    with psycopg.connect(f"postgresql://{USER}@/postgres?host={sockets}", autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if found is None:
            connection.execute(f'CREATE DATABASE "{DATABASE}"')


def _others_use(where: Places) -> bool:
    """Whether the note still stands a moment after we let go: then somebody else holds the server."""
    time.sleep(0.5)
    return where.note.exists()
