"""A backup takes the place of what is there."""

import shutil
import tarfile
import tempfile
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from aspirations.models import Aspiration
from portal.backup import tools
from portal.backup.archive import DUMP, MEDIA, Progress, opened, photos
from portal.backup.problems import Refused, one_sentence
from portal.backup.reset import EMPTY, refuse_while_others_use


def restore(path: Path, *, force: bool = False, progress: Progress = iter) -> None:
    """Database and photos as they were; `force` replaces what is there. Raises Refused, and then keeps it.

    Photos are added first and the surplus is deleted last, around the one transaction that replaces the
    database: whatever happens in between, no row is without its photo.
    """
    with one_sentence(path), opened(path) as (tar, manifest):
        _refuse_newer(path, manifest)
        if not force and _has_data():
            raise Refused("Basis data ini sudah berisi; --force menggantinya dengan isi cadangan.")
        refuse_while_others_use()
        with tempfile.TemporaryDirectory(prefix="restore-", dir=settings.VAR_DIR) as folder:
            script = _script(tar, Path(folder))
            kept = _add_photos(tar, progress)
            empty = Path(folder, "empty.sql")
            empty.write_text(EMPTY)
            tools.run_sql(empty, script)
    # A backup of an older version is brought up to this one.
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    ContentType.objects.clear_cache()
    _delete_other_photos(kept)


def _refuse_newer(path: Path, manifest: dict[str, Any]) -> None:
    ours = {".".join(key) for key in MigrationLoader(None).disk_migrations}
    if unknown := set(manifest["migrations"]) - ours:
        raise Refused(f"{path} dibuat oleh versi portal yang lebih baru ({min(unknown)}).")


def _has_data() -> bool:
    tables = connection.introspection.table_names()
    models = (get_user_model(), Aspiration)
    return any(model._meta.db_table in tables and model.objects.exists() for model in models)


def _script(tar: tarfile.TarFile, folder: Path) -> Path:
    dumped, script = folder / DUMP, folder / "database.sql"
    _copy(tar, DUMP, dumped)
    tools.to_sql(dumped, script)
    dumped.unlink()
    return script


def _add_photos(tar: tarfile.TarFile, progress: Progress) -> set[Path]:
    names = [entry.name for entry in tar.getmembers() if entry.name.startswith(MEDIA) and entry.isfile()]
    kept = set()
    for name in progress([Path(name) for name in names]):
        target = _target(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f".{target.name}.partial")
        _copy(tar, str(name), fresh)
        fresh.replace(target)
        kept.add(target)
    return kept


def _target(name: Path) -> Path:
    """A file of a stranger's archive must not climb out of the folder."""
    inside = PurePosixPath(name).relative_to(MEDIA)
    if inside.is_absolute() or ".." in inside.parts:
        raise Refused(f"Nama berkas di dalam cadangan tidak wajar: {name}.")
    return Path(settings.MEDIA_ROOT, inside)


def _copy(tar: tarfile.TarFile, name: str, target: Path) -> None:
    source = tar.extractfile(name)
    if source is None:
        raise Refused(f"Nama berkas di dalam cadangan tidak wajar: {name}.")
    with source, target.open("wb") as file:
        shutil.copyfileobj(source, file)


def _delete_other_photos(kept: set[Path]) -> None:
    for path in set(photos()) - kept:
        path.unlink()
