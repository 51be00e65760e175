"""Items, the stop itself, decisions and the projector's switches, as the secretary presses them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from aspirations.models import Aspiration
from aspirations.services import Refused
from meetings.admin.floor.answers import Answer, act, anchor_of, number
from meetings.models import AgendaAspiration, AgendaItem, ItemState, Meeting, ScreenMode
from meetings.services.decisions import record_decision, report_obstacle
from meetings.services.projector import set_projector, show_report
from meetings.services.running import change_item
from meetings.services.stops import change_stop
from meetings.workflow import StopStatus


@act
def item(request: HttpRequest, meeting: Meeting) -> Answer:
    """Takes an item up, ends it, passes it over, or puts it back."""
    to = request.POST.get("to", "")
    if to not in ItemState.values:
        raise Refused(_("Pilih langkahnya."))
    found = change_item(meeting, number(request.POST.get("item")), ItemState(to), actor=request.user)
    return {"item": found.pk}, anchor_of(found.pk)


@act
def stop(request: HttpRequest, meeting: Meeting) -> Answer:
    """Opens the stop, closes it, or takes either back."""
    to = request.POST.get("to", "")
    if to not in {StopStatus.RUNNING, StopStatus.HELD, StopStatus.ANNOUNCED}:
        raise Refused(_("Pilih langkahnya."))
    changed = change_stop(meeting, StopStatus(to), actor=request.user)
    return {"message": changed.get_status_display()}, ""


@act
def screen(request: HttpRequest, meeting: Meeting) -> Answer:
    """Lets the projector follow, stay, or go dark."""
    mode = request.POST.get("mode", "")
    if mode not in ScreenMode.values:
        raise Refused(_("Pilih tampilan layar."))
    set_projector(meeting, ScreenMode(mode), actor=request.user)
    return {}, "layar"


@act
def show_row(request: HttpRequest, meeting: Meeting) -> Answer:
    """Puts a published report on the projector, or takes it off."""
    shown = request.POST.get("shown") == "1"
    row = show_report(meeting, number(request.POST.get("row")), shown, actor=request.user)
    return {}, anchor_of(row.item_id)


@act
def decision(request: HttpRequest, meeting: Meeting) -> Answer:
    """One line, once for each key; about the reports of its item, one of them, or none."""
    data = request.POST
    key = number(data.get("item"))
    under = AgendaItem.objects.seen_by(request.user).filter(meeting=meeting, pk=key).first() if key else None
    made = record_decision(
        meeting,
        actor=request.user,
        text=data.get("text", "").replace("\0", ""),
        kind=data.get("kind", ""),
        item=under,
        reports=_about(meeting, under, data.get("about", ""), request.user),
        uid=uid_of(data.get("uid")),
        is_public=data.get("closed") != "1",
    )
    return {"number": made.number, "message": _("Keputusan dicatat.")}, anchor_of(made.item_id)


def _about(meeting: Meeting, item: AgendaItem | None, chosen: str, user: Any) -> list[Aspiration]:
    """The chosen report, which may be refused; without a choice those of the item that can be taken up."""
    if item is None or chosen == "none":
        return []
    rows = AgendaAspiration.objects.visible_to(user).filter(item=item)
    found = Aspiration.objects.for_list().filter(pk__in=rows.values("aspiration")).order_by("pk")
    if chosen:
        return list(found.filter(pk=number(chosen)))
    return [report for report in found if not report_obstacle(meeting, report, user)]


def uid_of(value: str | None) -> UUID:
    """A key made by the client. Raises Refused."""
    try:
        return UUID((value or "")[:36])
    except ValueError:
        raise Refused(_("Muat ulang halaman ini, lalu coba lagi.")) from None
