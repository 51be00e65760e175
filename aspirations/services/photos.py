"""Photos of a report: kept in private storage, shown in what the worker makes of them."""

import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from aspirations import receipts
from aspirations.media.fingerprint import fingerprint
from aspirations.media.render import UNREADABLE, WIDTHS
from aspirations.models import PENDING, Approval, Aspiration, Audience, EventKind, Photo, PhotoState, Stage
from aspirations.services import allowances, jobs
from aspirations.services.actors import Actor
from aspirations.services.errors import Refused
from aspirations.services.history import record

STASH_HOURS = 24
RENDER_SECONDS = 120
MOST_PER_REPORT = 30
# Said by the child, or ended by its CPU limit or by a decoder that crashed on the file.
_FAULT_OF_THE_FILE = {UNREADABLE, -signal.SIGXCPU, -signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS}


def derivative_path(photo: Photo, width: int, extension: str) -> str:
    """Where a derivative lies in storage."""
    return f"photos/{photo.uuid.hex[:2]}/{photo.uuid.hex}/{width}.{extension}"


def derivative_names(photo: Photo) -> list[str]:
    """All of them."""
    return [derivative_path(photo, width, extension) for width in WIDTHS for extension in ("webp", "jpg")]


def stash_photos(
    token: str, files: Sequence[File], *, kept: Sequence[str] = (), address: str = ""
) -> list[Photo]:
    """Keeps the photos of a form that has errors for a day, beside those of `kept`; returns all that wait.

    Raises Refused, and keeps none of `files`, where too much waits already from this address or in all.
    """
    waiting = waiting_photos(token, kept)
    new = files[: max(settings.PHOTO_MAX_COUNT - len(waiting), 0)]
    if not new:
        return waiting
    allowances.take(address, sum(file.size or 0 for file in new))
    return waiting + _store(new, token_hash=receipts.digest(token))


def keep_photos(
    token: str, files: Sequence[File], *, kept: Sequence[str], address: str
) -> tuple[list[Photo], str]:
    """As `stash_photos`, for a form that goes on without them where it is refused: what waits, and why."""
    try:
        return stash_photos(token, files, kept=kept, address=address), ""
    except Refused as refused:
        return waiting_photos(token, kept), str(refused)


def waiting_photos(token: str, kept: Sequence[str]) -> list[Photo]:
    """Those of the photos in `kept` that wait for this form."""
    if not kept:
        return []
    return list(
        Photo.objects.filter(token_hash=receipts.digest(token), aspiration__isnull=True, uuid__in=kept)
    )


def attach_photos(
    report: Aspiration,
    *,
    token: str,
    files: Sequence[File],
    kept: Sequence[str],
    actor: Actor,
    at: datetime,
) -> None:
    """Gives a new report its photos; must run in the report's transaction."""
    photos = waiting_photos(token, kept)
    if photos:
        ids = [photo.pk for photo in photos]
        Photo.objects.filter(pk__in=ids).update(aspiration=report, token_hash="")
    room = max(settings.PHOTO_MAX_COUNT - len(photos), 0)
    photos += _store(files[:room], aspiration=report, added_by=actor.user)
    jobs.render_photos([photo.pk for photo in photos])


@transaction.atomic
def add_photos(
    report: Aspiration,
    files: Sequence[File],
    *,
    actor: Actor,
    stage: str = Stage.REPORT,
    at: datetime | None = None,
) -> list[Photo]:
    """More photos for a report that is under way, by the reporter or as evidence by staff."""
    if not files:
        return []
    # Others may be adding too; they count after us.
    Aspiration.objects.select_for_update().only("pk").get(pk=report.pk)
    if report.photos.count() + len(files) > MOST_PER_REPORT:
        raise Refused(_("Laporan ini sudah memiliki terlalu banyak foto."))
    at = at or timezone.now()
    photos = _store(files, aspiration=report, stage=stage, by_staff=actor.is_staff, added_by=actor.user)
    if not actor.is_staff:
        Aspiration.objects.filter(pk=report.pk).update(has_unread_reply=True)
    record(report, EventKind.PHOTOS, actor=actor, at=at, audience=Audience.REPORTER)
    jobs.render_photos([photo.pk for photo in photos])
    return photos


def hold_photos(approval: Approval, files: Sequence[File], *, stage: str) -> list[Photo]:
    """Evidence that waits with a proposed answer; must run in its transaction. Raises Refused."""
    if not files:
        return []
    held = Photo.objects.filter(Q(approval=approval) | Q(aspiration=approval.aspiration_id)).count()
    if held + len(files) > MOST_PER_REPORT:
        raise Refused(_("Laporan ini sudah memiliki terlalu banyak foto."))
    photos = _store(files, approval=approval, stage=stage, by_staff=True, added_by=approval.proposer)
    jobs.render_photos([photo.pk for photo in photos])
    return photos


def release_photos(approval: Approval, report: Aspiration, *, actor: Actor, at: datetime) -> None:
    """The answer was approved: its evidence is the report's."""
    if Photo.objects.filter(approval=approval).update(aspiration=report, approval=None):
        record(report, EventKind.PHOTOS, actor=actor, at=at, audience=Audience.REPORTER)


def _store(files: Sequence[File], **fields: object) -> list[Photo]:
    """New photos, with one INSERT however many they are."""
    photos = [Photo(**fields) for __ in files]
    try:
        for photo, file in zip(photos, files, strict=True):
            photo.original.save("original", file, save=False)
        return Photo.objects.bulk_create(photos)
    except BaseException:
        for photo in photos:
            if photo.original:
                default_storage.delete(str(photo.original.name))
        raise


def render_photo(photo_id: int) -> None:
    """Makes the derivatives and drops the original with its metadata; safe to run twice.

    A file that cannot be read is marked as failed: no retry would help. Raises RenderingFailed where one may;
    the original then stays.
    """
    photo = Photo.objects.filter(pk=photo_id, state=PhotoState.PENDING).first()
    if photo is None:
        return
    name = str(photo.original.name or photo.source.name)
    if not name or not default_storage.exists(name):
        _do_without_original(photo)
        return
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "source")
        with default_storage.open(name) as original, source.open("wb") as copy:
            for chunk in File(original).chunks():
                copy.write(chunk)
        made = _render(source, Path(folder), photo.boxes)
        if made is None:
            _give_up(photo)
            return
        for width in WIDTHS:
            for extension in ("webp", "jpg"):
                _replace(derivative_path(photo, width, extension), Path(folder, f"{width}.{extension}"))
    _finish(photo, *made)


def _do_without_original(photo: Photo) -> None:
    """A backup may hold the row from before it was rendered, and the files from after."""
    if not all(default_storage.exists(name) for name in derivative_names(photo)):
        _give_up(photo)
        return
    with default_storage.open(derivative_path(photo, WIDTHS[-1], "jpg")) as file, Image.open(file) as image:
        made = (*image.size, fingerprint(image))
    _finish(photo, *made)


@transaction.atomic
def _give_up(photo: Photo) -> None:
    """Pages must not point at what will never be there, and nobody needs the original with its metadata."""
    original = str(photo.original.name)
    given_up = Photo.objects.filter(pk=photo.pk, uuid=photo.uuid, state=PhotoState.PENDING).update(
        state=PhotoState.FAILED, is_public=False, original=""
    )
    if not given_up:
        return
    if original:
        transaction.on_commit(lambda: default_storage.delete(original))
    if photo.aspiration is not None:
        others = photo.aspiration.photos.filter(is_public=True)
        Aspiration.objects.filter(pk=photo.aspiration.pk, public_thumbnail=photo.uuid).update(
            public_thumbnail=others.values_list("uuid", flat=True).first()
        )


class RenderingFailed(Exception):
    """Through no fault of the file: a full disk, a kill from outside. Another try may succeed."""


def _render(source: Path, folder: Path, boxes: Sequence[Any]) -> tuple[int, int, int | None] | None:
    """Width, height and fingerprint of the largest, or None for a file that no retry makes readable."""
    command = [sys.executable, "-m", "aspirations.media.render", str(source), str(folder)]
    try:
        done = subprocess.run(
            [*command, str(settings.PHOTO_MAX_PIXELS), *([json.dumps(boxes)] if boxes else [])],
            capture_output=True,
            check=True,
            text=True,
            timeout=RENDER_SECONDS,
            cwd=settings.BASE_DIR,
        )
    except subprocess.CalledProcessError as failure:
        if failure.returncode in _FAULT_OF_THE_FILE:
            return None
        raise RenderingFailed(f"exit {failure.returncode}") from None
    except subprocess.TimeoutExpired:
        raise RenderingFailed(f"not done in {RENDER_SECONDS} s") from None
    width, height, bits = done.stdout.split()
    return int(width), int(height), None if bits == "-" else int(bits)


def _replace(name: str, path: Path) -> None:
    # A job that died half-way left this name behind; storage would invent another one.
    if default_storage.exists(name):
        default_storage.delete(name)
    with path.open("rb") as file:
        default_storage.save(name, File(file))


@transaction.atomic
def _finish(photo: Photo, width: int, height: int, fingerprint: int | None) -> None:
    columns: dict[str, Any] = {"state": PhotoState.READY, "width": width, "height": height, "original": ""}
    # Of what was sent: a painted box is no likeness.
    if not photo.boxes:
        columns["fingerprint"] = fingerprint
    done = Photo.objects.filter(pk=photo.pk, uuid=photo.uuid, state=PhotoState.PENDING).update(**columns)
    if not done:
        # It was redacted anew meanwhile; what was made of it shows too much.
        transaction.on_commit(lambda: delete_files(derivative_names(photo)))
        return
    gone = [str(photo.original.name)] if photo.original else []
    if photo.source and not photo.boxes:
        # Nothing is hidden any more, so there is nothing to go back to.
        gone.append(str(photo.source.name))
        Photo.objects.filter(pk=photo.pk).update(source="")
    transaction.on_commit(lambda: delete_files(gone))
    if photo.is_public and photo.aspiration_id:
        Aspiration.objects.filter(pk=photo.aspiration_id, public_thumbnail=None).update(
            public_thumbnail=photo.uuid
        )


def drop_stale_photos() -> int:
    """Deletes photos whose form was never sent, or whose answer was never approved; returns how many."""
    limit = timezone.now() - timedelta(hours=STASH_HOURS)
    lost = Q(approval__isnull=True) | ~Q(approval__state__in=PENDING)
    stale = Photo.objects.filter(lost, aspiration__isnull=True, created_at__lt=limit)
    count = 0
    for photo in stale.iterator():
        # The form may be sent at this very moment; its photos are then a report's.
        deleted, __ = Photo.objects.filter(pk=photo.pk, aspiration__isnull=True).delete()
        if deleted:
            delete_files(names_of(photo))
            count += 1
    return count


def delete_files(names: Sequence[str]) -> None:
    """What is not there is no error."""
    for name in names:
        default_storage.delete(name)


def names_of(photo: Photo) -> list[str]:
    """Every file of a photo."""
    kept = [str(field.name) for field in (photo.original, photo.source) if field]
    return kept + derivative_names(photo)
