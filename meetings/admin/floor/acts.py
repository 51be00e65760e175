"""Items, the stop itself, decisions and the projector's switches, as the secretary presses them."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from aspirations.services import Refused
from meetings.admin.floor.answers import Answer, act, anchor_of, number
from meetings.models import ItemState, Meeting, ScreenMode
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


def uid_of(value: str | None) -> UUID:
    """A key made by the client. Raises Refused."""
    try:
        return UUID((value or "")[:36])
    except ValueError:
        raise Refused(_("Muat ulang halaman ini, lalu coba lagi.")) from None
