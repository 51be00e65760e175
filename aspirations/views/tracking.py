"""The holder of a receipt follows the report and acts on it."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import ResolverMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aspirations import receipts, sections, services
from aspirations.forms import (
    ConfirmForm,
    DisputeForm,
    PhotosForm,
    RateForm,
    ReplyForm,
    TrackForm,
    WithdrawForm,
)
from aspirations.models import Aspiration, Event
from aspirations.services import Actor, Refused
from aspirations.views import carrying
from aspirations.views.carrying import Carried
from aspirations.views.grants import drop_all, grant, is_granted
from aspirations.workflow import OPEN, WAITS_FOR_REPORTER, Status, Who, allowed

# Compared against where no such report exists, so that both answers take the same road.
_NO_HASH = receipts.digest("")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Asks for number and secret; wrong and unknown are answered alike, and ever slower."""
    if request.method != "POST":
        return _ask(request, TrackForm(), status=200)
    form = TrackForm(request.POST)
    carried = carrying.read(request.POST)
    if not form.is_valid():
        return _ask(request, form, carried)
    address, number = request.META.get("REMOTE_ADDR", ""), form.cleaned_data["number"]
    if services.is_receipt_slowed(address, number):
        form.add_error(None, _("Terlalu banyak percobaan yang salah. Coba lagi dalam 15 menit."))
        response = _ask(request, form, carried, status=429)
        response["Retry-After"] = "900"
        return response
    found = Aspiration.objects.filter(number=number).values_list("secret_hash", flat=True).first()
    if not receipts.matches(form.cleaned_data["secret"], found or _NO_HASH) or not found:
        services.count_wrong_receipt(address, number)
        form.add_error(
            None, _("Nomor laporan atau kode rahasia tidak cocok. Periksa lagi tanda terima Anda.")
        )
        return _ask(request, form, carried)
    grant(request, number)
    if carried is None or carried.number != number:
        return redirect("aspirations:tracked", number)
    messages.info(request, _("Tulisan Anda masih ada. Periksa, lalu kirim sekali lagi."))
    return _page(request, _report(number), failed=_typed(carried))


def _ask(
    request: HttpRequest, form: TrackForm, carried: Carried | None = None, *, status: int = 422
) -> HttpResponse:
    return render(request, "aspirations/track.html", {"form": form, "carried": carried}, status=status)


def _typed(carried: Carried) -> dict[str, forms.Form]:
    return {carried.action: _form(carried.action, carried.fields)}


def _form(action: str, data: Any = None, files: Any = None) -> forms.Form:
    """Of an action; a page shows several, so its ids begin with the action."""
    return ACTIONS[action][0](data, files, auto_id=f"{action}_%s")


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Closes what was opened by receipt."""
    drop_all(request)
    messages.success(request, _("Laporan sudah ditutup di peranti ini."))
    return redirect("aspirations:track")


@never_cache
@require_safe
def tracked(request: HttpRequest, number: str) -> HttpResponse:
    """The timeline and what can be done now."""
    if not is_granted(request, number):
        messages.info(request, _("Masukkan nomor laporan dan kode rahasia untuk membuka laporan."))
        return redirect("aspirations:track")
    return _page(request, _report(number))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """Reply, add photos, confirm, dispute, rate or withdraw."""
    if action not in ACTIONS:
        raise Http404
    if request.method != "POST":
        # The other language, or a reload, of a page that came back with errors.
        return redirect("aspirations:tracked", number)
    if not is_granted(request, number):
        return _closed_meanwhile(request, carrying.take(number, action, request.POST))
    report = _report(number)
    _class, perform, thanks = ACTIONS[action]
    form = _form(action, request.POST, request.FILES)
    if form.is_valid():
        try:
            perform(report, form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, thanks())
            # To the message: a browser would keep the fragment of the form that was sent.
            return redirect(f"{reverse('aspirations:tracked', args=[number])}#isi")
    return _page(request, report, failed={action: form}, status=422)


def _closed_meanwhile(request: HttpRequest, carried: Carried | None) -> HttpResponse:
    """Asks for the receipt again; what was typed waits in that form."""
    if carried is None:
        messages.warning(request, _("Waktu habis. Masukkan lagi nomor laporan dan kode rahasia."))
        return redirect("aspirations:track")
    _warn(request, _("Waktu habis. Masukkan lagi kode rahasia; tulisan Anda masih ada."))
    return _ask(request, TrackForm(initial={"number": carried.number}), carried, status=403)


def _warn(request: HttpRequest, sentence: str) -> None:
    messages.warning(request, sentence)
    if request.FILES:
        messages.warning(request, _("Pilih lagi fotonya: foto tidak ikut tersimpan."))


def too_long_open(request: HttpRequest) -> HttpResponse | None:
    """Answers a form of these pages whose CSRF token is old, with what was typed; None on other pages."""
    roads = {"aspirations:track": _ask_again, "aspirations:act": _act_again}
    match = request.resolver_match
    answer = roads.get(match.view_name) if match is not None else None
    return answer(request) if answer is not None else None


@never_cache
def _ask_again(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("Halaman ini terlalu lama terbuka. Tekan Buka laporan sekali lagi."))
    return _ask(request, TrackForm(request.POST), carrying.read(request.POST), status=403)


@never_cache
def _act_again(request: HttpRequest) -> HttpResponse:
    match = cast(ResolverMatch, request.resolver_match)
    number, action = match.kwargs["number"], match.kwargs["action"]
    carried = carrying.take(number, action, request.POST)
    if not is_granted(request, number):
        return _closed_meanwhile(request, carried)
    _warn(request, _("Halaman ini terlalu lama terbuka. Periksa isian Anda, lalu kirim sekali lagi."))
    return _page(request, _report(number), failed=_typed(carried) if carried else {}, status=403)


def _report(number: str) -> Aspiration:
    return Aspiration.objects.for_list().select_related("merged_into__agency").get(number=number)


def _page(
    request: HttpRequest,
    report: Aspiration,
    *,
    failed: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    offered = {name: _form(name) for name in offered_actions(report)}
    events = list(report.events.for_reporter().select_related("agency"))
    context = {
        "report": report,
        "events": events,
        "photos": report.photos.all(),
        "references": report.references.select_related("system"),
        "said": _said(report, events),
        "joined": _course(report.merged_into) if report.merged_into else [],
        "sections": sections.of(report, to_reporter=True),
        "actions": offered | (failed or {}),
    }
    return render(request, "aspirations/tracked.html", context, status=status)


def _course(target: Aspiration) -> list[Event]:
    """The steps of the report that this one joined, without a word of its reporter."""
    return list(target.events.for_joined().select_related("agency", "aspiration"))


def _said(report: Aspiration, events: list[Event]) -> str:
    """The question or the answer on which the reporter's next step depends."""
    texts = [event.text for event in events if event.to_status == report.status]
    return texts[-1] if texts and report.status in WAITS_FOR_REPORTER else ""


def offered_actions(report: Aspiration) -> list[str]:
    """What the reporter may do now, by the transition table."""
    road = allowed(report.status, Who.REPORTER, resume=report.resume_status)
    offered = []
    if report.status == Status.NEEDS_INFO:
        offered.append("reply")
    elif report.status in OPEN:
        offered.append("photos")
    if Status.RESOLVED in road:
        offered.append("confirm")
        if report.disputed_at is None:
            offered.append("dispute")
    if report.status == Status.RESOLVED and report.rating is None:
        offered.append("rate")
    if Status.WITHDRAWN in road:
        offered.append("withdraw")
    return offered


def _add_photos(report: Aspiration, data: dict[str, Any]) -> None:
    if report.status not in OPEN:
        raise Refused(_("Laporan ini sudah berakhir."))
    services.add_photos(report, data["photos"], actor=Actor.reporter())


Action = tuple[type[forms.Form], Callable[[Aspiration, dict[str, Any]], Any], Callable[[], str]]
ACTIONS: dict[str, Action] = {
    "reply": (
        ReplyForm,
        lambda report, data: services.reply(report, data["text"], photos=data["photos"]),
        lambda: _("Jawaban Anda sudah kami terima."),
    ),
    "photos": (PhotosForm, _add_photos, lambda: _("Foto sudah ditambahkan.")),
    "confirm": (
        ConfirmForm,
        lambda report, data: services.confirm(report),
        lambda: _("Terima kasih. Laporan dinyatakan selesai."),
    ),
    "dispute": (
        DisputeForm,
        lambda report, data: services.dispute(report, data["reason"]),
        lambda: _("Sanggahan Anda sudah kami terima. Laporan dibuka kembali."),
    ),
    "rate": (
        RateForm,
        lambda report, data: services.rate(report, data["rating"], data["comment"]),
        lambda: _("Terima kasih atas penilaian Anda."),
    ),
    "withdraw": (
        WithdrawForm,
        lambda report, data: services.withdraw(report, data["reason"]),
        lambda: _("Laporan sudah dicabut."),
    ),
}
