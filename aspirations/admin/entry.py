"""Reports written down for somebody else: one by keyboard, or a paper list of many."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aspirations import receipts, services
from aspirations.admin import slips
from aspirations.forms.entry import EntryForm, ListForm, RowForm, received_at
from aspirations.forms.names import Names, villages_of
from aspirations.models import Aspiration, Channel, Consent, Photo
from aspirations.permissions import may_enter
from aspirations.services import Actor, Submission
from aspirations.workflow import Who

ROWS, MOST_ROWS = 10, 50
# What the next report most likely shares with this one; none of it tells who reported.
_CARRIED = ("channel", "received_on", "village", "consent")


def entry_page(model_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    """One report; a good one opens the next, with its receipt above."""
    _check(request)
    if request.method == "POST" and "_drop" in request.POST:
        slips.drop(request)
        return redirect(request.path)
    if request.method != "POST":
        return _page(model_admin, request, EntryForm(user=request.user, initial=_initial(request)))
    form = EntryForm(request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        return _again(model_admin, request, form, status=422)
    data = form.cleaned_data
    if not data["similar_seen"]:
        public = Aspiration.objects.public().open()
        similar = list(public.similar_to(data["text"], data["village"].pk).for_cards()[:3])
        if similar:
            return _again(model_admin, request, form, similar=similar)
    made = services.submit(
        Submission(**form.columns()),
        token=data["token"],
        actor=Actor(Who.TRIAGE, request.user),
        photos=data["photos"],
        kept=data["kept"],
        at=received_at(data["received_on"]),
    )
    slips.hold(request, [(made.number, data["token"])])
    messages.success(request, _("%(number)s dicatat.") % {"number": made.number})
    carried = {name: request.POST.get(name, "") for name in _CARRIED}
    return redirect(f"{request.path}?{urlencode(carried)}")


def _check(request: HttpRequest) -> None:
    if not may_enter(request.user):
        raise Http404


def _initial(request: HttpRequest) -> dict[str, Any]:
    """What was carried over; for a kader of one desa the desa is known."""
    given = {name: request.GET[name][:20].replace("\0", "") for name in _CARRIED if request.GET.get(name)}
    villages = villages_of(request.user)[:2]
    alone = {"village": villages[0].pk} if len(villages) == 1 else {}
    start = {"token": receipts.new_token(), "channel": Channel.DESK, "consent": Consent.SPOKEN}
    return start | alone | given


def _again(
    model_admin: admin.ModelAdmin, request: HttpRequest, form: EntryForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    """The form once more with everything that was typed, and the photos that were good."""
    token = form.cleaned_data.get("token") or receipts.new_token()
    waiting = _keep_photos(request, form, token)
    form.data = form.data.copy()
    form.data["token"] = token
    form.data["similar_seen"] = "1" if "similar" in context else form.data.get("similar_seen", "")
    return _page(model_admin, request, form, status=status, waiting=waiting, **context)


def _keep_photos(request: HttpRequest, form: EntryForm, token: str) -> list[Photo]:
    accepted, kept = form.fields["photos"].accepted, form.cleaned_data.get("kept", [])
    address = request.META.get("REMOTE_ADDR", "")
    waiting, refusal = services.keep_photos(token, accepted, kept=kept, address=address)
    if refusal:
        messages.warning(request, refusal)
    return waiting


def _page(
    model_admin: admin.ModelAdmin, request: HttpRequest, form: EntryForm, *, status: int = 200, **extra: Any
) -> HttpResponse:
    context = _context(model_admin, request) | {"title": _("Catat laporan warga"), "form": form} | extra
    return _private(TemplateResponse(request, "admin/aspirations/entry.html", context, status=status))


def _context(model_admin: admin.ModelAdmin, request: HttpRequest) -> dict[str, Any]:
    return {
        **model_admin.admin_site.each_context(request),
        "opts": Aspiration._meta,
        "receipts": list(slips.held_receipts(request).values()),
        "minutes": slips.MINUTES,
    }


def _private(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response


def list_page(model_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    """A paper list: all its rows are written, or none and each error stands at its row."""
    _check(request)
    names = Names(request.user)
    if request.method != "POST":
        rows = [_row(names, number) for number in range(ROWS)]
        head = ListForm(initial={"channel": Channel.MEETING})
        return _list_page(model_admin, request, head, rows, names)
    count = _count(request)
    more = "_more" in request.POST
    head = ListForm(request.POST)
    rows = [RowForm(request.POST, names=names, prefix=f"r{number}") for number in range(count)]
    filled = [row for row in rows if not row.is_empty]
    if more:
        return _list_page(model_admin, request, head, _more(request, names, count), names)
    # Each is asked, so that all errors are shown at once.
    if not all([head.is_valid(), *(row.is_valid() for row in filled)]):
        return _list_page(model_admin, request, head, rows, names, status=422)
    if not filled:
        messages.warning(request, _("Belum ada baris yang diisi."))
        return _list_page(model_admin, request, head, rows, names, status=422)
    _submit_list(request, head.cleaned_data, filled)
    return redirect(reverse("admin:aspirations_entry"))


def _submit_list(request: HttpRequest, shared: dict[str, Any], rows: list[RowForm]) -> None:
    common = {"channel": shared["channel"], "consent": shared["consent"]}
    written = [(row.cleaned_data["token"], Submission(**row.columns(), **common)) for row in rows]
    actor = Actor(Who.TRIAGE, request.user)
    made = services.submit_list(written, actor=actor, at=received_at(shared["received_on"]))
    slips.hold(request, [(one.number, token) for one, (token, __) in zip(made, written, strict=True)])
    messages.success(
        request,
        ngettext("%(count)d laporan dicatat.", "%(count)d laporan dicatat.", len(made))
        % {"count": len(made)},
    )


def _row(names: Names, number: int) -> RowForm:
    return RowForm(names=names, prefix=f"r{number}", initial={"token": receipts.new_token()})


def _count(request: HttpRequest) -> int:
    given = request.POST.get("rows", "")
    return min(int(given), MOST_ROWS) if given.isascii() and given.isdigit() and len(given) < 4 else ROWS


def _more(request: HttpRequest, names: Names, count: int) -> list[RowForm]:
    """The rows as they were typed, unchecked, and ten empty ones below."""
    typed = [
        RowForm(names=names, prefix=f"r{number}", initial=_typed(request, f"r{number}"))
        for number in range(count)
    ]
    return typed + [_row(names, number) for number in range(count, min(count + ROWS, MOST_ROWS))]


def _typed(request: HttpRequest, prefix: str) -> dict[str, str]:
    return {name: request.POST.get(f"{prefix}-{name}", "") for name in RowForm.base_fields}


def _list_page(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    head: ListForm,
    rows: list[RowForm],
    names: Names,
    *,
    status: int = 200,
) -> HttpResponse:
    villages, categories = names.offered()
    wrong = [
        number for number, row in enumerate(rows, start=1) if row.is_bound and not row.is_empty and row.errors
    ]
    context = _context(model_admin, request) | {
        "title": _("Catat daftar dari kertas"),
        "head": head,
        "rows": rows,
        "villages": villages,
        "categories": categories,
        "wrong_rows": wrong,
        "may_add": len(rows) < MOST_ROWS,
    }
    return _private(TemplateResponse(request, "admin/aspirations/entry_list.html", context, status=status))
