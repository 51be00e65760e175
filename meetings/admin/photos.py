"""Photos of a stop: sent, described, shown to everybody or not, deleted."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations.services import Refused
from meetings.admin.tabs import Tab, register, show
from meetings.forms.pictures import PictureForm, PicturesForm
from meetings.models import Meeting, Picture
from meetings.permissions import may_convene
from meetings.services import pictures as services


def page(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The photos and the form for more; a POST adds some or does something with one."""
    form = PicturesForm()
    if request.method == "POST":
        if not may_convene(request.user, meeting):
            raise Http404
        verb = request.POST.get("verb", "")
        if verb != "add":
            return _act(request, meeting, verb)
        form = PicturesForm(request.POST, request.FILES)
        if form.is_valid():
            data = form.cleaned_data
            return _done(
                request,
                lambda: services.add_pictures(
                    meeting,
                    data["photos"],
                    actor=request.user,
                    stage=data["stage"],
                    caption=data["caption"],
                    is_public=data["is_public"],
                ),
                _("Foto diterima dan sedang diproses."),
            )
    pictures = list(services.pictures_of(meeting))
    context = {
        "form": form,
        "pictures": [(one, PictureForm(instance=one, prefix=f"foto{one.pk}")) for one in pictures],
        "may_change": may_convene(request.user, meeting),
        "most": services.MOST_PER_OWNER,
    }
    return show(model_admin, request, meeting, "photos", context, status=422 if form.is_bound else 200)


def _act(request: HttpRequest, meeting: Meeting, verb: str) -> HttpResponse:
    key = request.POST.get("picture", "")
    found = Picture.objects.filter(meeting=meeting)
    picture = found.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 18 else None
    if picture is None or verb not in _VERBS:
        raise Http404
    service, told = _VERBS[verb]
    return _done(request, lambda: service(picture, request), str(told))


def _describe(picture: Picture, request: HttpRequest) -> None:
    form = PictureForm(request.POST, instance=picture, prefix=f"foto{picture.pk}")
    if not form.is_valid():
        raise Refused(_("Keterangan foto paling panjang 160 huruf."))
    services.describe(picture, **form.cleaned_data, actor=request.user)


_VERBS: dict[str, tuple[Callable[[Picture, HttpRequest], None], Any]] = {
    "show": (
        lambda picture, request: services.publish(picture, True, actor=request.user),
        gettext_lazy("Foto ditayangkan."),
    ),
    "hide": (
        lambda picture, request: services.publish(picture, False, actor=request.user),
        gettext_lazy("Foto tidak lagi ditayangkan."),
    ),
    "drop": (
        lambda picture, request: services.drop_picture(picture, actor=request.user),
        gettext_lazy("Foto dihapus."),
    ),
    "describe": (_describe, gettext_lazy("Tersimpan.")),
}


def _done(request: HttpRequest, act: Callable[[], Any], told: str) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, told)
    return redirect(request.path)


register(Tab("photos", gettext_lazy("Foto"), 65, page))
