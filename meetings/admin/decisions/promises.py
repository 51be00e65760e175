"""Follow-ups: several in one go, and each changed on its own page."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aspirations.services import Refused
from meetings import services
from meetings.admin.decisions.rows import asks_to_write, back_to, decision_of, show_page
from meetings.forms.fields import Owners, villages_of
from meetings.forms.follow_ups import FollowUpForm, follow_up_initial
from meetings.models import Decision, FollowUp, Meeting
from meetings.workflow import DecisionStatus

# So many empty ones at a time.
ROWS = 3


def blank_rows(meeting: Meeting, data: Any = None, *, typed: Any = None) -> list[FollowUpForm]:
    """Rows that may stay empty; `typed` fills them again without judging."""
    owners, villages = Owners.of(meeting), villages_of(meeting)
    rows = []
    for number in range(ROWS):
        prefix = f"rtl{number}"
        row = FollowUpForm(
            data,
            prefix=prefix,
            empty_permitted=True,
            use_required_attribute=False,
            meeting=meeting,
            owners=owners,
            villages=villages,
        )
        if typed is not None:
            row.initial = {
                name: typed.getlist(f"{prefix}-{name}")
                if name == "supporters"
                else typed.get(f"{prefix}-{name}", "")
                for name in row.fields
            }
        rows.append(row)
    return rows


def filled(rows: Iterable[FollowUpForm]) -> list[FollowUpForm]:
    """Those in which something was written."""
    return [row for row in rows if row.has_changed()]


def write(decision: Decision, row: FollowUpForm, user: Any) -> FollowUp:
    """One valid row becomes a promise."""
    supporters = row.cleaned_data["supporters"]
    return services.add_follow_up(decision, actor=user, supporters=supporters, **row.columns(), **row.owner())


def add(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting, decision: int) -> HttpResponse:
    """All filled rows or none."""
    asks_to_write(request, meeting)
    held = decision_of(meeting, request.user, decision)
    data = request.POST if request.method == "POST" else None
    rows, problem = blank_rows(meeting, data), ""
    judged = [row.is_valid() for row in rows]  # each, so that every error is shown
    if data is not None and all(judged):
        chosen = filled(rows)
        problem = "" if chosen else _("Isi setidaknya satu tindak lanjut.")
        try:
            with transaction.atomic():
                for row in chosen:
                    write(held, row, request.user)
        except Refused as refused:
            problem = str(refused)
        if not problem:
            said = ngettext(
                "%(count)d tindak lanjut dicatat.", "%(count)d tindak lanjut dicatat.", len(chosen)
            )
            messages.success(request, said % {"count": len(chosen)})
            return back_to(meeting, held)
    context = {"decision": held, "rows": rows, "problem": problem}
    return show_page(
        model_admin, request, meeting, "promises", context, status=422 if data is not None else 200
    )


def edit(
    model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting, follow_up: int
) -> HttpResponse:
    """One promise; of an adopted decision with a reason."""
    asks_to_write(request, meeting)
    rows = FollowUp.objects.select_related("agency", "unit", "decision").prefetch_related("supporters")
    held = rows.filter(pk=follow_up, decision__meeting=meeting).first()
    if held is None:
        raise Http404
    held.decision.meeting = meeting
    data = request.POST if request.method == "POST" else None
    form = FollowUpForm(
        data,
        initial=follow_up_initial(held),
        meeting=meeting,
        owners=_owners(meeting, held),
        villages=villages_of(meeting),
        follow_up=held,
        needs_reason=held.decision.status == DecisionStatus.ADOPTED,
    )
    context = {"decision": held.decision, "follow_up": held, "form": form}
    if data is None:
        return show_page(model_admin, request, meeting, "promise", context)
    try:
        if data.get("act") == "drop":
            services.drop_follow_up(held, actor=request.user)
            messages.success(request, _("Tindak lanjut dihapus."))
            return back_to(meeting, held.decision)
        if form.is_valid():
            _save(held, form, request.user)
            messages.success(request, _("Tindak lanjut disimpan."))
            return back_to(meeting, held.decision)
    except Refused as refused:
        form.add_error(None, str(refused))
    return show_page(model_admin, request, meeting, "promise", context, status=422)


def _owners(meeting: Meeting, held: FollowUp) -> Owners:
    """With those it has, though they may have been put away since."""
    owners = Owners.of(meeting)
    agencies = {one.pk: one for one in owners.agencies}
    units = {one.pk: one for one in owners.units}
    agencies |= {one.pk: one for one in held.supporters.all()}
    if held.agency:
        agencies[held.agency.pk] = held.agency
    if held.unit:
        units[held.unit.pk] = held.unit
    return Owners(list(agencies.values()), list(units.values()))


@transaction.atomic
def _save(held: FollowUp, form: FollowUpForm, user: Any) -> None:
    why = form.cleaned_data.get("why", "")
    services.edit_follow_up(held, actor=user, reason=why, **form.columns())
    services.reassign(held, actor=user, reason=why, **form.owner())
    services.set_supporters(held, form.cleaned_data["supporters"], actor=user)
