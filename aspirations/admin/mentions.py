"""Where somebody was named in a note."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from aspirations import services
from aspirations.admin.course import with_filters
from aspirations.models import Aspiration, Mention


def mentions_of(user: Any, report: Aspiration) -> list[Mention]:
    """Unread ones, with who wrote the note."""
    return list(Mention.objects.unread_by(user).on(report).select_related("event__user"))


def read_view(request: HttpRequest, report: Aspiration) -> HttpResponse:
    """The person who was named has read it; POST only."""
    if request.method == "POST" and services.read_mentions(request.user, report):
        messages.success(request, _("Sebutan ditandai sudah dibaca."))
    return redirect(with_filters(request, reverse("admin:aspirations_aspiration_change", args=[report.pk])))
