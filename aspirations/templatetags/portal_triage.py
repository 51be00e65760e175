"""Words that the back office's pages need."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations.admin.filters import QueueFilter
from aspirations.admin.queues import QUEUES, queue
from aspirations.admin.saved_views import filters_of
from aspirations.models import Aspiration, SavedView
from aspirations.workflow import Status

register = template.Library()

_STEPS = {
    Status.SUBMITTED: gettext_lazy("Lanjutkan verifikasi"),
    Status.VERIFIED: gettext_lazy("Verifikasi"),
    Status.NEEDS_INFO: gettext_lazy("Minta kelengkapan"),
    Status.DISPATCHED: gettext_lazy("Teruskan ke instansi"),
    Status.IN_PROGRESS: gettext_lazy("Tindak lanjuti"),
    Status.PLANNED: gettext_lazy("Rencanakan"),
    Status.ANSWERED: gettext_lazy("Beri tanggapan"),
    Status.REOPENED: gettext_lazy("Buka kembali"),
    Status.NOT_COMPETENT: gettext_lazy("Bukan kewenangan"),
    Status.REJECTED: gettext_lazy("Tolak"),
    Status.MERGED: gettext_lazy("Gabung ke laporan lain"),
}
# What the desk's first page counts.
_COUNTED = ("", "saya", "bebas", "lewat", "segera", "balasan", "sanggahan", "tayang")


@register.simple_tag
def step_heading(report: Aspiration, to: Status) -> Any:
    """What the step is called from where the report stands."""
    if report.status == Status.MERGED:
        return _("Pisahkan kembali")
    if report.status == Status.DISPATCHED and to == Status.VERIFIED:
        return _("Kembalikan ke kecamatan")
    if report.status == Status.DISPATCHED and to == Status.DISPATCHED:
        return _("Teruskan ke instansi lain")
    if report.status == Status.NEEDS_INFO and to == report.resume_status:
        return _("Lanjutkan tanpa menunggu jawaban")
    return _STEPS[to]


@register.filter
def of_step(responses: dict[str, Any], step: str) -> Any:
    """The response templates of a step."""
    return responses.get(step, [])


@register.simple_tag
def due_explained(report: Aspiration) -> str:
    """Why the due date is what it is, in one line."""
    if report.closes_at:
        return _("Menunggu pelapor sampai %(date)s (%(days)d hari kerja sejak tanggapan).") % {
            "date": date_format(timezone.localtime(report.closes_at), "SHORT_DATE_FORMAT"),
            "days": report.reporter_days,
        }
    if report.days_left is not None:
        return _("Janji berhenti sementara; sisa %(days)d hari kerja.") % {"days": report.days_left}
    if report.due_at is None:
        return _("Tidak ada janji yang berjalan.")
    days, what = (
        (report.verify_days, _("verifikasi"))
        if report.status == Status.SUBMITTED
        else (report.follow_up_days, _("tindak lanjut"))
    )
    text = _("Jatuh tempo %(date)s: janji %(what)s %(days)d hari kerja.") % {
        "date": date_format(timezone.localtime(report.due_at), "SHORT_DATE_FORMAT"),
        "what": what,
        "days": days,
    }
    return _("LEWAT JANJI. %(text)s") % {"text": text} if report.is_overdue else text


@register.simple_tag(takes_context=True)
def queue_links(context: Any) -> list[dict[str, Any]]:
    """The queues of this user with their counts."""
    user = context["request"].user
    visible = Aspiration.objects.visible_to(user)
    address = reverse("admin:aspirations_aspiration_changelist")
    return [
        {
            "label": QUEUES[name].label,
            "url": f"{address}?antrean={name}" if name else address,
            "count": queue(visible, name, user).count(),
        }
        for name in _COUNTED
    ]


@register.simple_tag
def queue_tabs(changelist: Any) -> list[dict[str, Any]]:
    """The queues as choices that keep the other filters."""
    spec = next(spec for spec in changelist.filter_specs if isinstance(spec, QueueFilter))
    return list(spec.choices(changelist))


@register.simple_tag(takes_context=True)
def saved_views(context: Any) -> dict[str, Any]:
    """The user's own filters, and those of this list where they could be kept."""
    request = context["request"]
    query = filters_of(request.GET)
    views = list(SavedView.objects.filter(user=request.user))
    shown = next((view for view in views if view.query == query), None)
    return {"views": views, "shown": shown, "query": "" if shown else query}
