"""`make run`: database, web server and worker, with data to click through."""

import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import InterfaceError, OperationalError, connection, connections, transaction

from portal import children, demo
from portal.database.current import is_embedded
from portal.database.places import SOCKET
from portal.database.problems import is_disk_full
from portal.management.base import OperatorCommand

# A lock of this number, so that two starts at once do not migrate at once.
_PREPARING = 1_607_14


class Command(OperatorCommand):
    """Prepares, starts the children, waits."""

    help = "Menjalankan portal lengkap di mesin ini; Ctrl-C menghentikan semuanya."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        port = find_port()
        for how in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(how, _interrupt)
        with_demo, database_runs = is_embedded(), _database_watch()
        try:
            self._prepare(with_demo)
        except (OSError, OperationalError, InterfaceError) as error:
            raise CommandError(sentence(error)) from error
        finally:
            # While the children work, this process only waits.
            connections.close_all()
        self._serve(port, with_demo, database_runs)

    def _serve(self, port: int, with_demo: bool, database_runs: Callable[[], bool]) -> None:
        started = children.start(port)
        try:
            children.wait_until_open(port, started)
            self._announce(port, with_demo)
            children.watch(started, database_runs)
        except children.Stopped as problem:
            raise CommandError(str(problem)) from None
        except KeyboardInterrupt:
            self.stdout.write("\nMenghentikan portal …")
        finally:
            children.stop(started)

    def _prepare(self, with_demo: bool) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_PREPARING])
        call_command("migrate", verbosity=0)
        # A real server gets neither example reports nor accounts whose password everybody knows.
        if with_demo and not get_user_model().objects.exists():
            self.stdout.write("Memuat data contoh (sekali saja) …")
            # All or nothing: one user tells that everything is there.
            with transaction.atomic():
                demo.load(self.stdout.write)
        call_command("collectstatic", interactive=False, verbosity=0)

    def _announce(self, port: int, with_demo: bool) -> None:
        address = f"http://localhost:{port}"
        self.stdout.write(f"\n  Portal      {address}/\n  Meja kerja  {address}/admin/\n")
        if with_demo:
            self.stdout.write(f"\n  Akun contoh, kata sandi semuanya {demo.PASSWORD}:")
            for account in demo.ACCOUNTS:
                self.stdout.write(f"    {account.username:<10} {account.label}")
        self.stdout.write("\n  Ctrl-C menghentikan semuanya, data tetap tersimpan.\n")
        self.stdout.flush()


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


def _database_watch() -> Callable[[], bool]:
    """The embedded server removes its socket when it ends; a real one is not ours to watch."""
    if not is_embedded():
        return lambda: True
    socket_file = Path(settings.DATABASES["default"]["HOST"], SOCKET)
    return socket_file.exists


def sentence(error: Exception) -> str:
    """What went wrong with files or the database, plainly."""
    if not isinstance(error, OSError):
        words = str(error).splitlines()[0]
        return f"{'Cakram penuh' if is_disk_full(error) else 'Basis data tidak dapat dipakai'}: {words}"
    if is_disk_full(error):
        return f"Cakram penuh: tidak ada ruang lagi di {settings.VAR_DIR}."
    return f"Tidak dapat menulis di {error.filename or settings.VAR_DIR}: {error.strerror or error}."


def find_port() -> int:
    """PORT, or 8000. Raises CommandError when it is no number or cannot be had."""
    wanted = os.environ.get("PORT") or "8000"
    if not (wanted.isascii() and wanted.isdigit()) or not 0 < int(wanted) < 65536:
        raise CommandError(f"PORT={wanted} bukan nomor port (1 sampai 65535).")
    port = int(wanted)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((children.HOST, port))
        except PermissionError:
            raise CommandError(f"Port {port} hanya untuk root; pilih yang lain: PORT=8000 make run") from None
        except OSError:
            other = port + 1 if port < 65535 else 8000
            raise CommandError(
                f"Port {port} sedang dipakai; pilih yang lain: PORT={other} make run"
            ) from None
    return port
