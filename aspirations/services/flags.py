"""Marks reports for others to look at, and takes the mark away; only staff read of it."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from aspirations.models import Aspiration, Audience, Batch, BatchItem, EventKind, Flag, FlagReason
from aspirations.permissions import part_of
from aspirations.services.actors import Actor
from aspirations.services.errors import Refused
from aspirations.services.history import record
from aspirations.verbs import ManyVerb, register


@transaction.atomic
def flag(report: Aspiration, reason: str, *, actor: Actor, note: str = "") -> Flag:
    """Marks it. Raises Refused for another reason without words, and where it is marked already."""
    note = note.strip()
    if reason not in FlagReason.values:
        raise Refused(_("Pilih alasannya."))
    if reason == FlagReason.OTHER and not note:
        raise Refused(_("Tulis alasannya."))
    made, created = Flag.objects.get_or_create(
        aspiration=report, defaults={"reason": reason, "note": note, "user": actor.user}
    )
    if not created:
        raise Refused(_("Laporan ini sudah ditandai."))
    # The history is kept in one language, whichever the clerk works in.
    with override(settings.LANGUAGE_CODE):
        text = str(made)
    record(report, EventKind.FLAGGED, actor=actor, at=timezone.now(), audience=Audience.STAFF, text=text)
    return made


@transaction.atomic
def unflag(report: Aspiration, *, actor: Actor, note: str = "") -> None:
    """Takes the mark away. Raises Refused where there is none."""
    deleted, __ = Flag.objects.filter(aspiration=report).delete()
    if not deleted:
        raise Refused(_("Laporan ini tidak ditandai."))
    record(
        report,
        EventKind.UNFLAGGED,
        actor=actor,
        at=timezone.now(),
        audience=Audience.STAFF,
        text=note.strip(),
    )


def _obstacle(report: Aspiration, user: Any) -> str:
    if part_of(user, report) is None:
        return _("Anda tidak berwenang mengubah laporan ini.")
    return ""


def _flag_obstacle(report: Aspiration, user: Any) -> str:
    return _obstacle(report, user) or (_("Sudah ditandai.") if hasattr(report, "flag") else "")


def _unflag_obstacle(report: Aspiration, user: Any) -> str:
    return _obstacle(report, user) or ("" if hasattr(report, "flag") else _("Tidak ditandai."))


def _flag(report: Aspiration, batch: Batch, item: BatchItem, actor: Actor) -> dict[str, Any]:
    made = flag(report, batch.fields.get("reason", ""), note=batch.fields.get("note", ""), actor=actor)
    return {"flag": made.pk}


def _unflag(report: Aspiration, batch: Batch, item: BatchItem, actor: Actor) -> dict[str, Any]:
    if batch.undoes_id and not Flag.objects.filter(pk=item.before["flag"]).exists():
        raise Refused(_("Sudah ditandai ulang oleh orang lain."))
    unflag(report, actor=actor, note=batch.fields.get("note", ""))
    return {}


register(ManyVerb("flag", gettext_lazy("Tandai"), _flag_obstacle, _flag, undo="unflag"))
register(ManyVerb("unflag", gettext_lazy("Hapus tanda"), _unflag_obstacle, _unflag))
