"""What the public may read: the cleaned text, the chosen photos, or nothing any more."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations import search
from aspirations.masking import mask
from aspirations.models import Aspiration, Audience, EventKind, Photo, PhotoState
from aspirations.permissions import may_show_point
from aspirations.services.actors import Actor
from aspirations.services.errors import Conflict, PublicationRefused
from aspirations.services.history import record
from aspirations.workflow import Publication, Status

_SHOWN = ("status", "publication", "public_title", "public_text", "public_place", "public_thumbnail")
NEVER_PUBLIC = frozenset({Status.MERGED, Status.WITHDRAWN, Status.REJECTED})


@transaction.atomic
def publish(
    report: Aspiration,
    *,
    title: str,
    text: str,
    actor: Actor,
    place: str = "",
    photos: Sequence[str] = (),
    show_point: bool = False,
    at: datetime | None = None,
) -> Aspiration:
    """Shows a cleaned title, text and place, and the photos whose ids are given, to everybody.

    Identity numbers, phone numbers and addresses that slipped through are masked once more. Publishing again
    replaces what is shown and keeps the first date. Raises PublicationRefused.
    """
    _check(report, title, text)
    at = at or timezone.now()
    title, text, place = (mask(part.strip()) for part in (title, text, place))
    shown = _choose_photos(report, photos)
    # Only over what this clerk had before: another may have shown a text of their own.
    unchanged = {name: getattr(report, name) for name in _SHOWN}
    changed = Aspiration.objects.filter(pk=report.pk, **unchanged).update(
        publication=Publication.PUBLISHED,
        published_at=report.published_at or at,
        public_title=title,
        public_text=text,
        public_thumbnail=shown[0] if shown else None,
        public_place=place,
        point_is_public=show_point and may_show_point(report),
        public_search=_vector(report.village.name, title, text, place, report.public_answer),
    )
    if not changed:
        raise Conflict(_("Laporan ini baru saja diubah orang lain. Muat ulang halaman, lalu coba lagi."))
    record(
        report,
        EventKind.PUBLISHED,
        actor=actor,
        at=at,
        audience=Audience.REPORTER,
        details={"title": title, "text": text, "place": place},
    )
    report.refresh_from_db()
    return report


def _check(report: Aspiration, title: str, text: str) -> None:
    if report.is_confidential:
        raise PublicationRefused(_("Laporan rahasia tidak pernah ditayangkan."))
    if report.status in NEVER_PUBLIC:
        raise PublicationRefused(
            _("Laporan berstatus “%(status)s” tidak ditayangkan.") % {"status": report.get_status_display()}
        )
    if not title.strip() or not text.strip():
        raise PublicationRefused(_("Judul dan isi publik harus diisi."))


def _choose_photos(report: Aspiration, chosen: Sequence[str]) -> list[Any]:
    photos = Photo.objects.filter(aspiration=report)
    photos.filter(is_public=True).exclude(uuid__in=chosen).update(is_public=False)
    photos.filter(uuid__in=chosen).exclude(state=PhotoState.FAILED).update(is_public=True)
    return list(photos.filter(is_public=True).values_list("uuid", flat=True))


def _vector(village: str, title: str, text: str, place: str, answer: str) -> Any:
    return search.vector(title, text, f"{village} {place}", answer)


@transaction.atomic
def hide(report: Aspiration, *, actor: Actor, reason: str = "") -> Aspiration:
    """Takes a report from the public pages; what was prepared for them is kept. Raises PublicationRefused."""
    changed = Aspiration.objects.filter(pk=report.pk, publication=Publication.PUBLISHED).update(
        **hidden_columns()
    )
    if not changed:
        raise PublicationRefused(_("Laporan ini tidak sedang ditayangkan."))
    record(
        report,
        EventKind.HIDDEN,
        actor=actor,
        at=timezone.now(),
        audience=Audience.STAFF,
        text=reason.strip(),
    )
    report.refresh_from_db()
    return report


def hidden_columns() -> dict[str, Any]:
    """What hiding writes."""
    return {"publication": Publication.HIDDEN, "public_search": None}


def moved_columns(report: Aspiration, village: str) -> dict[str, Any]:
    """What another desa, by its name, changes for the public."""
    if not report.is_public:
        return {}
    texts = (report.public_title, report.public_text, report.public_place, report.public_answer)
    return {"public_search": _vector(village, *texts)}


def public_answer_columns(report: Aspiration, answer: str) -> dict[str, Any]:
    """What an answer changes for the public."""
    columns: dict[str, Any] = {"public_answer": mask(answer)}
    if report.is_public:
        texts = (report.public_title, report.public_text, report.public_place, mask(answer))
        columns["public_search"] = _vector(report.village.name, *texts)
    return columns
