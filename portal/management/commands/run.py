"""`make run`: database, web server and worker, with data to click through."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from portal import demo

_HOST = "127.0.0.1"
_STOP_SECONDS = 20


class Command(BaseCommand):
    help = "Menjalankan portal lengkap di mesin ini; Ctrl-C menghentikan semuanya."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        port = _port()
        for how in (signal.SIGTERM, signal.SIGINT):
            signal.signal(how, _interrupt)
        self._prepare()
        children = _start(port)
        try:
            self._announce(port)
            _watch(children)
        except KeyboardInterrupt:
            self.stdout.write("\nMenghentikan portal …")
        finally:
            _stop(children)

    def _prepare(self) -> None:
        try:
            call_command("migrate", verbosity=0)
            loaded = settings.VAR_DIR / "demo-loaded"
            if not loaded.exists():
                self.stdout.write("Memuat data contoh (sekali saja) …")
                demo.load(self.stdout.write)
                loaded.touch()
            call_command("collectstatic", interactive=False, verbosity=0)
        except OSError as error:
            raise CommandError(f"Tidak dapat menulis di {settings.VAR_DIR}: {error.strerror}.") from error

    def _announce(self, port: int) -> None:
        address = f"http://localhost:{port}"
        self.stdout.write(f"\n  Portal      {address}/\n  Meja kerja  {address}/admin/\n")
        self.stdout.write(f"\n  Akun contoh, kata sandi semuanya {demo.PASSWORD}:")
        for account in demo.ACCOUNTS:
            self.stdout.write(f"    {account.username:<10} {account.label}")
        self.stdout.write("\n  Ctrl-C menghentikan semuanya, data tetap tersimpan.\n")


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


def _port() -> int:
    wanted = os.environ.get("PORT", "8000")
    if not wanted.isdigit() or not 0 < int(wanted) < 65536:
        raise CommandError(f"PORT={wanted} bukan nomor port.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, int(wanted)))
        except OSError:
            raise CommandError(
                f"Port {wanted} sedang dipakai; pilih yang lain: PORT={int(wanted) + 1} make run"
            ) from None
    return int(wanted)


def _start(port: int) -> dict[str, subprocess.Popen[bytes]]:
    here = Path(settings.BASE_DIR)
    environment = os.environ | {"SITE_URL": os.environ.get("SITE_URL", f"http://localhost:{port}")}
    commands = {
        "server web": [
            "-m",
            "gunicorn",
            "portal.wsgi",
            f"--bind={_HOST}:{port}",
            "--threads=4",
            "--log-level=warning",
        ],
        "pekerja": ["manage.py", "procrastinate", "worker", "--concurrency=1"],
    }
    return {
        name: subprocess.Popen(
            [sys.executable, *command],
            cwd=here,
            env=environment,
            # Ctrl-C reaches us alone; we stop them in order.
            start_new_session=True,
        )
        for name, command in commands.items()
    }


def _watch(children: dict[str, subprocess.Popen[bytes]]) -> None:
    while True:
        for name, child in children.items():
            if child.poll() is not None:
                raise CommandError(
                    f"Proses {name} berhenti sendiri (kode {child.returncode}); lihat di atas."
                )
        time.sleep(0.3)


def _stop(children: dict[str, subprocess.Popen[bytes]]) -> None:
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
