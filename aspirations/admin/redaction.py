"""Faces and plates on a photo: the page on which staff draw."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from aspirations import services
from aspirations.forms.redaction import box_formset
from aspirations.models import PENDING, Aspiration, Photo, PhotoState
from aspirations.permissions import may_hide
from aspirations.services import Actor, Refused

# A button that takes every box away.
UNCOVER = "_uncover"


def redaction_page(
    model_admin: admin.ModelAdmin, request: HttpRequest, report: Aspiration, uuid: UUID
) -> HttpResponse:
    """The photo with its boxes; POST paints them over."""
    back = redirect(reverse("admin:aspirations_aspiration_change", args=[report.pk]) + "#foto")
    photo = _photo(request, report, uuid)
    if photo is None:
        if request.method != "POST":
            raise Http404
        messages.error(request, _("Foto ini baru saja diubah orang lain. Buka lagi, lalu ulangi."))
        return back
    sent = request.POST if request.method == "POST" and UNCOVER not in request.POST else None
    formset = box_formset(photo.boxes, sent)
    problem = ""
    if request.method == "POST" and (UNCOVER in request.POST or formset.is_valid()):
        boxes = [] if UNCOVER in request.POST else formset.boxes()
        try:
            services.redact(photo, boxes, actor=Actor.staff(request.user, report))
        except Refused as refused:
            problem = str(refused)
        else:
            messages.success(request, _("Foto sedang dibuat ulang; selama itu tidak tampil di mana pun."))
            return back
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Tutup bagian foto"),
        "opts": Aspiration._meta,
        "report": report,
        "photo": photo,
        "formset": formset,
        "problem": problem,
        "rects": [[round(value * 100, 2) for value in box] for box in photo.boxes],
        "back": back.url,
    }
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "admin/aspirations/redaction.html", context, status=status)


def source_view(request: HttpRequest, report: Aspiration, uuid: UUID) -> FileResponse:
    """The photo as it was before, for the page above alone."""
    photo = _photo(request, report, uuid)
    if photo is None or request.method not in {"GET", "HEAD"}:
        raise Http404
    try:
        response = FileResponse(services.open_source(photo), content_type="image/jpeg")
    except FileNotFoundError:
        raise Http404 from None
    response["Cache-Control"] = "private, no-store"
    return response


def _photo(request: HttpRequest, report: Aspiration, uuid: UUID) -> Photo | None:
    """Of this report; None where it is no more under this id. Raises Http404 for who may not."""
    user: Any = request.user
    if not may_hide(user, report):
        raise Http404
    # Evidence that waits with a proposed answer is covered before anybody else sees it.
    waiting = Q(approval__aspiration=report, approval__state__in=PENDING)
    photos = Photo.objects.filter(Q(aspiration=report) | waiting)
    ready = photos.exclude(state=PhotoState.FAILED, source="")
    return ready.filter(uuid=uuid).exclude(state=PhotoState.PENDING, source="").first()
