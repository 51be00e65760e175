"""The file: a tar of database.dump, media/… and, last, manifest.json, which says that all is there."""

import contextlib
import fcntl
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from portal.backup import tools
from portal.backup.problems import Refused, one_sentence

DUMP, MEDIA, MANIFEST = "database.dump", "media/", "manifest.json"
FORMAT = 1

Progress = Callable[[list[Path]], Iterable[Path]]


def folder() -> Path:
    """Where backups are written."""
    return Path(settings.VAR_DIR) / "backups"


def make(progress: Progress = iter) -> Path:
    """A new backup, readable by its owner only; it has its name only once it is whole and on disk.

    The database goes first, then the photos: a photo without a row harms nobody, a row without its photo
    does. Raises Refused.
    """
    where = folder()
    with one_sentence(where), _alone(where):
        target = where / f"portal-{timezone.localtime():%Y%m%d-%H%M%S}.tar"
        dumped, fresh = where / "dump.partial", where / "tar.partial"
        try:
            tools.dump(dumped)
            _write(fresh, dumped, progress)
            fresh.rename(target)
            _sync(where)
        finally:
            for path in (dumped, fresh):
                path.unlink(missing_ok=True)
    return target


@contextlib.contextmanager
def _alone(where: Path) -> Iterator[None]:
    where.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (where / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused("Cadangan lain sedang dibuat; tunggu sampai selesai.") from None
        # What a backup that was killed left behind.
        for path in where.glob("*.partial"):
            path.unlink()
        yield


def _write(target: Path, dumped: Path, progress: Progress) -> None:
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            tar.add(dumped, DUMP)
            count = _add_photos(tar, progress)
            _add_manifest(tar, {"photos": count, "migrations": applied_migrations()})
        file.flush()
        os.fsync(file.fileno())


def _add_photos(tar: tarfile.TarFile, progress: Progress) -> int:
    """All, and those that came meanwhile: rendering writes its files first, then deletes the original.

    A row from before and files from after find each other in `services.render_photo`.
    """
    added: set[Path] = set()
    while fresh := [path for path in photos() if path not in added]:
        added.update(path for path in progress(fresh) if _add(tar, path))
    return len(added)


def photos() -> list[Path]:
    """All files of the private storage."""
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def _add(tar: tarfile.TarFile, path: Path) -> bool:
    try:
        tar.add(path, MEDIA + str(path.relative_to(settings.MEDIA_ROOT)), recursive=False)
    except FileNotFoundError:
        # Rendered or withdrawn since the list was made.
        return False
    return True


def _add_manifest(tar: tarfile.TarFile, facts: dict[str, Any]) -> None:
    facts |= {"format": FORMAT, "made_at": timezone.now().isoformat()}
    content = json.dumps(facts, indent=1).encode()
    entry = tarfile.TarInfo(MANIFEST)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))


def applied_migrations() -> list[str]:
    """What the database has been through, as app.name."""
    return sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())


def _sync(where: Path) -> None:
    """The new name, too, must survive a power cut."""
    handle = os.open(where, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[tuple[tarfile.TarFile, dict[str, Any]]]:
    """A whole backup and its manifest. Raises Refused for a torn file, or something else."""
    try:
        with tarfile.open(path, "r:") as tar:
            manifest = _manifest(tar, path)
            yield tar, manifest
    except tarfile.TarError as error:
        raise Refused(f"{path} bukan cadangan portal, atau terpotong.") from error


def _manifest(tar: tarfile.TarFile, path: Path) -> dict[str, Any]:
    entries = tar.getmembers()
    names = {entry.name for entry in entries}
    if not entries or entries[-1].name != MANIFEST or DUMP not in names:
        raise Refused(f"{path} bukan cadangan portal, atau terpotong.")
    content = tar.extractfile(MANIFEST)
    manifest: dict[str, Any] = json.load(content) if content else {}
    if manifest.get("format") != FORMAT:
        raise Refused(f"{path} dibuat oleh versi portal yang lain.")
    return manifest
