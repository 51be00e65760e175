"""Backup, restore and reset of the database and the photos."""

import io
import os
import stat
import tarfile
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client

from aspirations.models import Aspiration, Photo, PhotoState
from aspirations.receipts import Receipt
from portal import backup
from portal.backup import tools
from portal.tasks import retry_stalled
from tests.portal.machine import Installation, open_folder
from tests.worker import work
from tests.world import make_receipt, make_report, picture

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("committed_world", "alone", "own_var")]


@pytest.fixture
def alone(committed_world: None) -> None:
    """A browser test before this one may have left a connection of its live server open."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )


@pytest.fixture
def own_var(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


def photo_files() -> dict[str, bytes]:
    root = Path(django_settings.MEDIA_ROOT)
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def answer(receipt: Receipt) -> int:
    """302 to the report, or 422."""
    return Client().post("/lacak/", {"number": receipt.number, "secret": receipt.secret}).status_code


def state() -> tuple[list[str], dict[str, bytes]]:
    return sorted(Aspiration.objects.values_list("number", flat=True)), photo_files()


def test_report_photo_and_secret_come_back():
    receipt, _token = make_receipt(photos=[picture()])
    work()
    before = state()
    path = backup.make()
    backup.reset()
    assert (state(), answer(receipt)) == (([], {}), 422)
    backup.restore(path)
    assert (state(), answer(receipt)) == (before, 302)


def test_what_was_restored_can_be_saved_and_restored_again():
    make_report(photos=[picture()])
    before = state()
    for _ in range(2):
        path = backup.make()
        backup.restore(path, force=True)
        path.unlink()
    assert state() == before


def test_existing_data_are_replaced_only_by_force():
    make_report(photos=[picture()])
    before, path = state(), backup.make()
    make_report(photos=[picture()])
    more = state()
    with pytest.raises(backup.Refused, match=r"^Basis data ini sudah berisi; --force menggantinya"):
        backup.restore(path)
    assert state() == more
    backup.restore(path, force=True)
    assert state() == before


def test_backup_is_for_its_owner_alone_and_leaves_nothing_half_made():
    path = backup.make()
    assert [stat.S_IMODE(at.stat().st_mode) for at in (path.parent, path)] == [0o700, 0o600]
    assert sorted(os.listdir(path.parent)) == sorted(["lock", path.name])


def test_photo_that_is_rendered_during_the_backup_is_not_lost():
    make_report(photos=[picture()])

    def render_meanwhile(files: list[Path]) -> list[Path]:
        work()
        return files

    path = backup.make(render_meanwhile)
    backup.reset()
    backup.restore(path)
    assert Photo.objects.get().state == PhotoState.PENDING
    work()
    photo = Photo.objects.get()
    assert (photo.state, photo.width, photo.height) == (PhotoState.READY, 640, 480)
    assert len(photo_files()) == 6


def test_photo_without_any_file_is_given_up():
    make_report(photos=[picture()])
    for name in photo_files():
        Path(django_settings.MEDIA_ROOT, name).unlink()
    work()
    assert Photo.objects.get().state == PhotoState.FAILED


def rewritten(path: Path, *, without: str = "", extra: str = "") -> Path:
    """The same backup with one file less or one more."""
    other = path.with_name("other.tar")
    with tarfile.open(path) as source, tarfile.open(other, "w") as target:
        if extra:
            target.addfile(tarfile.TarInfo(extra), io.BytesIO())
        for entry in source:
            if entry.name != without:
                target.addfile(entry, source.extractfile(entry))
    return other


@pytest.mark.parametrize("part", ["manifest.json", "database.dump"])
def test_incomplete_backup_is_refused(part: str):
    make_report()
    before, path = state(), rewritten(backup.make(), without=part)
    with pytest.raises(backup.Refused, match=r"bukan cadangan portal, atau terpotong\.$"):
        backup.restore(path, force=True)
    assert state() == before


@pytest.mark.parametrize("length", [0, 100, 20_000])
def test_torn_file_is_refused(length: int):
    make_report()
    before, path = state(), backup.make()
    os.truncate(path, length)
    with pytest.raises(backup.Refused, match=r"bukan cadangan portal, atau terpotong\.$"):
        backup.restore(path, force=True)
    assert state() == before


def test_damaged_database_is_refused_and_nothing_lost():
    make_report()
    before, path = state(), backup.make()
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"\0" * 4096)
    with pytest.raises(backup.Refused, match=r"^pg_restore gagal: "):
        backup.restore(path, force=True)
    assert state() == before


def test_missing_file_is_one_sentence(tmp_path: Path):
    with pytest.raises(CommandError) as refused:
        call_command("restore", str(tmp_path / "no.tar"), verbosity=0)
    assert str(refused.value) == f"{tmp_path}/no.tar: No such file or directory."


def test_strangers_file_cannot_write_outside_the_photos(tmp_path: Path):
    path = rewritten(backup.make(), extra="media/../../escaped")
    with pytest.raises(backup.Refused, match=r"^Nama berkas di dalam cadangan tidak wajar"):
        backup.restore(path, force=True)
    assert [found.name for found in tmp_path.parent.rglob("escaped")] == []


def test_backup_of_a_newer_version_is_refused():
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('x', '9999', now())")
        path = backup.make()
        cursor = connection.cursor()
        cursor.execute("DELETE FROM django_migrations WHERE app = 'x'")
    with pytest.raises(backup.Refused, match=r"dibuat oleh versi portal yang lebih baru \(x\.9999\)\.$"):
        backup.restore(path, force=True)


def test_portal_must_be_stopped_before_it_is_replaced():
    path = backup.make()
    with psycopg.connect(tools._address()):
        for replace in (backup.reset, lambda: backup.restore(path, force=True)):
            with pytest.raises(backup.Refused, match=r"^Portal masih berjalan; hentikan dulu"):
                replace()


def test_two_backups_at_once_are_refused():
    def again(files: list[Path]) -> list[Path]:
        with pytest.raises(backup.Refused, match=r"^Cadangan lain sedang dibuat"):
            backup.make()
        return files

    make_report(photos=[picture()])
    assert backup.make(again).exists()


def test_full_disk_is_one_sentence():
    with pytest.raises(backup.Refused) as refused:
        tools.dump(Path("/dev/full"))
    assert str(refused.value) == "Cakram penuh: PostgreSQL tidak dapat menulis."


@pytest.mark.parametrize(
    ("script", "left"),
    [(b"a\nSET x = 0;\nb\nSET x = 0;\n", b"a\nb\nSET x = 0;\n"), (b"a\nb\n", b"a\nb\n")],
)
def test_setting_that_an_older_server_does_not_know_is_left_out(tmp_path: Path, script: bytes, left: bytes):
    (tmp_path / "old").write_bytes(script)
    tools._copy_without(b"SET x = 0;", tmp_path / "old", tmp_path / "new")
    assert (tmp_path / "new").read_bytes() == left


def test_password_stays_off_the_command_line(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "rahasia")
    assert f"dbname={connection.settings_dict['NAME']}" in tools._address()
    assert "rahasia" not in tools._address()


def test_demo_reset_leaves_a_real_server_alone():
    make_report()
    before = state()
    with pytest.raises(CommandError) as refused:
        call_command("demo_reset", yes=True)
    assert str(refused.value) == "DATABASE_URL menunjuk ke server sungguhan; datanya tidak dihapus."
    assert state() == before


def test_job_of_a_killed_worker_is_taken_up_again():
    make_report(photos=[picture()])
    strand(attempts=1)
    retry_stalled.defer(timestamp=0)
    work()
    assert Photo.objects.get().state == PhotoState.READY


def test_job_that_kills_every_worker_is_given_up():
    make_report(photos=[picture()])
    strand(attempts=5)
    retry_stalled.defer(timestamp=0)
    work()
    assert Photo.objects.get().state == PhotoState.PENDING


def strand(attempts: int) -> None:
    """As a worker leaves its job when it is killed."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = %s", [attempts])


def test_commands_on_the_embedded_database():
    with open_folder() as folder:
        installation = Installation(folder / "var")
        try:
            assert installation.do("manage.py", "demo_reset") == (
                1,
                "",
                "Dibatalkan; tidak ada yang dihapus.\n",
            )
            code, out, err = installation.do("manage.py", "demo_reset", "--yes")
            assert (code, out.splitlines()[-1].partition(" ")[2], err) == (0, "laporan contoh siap.", "")
            code, out, err = installation.do("manage.py", "backup", "-v0")
            (path,) = (folder / "var" / "backups").glob("*.tar")
            assert (code, out.splitlines()[-1].partition(" (")[0], err) == (0, str(path), "")
            code, out, err = installation.do("manage.py", "restore", str(path), "-v0")
            sentence = "Basis data ini sudah berisi; --force menggantinya dengan isi cadangan.\n"
            assert (code, out, err) == (1, "", sentence)
            assert installation.do("manage.py", "restore", str(path), "--force", "-v0")[0] == 0
        finally:
            installation.remove()
