"""The holder of a receipt asks that a meeting take the report up."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from aspirations.models import Aspiration
from aspirations.services import Actor, Refused
from aspirations.views.grants import is_granted
from meetings.services.wishes import unwish, wish


@never_cache
@require_POST
def wish_meeting(request: HttpRequest, number: str) -> HttpResponse:
    """Asks, or takes it back; 404 without the receipt."""
    if not is_granted(request, number):
        raise Http404
    report = Aspiration.objects.for_list().filter(number=number).first()
    if report is None:
        raise Http404
    chosen = request.POST.get("meeting", "")
    key = int(chosen) if chosen.isdecimal() and len(chosen) < 10 else 0
    try:
        if "undo" in request.POST:
            unwish(report, key, actor=Actor.reporter())
            messages.success(request, _("Permintaan ditarik."))
        else:
            wish(report, key, actor=Actor.reporter())
            messages.success(request, _("Permintaan Anda dicatat. Panitia memilih mana yang dibahas."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("aspirations:tracked", number=number)
