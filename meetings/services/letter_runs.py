"""Letters of a whole stop, made or sent by the worker: ordered, stopped, taken up again, swept."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from aspirations.services import Conflict, Refused
from meetings import notifications
from meetings.models import (
    Invitation,
    InvitationLetter,
    LetterRun,
    Meeting,
    MeetingEventKind,
    RunKind,
    RunState,
)
from meetings.services.history import record
from meetings.services.stops import hold

# Between two looks at whether somebody pressed stop.
PIECE = 25
KEEP = timedelta(days=7)
# A worker that was killed says nothing; after this a run may be taken up again.
_STUCK = timedelta(minutes=10)


@transaction.atomic
def order_letters(meeting: Meeting, kind: RunKind, *, with_links: bool = False, actor: Any) -> LetterRun:
    """Orders the letters of all who are invited.

    Raises NotAllowed, Refused without a letter, without anybody invited, without a mail server or after the
    stop, Conflict where the same is at work.
    """
    held = hold(meeting, actor=actor)
    letter = InvitationLetter.objects.filter(meeting=held).first()
    total = held.invitations.standing().count()
    if letter is None:
        raise Refused(_("Simpan dahulu surat undangannya."))
    if not total:
        raise Refused(_("Belum ada yang diundang."))
    if kind == RunKind.MAIL:
        _refuse_mail(held)
    if held.letter_runs.at_work().filter(kind=kind).exists():
        raise Conflict(_("Pekerjaan yang sama sedang berjalan; tunggu sampai selesai atau hentikan."))
    run = LetterRun.objects.create(
        meeting=held, user=actor, kind=kind, with_links=with_links, version=letter.version, total=total
    )
    _enqueue(run)
    return run


def _refuse_mail(meeting: Meeting) -> None:
    if not settings.MAIL_ENABLED:
        raise Refused(_("Pengiriman email belum disiapkan di server ini. Cetak saja, atau pakai WhatsApp."))
    if meeting.is_over or meeting.is_cancelled:
        raise Refused(_("Pertemuan ini sudah lewat atau dibatalkan."))


def _enqueue(run: LetterRun) -> None:
    app.configure_task("meetings.run_letters", lock=f"letters:{run.pk}").defer(run_id=run.pk)


@transaction.atomic
def stop_run(run: LetterRun, *, actor: Any) -> None:
    """Stops it after the piece at hand; mails that are out stay out. Raises NotAllowed, Conflict."""
    hold(run.meeting, actor=actor)
    stopped = LetterRun.objects.at_work().filter(pk=run.pk)
    if not stopped.update(state=RunState.STOPPED, finished_at=timezone.now()):
        raise Conflict(_("Pekerjaan ini sudah selesai."))


@transaction.atomic
def resume_run(run: LetterRun, *, actor: Any) -> None:
    """Takes up again what was stopped or got stuck; no mail goes twice. Raises NotAllowed, Conflict."""
    held = hold(run.meeting, actor=actor)
    fresh = LetterRun.objects.get(pk=run.pk)
    if not can_resume(fresh):
        raise Conflict(_("Pekerjaan ini sedang berjalan atau sudah selesai."))
    others = held.letter_runs.at_work().filter(kind=fresh.kind).exclude(pk=fresh.pk)
    if others.exists():
        raise Conflict(_("Pekerjaan yang sama sedang berjalan; tunggu sampai selesai atau hentikan."))
    letter = InvitationLetter.objects.get(meeting=held)
    LetterRun.objects.filter(pk=fresh.pk).update(
        state=RunState.WAITING,
        version=letter.version,
        total=held.invitations.standing().count(),
        done=0,
        finished_at=None,
        created_at=timezone.now(),
    )
    _enqueue(fresh)


def can_resume(run: LetterRun) -> bool:
    """Stopped, failed, or silent for ten minutes."""
    if run.state in {RunState.STOPPED, RunState.FAILED}:
        return True
    return run.is_at_work and run.created_at < timezone.now() - _STUCK


def begin(run_id: int) -> LetterRun | None:
    """The run, now at work; None where it was stopped or is over. A second job may take it up too."""
    taken = LetterRun.objects.at_work().filter(pk=run_id)
    if not taken.update(state=RunState.RUNNING, done=0):
        return None
    return LetterRun.objects.select_related(
        "meeting__series", "meeting__host_district", "meeting__host_village", "meeting__letter"
    ).get(pk=run_id)


def advance(run: LetterRun, done: int) -> bool:
    """Notes how far it is; False where somebody stopped it."""
    going = LetterRun.objects.filter(pk=run.pk, state=RunState.RUNNING)
    return bool(going.update(done=min(done, run.total)))


def finish(run: LetterRun, **columns: Any) -> bool:
    """Whether it was still wanted."""
    going = LetterRun.objects.filter(pk=run.pk, state=RunState.RUNNING)
    return bool(going.update(state=RunState.DONE, done=run.total, finished_at=timezone.now(), **columns))


def fail(run: LetterRun) -> None:
    """It can be taken up again."""
    LetterRun.objects.filter(pk=run.pk, state=RunState.RUNNING).update(
        state=RunState.FAILED, finished_at=timezone.now()
    )


def addressees(run: LetterRun) -> QuerySet[Invitation]:
    """Who gets a letter, in the order of protocol."""
    return run.meeting.invitations.standing().select_related("contact").order_by("position", "pk")


def pieces(run: LetterRun) -> Iterable[list[Invitation]]:
    """All of them, some at a time."""
    rows = list(addressees(run))
    return (rows[start : start + PIECE] for start in range(0, len(rows), PIECE))


def send_mails(run: LetterRun) -> None:
    """A mail to each who has an address and has not had this version."""
    done = 0
    for piece in pieces(run):
        if not _send_piece(run, piece):
            return
        done += len(piece)
        if not advance(run, done):
            return
    if finish(run):
        run.refresh_from_db()
        text = f"Undangan dikirim lewat email: {run.mailed}"
        record(run.meeting, MeetingEventKind.INVITED, text, actor=run.user)


@transaction.atomic
def _send_piece(run: LetterRun, piece: Iterable[Invitation]) -> bool:
    meeting = Meeting.objects.select_for_update(of=["self"]).named().get(pk=run.meeting_id)
    letter = InvitationLetter.objects.get(meeting=meeting)
    if meeting.is_over or meeting.is_cancelled:
        fail(run)
        return False
    standing = {one.pk for one in meeting.invitations.standing()}
    sent = []
    for invitation in piece:
        invitation.meeting = meeting
        if invitation.pk in standing and notifications.invited(invitation, letter):
            sent.append(invitation.pk)
    mark_sent(Invitation.objects.filter(pk__in=sent), letter)
    LetterRun.objects.filter(pk=run.pk).update(mailed=run.mailed + len(sent))
    run.mailed += len(sent)
    return True


def mark_sent(invitations: QuerySet[Invitation], letter: InvitationLetter | None) -> int:
    """They have the letter; the first time is kept."""
    invitations.filter(sent_at=None).update(sent_at=timezone.now())
    return invitations.update(sent_version=letter.version if letter else 0)


@transaction.atomic
def mark_delivered(meeting: Meeting, keys: Iterable[int] | None, *, actor: Any) -> int:
    """Notes letters handed over on paper: these, or all that were not sent yet; returns how many."""
    held = hold(meeting, actor=actor)
    rows = held.invitations.standing()
    rows = rows.filter(sent_at=None) if keys is None else rows.filter(pk__in=list(keys))
    found = list(rows.values_list("pk", flat=True))
    mark_sent(Invitation.objects.filter(pk__in=found), InvitationLetter.objects.filter(meeting=held).first())
    if found:
        text = f"Surat undangan diserahkan: {len(found)}"
        record(held, MeetingEventKind.INVITED, text, actor=actor)
    return len(found)


def drop_old_files() -> int:
    """Deletes PDFs that nobody needs any more: they may hold links; returns how many."""
    old = LetterRun.objects.exclude(file="").filter(finished_at__lt=timezone.now() - KEEP)
    names = list(old.values_list("pk", "file"))
    for pk, name in names:
        LetterRun.objects.filter(pk=pk).update(file="")
        default_storage.delete(name)
    return len(names)
