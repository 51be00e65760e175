"""Acts on many reports: refused ones are named with their reason, the rest is done, one by one."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations import workflow
from aspirations.models import (
    Aspiration,
    Batch,
    BatchItem,
    Event,
    EventKind,
    Outcome,
    Urgency,
    Verb,
    opposite_of,
)
from aspirations.origins import NOWHERE, Origin
from aspirations.permissions import may_hide, may_publish, may_triage, part_of
from aspirations.proposals import propose
from aspirations.services import jobs
from aspirations.services.actors import Actor
from aspirations.services.approvals import take_step
from aspirations.services.assignment import hand
from aspirations.services.dispatches import Sending
from aspirations.services.errors import NotAllowed, Refused
from aspirations.services.mergers import merge, separate
from aspirations.services.publication import NEVER_PUBLIC, hide, publish
from aspirations.services.transitions import within_promise
from aspirations.verbs import REGISTERED, ManyVerb, register
from aspirations.workflow import Status
from government.models import Agency

MOST = 1000


def obstacle(report: Aspiration, verb: str, user: Any) -> str:
    """Why the verb cannot be done to this report by this user; "" where it can, as far as is known now."""
    who = part_of(user, report)
    if verb in REGISTERED:
        return REGISTERED[verb].obstacle(report, user)
    if verb in {Verb.PUBLISH, Verb.HIDE}:
        return _publication_obstacle(report, verb, user)
    if who is None:
        return _("Anda tidak berwenang mengubah laporan ini.")
    if verb == Verb.ASSIGN:
        return "" if may_triage(user, report) else _("Anda tidak berwenang menugaskan laporan ini.")
    if Status(verb) not in workflow.allowed(report.status, who, resume=report.resume_status):
        return _("Berstatus “%(status)s”.") % {"status": report.get_status_display()}
    return ""


def _publication_obstacle(report: Aspiration, verb: str, user: Any) -> str:
    if report.is_confidential:
        return _("Laporan rahasia tidak pernah ditayangkan.")
    if verb == Verb.HIDE and may_hide(user, report):
        return "" if report.is_public else _("Laporan ini tidak sedang ditayangkan.")
    if not may_publish(user, report):
        return _("Anda tidak berwenang menayangkan laporan ini.")
    if report.is_public:
        return _("Sudah ditayangkan.")
    if report.status in NEVER_PUBLIC:
        return _("Berstatus “%(status)s”.") % {"status": report.get_status_display()}
    return ""


@transaction.atomic
def order(
    reports: Iterable[Aspiration],
    verb: str,
    *,
    fields: dict[str, Any],
    user: Any,
    origin: Origin = NOWHERE,
) -> Batch:
    """Writes the order down and enqueues it. Raises Refused for none or more than MOST reports."""
    chosen = list(reports)
    if not chosen:
        raise Refused(_("Tidak ada laporan yang dapat dikerjakan."))
    if len(chosen) > MOST:
        raise Refused(_("Paling banyak %(most)d laporan sekaligus.") % {"most": MOST})
    batch = Batch.objects.create(
        verb=verb,
        fields=fields | {"language": translation.get_language() or "id"},
        user=user,
        **origin._asdict(),
    )
    BatchItem.objects.bulk_create(BatchItem(batch=batch, aspiration=report) for report in chosen)
    jobs.run_batch(batch.pk)
    return batch


@transaction.atomic
def undo(batch: Batch, *, user: Any, origin: Origin = NOWHERE) -> Batch:
    """Orders the opposite for what was done and still stands so. Raises Refused where that is not safe."""
    locked = Batch.objects.select_for_update().get(pk=batch.pk)
    if not locked.can_be_undone:
        raise Refused(_("Tindakan ini tidak dapat dibatalkan."))
    done = locked.items.filter(outcome=Outcome.DONE)
    # Histories are kept in one language.
    with translation.override(settings.LANGUAGE_CODE):
        fields = {"note": _("Membatalkan tindakan massal %(number)d.") % {"number": locked.pk}}
    opposite = Batch.objects.create(
        verb=opposite_of(locked.verb), fields=fields, user=user, undoes=locked, **origin._asdict()
    )
    BatchItem.objects.bulk_create(
        BatchItem(batch=opposite, aspiration_id=item.aspiration_id, before=item.before) for item in done
    )
    jobs.run_batch(opposite.pk)
    return opposite


def run(batch_id: int) -> None:
    """Carries an order out; may run twice, each report is done once."""
    batch = Batch.objects.get(pk=batch_id)
    with translation.override(batch.fields.get("language", "id")):
        for pk in batch.items.filter(outcome=Outcome.WAITING).values_list("pk", flat=True):
            _one(batch, pk)
    # Another run may hold the last ones; it then says when they are done.
    if not batch.items.filter(outcome=Outcome.WAITING).exists():
        Batch.objects.filter(pk=batch_id, finished_at=None).update(finished_at=timezone.now())


@transaction.atomic
def _one(batch: Batch, item_id: int) -> None:
    item = (
        BatchItem.objects.select_for_update(skip_locked=True)
        .filter(pk=item_id, outcome=Outcome.WAITING)
        .first()
    )
    if item is None:
        return
    try:
        with transaction.atomic():
            before = _perform(batch, item)
    except Refused as refused:
        columns: dict[str, Any] = {"outcome": Outcome.REFUSED, "reason": str(refused)[:300]}
    else:
        columns = {"outcome": Outcome.DONE, "before": before}
    BatchItem.objects.filter(pk=item.pk).update(**columns)


def _perform(batch: Batch, item: BatchItem) -> dict[str, Any]:
    # Permissions are asked at the time of the act, not of the order: a user object remembers its roles.
    user = get_user_model().objects.get(pk=batch.user_id)
    report = Aspiration.objects.visible_to(user).for_list().select_related("assigned_to", "unit", "flag")
    found = report.filter(pk=item.aspiration_id).first()
    if found is None:
        raise NotAllowed(_("Anda tidak berwenang mengubah laporan ini."))
    reason = obstacle(found, batch.verb, user)
    if reason:
        raise Refused(reason)
    actor = Actor.staff(user, found, Origin(batch.place, batch.device))
    if batch.verb in REGISTERED:
        return REGISTERED[batch.verb].perform(found, batch, item, actor)
    perform = _VERBS.get(Verb(batch.verb), _step)
    return perform(found, batch, item, actor)


def _step(report: Aspiration, batch: Batch, item: BatchItem, actor: Actor) -> dict[str, Any]:
    fields = batch.fields
    agency = Agency.objects.filter(pk=fields.get("agency"), is_active=True).first()
    sending = Sending(fields.get("instruction", ""), fields.get("urgency") or Urgency.ORDINARY)
    proposed = take_step(
        report,
        batch.verb,
        actor=actor,
        note=fields.get("note", ""),
        agency=agency,
        sending=sending,
        due_on=_day(report, batch),
        authority=fields.get("authority", ""),
    )
    return {"proposed": proposed.pk} if proposed else {}


def _day(report: Aspiration, batch: Batch) -> date | None:
    """The day named for all, where this report is not promised sooner."""
    named = batch.fields.get("due_on")
    return within_promise(report, batch.verb, date.fromisoformat(named)) if named else None


def _merge(report: Aspiration, batch: Batch, item: BatchItem, actor: Actor) -> dict[str, Any]:
    target = Aspiration.objects.visible_to(actor.user).filter(number=batch.fields.get("target")).first()
    if target is None:
        raise Refused(_("Nomor ini tidak ditemukan."))
    merged = merge(report, target, actor=actor, note=batch.fields.get("note", ""))
    return {"merger": _last_step(merged)}


def _last_step(report: Aspiration) -> int | None:
    steps = report.events.filter(kind=EventKind.STATUS).order_by("-pk")
    return steps.values_list("pk", flat=True).first()


def _separate(report: Aspiration, batch: Batch, item: BatchItem, actor: Actor) -> dict[str, Any]:
    """Of an undo only where nothing happened since: what its reporter was told of the other stands."""
    if batch.undoes_id:
        merger = item.before["merger"]
        if merger != _last_step(report):
            raise Refused(_("Sudah dipisahkan, lalu digabung lagi oleh orang lain."))
        later = Event.objects.filter(aspiration=report.merged_into_id, kind=EventKind.STATUS, pk__gt=merger)
        if later.exists():
            raise Refused(_("Laporan tujuannya sudah melangkah lagi; pisahkan dari halaman laporan ini."))
    separate(report, actor=actor, note=batch.fields.get("note", ""))
    return {}


def _separate_obstacle(report: Aspiration, user: Any) -> str:
    if not may_triage(user, report):
        return _("Anda tidak berwenang mengubah laporan ini.")
    return "" if report.status == Status.MERGED else _("Laporan ini tidak digabung.")


def _assign(report: Aspiration, batch: Batch, item: BatchItem, actor: Actor) -> dict[str, Any]:
    fields = batch.fields
    back_from = item.before if batch.undoes_id else None
    return hand(report, fields.get("assignee"), fields.get("unit"), back_from=back_from, actor=actor)


def _publish(report: Aspiration, batch: Batch, item: BatchItem, actor: Actor) -> dict[str, Any]:
    title, text, place = propose(report)
    publish(
        report,
        title=title,
        text=text,
        place=place,
        show_point=report.point_is_public,
        photos=_shown_before(report),
        actor=actor,
    )
    return {"shown": _last_publication(report)}


def _last_publication(report: Aspiration) -> int | None:
    shown = report.events.filter(kind=EventKind.PUBLISHED).order_by("-pk")
    return shown.values_list("pk", flat=True).first()


def _hide(report: Aspiration, batch: Batch, item: BatchItem, actor: Actor) -> dict[str, Any]:
    if batch.undoes_id and item.before["shown"] != _last_publication(report):
        raise Refused(_("Sudah ditayangkan ulang oleh orang lain."))
    hide(report, actor=actor, reason=batch.fields.get("note", ""))
    return {}


def _shown_before(report: Aspiration) -> list[str]:
    return [str(uuid) for uuid in report.photos.filter(is_public=True).values_list("uuid", flat=True)]


_Perform = Callable[[Aspiration, Batch, BatchItem, Actor], dict[str, Any]]
_VERBS: dict[Verb, _Perform] = {
    Verb.MERGE: _merge,
    Verb.ASSIGN: _assign,
    Verb.PUBLISH: _publish,
    Verb.HIDE: _hide,
}
register(ManyVerb("separate", gettext_lazy("Pisahkan kembali"), _separate_obstacle, _separate))
