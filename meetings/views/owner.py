"""An agency reads what it promised to a kecamatan, and reports on it, by a link and without an account."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from aspirations import receipts
from aspirations.models import Aspiration
from aspirations.services import Refused
from meetings.forms.promises import OpenLinkForm, SignedForm
from meetings.models import FollowUp, FollowUpEvent, OwnerLink
from meetings.services import links, owners
from meetings.services.pictures import pictures_of
from meetings.services.progress import By, Repeated, version, waiting_asks
from meetings.views import owner_carrying, owner_grants
from meetings.views.owner_acts import ACTS
from meetings.views.owner_carrying import Carried
from meetings.views.pictures import READERS

READERS.append(owner_grants.reads)
# Compared against where there is no such link, so that all answers take the same road.
_NO_HASH = receipts.digest("")
_SIGNATURE = "owner_signature"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def owner_open(request: HttpRequest) -> HttpResponse:
    """Takes number and code, which the link carries behind its #; whatever is wrong, the answer is one."""
    if request.method != "POST":
        return _ask(request, OpenLinkForm(), status=200)
    form = OpenLinkForm(request.POST)
    carried = owner_carrying.read(request.POST)
    if not form.is_valid():
        return _ask(request, form, carried, status=422)
    number, secret = form.cleaned_data["number"], form.cleaned_data["secret"]
    address = request.META.get("REMOTE_ADDR", "")
    if links.is_link_slowed(address, number):
        form.add_error(None, _("Terlalu banyak percobaan yang salah. Coba lagi dalam 15 menit."))
        response = _ask(request, form, carried, status=429)
        response["Retry-After"] = "900"
        return response
    key = int(number.removeprefix("JR-") or 0)
    found = OwnerLink.objects.select_related("agency", "district").filter(pk=key).first()
    matches = receipts.matches(secret, found.secret_hash if found else _NO_HASH)
    if found is None or not matches or not found.is_alive:
        links.count_wrong_link(address, number)
        return _gone(request, carried, number=request.POST.get("number", "")[:20])
    owner_grants.grant(request, found)
    links.opened(found)
    return _arrive(request, found, carried)


def _arrive(request: HttpRequest, link: OwnerLink, carried: Carried | None) -> HttpResponse:
    promise = _promise(link, carried.follow_up) if carried else None
    if carried is None or promise is None or carried.act not in ACTS:
        return redirect("meetings:owner", link.pk)
    messages.info(request, _("Tulisan Anda masih ada. Periksa, lalu kirim sekali lagi."))
    return _page(request, link, promise, failed={carried.act: _form(carried.act, promise, carried.fields)})


@never_cache
@require_http_methods(["GET", "HEAD"])
def owner(request: HttpRequest, number: int) -> HttpResponse:
    """All that the agency promised to the kecamatan, what is due first."""
    link = owner_grants.held(request, number)
    if link is None:
        return _gone(request)
    promises = links.promises_of(link).for_ledger().by_urgency()
    context = {"link": link, "promises": promises}
    return _private(render(request, "meetings/owner/list.html", context))


@never_cache
@require_http_methods(["GET", "HEAD"])
def owner_promise(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """One promise: what was promised, what became of it, and what can be said now."""
    link = owner_grants.held(request, number)
    if link is None:
        return _gone(request)
    promise = _promise(link, pk)
    if promise is None:
        raise Http404
    return _page(request, link, promise)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def owner_act(request: HttpRequest, number: int, pk: int, act: str) -> HttpResponse:
    """Starts, reports, finishes, proposes a date, or says whose it is."""
    if act not in ACTS:
        raise Http404
    if request.method != "POST":
        return redirect("meetings:owner_promise", number, pk)
    link = owner_grants.held(request, number)
    if link is None:
        return _gone(request, owner_carrying.take(pk, act, request.POST))
    promise = _promise(link, pk)
    if promise is None:
        raise Http404
    form = _form(act, promise, request.POST, request.FILES)
    if form.is_valid():
        answer = _perform(request, link, promise, act, form)
        if answer is not None:
            return answer
        promise.refresh_from_db()
    if request.FILES:
        messages.warning(request, _("Pilih lagi fotonya: foto tidak ikut tersimpan."))
    return _page(request, link, promise, failed={act: form}, status=422)


def _perform(
    request: HttpRequest, link: OwnerLink, promise: FollowUp, act: str, form: SignedForm
) -> HttpResponse | None:
    """The page again where it is done, or was done before; None with what was wrong on the form."""
    data = form.cleaned_data
    request.session[_SIGNATURE] = {"name": data["name"], "position": data["position"]}
    try:
        ACTS[act].perform(promise, data, _by(request, link, act, data["name"], data["position"]))
    except Repeated:
        pass
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
    else:
        messages.success(request, str(ACTS[act].thanks))
    return _back(link, promise.pk)


@never_cache
@require_POST
def owner_tick(request: HttpRequest, number: int, pk: int, milestone: int) -> HttpResponse:
    """A step of the way is done, or is not after all; signed as the last form was."""
    link = owner_grants.held(request, number)
    if link is None:
        return _gone(request)
    promise = _promise(link, pk)
    one = promise.milestones.filter(pk=milestone).first() if promise else None
    if promise is None or one is None:
        raise Http404
    said = (request.POST.get(field, "").replace("\0", "") for field in ("name", "position"))
    name, position = (words.strip()[:80] for words in said)
    if not name or not position:
        messages.error(request, _("Tulis nama dan jabatan Anda."))
        return _back(link, pk)
    request.session[_SIGNATURE] = {"name": name, "position": position}
    try:
        owners.tick(one, is_done="done" in request.POST, by=_by(request, link, "tick", name, position))
    except Repeated:
        pass
    except Refused as refused:
        messages.error(request, str(refused))
    return _back(link, pk)


@require_POST
def owner_leave(request: HttpRequest) -> HttpResponse:
    """Closes what links opened, on devices that others use too."""
    owner_grants.drop_all(request)
    request.session.pop(_SIGNATURE, None)
    messages.success(request, _("Halaman janji sudah ditutup di peranti ini."))
    return redirect("meetings:owner_open")


def _by(request: HttpRequest, link: OwnerLink, act: str, name: str, position: str) -> By:
    # What was typed counts too: another text on the same form is no double press.
    token = request.POST.get("form", "")
    form = f"{act}|{token}|{request.POST.get('text', '')}".replace("\0", "") if token else ""
    return By(None, owners.signature(link, name, position), form, request.POST.get("seen", "")[:40] or "-")


def _promise(link: OwnerLink, pk: int) -> FollowUp | None:
    return links.promises_of(link).for_ledger().filter(pk=pk).first()


def _back(link: OwnerLink, pk: int) -> HttpResponse:
    return redirect(f"{reverse('meetings:owner_promise', args=[link.pk, pk])}#isi")


def _ask(
    request: HttpRequest, form: forms.Form, carried: Carried | None = None, *, status: int, gone: bool = False
) -> HttpResponse:
    context = {"form": form, "carried": carried, "gone": gone}
    return _private(render(request, "meetings/owner/open.html", context, status=status))


def _gone(request: HttpRequest, carried: Carried | None = None, *, number: str = "") -> HttpResponse:
    """Wrong, unknown, expired, revoked, renewed: nobody learns which."""
    return _ask(request, OpenLinkForm(initial={"number": number}), carried, status=404, gone=True)


def _form(act: str, promise: FollowUp, *data: Any, initial: Any = None) -> SignedForm:
    """A page shows several forms, so ids begin with the act."""
    return ACTS[act].form(*data, follow_up=promise, auto_id=f"{act}_%s", initial=initial)


def _page(
    request: HttpRequest,
    link: OwnerLink,
    promise: FollowUp,
    *,
    failed: dict[str, SignedForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    signature = request.session.get(_SIGNATURE, {})
    acts = {act: _form(act, promise, initial=signature) for act in owners.offered(promise)} | (failed or {})
    attached = Aspiration.objects.public().filter(decision_rows__decision=promise.decision_id)
    context = {
        "link": link,
        "one": promise,
        "meeting": promise.decision.meeting,
        "milestones": promise.milestones.all(),
        "letters": promise.letters.all(),
        "reports": attached.order_by("pk"),
        # The desk's own once they are shown.
        "pictures": pictures_of(promise).filter(Q(is_public=True) | ~Q(signed_by="")),
        "asks": waiting_asks(promise),
        "events": FollowUpEvent.objects.for_owner().filter(follow_up=promise).order_by("-at", "-pk"),
        "acts": [(act, ACTS[act], form) for act, form in acts.items()],
        "signature": signature,
        "seen": version(promise),
        "form_token": receipts.new_token(),
    }
    return _private(render(request, "meetings/owner/promise.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
