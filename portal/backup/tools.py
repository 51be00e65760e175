"""PostgreSQL's own tools, on the database that Django uses."""

import contextlib
import operator
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from psycopg import pq
from psycopg.conninfo import make_conninfo

from portal.backup.problems import Refused
from portal.database import Unavailable, binaries
from portal.database.problems import is_disk_full


def dump(target: Path) -> None:
    """The whole database in PostgreSQL's custom format, as one snapshot. Raises Refused."""
    # pg_dump reads servers of its own version and older ones.
    tool = _find("pg_dump", operator.ge)
    _call(
        tool, "--format=custom", "--no-owner", "--no-privileges", f"--file={target}", f"--dbname={_address()}"
    )


def to_sql(dumped: Path, target: Path) -> None:
    """The dump as a script of SQL; a damaged one is found here. Raises Refused."""
    # One of another version may write settings that the server does not know.
    tool = _find("pg_restore", operator.eq)
    _call(tool, "--no-owner", "--no-privileges", f"--file={target}", str(dumped))


def run_sql(*scripts: Path) -> None:
    """All scripts in one transaction: all of it, or nothing. Raises Refused."""
    tool = _find("psql", operator.eq)
    files = [f"--file={script}" for script in scripts]
    options = [
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        "--output=/dev/null",
    ]
    _call(tool, *options, *files, f"--dbname={_address()}")


def _find(name: str, fits: Callable[[int, int], bool]) -> str:
    """The wheel's tool, or the one on PATH. Raises Refused."""
    connection.ensure_connection()
    server = connection.connection.info.server_version // 10_000
    connection.close()
    for version, path in _candidates(name):
        if fits(version, server):
            return path
    raise Refused(f"{name} untuk PostgreSQL {server} tidak ada; pasang postgresql-client-{server}.")


def _candidates(name: str) -> list[tuple[int, str]]:
    found = []
    with contextlib.suppress(Unavailable):
        found.append((binaries.MAJOR, str(binaries.installed() / "bin" / name)))
    if path := shutil.which(name):
        shown = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
        if match := re.search(r"\(PostgreSQL\) (\d+)", shown):
            found.append((int(match[1]), path))
    return found


def _address() -> str:
    """Django's connection as libpq writes it, without the password: command lines are visible to others."""
    given = connection.settings_dict
    names = {"NAME": "dbname", "USER": "user", "HOST": "host", "PORT": "port"}
    parts = {ours: given[theirs] for theirs, ours in names.items() if given[theirs]}
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()} - {"password"}
    options = {name: value for name, value in given.get("OPTIONS", {}).items() if name in known}
    return make_conninfo("", **parts, **options)


def _call(tool: str, *arguments: str) -> None:
    environment = os.environ | {"LC_ALL": "C"}
    if password := connection.settings_dict["PASSWORD"]:
        environment["PGPASSWORD"] = password
    done = subprocess.run(
        [tool, *arguments], capture_output=True, text=True, check=False, env=environment, umask=0o077
    )
    if done.returncode:
        raise Refused(_sentence(Path(tool).name, done.stderr))


def _sentence(tool: str, output: str) -> str:
    if is_disk_full(OSError(output)):
        return "Cakram penuh: PostgreSQL tidak dapat menulis."
    if "lock timeout" in output:
        return "Basis data sedang dipakai; hentikan portal dan pekerjanya dulu."
    lines = [line for line in output.splitlines() if "error" in line.lower()]
    return f"{tool} gagal: {(lines or ['tanpa penjelasan'])[0].strip()}"
