"""Faces and plates are painted over in the files themselves; see docs/decisions on redaction."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from aspirations.media import boxes as shapes
from aspirations.media.files import delete_files, derivative_names, derivative_path
from aspirations.media.render import WIDTHS
from aspirations.models import Aspiration, Audience, EventKind, Photo, PhotoState
from aspirations.services import jobs
from aspirations.services.actors import Actor
from aspirations.services.errors import Conflict, Refused
from aspirations.services.history import record
from aspirations.workflow import CLOSED

# After a report ended, until when what was painted over can be uncovered.
SOURCE_DAYS = 30


def redact(photo: Photo, boxes: Sequence[Sequence[float]], *, actor: Actor) -> Photo:
    """Paints these parts over, instead of those painted before; none uncovers the photo.

    It leaves every page until the worker has made it anew, and comes back under another address. Raises
    Refused, and Conflict where somebody else was faster.
    """
    try:
        wanted = [list(box) for box in shapes.read(boxes)]
    except (TypeError, ValueError):
        raise Refused(_("Kotak ini terlalu kecil, terlalu banyak, atau di luar foto.")) from None
    with transaction.atomic():
        return _redact(photo, wanted, actor)


def _redact(photo: Photo, wanted: list[list[float]], actor: Actor) -> Photo:
    held = Photo.objects.select_for_update().get(pk=photo.pk)
    report = held.aspiration or (held.approval.aspiration if held.approval else None)
    if held.uuid != photo.uuid or report is None:
        raise Conflict(_("Foto ini baru saja diubah orang lain. Buka lagi, lalu ulangi."))
    if held.state != PhotoState.READY and not held.source:
        raise Refused(_("Foto ini belum siap. Coba lagi sebentar."))
    if wanted == held.boxes:
        raise Refused(_("Tidak ada yang berubah."))
    old, before = held.uuid, derivative_names(held)
    if not held.source:
        with default_storage.open(derivative_path(held, WIDTHS[-1], "jpg")) as largest:
            held.source.save("source", File(largest), save=False)
    held.uuid, held.boxes, held.state = uuid.uuid4(), wanted, PhotoState.PENDING
    held.save(update_fields=["uuid", "boxes", "state", "source"])
    Aspiration.objects.filter(pk=report.pk, public_thumbnail=old).update(public_thumbnail=None)
    at = timezone.now()
    record(report, EventKind.REDACTED, actor=actor, at=at, audience=Audience.STAFF, text=_told(len(wanted)))
    jobs.render_photos([held.pk])
    # Copies that somebody's browser or a proxy keeps stand under an address that is no more.
    transaction.on_commit(lambda: delete_files(before))
    return held


def _told(count: int) -> str:
    # The history is kept in one language.
    with override(settings.LANGUAGE_CODE):
        if not count:
            return _("Semua penutup dilepas.")
        return ngettext("%(count)d bagian ditutup.", "%(count)d bagian ditutup.", count) % {"count": count}


def open_source(photo: Photo) -> Any:
    """The file on which staff draw: as it was before anything was painted over. Raises FileNotFoundError."""
    return default_storage.open(str(photo.source.name) or derivative_path(photo, WIDTHS[-1], "jpg"))


def drop_sources() -> int:
    """Forgets what was painted over in reports that ended SOURCE_DAYS ago; returns how many."""
    limit = timezone.now() - timedelta(days=SOURCE_DAYS)
    ended = Photo.objects.exclude(source="").filter(
        state=PhotoState.READY, aspiration__status__in=CLOSED, aspiration__status_since__lt=limit
    )
    count = 0
    for photo in ended.iterator():
        name = str(photo.source.name)
        changed = Photo.objects.filter(pk=photo.pk, uuid=photo.uuid).update(source="", boxes=[])
        if changed:
            delete_files([name])
            count += 1
    return count
