"""Small writes of the desk: a wrong category, a reply that was read."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from aspirations import search
from aspirations.models import Aspiration, Audience, EventKind, Kind, Weight
from aspirations.permissions import may_review
from aspirations.services.actors import Actor
from aspirations.services.errors import Conflict, Refused
from aspirations.services.history import record
from aspirations.services.promises import reweighed_columns
from aspirations.services.publication import hide, moved_columns
from aspirations.services.routing import reroute
from government.models import Category, Region


@transaction.atomic
def correct(
    report: Aspiration,
    *,
    category: Category,
    village: Region,
    kind: str,
    actor: Actor,
    weight: str | None = None,
) -> Aspiration:
    """Puts a report where it belongs; its number stands, and the promise unless its weight changes.

    A category that waits for the camat's eye is left only by somebody who has it; a public report that
    enters one is hidden until then. Raises Refused where nothing would change, the village lies in another
    kecamatan, or the actor may not.
    """
    reviews = actor.user is not None and may_review(actor.user, report)
    if report.category.needs_review and not category.needs_review and not reviews:
        raise Refused(_("Kategori ini hanya dapat diganti oleh yang boleh menayangkannya."))
    if report.category.answer_needs_approval and not category.answer_needs_approval and not reviews:
        raise Refused(_("Kategori ini hanya dapat diganti oleh yang boleh menyetujui tanggapannya."))
    if village.parent_id != report.village.parent_id:
        raise Refused(_("Desa itu di kecamatan lain."))
    weight = weight or report.weight
    changes = _changes(report, category, village, kind, weight)
    if not changes:
        raise Refused(_("Tidak ada yang berubah."))
    unchanged = {
        "category": report.category_id,
        "village": report.village_id,
        "kind": report.kind,
        "weight": report.weight,
        # A new weight moves the clock from where it was read.
        "status_since": report.status_since,
    }
    changed = Aspiration.objects.filter(pk=report.pk, **unchanged).update(
        category=category,
        village=village,
        kind=kind,
        staff_search=search.vector(
            report.title, report.text, f"{village.name} {report.canal} {report.landmark}"
        ),
        **(reweighed_columns(report, category, kind, weight) if weight != report.weight else {}),
        **moved_columns(report, village.name),
        **({"point_is_public": False} if category.is_sensitive else {}),
    )
    if not changed:
        raise Conflict(_("Laporan ini baru saja diubah orang lain. Muat ulang halaman, lalu coba lagi."))
    record(
        report,
        EventKind.CORRECTED,
        actor=actor,
        at=timezone.now(),
        audience=Audience.STAFF,
        text="; ".join(f"{label}: {old} → {new}" for label, old, new in changes),
        details={"changes": changes},
    )
    report.refresh_from_db()
    report = reroute(report, at=timezone.now())
    if report.is_public and category.needs_review and not reviews:
        with override(settings.LANGUAGE_CODE):
            return hide(report, actor=actor, reason=_("Menunggu penayangan oleh camat"))
    return report


def _changes(
    report: Aspiration, category: Category, village: Region, kind: str, weight: str
) -> list[list[str]]:
    """Label, old and new of what is another."""
    # The history is kept in one language, whichever the clerk works in.
    with override(settings.LANGUAGE_CODE):
        rows = (
            (_("Kategori"), report.category, category),
            (_("Desa"), report.village, village),
            (_("Jenis"), report.get_kind_display(), Kind(kind).label),
            (_("Bobot"), report.get_weight_display(), Weight(weight).label),
        )
        return [[str(part) for part in row] for row in rows if str(row[1]) != str(row[2])]


def mark_read(report: Aspiration) -> None:
    """The reply was read; nothing else is owed."""
    Aspiration.objects.filter(pk=report.pk).update(has_unread_reply=False)
