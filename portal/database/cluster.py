"""One cluster: made, and how its server is called."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from portal.database import binaries
from portal.database.places import SOCKET, Places
from portal.database.problems import Unavailable, explain, one_sentence
from portal.database.processes import die_with_parent

USER = "portal"
LEAST_FREE_BYTES = 300 * 1024 * 1024
# The shorter of what Linux (108) and macOS (104) allow, with the closing NUL.
_LONGEST_SOCKET = 103
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=40")
_SAFE = ("max_connections=60",)
# Failing rows and statements hold names, phone numbers and texts: they stay out of the log.
_DISCREET = ("log_error_verbosity=terse", "log_min_error_statement=panic")


def as_account(where: Places) -> dict[str, Any]:
    """Arguments for subprocess: the account, a folder it can stand in, a plain environment."""
    arguments: dict[str, Any] = {"cwd": "/", "env": {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}}
    if where.account:
        arguments |= {"user": where.account.uid, "group": where.account.gid, "extra_groups": []}
    return arguments


def create(where: Places, *, fast: bool) -> None:
    """Makes the cluster where there is none; a half-made one never takes its name. Raises Unavailable."""
    with one_sentence(where.home):
        _make_home(where)
        if shutil.disk_usage(where.home).free < LEAST_FREE_BYTES:
            raise Unavailable(f"Cakram hampir penuh: {where.home} memerlukan 300 MB ruang kosong.")
        if fast:
            shutil.rmtree(where.data, ignore_errors=True)
        if (where.data / "PG_VERSION").exists():
            return
        fresh = where.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        _initdb(where, fresh, fast=fast)
        fresh.rename(where.data)


def _make_home(where: Places) -> None:
    if where.account is None:
        where.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        return
    binaries.make_root_folder()
    where.home.mkdir(exist_ok=True, mode=0o700)
    os.chown(where.home, where.account.uid, where.account.gid)
    # The folder's name tells nobody whose cluster it is.
    where.label.write_text(f"{where.state}\n")


def _initdb(where: Places, folder: Path, *, fast: bool) -> None:
    done = subprocess.run(
        [
            str(binaries.for_account(where.account) / "initdb"),
            f"--pgdata={folder}",
            f"--username={USER}",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            # The libc side, which some systems have only as C.
            "--locale=C",
            # The socket lies in a folder that nobody else can enter.
            "--auth=trust",
            *(["--no-sync"] if fast else []),
        ],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=die_with_parent(signal.SIGTERM),
        **as_account(where),
    )
    if done.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        raise Unavailable(explain(done.stderr, where.data, where.log))


def make_socket_folder(where: Places) -> Path:
    """Where only the server's account can enter; beside the cluster, or for long paths a temporary one."""
    folder = where.home / "sockets"
    # A list of folders is separated by commas, for the server and for its clients.
    if len(os.fsencode(folder / SOCKET)) > _LONGEST_SOCKET or set(str(folder)) & set(',"'):
        return Path(tempfile.mkdtemp(prefix="portal-pg-", dir=_temporary_folder()))
    folder.mkdir(mode=0o700, exist_ok=True)
    if where.account:
        os.chown(folder, where.account.uid, where.account.gid)
    return folder


def _temporary_folder() -> str:
    usual = tempfile.gettempdir()
    longest = _LONGEST_SOCKET - len(f"/portal-pg-12345678/{SOCKET}")
    return "/tmp" if len(os.fsencode(usual)) > longest or "," in usual else usual  # noqa: S108


def command(where: Places, sockets: Path, *, fast: bool) -> list[str]:
    """How the server is called: a socket only."""
    options = ["listen_addresses=", "unix_socket_permissions=0700", *_DISCREET, *(_FAST if fast else _SAFE)]
    flags = [flag for option in options for flag in ("-c", option)]
    postgres = binaries.for_account(where.account) / "postgres"
    return [str(postgres), "-D", str(where.data), "-k", str(sockets), *flags]


def is_ready(where: Places, sockets: Path) -> bool:
    """Whether the server takes connections: it then says so in its lock file."""
    if not (sockets / SOCKET).exists():
        return False
    try:
        lines = (where.data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) >= 8 and lines[7].strip() == "ready"
