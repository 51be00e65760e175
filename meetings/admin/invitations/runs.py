"""All letters at once: ordered, watched, stopped, taken up again, and fetched."""

from typing import Any

from django.contrib import admin, messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aspirations.services import Refused
from meetings.admin.invitations.overview import FOLDER, NAME
from meetings.admin.tabs import show
from meetings.models import LetterRun, Meeting, RunKind
from meetings.services import letter_runs

_LIST = "admin:meetings_meeting_invitations"


def send(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Orders one PDF or the mails, or notes that the papers were handed over."""
    if request.method != "POST":
        return redirect(_LIST, meeting.pk)
    what = request.POST.get("what", "")
    try:
        if what == "delivered":
            count = letter_runs.mark_delivered(meeting, None, actor=request.user)
            text = ngettext("%(count)d surat diserahkan.", "%(count)d surat diserahkan.", count)
            messages.success(request, text % {"count": count})
            return redirect(_LIST, meeting.pk)
        if what not in RunKind.values:
            raise Http404
        links = request.POST.get("links") == "on"
        run = letter_runs.order_letters(meeting, RunKind(what), with_links=links, actor=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(_LIST, meeting.pk)
    return redirect("admin:meetings_meeting_invitations_run", meeting.pk, run.pk)


def page(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting, *, run: int) -> HttpResponse:
    """How far it is; a POST stops it or takes it up again."""
    row = _row(meeting, run)
    if request.method == "POST":
        verb = letter_runs.stop_run if request.POST.get("act") == "stop" else letter_runs.resume_run
        try:
            verb(row, actor=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect(request.path)
    context = {"run": row, "can_resume": letter_runs.can_resume(row), "keep": letter_runs.KEEP.days}
    return show(model_admin, request, meeting, NAME, context, template=f"{FOLDER}/run.html")


def file(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting, *, run: int) -> Any:
    """The PDF; it stands nowhere else."""
    row = _row(meeting, run)
    if not row.file:
        messages.info(request, _("Berkas ini sudah dihapus. Buat lagi bila masih diperlukan."))
        return redirect(_LIST, meeting.pk)
    try:
        made = row.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(made, content_type="application/pdf", as_attachment=True, filename=_name(meeting))
    response["Cache-Control"] = "no-store, private"
    return response


def _name(meeting: Meeting) -> str:
    return f"undangan-{meeting.starts_at.astimezone(meeting.zone):%Y-%m-%d}.pdf"


def _row(meeting: Meeting, pk: int) -> LetterRun:
    row = meeting.letter_runs.select_related("user").filter(pk=pk).first()
    if row is None:
        raise Http404
    row.meeting = meeting
    return row
