"""The list of a stop's decisions, and one more in a line."""

import uuid
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from aspirations.services import Refused
from meetings import services
from meetings.admin.decisions.rows import asks_to_write, back_to, decisions_of
from meetings.admin.tabs import show
from meetings.forms.decisions import LineForm
from meetings.models import Meeting
from meetings.permissions import may_convene, may_sign
from meetings.workflow import DecisionStatus


def page(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """In their order; a POST writes one line down."""
    if request.method != "POST":
        return _show(model_admin, request, meeting, LineForm())
    asks_to_write(request, meeting)
    form = LineForm(request.POST)
    if form.is_valid():
        try:
            made = services.record_decision(
                meeting, actor=request.user, uid=_key(request), **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Konsep keputusan %(number)d dicatat.") % {"number": made.number})
            return back_to(meeting, made)
    return _show(model_admin, request, meeting, form, status=422)


def _key(request: HttpRequest) -> uuid.UUID | None:
    """Of the form that was sent: a double press is one decision."""
    try:
        return uuid.UUID(request.POST.get("uid", ""))
    except ValueError:
        return None


def _show(
    model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting, form: LineForm, status: int = 200
) -> HttpResponse:
    rows = decisions_of(meeting, request.user)
    context: dict[str, Any] = {
        "decisions": rows,
        "drafts": sum(one.status == DecisionStatus.DRAFT for one in rows),
        "line": form,
        "uid": uuid.uuid4(),
        "may_write": may_convene(request.user, meeting),
        "may_sign": may_sign(request.user, meeting),
    }
    return show(model_admin, request, meeting, "decisions", context, status=status)
