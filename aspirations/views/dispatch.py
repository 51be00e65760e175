"""An agency reads what was sent to it, and answers, by a link and without an account."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import ResolverMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from aspirations import receipts, services
from aspirations.forms.dispatch import (
    AcceptForm,
    AskForm,
    FinishForm,
    OpenDispatchForm,
    PlanForm,
    ProgressForm,
    RefuseForm,
    SignedForm,
)
from aspirations.models import Dispatch, Stage
from aspirations.services import Refused, agency
from aspirations.services.agency import Repeated, Signed
from aspirations.views import carrying, dispatch_grants
from aspirations.views.carrying import Carried
from aspirations.views.dispatch_course import page_context

# Compared against where no such dispatch is open, so that all answers take the same road.
_NO_HASH = receipts.digest("")
_SIGNATURE = "dispatch_signature"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def dispatch_open(request: HttpRequest) -> HttpResponse:
    """Takes number and code, which the link carries behind its #; whatever is wrong, the answer is one."""
    if request.method != "POST":
        return _ask(request, OpenDispatchForm(), status=200)
    form = OpenDispatchForm(request.POST)
    carried = carrying.read(request.POST)
    if not form.is_valid():
        return _ask(request, form, carried, status=422)
    number, secret = form.cleaned_data["number"], form.cleaned_data["secret"]
    address = request.META.get("REMOTE_ADDR", "")
    if services.is_dispatch_slowed(address, number):
        form.add_error(None, _("Terlalu banyak percobaan yang salah. Coba lagi dalam 15 menit."))
        response = _ask(request, form, carried, status=429)
        response["Retry-After"] = "900"
        return response
    found = Dispatch.objects.linked().select_related("agency", "aspiration").filter(number=number).first()
    matches = receipts.matches(secret, found.secret_hash if found else _NO_HASH)
    if found is None or not matches or not found.is_link_alive:
        services.count_wrong_dispatch(address, number)
        return _gone(request, carried, number=request.POST.get("number", "")[:40])
    dispatch_grants.grant(request, found)
    services.opened_by_link(found)
    if carried is None or carried.number != found.number:
        return redirect("aspirations:dispatch", found.number)
    messages.info(request, _("Tulisan Anda masih ada. Periksa, lalu kirim sekali lagi."))
    return _page(request, found, failed=_typed(carried, found))


@never_cache
@require_http_methods(["GET", "HEAD"])
def dispatch_page(request: HttpRequest, number: str) -> HttpResponse:
    """What was sent, what became of it, and what can be done now."""
    found = dispatch_grants.held(request, number)
    return _page(request, found) if found is not None else _gone(request)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def dispatch_act(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """Accept, report progress, finish, plan, ask back or refuse."""
    if action not in ACTIONS:
        raise Http404
    if request.method != "POST":
        return redirect("aspirations:dispatch", number)
    found = dispatch_grants.held(request, number)
    if found is None:
        return _gone(request, carrying.take(number, action, request.POST), number=number)
    form = _form(action, found, request.POST, request.FILES)
    if form.is_valid():
        signed = Signed(
            form.cleaned_data["name"],
            form.cleaned_data["position"],
            # What was typed counts too: another text on the same form is no double press.
            f"{action}|{request.POST.get('form', '')}|{form.cleaned_data['text']}",
            request.POST.get("seen", "")[:120],
        )
        request.session[_SIGNATURE] = {"name": signed.name, "position": signed.position}
        try:
            ACTIONS[action].perform(found, form, signed)
        except Repeated:
            return _back(number)
        except Refused as refused:
            form.add_error(None, str(refused))
            found = dispatch_grants.held(request, number)
            if found is None:
                return _gone(request, carrying.take(number, action, request.POST), number=number)
        else:
            messages.success(request, str(ACTIONS[action].thanks))
            return _back(number)
    if request.FILES:
        messages.warning(request, _("Pilih lagi fotonya: foto tidak ikut tersimpan."))
    return _page(request, found, failed={action: form}, status=422)


@require_POST
def dispatch_leave(request: HttpRequest) -> HttpResponse:
    """Closes what links opened, on devices that others use too."""
    dispatch_grants.drop_all(request)
    request.session.pop(_SIGNATURE, None)
    messages.success(request, _("Disposisi sudah ditutup di peranti ini."))
    return redirect("aspirations:dispatch_open")


def too_long_open(request: HttpRequest) -> HttpResponse | None:
    """Answers a form of these pages whose CSRF token is old, with what was typed; None on other pages."""
    match = request.resolver_match
    ours = {"aspirations:dispatch_act", "aspirations:dispatch_open"}
    return _once_more(request, match) if match is not None and match.view_name in ours else None


@never_cache
def _once_more(request: HttpRequest, match: ResolverMatch) -> HttpResponse:
    messages.warning(
        request, _("Halaman ini terlalu lama terbuka. Periksa isian Anda, lalu kirim sekali lagi.")
    )
    if match.view_name == "aspirations:dispatch_open":
        return _ask(request, OpenDispatchForm(request.POST), carrying.read(request.POST), status=403)
    number, action = match.kwargs["number"], match.kwargs["action"]
    found = dispatch_grants.held(request, number)
    carried = carrying.take(number, action, request.POST)
    if found is None:
        return _gone(request, carried, number=number)
    return _page(request, found, failed=_typed(carried, found) if carried else {}, status=403)


def _back(number: str) -> HttpResponse:
    return redirect(f"{reverse('aspirations:dispatch', args=[number])}#isi")


def _ask(
    request: HttpRequest, form: forms.Form, carried: Carried | None = None, *, status: int, gone: bool = False
) -> HttpResponse:
    context = {"form": form, "carried": carried, "gone": gone}
    response = render(request, "aspirations/dispatch/open.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _gone(request: HttpRequest, carried: Carried | None = None, *, number: str = "") -> HttpResponse:
    """Wrong, unknown, expired, revoked, replaced: nobody learns which."""
    return _ask(request, OpenDispatchForm(initial={"number": number}), carried, status=404, gone=True)


def _typed(carried: Carried, found: Dispatch) -> dict[str, forms.Form]:
    if carried.action not in ACTIONS:
        return {}
    return {carried.action: _form(carried.action, found, carried.fields)}


def _form(action: str, found: Dispatch, *data: Any, initial: Any = None) -> SignedForm:
    """A page shows several forms, so ids begin with the action."""
    return ACTIONS[action].form(*data, dispatch=found, auto_id=f"{action}_%s", initial=initial)


def _page(
    request: HttpRequest,
    found: Dispatch,
    *,
    failed: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    signature = request.session.get(_SIGNATURE, {})
    offered = agency.offered(found, found.aspiration)
    actions = {name: _form(name, found, initial=signature) for name in offered} | (failed or {})
    context = page_context(found) | {"actions": actions, "form_token": receipts.new_token()}
    response = render(request, "aspirations/dispatch/page.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


class Action:
    """One verb of the page."""

    def __init__(
        self, form: type[SignedForm], perform: Callable[[Dispatch, Any, Signed], Any], thanks: Any
    ) -> None:
        self.form, self.perform, self.thanks = form, perform, thanks


def _evidence(form: forms.Form) -> dict[str, Any]:
    return {stage: form.cleaned_data.get(stage) or [] for stage in (Stage.BEFORE, Stage.AFTER)}


ACTIONS = {
    "accept": Action(
        AcceptForm,
        lambda one, form, signed: agency.accept(one, form.cleaned_data["text"], signed=signed),
        gettext_lazy("Terima kasih. Kecamatan dan pelapor tahu bahwa disposisi Anda terima."),
    ),
    "progress": Action(
        ProgressForm,
        lambda one, form, signed: agency.progress(
            one, form.cleaned_data["text"], _evidence(form), signed=signed
        ),
        gettext_lazy("Kemajuan pekerjaan sudah tercatat."),
    ),
    "finish": Action(
        FinishForm,
        lambda one, form, signed: agency.finish(
            one, form.cleaned_data["text"], _evidence(form), signed=signed
        ),
        gettext_lazy("Terima kasih. Kecamatan memeriksa jawaban Anda, lalu mengirimkannya kepada pelapor."),
    ),
    "plan": Action(
        PlanForm,
        lambda one, form, signed: agency.plan(
            one, form.planned_for, form.cleaned_data["text"], form.cleaned_data["due_on"], signed=signed
        ),
        gettext_lazy("Rencana sudah tercatat; kecamatan dan pelapor akan membacanya."),
    ),
    "ask": Action(
        AskForm,
        lambda one, form, signed: agency.ask(one, form.cleaned_data["text"], signed=signed),
        gettext_lazy("Pertanyaan Anda sudah sampai di kecamatan. Jawabannya muncul di halaman ini."),
    ),
    "refuse": Action(
        RefuseForm,
        lambda one, form, signed: agency.refuse(
            one, form.cleaned_data["text"], form.cleaned_data["suggested_agency"], signed=signed
        ),
        gettext_lazy("Disposisi sudah dikembalikan kepada kecamatan."),
    ),
}
