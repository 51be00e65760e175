"""`make run` on a real machine: start, second start, and every way to end."""

import json
import os
import signal
import socket
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.core.management.base import CommandError

from portal.database import running_sockets
from portal.management.commands.run import find_port
from tests.portal.machine import Installation, kill_all, open_folder, wait_until

pytestmark = pytest.mark.slow


@dataclass
class First:
    """The first start, which loads the demo, and what it left."""

    installation: Installation
    said: list[str]
    health: object
    ended: tuple[int, str]
    figures: list[int]


@pytest.fixture(scope="module")
def first() -> Iterator[First]:
    """One installation for all tests here, started once until the worker has rendered, ended by Ctrl-C."""
    with open_folder() as folder:
        installation = Installation(folder / "var", settings={"TMPDIR": str(folder), "HOME": str(folder)})
        try:
            run = Run(installation)
            wait_until(lambda: rendered(installation))
            made = First(installation, run.said, run.health(), (0, ""), run.figures())
            run.process.send_signal(signal.SIGINT)
            made.ended = run.end()
            yield made
        finally:
            installation.remove()


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return str(probe.getsockname()[1])


class Run:
    """A running portal, from its announcement on."""

    def __init__(self, installation: Installation) -> None:
        self.installation, self.port = installation, free_port()
        self.process = installation.start("manage.py", "run", PORT=self.port)
        assert self.process.stdout
        self.said = []
        for line in self.process.stdout:
            self.said.append(line.strip())
            if line.startswith("  Ctrl-C"):
                break

    def health(self) -> object:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/sehat/", timeout=10) as answer:
            return json.load(answer)

    def pids(self, mark: str) -> list[int]:
        return [pid for pid, line in self.installation.processes().items() if mark in line]

    def figures(self) -> list[int]:
        """How many people, reports and photos there are."""
        address = f"postgresql://portal@/portal?host={quote(running_sockets(self.installation.var) or '')}"
        tables = ("auth_user", "aspirations_aspiration", "aspirations_photo")
        with psycopg.connect(address) as connection:
            return [connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0] for name in tables]

    def end(self) -> tuple[int, str]:
        """Exit code and complaints, less what the worker says of itself."""
        _out, err = self.process.communicate(timeout=60)
        return self.process.returncode, err.replace("Launching a worker on all queues\n", "")

    def is_gone(self) -> bool:
        return not self.installation.processes() and not listens(self.port)


def listens(port: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(port))) == 0


def rendered(installation: Installation) -> list[Path]:
    return list(installation.var.glob("media/photos/*/*/960.webp"))


def test_first_start_serves_works_and_ends_with_ctrl_c(first: First):
    assert first.health == {"status": "ok"}
    assert "petugas    petugas triase" in first.said
    assert len(rendered(first.installation)) > 0
    assert first.ended == (0, "")
    assert first.installation.processes() == {}
    assert sorted(os.listdir(first.installation.var.parent)) == ["var"]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP], ids=["SIGTERM", "closed terminal"])
def test_second_start_keeps_the_data(first: First, how: signal.Signals):
    run = Run(first.installation)
    assert run.figures() == first.figures
    assert [line for line in run.said if line.startswith("Memuat")] == []
    run.process.send_signal(how)
    assert run.end() == (0, "")
    assert run.is_gone()


def test_impatience_leaves_nothing_behind(first: First):
    run = Run(first.installation)
    for _ in range(3):
        run.process.send_signal(signal.SIGINT)
        time.sleep(0.1)
    assert run.end() == (0, "")
    assert run.is_gone()


def test_nothing_outlives_a_run_that_was_killed(first: First):
    run = Run(first.installation)
    run.process.kill()
    run.end()
    assert wait_until(run.is_gone)


@pytest.mark.parametrize(
    ("mark", "sentence"),
    [
        ("gunicorn", "Proses server web berhenti sendiri (kode -9); lihat di atas."),
        ("procrastinate", "Proses pekerja berhenti sendiri (kode -9); lihat di atas."),
        ("database.guard", "PostgreSQL berhenti sendiri; jalankan `make run` lagi, data tetap tersimpan."),
    ],
)
def test_run_ends_with_its_parts(first: First, mark: str, sentence: str):
    run = Run(first.installation)
    kill_all(run.pids(mark))
    code, complaints = run.end()
    assert (code, complaints.splitlines()[-1]) == (1, sentence)
    assert wait_until(run.is_gone)


HALF_HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
HALF_BODY = (
    b"POST /lapor/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\ntext="
)


def test_sixteen_slow_senders_do_not_keep_others_waiting(first: First):
    run = Run(first.installation)
    slow = [socket.create_connection(("127.0.0.1", int(run.port))) for _ in range(16)]
    for number, sender in enumerate(slow):
        sender.sendall(HALF_HEAD if number % 2 else HALF_BODY)
    assert [run.health() for _ in range(4)] == [{"status": "ok"}] * 4
    for sender in slow:
        sender.close()
    run.process.send_signal(signal.SIGINT)
    assert run.end()[0] == 0


def test_port_that_is_taken_is_one_sentence(first: First):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, out, err = first.installation.do("manage.py", "run", PORT=str(port))
    assert (code, out) == (1, "")
    assert err == f"Port {port} sedang dipakai; pilih yang lain: PORT={port + 1} make run\n"
    assert first.installation.processes() == {}


@pytest.mark.parametrize("wanted", ["abc", "0", "65536", "²", "-1"])
def test_port_that_is_none_is_one_sentence(monkeypatch: pytest.MonkeyPatch, wanted: str):
    monkeypatch.setenv("PORT", wanted)
    with pytest.raises(CommandError) as refused:
        find_port()
    assert str(refused.value) == f"PORT={wanted} bukan nomor port (1 sampai 65535)."


def test_port_that_is_free_is_taken(monkeypatch: pytest.MonkeyPatch):
    port = free_port()
    monkeypatch.setenv("PORT", port)
    assert find_port() == int(port)
