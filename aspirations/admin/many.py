"""Acts on many reports: preview, order, progress, undo."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from aspirations import services
from aspirations.admin.sharing import share_page
from aspirations.forms.batch import BatchForm
from aspirations.models import Aspiration, Batch, Outcome, Verb
from aspirations.origins import origin_of
from aspirations.permissions import may_answer
from aspirations.proposals import propose
from aspirations.services import Refused, sharing
from aspirations.services.batches import MOST
from aspirations.verbs import REGISTERED
from aspirations.workflow import PUBLIC_NOTES


def actions() -> list[Callable[..., Any]]:
    """One admin action a verb; asked at each request, as other apps register theirs late."""
    labels: dict[str, Any] = {verb.value: verb.label for verb in Verb}
    labels |= {one.name: one.label for one in REGISTERED.values()}
    return [_action(verb, label) for verb, label in labels.items()]


def _action(verb: str, label: Any) -> Callable[..., Any]:
    def preview(model_admin: Any, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        if verb == sharing.VERB:
            return share_page(model_admin, request, queryset)
        return preview_page(model_admin, request, queryset, verb, label)

    preview.__name__ = f"many_{verb}"
    return admin.action(description=label)(preview)


def preview_page(
    model_admin: admin.ModelAdmin, request: HttpRequest, queryset: Any, verb: str, label: Any
) -> HttpResponse | None:
    """Which reports will be touched, which not and why; with `order` in the POST, it is ordered."""
    chosen = list(queryset.order_by("due_at", "submitted_at", "pk").defer(None)[: MOST + 1])
    if len(chosen) > MOST:
        messages.error(request, _("Paling banyak %(most)d laporan sekaligus.") % {"most": MOST})
        return None
    obstacles = {report: services.obstacle(report, verb, request.user) for report in chosen}
    touched = [report for report, why in obstacles.items() if not why]
    ordered = "order" in request.POST
    form = BatchForm(
        *([request.POST] if ordered else []), verb=verb, reports=touched, user=request.user, prefix="many"
    )
    dropped: dict[int, str] = {}
    if ordered and form.is_valid():
        dropped = _late(verb, touched, request.user, form.plain())
    if dropped:
        # Shown once more without them, before anything is ordered.
        form.add_error(None, _("Sebagian laporan tidak dapat; lihat alasannya, lalu ulangi."))
    elif ordered and form.is_valid():
        try:
            batch = services.order(
                touched, verb, fields=form.plain(), user=request.user, origin=origin_of(request)
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("admin:aspirations_batch", batch.pk)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": label,
        "opts": Aspiration._meta,
        "verb": verb,
        "form": form,
        "touched": [
            (report, *_proposal(report, verb, request.user)) for report in touched if report.pk not in dropped
        ],
        "dropped": [(report, dropped[report.pk]) for report in touched if report.pk in dropped],
        "untouched": [(report, why) for report, why in obstacles.items() if why],
        "action": f"many_{verb}",
        "checkbox": ACTION_CHECKBOX_NAME,
        "list_url": request.get_full_path(),
    }
    status = 422 if ordered else 200
    return TemplateResponse(request, "admin/aspirations/many.html", context, status=status)


def _late(verb: str, reports: list[Aspiration], user: Any, fields: dict[str, Any]) -> dict[int, str]:
    late = REGISTERED[verb].late if verb in REGISTERED else None
    return late(reports, user, fields) if late else {}


def _proposal(report: Aspiration, verb: str, user: Any) -> tuple[str, str]:
    if verb != Verb.PUBLISH:
        waits = verb in PUBLIC_NOTES and not may_answer(user, report)
        return report.title, _("Menjadi usul yang menunggu persetujuan camat.") if waits else ""
    title, text, place = propose(report)
    return title, f"{text}\n\n{place}" if place else text


def batch_page(model_admin: admin.ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """How far an order is; each sees the own ones only. Reloads itself until it is over."""
    batch = _own(request, pk)
    items = batch.items.select_related("aspiration")
    counts = items.aggregate(
        total=Count("pk"),
        done=Count("pk", filter=Q(outcome=Outcome.DONE)),
        refused=Count("pk", filter=Q(outcome=Outcome.REFUSED)),
    )
    visible = set(
        Aspiration.objects.visible_to(request.user)
        .filter(pk__in=items.values("aspiration_id"))
        .values_list("pk", flat=True)
    )
    context = {
        **model_admin.admin_site.each_context(request),
        "title": batch.label,
        "opts": Aspiration._meta,
        "batch": batch,
        "counts": counts,
        "is_undone": Batch.objects.filter(undoes=batch).exists(),
        "handled": counts["done"] + counts["refused"],
        "refused": [item for item in items.filter(outcome=Outcome.REFUSED) if item.aspiration_id in visible],
        "list_url": reverse("admin:aspirations_aspiration_changelist"),
    }
    return TemplateResponse(request, "admin/aspirations/batch.html", context)


def undo_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes an order back, once."""
    batch = _own(request, pk)
    if request.method != "POST":
        return redirect("admin:aspirations_batch", pk)
    try:
        opposite = services.undo(batch, user=request.user, origin=origin_of(request))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("admin:aspirations_batch", pk)
    return redirect("admin:aspirations_batch", opposite.pk)


def _own(request: HttpRequest, pk: int) -> Batch:
    user: Any = request.user
    batch = Batch.objects.filter(pk=pk, user=user).first()
    if batch is None:
        raise Http404
    return batch
