"""Announces many stops at once, by the worker, stop by stop; permission is asked again for each."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from aspirations.services import NotAllowed, Refused
from government.permissions import Capability, in_territory, territories
from meetings.models import Announcement, Meeting, Series
from meetings.services.stops import change_stop
from meetings.workflow import StopStatus


@transaction.atomic
def order_announcement(series: Series, stops: Sequence[int], *, actor: Any) -> Announcement:
    """Drafts of the tour, by their keys, to be announced in the order of their days.

    Raises NotAllowed outside the actor's territory, Refused where no draft was chosen.
    """
    if not in_territory(series.region_id, territories(actor, Capability.CONVENE)):
        raise NotAllowed(_("Anda tidak berwenang merencanakan pertemuan di wilayah itu."))
    drafts = series.meetings.filter(pk__in=stops, status=StopStatus.DRAFT).order_by("starts_at", "pk")
    chosen = list(drafts.values_list("pk", flat=True))
    if not chosen:
        raise Refused(_("Pilih rancangan yang akan diumumkan."))
    order = Announcement.objects.create(series=series, user=actor, stops=chosen)
    app.configure_task("meetings.announce").defer(announcement_id=order.pk)
    return order


def run(announcement_id: int) -> None:
    """Each stop in a transaction of its own; what was done before is not done again."""
    for pk in Announcement.objects.get(pk=announcement_id).stops:
        _announce(announcement_id, pk)
    unfinished = Announcement.objects.filter(pk=announcement_id, finished_at=None)
    unfinished.update(finished_at=timezone.now())


@transaction.atomic
def _announce(announcement_id: int, pk: int) -> None:
    order = Announcement.objects.select_for_update(of=["self"]).select_related("user").get(pk=announcement_id)
    if str(pk) in order.results:
        return
    try:
        with transaction.atomic():
            change_stop(Meeting(pk=pk), StopStatus.ANNOUNCED, actor=order.user)
    except Refused as refused:
        order.results[str(pk)] = str(refused)
    else:
        order.results[str(pk)] = ""
    order.save(update_fields=["results"])
