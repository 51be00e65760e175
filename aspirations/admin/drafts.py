"""Drafts at the desk: kept, shared, put aside, and put back into their panels."""

from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from aspirations import services
from aspirations.models import Aspiration, Draft
from aspirations.services import Refused

# The button of a panel that was pressed: "keep", "share", "unshare" or "drop".
PRESSED = "_draft"


class Drafts(NamedTuple):
    """The drafts of one report: this person's by verb, and those of others."""

    own: dict[str, Draft]
    others: list[Draft]


def drafts_of(report: Aspiration, user: Any) -> Drafts:
    """In one query."""
    rows = list(Draft.objects.filter(aspiration=report).select_related("user"))
    own = {row.verb: row for row in rows if row.user_id == user.pk}
    return Drafts(own, [row for row in rows if row.user_id != user.pk])


def typed(verb: str, data: QueryDict) -> dict[str, list[str]]:
    """What a panel's fields hold, by their names without the prefix; files and hidden marks are left out."""
    prefix = f"{verb}-"
    names = [name for name in data if name.startswith(prefix) and name != f"{prefix}seen"]
    return {name.removeprefix(prefix): data.getlist(name) for name in names}


def put_back(form: forms.Form, draft: Draft) -> None:
    """The draft becomes what the form proposes."""
    kept = draft.fields
    for name, field in form.fields.items():
        if name == "seen" or isinstance(field, forms.FileField):
            continue
        if isinstance(field, forms.BooleanField):
            form.initial[name] = name in kept
        elif isinstance(field, forms.MultipleChoiceField):
            form.initial[name] = kept.get(name, [])
        elif name in kept:
            form.initial[name] = kept[name][0]


def receive(request: HttpRequest, report: Aspiration, verb: str, back: HttpResponse) -> HttpResponse:
    """A POST to a panel's draft: by a button (then `back`), or by the script, which reads JSON."""
    pressed = request.POST.get(PRESSED, "keep")
    if pressed not in _SHARES | {"drop": None}:
        raise Http404
    try:
        message = _carry_out(request, report, verb, pressed)
    except Refused as refused:
        if _by_script(request):
            return JsonResponse({"error": str(refused)}, status=422)
        messages.error(request, str(refused))
        return back
    if _by_script(request):
        return JsonResponse({"message": message})
    messages.success(request, message)
    return back


_SHARES: dict[str, bool | None] = {"keep": None, "share": True, "unshare": False}


def _carry_out(request: HttpRequest, report: Aspiration, verb: str, pressed: str) -> str:
    if pressed == "drop":
        services.drop_draft(request.user, report, verb)
        return _("Konsep dibuang.")
    fields = typed(verb, request.POST)
    if services.keep_draft(request.user, report, verb, fields, share=_SHARES[pressed]) is None:
        return _("Tidak ada yang perlu disimpan.")
    if pressed == "share":
        return _("Konsep disimpan dan dapat dibaca rekan Anda.")
    now = time_format(timezone.localtime(timezone.now()), "TIME_FORMAT")
    return _("Konsep disimpan pukul %(time)s.") % {"time": now}


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def keep_what_is_left(request: HttpRequest, report: Aspiration, verb: str) -> bool:
    """Saves the text of a panel that is no longer offered; whether there was any."""
    fields = typed(verb, request.POST)
    texts = {name: values for name, values in fields.items() if any(value.strip() for value in values)}
    try:
        return services.keep_draft(request.user, report, verb, texts) is not None
    except Refused:
        return False
