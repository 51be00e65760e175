"""The dispatches of a report on its page, and their sheets as PDF."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations import services
from aspirations.admin.panels import Desk
from aspirations.documents.disposition import link_address, sheets
from aspirations.models import Aspiration, Dispatch
from aspirations.permissions import may_triage
from aspirations.receipts import Receipt
from aspirations.workflow import Who
from government.permissions import Capability, agencies

MOST_SHEETS = 100


class Link(NamedTuple):
    """What a clerk hands on: "" where the database cannot tell it any more."""

    address: str
    code: str
    whatsapp: str


def section(desk: Desk) -> dict[str, Any]:
    """What the page says of the report's dispatches; the link is for those who sent it."""
    found = list(desk.report.dispatches.all())
    current = found[0] if found else None
    is_clerk = desk.who == Who.TRIAGE
    return {
        "dispatch": current,
        "earlier_dispatches": found[1:],
        "link": _link(current) if current and is_clerk and current.is_link_alive else None,
        "may_print_sheet": is_clerk,
    }


def note_opened(desk: Desk) -> None:
    """An officer with an account has opened the report, as one does by the link."""
    if desk.who != Who.HANDLER:
        return
    current = next(iter(desk.report.dispatches.all()), None)
    if current is None or current.opened_at is not None or not current.is_open:
        return
    if current.agency_id in agencies(desk.user, Capability.HANDLE):
        services.mark_opened(current)


def _link(dispatch: Dispatch) -> Link:
    secret = services.secret_of(dispatch)
    if not secret:
        return Link("", "", "")
    address, code = link_address(dispatch, secret), Receipt("", secret).spaced_secret
    text = _(
        "Disposisi %(number)s untuk %(agency)s dari kecamatan. Baca laporan dan jawab di sini, tanpa akun:"
        "\n%(address)s\nKalau tidak terbuka, ketik nomor disposisi dan kode %(code)s."
    ) % {
        "number": dispatch.number,
        "agency": dispatch.agency.name,
        "address": address,
        "code": code,
    }
    phone = dispatch.agency.phone.removeprefix("+")
    return Link(address, code, f"https://wa.me/{phone}?{urlencode({'text': text})}")


def sheet_view(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet of one dispatch. It carries the link, so only who may send it prints it."""
    dispatch = _dispatches(Aspiration.objects.visible_to(request.user)).filter(pk=pk).first()
    if dispatch is None or not may_triage(request.user, dispatch.aspiration):
        raise Http404
    return _pdf([dispatch], f"disposisi-{dispatch.number}.pdf")


@admin.action(description=gettext_lazy("Cetak lembar disposisi"))
def print_sheets(model_admin: Any, request: HttpRequest, queryset: Any) -> HttpResponse | None:
    """One PDF with the sheet of each chosen report that is with an agency; says which have none."""
    ordered = queryset.order_by("due_at", "submitted_at", "pk")
    reports = list(ordered.values_list("pk", flat=True)[: MOST_SHEETS + 1])
    found = [
        one for one in _dispatches(reports[:MOST_SHEETS]).open() if may_triage(request.user, one.aspiration)
    ]
    if len(reports) > MOST_SHEETS:
        messages.error(request, _("Paling banyak %(most)d lembar sekaligus.") % {"most": MOST_SHEETS})
        return None
    if not found:
        messages.error(request, _("Tidak satu pun laporan yang dipilih sedang berada di instansi."))
        return None
    order = {pk: place for place, pk in enumerate(reports)}
    return _pdf(sorted(found, key=lambda one: order[one.aspiration_id]), "disposisi.pdf")


def _dispatches(reports: Any) -> Any:
    rows = Dispatch.objects.filter(aspiration__in=reports)
    return rows.select_related(
        "agency", "aspiration__category", "aspiration__village__parent__parent"
    ).prefetch_related("aspiration__references__system")


def _pdf(dispatches: Sequence[Dispatch], name: str) -> HttpResponse:
    response = HttpResponse(sheets(dispatches), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    add_never_cache_headers(response)
    return response
