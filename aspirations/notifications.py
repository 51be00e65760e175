"""Who is told what about a report."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from aspirations import receipts
from aspirations.masking import mask
from aspirations.models import Approval, Aspiration, Dispatch, Escalation, Event, EventKind
from aspirations.workflow import Who
from notifications import sealing
from notifications.services import enqueue

_MOST_LINES = 50


def received(report: Aspiration) -> None:
    """The reporter is told that the report arrived; the secret is never sent by mail."""
    _tell(report, "received", key=f"received:{report.pk}", event=None)


def status_changed(report: Aspiration, event: Event) -> None:
    """The reporter is told each step that somebody else made."""
    if event.who != Who.REPORTER:
        _tell(report, "status", key=f"event:{event.pk}", event=event)


def course_moved_on(joined: Aspiration, event: Event) -> None:
    """The reporter of a merged report is told a step of the report it joined, as the public reads it."""
    template = "joined" if event.kind == EventKind.STATUS else "joined_news"
    _tell(joined, template, key=f"event:{event.pk}:{joined.pk}", event=event)


def news(report: Aspiration, event: Event) -> None:
    """The reporter is told what a meeting did about the report, where that is no step of it."""
    _tell(report, "news", key=f"event:{event.pk}", event=event)


def _tell(report: Aspiration, template: str, *, key: str, event: Event | None) -> None:
    if not report.reporter_email:
        return
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "report": report,
            "event": event,
            "site_name": settings.SITE_NAME,
            "track_url": settings.SITE_URL + reverse("aspirations:track"),
        }
        subject = render_to_string(f"emails/{template}-subject.txt", context)
        body = render_to_string(f"emails/{template}-body.txt", context)
    enqueue(recipient=report.reporter_email, subject=subject, body=body, key=key)


def dispatched(dispatch: Dispatch) -> None:
    """The agency is sent its link; a confidential report is not opened by one, and not named in a mail."""
    _tell_agency(dispatch, "dispatch", key=f"dispatch:{dispatch.pk}:{dispatch.secret_hash[:16]}")


def agency_told(dispatch: Dispatch, text: str, at: datetime) -> None:
    """The agency reads the answer to its question."""
    _tell_agency(dispatch, "told", key=f"told:{dispatch.pk}:{at.isoformat()}", text=text)


def agency_reminded(dispatch: Dispatch, *, is_late: bool) -> None:
    """The agency reads that a disposisi is about to be due, or is late; with its link, as at first."""
    kind = "late" if is_late else "soon"
    _tell_agency(dispatch, f"reminder_{kind}", key=f"remind:{kind}:{dispatch.pk}")


def _tell_agency(dispatch: Dispatch, template: str, *, key: str, text: str = "") -> None:
    report = dispatch.aspiration
    if not dispatch.agency.email:
        return
    with translation.override(settings.LANGUAGE_CODE):
        address = settings.SITE_URL + reverse("aspirations:dispatch_open")
        context = {
            "dispatch": dispatch,
            "title": "" if report.is_confidential else mask(report.title),
            "text": text,
            "site_name": settings.SITE_NAME,
            "address": address,
            "code": sealing.PLACE,
            "is_linked": dispatch.is_link_alive,
        }
        subject = render_to_string(f"emails/{template}-subject.txt", context)
        body = render_to_string(f"emails/{template}-body.txt", context)
    seed = receipts.dispatch_seed(dispatch.token)
    enqueue(recipient=dispatch.agency.email, subject=subject, body=body, key=key, seed=seed)


def escalated(user: Any, rows: Sequence[Escalation], *, more: int, at: datetime) -> None:
    """The morning's mail to a member of staff; nothing in it comes from a reporter."""
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "total": len(rows) + more,
            "more": more,
            "lines": [_line(row) for row in rows],
            "site_name": settings.SITE_NAME,
            "queue_url": f"{settings.SITE_URL}{reverse('admin:aspirations_aspiration_changelist')}"
            "?antrean=eskalasi",
        }
        subject = render_to_string("emails/escalated-subject.txt", context)
        body = render_to_string("emails/escalated-body.txt", context)
    key = f"escalated:{user.pk}:{at.isoformat()}"
    enqueue(recipient=user.email, subject=subject, body=body, key=key)


def review_waits(user: Any, rows: Sequence[Approval], *, at: datetime) -> bool:
    """The day's mail to who reviews answers, without a reporter's word; whether it was written now."""
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "total": len(rows),
            "more": max(len(rows) - _MOST_LINES, 0),
            "rows": rows[:_MOST_LINES],
            "site_name": settings.SITE_NAME,
            "queue_url": f"{settings.SITE_URL}{reverse('admin:aspirations_aspiration_changelist')}"
            "?antrean=persetujuan",
        }
        subject = render_to_string("emails/review-subject.txt", context)
        body = render_to_string("emails/review-body.txt", context)
    key = f"review:{user.pk}:{timezone.localdate(at, rows[0].aspiration.village.zone)}"
    return enqueue(recipient=user.email, subject=subject, body=body, key=key)


def _line(row: Escalation) -> dict[str, Any]:
    report = row.aspiration
    return {
        "number": report.number,
        "category": report.category.name,
        "village": report.village.name,
        "what": row.words,
        "due": row.due_at.astimezone(report.village.zone),
    }


def mentioned(report: Aspiration, person: Any, event: Event) -> None:
    """A member of staff was named in a note; the mail says where and by whom, and nothing of the report."""
    if not person.email:
        return
    with translation.override(settings.LANGUAGE_CODE):
        page = reverse("admin:aspirations_aspiration_change", args=[report.pk])
        context = {
            "report": report,
            "by": event.user.get_full_name() or event.user.get_username() if event.user else "",
            "site_name": settings.SITE_NAME,
            "url": f"{settings.SITE_URL}{page}#riwayat",
        }
        subject = render_to_string("emails/mention-subject.txt", context)
        body = render_to_string("emails/mention-body.txt", context)
    enqueue(recipient=person.email, subject=subject, body=body, key=f"mention:{event.pk}:{person.pk}")
