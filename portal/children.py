"""The processes that `run` looks after: web server and worker."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from portal.database.processes import die_with_parent

HOST = "127.0.0.1"
# Each holds one sender until it has sent all, for no proxy stands before us to collect slow ones; each may
# hold a connection of the database too (see max_connections).
THREADS = 32
_ROOT = Path(__file__).resolve().parent.parent
_START_SECONDS = 30
_STOP_SECONDS = 20

Children = dict[str, subprocess.Popen[bytes]]


class Stopped(Exception):
    """Something that `run` needs is gone; the message is one sentence."""


def start(port: int) -> Children:
    """Web server and worker by name; they end when this process ends, even by -9 (on Linux)."""
    environment = os.environ | {"SITE_URL": os.environ.get("SITE_URL", f"http://localhost:{port}")}
    web = [f"--bind={HOST}:{port}", f"--threads={THREADS}", "--log-level=warning", "--no-control-socket"]
    commands = {
        "server web": ["-m", "gunicorn", "portal.wsgi", *web],
        "pekerja": ["manage.py", "procrastinate", "worker", "--concurrency=1"],
    }
    return {
        name: subprocess.Popen(
            [sys.executable, *command],
            cwd=_ROOT,
            env=environment,
            # Ctrl-C reaches us alone; we stop them in order.
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )
        for name, command in commands.items()
    }


def wait_until_open(port: int, children: Children) -> None:
    """Until the web server takes connections. Raises Stopped."""
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        check(children)
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise Stopped(f"Server web tidak siap dalam {_START_SECONDS} detik; lihat di atas.")


def watch(children: Children, database_runs: Callable[[], bool]) -> None:
    """Never returns. Raises Stopped when a child or the database is gone."""
    while True:
        if not database_runs():
            raise Stopped("PostgreSQL berhenti sendiri; jalankan `make run` lagi, data tetap tersimpan.")
        check(children)
        time.sleep(0.3)


def check(children: Children) -> None:
    """Raises Stopped when one is gone."""
    for name, child in children.items():
        if child.poll() is not None:
            raise Stopped(f"Proses {name} berhenti sendiri (kode {child.returncode}); lihat di atas.")


def stop(children: Children) -> None:
    """Asks all to end, then ends what is left; impatience (a second Ctrl-C) leaves nothing behind."""
    for how in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(how, signal.SIG_IGN)
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + _STOP_SECONDS
    for child in children.values():
        try:
            child.wait(max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
