"""PostgreSQL's own tools, on the database that Django uses."""

import contextlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from django.db import connection
from psycopg import pq
from psycopg.conninfo import make_conninfo

from portal.backup.problems import Refused
from portal.database import Unavailable, binaries
from portal.database.problems import is_disk_full

# pg_restore writes it for every server.
_UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;"


def dump(target: Path) -> None:
    """The whole database in PostgreSQL's custom format, as one snapshot. Raises Refused."""
    tool = _find("pg_dump", _server_version())
    _call(
        tool, "--format=custom", "--no-owner", "--no-privileges", f"--file={target}", f"--dbname={_address()}"
    )


def to_sql(dumped: Path, target: Path) -> None:
    """The dump as a script of SQL; a damaged one is found here. Raises Refused."""
    server = _server_version()
    tool = _find("pg_restore", server)
    if server >= 17:
        _call(tool, "--no-owner", "--no-privileges", f"--file={target}", str(dumped))
        return
    whole = target.with_suffix(".whole")
    _call(tool, "--no-owner", "--no-privileges", f"--file={whole}", str(dumped))
    _copy_without(_UNKNOWN_BEFORE_17, whole, target)
    whole.unlink()


def _copy_without(line: bytes, source: Path, target: Path) -> None:
    """All but the first such line, which stands near the top."""
    with source.open("rb") as old, target.open("wb") as new:
        for one in old:
            if one.strip() == line:
                break
            new.write(one)
        shutil.copyfileobj(old, new)


def run_sql(*scripts: Path) -> None:
    """All scripts in one transaction: all of it, or nothing. Raises Refused."""
    tool = _find("psql", _server_version())
    files = [f"--file={script}" for script in scripts]
    options = [
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        "--output=/dev/null",
    ]
    _call(tool, *options, *files, f"--dbname={_address()}")


def _server_version() -> int:
    """The server's major version; leaves no connection behind."""
    connection.ensure_connection()
    version = int(connection.connection.info.server_version)
    connection.close()
    return version // 10_000


def _find(name: str, server: int) -> str:
    """The wheel's tool, or the one on PATH: each knows its own version and older ones. Raises Refused."""
    for version, path in _candidates(name):
        if version >= server:
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
