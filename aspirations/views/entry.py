"""The report form and its receipt."""

from typing import Any
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_http_methods, require_POST

from aspirations import receipts, services
from aspirations.forms import ReportForm
from aspirations.models import Aspiration, Channel, Photo
from aspirations.permissions import may_enter
from aspirations.receipts import Receipt
from aspirations.search import normalise
from aspirations.services import Actor, Submission
from aspirations.views.dispatch import too_long_open as dispatch_too_long_open
from aspirations.views.tracking import too_long_open
from aspirations.workflow import Who
from government.models import Category
from government.suggestion import suggest as suggest_category

RECEIPT_COOKIE = "receipt"
RECEIPT_SECONDS = 15 * 60
_DESK_CHANNELS = (Channel.DESK, Channel.KADER, Channel.MEETING, Channel.WHATSAPP, Channel.OTHER)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form; a good submission leads to its receipt."""
    channels = _DESK_CHANNELS if may_enter(request.user) else ()
    if request.method != "POST":
        form = ReportForm(initial={"token": receipts.new_token()}, channels=channels)
        return render(request, "aspirations/report.html", {"form": form, **_map()})
    form = ReportForm(request.POST, request.FILES, channels=channels)
    if not form.is_valid():
        return _again(request, form)
    earlier = services.find_submitted(form.cleaned_data["token"])
    if earlier is not None and earlier.text != form.cleaned_data["text"]:
        return _sent_before(request, form, earlier)
    if earlier is None and not form.cleaned_data["similar_seen"]:
        candidates = _similar_to(form.cleaned_data["text"], form.cleaned_data["village"].pk)
        if candidates:
            return _again(request, form, similar=candidates, status=200)
    return _submit(request, form)


def _submit(request: HttpRequest, form: ReportForm) -> HttpResponse:
    data = form.cleaned_data
    staff = request.user if form.fields.get("channel") else None
    made = services.submit(
        Submission(**form.columns()),
        token=data["token"],
        actor=Actor(Who.TRIAGE if staff else Who.REPORTER, staff),
        photos=data["photos"],
        kept=data["kept"],
    )
    response = redirect("aspirations:receipt")
    # The secret itself is nowhere: it is derived from the token again when the receipt is shown.
    response.set_cookie(
        RECEIPT_COOKIE,
        signing.dumps({"number": made.number, "token": data["token"]}, salt=RECEIPT_COOKIE),
        max_age=RECEIPT_SECONDS,
        httponly=True,
        secure=settings.HTTPS,
        samesite="Lax",
    )
    return response


def _again(request: HttpRequest, form: ReportForm, *, status: int = 422, **context: Any) -> HttpResponse:
    """The form once more with everything that was typed, and the photos that were good."""
    token = form.cleaned_data.get("token") or receipts.new_token()
    waiting = _keep_photos(request, form, token)
    form.data = form.data.copy()
    form.data["token"] = token
    form.data["similar_seen"] = "1" if "similar" in context else form.data.get("similar_seen", "")
    return render(
        request,
        "aspirations/report.html",
        {"form": form, "waiting": waiting, **_map(), **context},
        status=status,
    )


def _keep_photos(request: HttpRequest, form: ReportForm, token: str) -> list[Photo]:
    accepted, kept = form.fields["photos"].accepted, form.cleaned_data.get("kept", [])
    address = request.META.get("REMOTE_ADDR", "")
    waiting, refusal = services.keep_photos(token, accepted, kept=kept, address=address)
    if refusal:
        messages.warning(request, refusal)
    return waiting


def _map() -> dict[str, str]:
    return {
        "map_centre": settings.MAP_CENTRE,
        "map_tiles": settings.MAP_TILES,
        "map_attribution": settings.MAP_ATTRIBUTION,
    }


def _sent_before(request: HttpRequest, form: ReportForm, earlier: Aspiration) -> HttpResponse:
    """The back button: the first report is safe, the changed text may become a second one."""
    form.cleaned_data["token"] = receipts.new_token()
    messages.warning(
        request,
        _(
            "Laporan Anda sebelumnya sudah kami terima dengan nomor %(number)s. "
            "Kalau isian ini laporan baru, tekan Kirim sekali lagi."
        )
        % {"number": earlier.number},
    )
    return _again(request, form, status=409)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page that lay open too long: on the report form nothing typed is lost."""
    match = request.resolver_match
    if match is not None and match.view_name == "aspirations:report":
        known = _came_from_our_page(request)
        form = ReportForm(request.POST, request.FILES if known else None)
        form.is_valid()
        messages.warning(
            request, _("Halaman ini terlalu lama terbuka. Isian Anda masih ada: tekan Kirim sekali lagi.")
        )
        if request.FILES and not known:
            messages.warning(request, _("Foto belum tersimpan. Pilih lagi fotonya sebelum mengirim."))
        return _again(request, form, status=403)
    answer = too_long_open(request) or dispatch_too_long_open(request)
    return answer or render(request, "403_csrf.html", status=403)


def _came_from_our_page(request: HttpRequest) -> bool:
    """Whether the CSRF cookie is one of ours by its form; Django takes up no other."""
    held = request.COOKIES.get(settings.CSRF_COOKIE_NAME)
    return held is not None and held == request.META.get("CSRF_COOKIE")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Shows number and secret to the browser that sent the report, for a quarter of an hour.

    A POST puts the receipt away at once, for phones that others use too.
    """
    if request.method == "POST":
        response = redirect("home")
        response.delete_cookie(RECEIPT_COOKIE)
        messages.success(request, _("Tanda terima sudah ditutup di peranti ini."))
        return response
    try:
        held = signing.loads(
            request.COOKIES.get(RECEIPT_COOKIE, ""), salt=RECEIPT_COOKIE, max_age=RECEIPT_SECONDS
        )
    except signing.BadSignature:
        messages.info(
            request, _("Tanda terima hanya tampil sesaat. Lacak laporan dengan nomor dan kode rahasianya.")
        )
        return redirect("aspirations:track")
    shown = Receipt(held["number"], receipts.secret_for(held["token"]))
    link = f"{settings.SITE_URL}{reverse('aspirations:track')}#{shown.fragment}"
    code = segno.make(link, error="m")
    return render(
        request,
        "aspirations/receipt.html",
        {
            "receipt": shown,
            "whatsapp_url": "https://wa.me/?" + urlencode({"text": _message(shown, link)}),
            "qr": code.svg_inline(scale=4, border=2, svgclass="qr-code", lineclass=None, omitsize=True),
            "minutes": RECEIPT_SECONDS // 60,
        },
    )


def _message(shown: Receipt, link: str) -> str:
    return _("Laporan %(number)s, kode rahasia %(secret)s. Lacak: %(link)s") % {
        "number": shown.number,
        "secret": shown.spaced_secret,
        "link": link,
    }


def _similar_to(text: str, village: str) -> list[Aspiration]:
    return list(Aspiration.objects.public().open().similar_to(text, village).for_cards()[:3])


@require_POST
def similar(request: HttpRequest) -> HttpResponse:
    """A fragment with public reports of the same desa that speak of the same; the text travels by POST."""
    text = request.POST.get("text", "")[:2000].replace("\0", "")
    village = request.POST.get("village", "")[:13].replace("\0", "")
    found = _similar_to(text, village) if text and village else []
    return render(request, "aspirations/form/_similar_items.html", {"similar": found})


@require_POST
def suggest(request: HttpRequest) -> JsonResponse:
    """The category that the words of a text suggest, or none."""
    text = normalise(request.POST.get("text", "")[:2000])
    rules = [
        (row.pk, row.keyword_set)
        for row in Category.objects.active().leaves().only("pk", "keywords", "position")
    ]
    found = suggest_category(text, rules)
    if found is None:
        return JsonResponse({})
    category = Category.objects.select_related("parent").get(pk=found)
    return JsonResponse({"id": category.pk, "name": category.name})
