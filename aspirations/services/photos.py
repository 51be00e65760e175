"""Photos of a report: kept in private storage, shown in what the worker makes of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations import receipts
from aspirations.media.files import (
    Made,
    delete_files,
    derivative_names,
    forget_originals,
    make,
    store_originals,
)
from aspirations.models import PENDING, Approval, Aspiration, Audience, EventKind, Photo, PhotoState, Stage
from aspirations.services import allowances, jobs
from aspirations.services.actors import Actor
from aspirations.services.errors import Refused
from aspirations.services.history import record

STASH_HOURS = 24
MOST_PER_REPORT = 30


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
        store_originals(photos, files)
        return Photo.objects.bulk_create(photos)
    except BaseException:
        forget_originals(photos)
        raise


def render_photo(photo_id: int) -> None:
    """Makes the derivatives and drops the original with its metadata; safe to run twice.

    A file that cannot be read is marked as failed: no retry would help. Raises RenderingFailed where one may;
    the original then stays.
    """
    photo = Photo.objects.filter(pk=photo_id, state=PhotoState.PENDING).first()
    if photo is None:
        return
    made = make(photo, str(photo.original.name or photo.source.name), photo.boxes)
    if made is None:
        _give_up(photo)
    else:
        _finish(photo, made)


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


@transaction.atomic
def _finish(photo: Photo, made: Made) -> None:
    columns: dict[str, Any] = {"state": PhotoState.READY, "original": ""}
    columns |= {"width": made.width, "height": made.height}
    # Of what was sent: a painted box is no likeness.
    if not photo.boxes:
        columns["fingerprint"] = made.fingerprint
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


def names_of(photo: Photo) -> list[str]:
    """Every file of a photo."""
    kept = [str(field.name) for field in (photo.original, photo.source) if field]
    return kept + derivative_names(photo)
