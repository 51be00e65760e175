"""The code on the wall: a page for a projector or a tablet at the door."""

import io

import segno
from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from meetings.models import Meeting
from meetings.permissions import may_convene
from meetings.services.roll import roll
from meetings.services.venue import open_stops, seconds_left, venue_code


def page(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Code, QR, how many came; asks for itself again when the code has changed."""
    if not may_convene(request.user, meeting):
        raise Http404
    address = f"{settings.SITE_URL}{reverse('meetings:attend')}"
    code = venue_code(meeting) if open_stops().filter(pk=meeting.pk).exists() else ""
    context = {
        "meeting": meeting,
        "code": f"{code[:3]} {code[3:]}" if code else "",
        "address": address.partition("://")[2],
        "qr": _qr(f"{address}?kode={code}") if code else "",
        # A moment later, so that it is surely the next one.
        "seconds": seconds_left() + 1,
        "count": roll(meeting).count,
    }
    return TemplateResponse(request, "admin/meetings/attendance_venue.html", context)


def _qr(link: str) -> str:
    """As SVG that grows with the page."""
    out = io.BytesIO()
    code = segno.make_qr(link, error="m")
    code.save(out, kind="svg", border=4, xmldecl=False, svgns=False, omitsize=True, dark="#000", light="#fff")
    return out.getvalue().decode()
