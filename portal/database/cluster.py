"""One cluster: made, started, and cleared of what a crash left."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from portal.database import binaries
from portal.database.places import ROOT_FOLDER, Places

USER = "portal"
_LEAST_FREE_BYTES = 300 * 1024 * 1024
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=40")
_SAFE = ("max_connections=60",)
# Failing rows and statements hold names, phone numbers and texts: they stay out of the log.
_DISCREET = ("log_error_verbosity=terse", "log_min_error_statement=panic")


class Unavailable(Exception):
    """The server cannot run; the message is one sentence for the person at the keyboard."""


def as_account(where: Places) -> dict[str, Any]:
    """Arguments for subprocess: the account, a folder it can stand in, a plain environment."""
    arguments: dict[str, Any] = {"cwd": "/", "env": {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}}
    if where.account:
        arguments |= {"user": where.account.uid, "group": where.account.gid, "extra_groups": []}
    return arguments


def _binary(where: Places, name: str) -> str:
    try:
        return str(binaries.for_account(where.account, ROOT_FOLDER) / name)
    except FileNotFoundError:
        raise Unavailable(
            "PostgreSQL tertanam tidak terpasang; jalankan `make run` lagi atau isi DATABASE_URL."
        ) from None


@contextlib.contextmanager
def one_sentence(where: Places) -> Iterator[None]:
    """A full disk or a forbidden folder, said plainly."""
    try:
        yield
    except PermissionError as error:
        raise Unavailable(f"Tidak boleh menulis di {error.filename or where.data}.") from error
    except OSError as error:
        if error.errno == 28:
            raise Unavailable(f"Cakram penuh: tidak ada ruang untuk {where.data}.") from error
        raise


def create(where: Places, *, fast: bool) -> None:
    """Makes the cluster where there is none; a half-made one never takes its name. Raises Unavailable."""
    with one_sentence(where):
        home = where.data.parent
        if where.account:
            ROOT_FOLDER.mkdir(parents=True, exist_ok=True, mode=0o755)
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        if where.account:
            os.chown(home, where.account.uid, where.account.gid)
        if shutil.disk_usage(home).free < _LEAST_FREE_BYTES:
            raise Unavailable(f"Cakram hampir penuh: {home} memerlukan 300 MB ruang kosong.")
        if fast:
            shutil.rmtree(where.data, ignore_errors=True)
        if (where.data / "PG_VERSION").exists():
            return
        fresh = where.data.with_name("data.new")
        shutil.rmtree(fresh, ignore_errors=True)
        _initdb(where, fresh, fast=fast)
        fresh.rename(where.data)


def _initdb(where: Places, folder: Path, *, fast: bool) -> None:
    done = subprocess.run(
        [
            _binary(where, "initdb"),
            f"--pgdata={folder}",
            f"--username={USER}",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
            # The socket lies in a folder that nobody else can enter.
            "--auth=trust",
            *(["--no-sync"] if fast else []),
        ],
        capture_output=True,
        text=True,
        check=False,
        **as_account(where),
    )
    if done.returncode:
        raise Unavailable(_explain(done.stderr, where))


def command(where: Places, sockets: Path, *, fast: bool) -> list[str]:
    """How the server is called: a socket only."""
    options = ["listen_addresses=", "unix_socket_permissions=0700", *_DISCREET, *(_FAST if fast else _SAFE)]
    flags = [flag for option in options for flag in ("-c", option)]
    return [_binary(where, "postgres"), "-D", str(where.data), "-k", str(sockets), *flags]


def open_log(where: Places) -> IO[bytes]:
    """The log, begun anew at each start."""
    with one_sentence(where):
        log = where.log.open("wb")
        if where.account:
            os.fchown(log.fileno(), where.account.uid, where.account.gid)
        return log


def is_ready(where: Places, sockets: Path) -> bool:
    """Whether the server takes connections: it then says so in its lock file."""
    if not (sockets / ".s.PGSQL.5432").exists():
        return False
    try:
        lines = (where.data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) >= 8 and lines[7].strip() == "ready"


def why_not(where: Places) -> str:
    """A sentence about a server that did not start."""
    return _explain(where.log.read_text(errors="replace"), where)


def _explain(output: str, where: Places) -> str:
    if re.search(r"No space left on device", output):
        return f"Cakram penuh: PostgreSQL tidak dapat menulis di {where.data}."
    if re.search(r"[Pp]ermission denied", output):
        return f"PostgreSQL tidak boleh menulis di {where.data}."
    lines = [line for line in output.splitlines() if "FATAL" in line or "error" in line.lower()]
    return f"PostgreSQL tidak dapat dijalankan: {(lines or ['lihat ' + str(where.log)])[0].strip()}"


def end_leftovers(where: Places) -> None:
    """Ends a server whose guard was killed, and removes the lock file of one that died."""
    pid_file = where.data / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().splitlines()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return
    if _is_our_server(pid, where):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
        until = time.monotonic() + 20
        while _is_our_server(pid, where) and time.monotonic() < until:
            time.sleep(0.05)
    if not _is_our_server(pid, where):
        # The number may by now be somebody else's process, which PostgreSQL would take for a server.
        pid_file.unlink(missing_ok=True)
        _wait_for_backends(where)


def _is_our_server(pid: int, where: Places) -> bool:
    return str(where.data) in _command_line(pid)


def _command_line(pid: int) -> str:
    try:
        if Path("/proc/self").exists():
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        shown = subprocess.run(
            ["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        return shown.stdout
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return ""


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
            try:
                if os.readlink(entry / "cwd") == str(where.data):
                    return True
            except OSError:
                continue
    return False
