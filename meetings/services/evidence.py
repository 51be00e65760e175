"""The writers of what stands beside a promise: steps, letters, notes, its date, and what its owner asks."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aspirations.services import Conflict, Refused
from government.models import Agency
from meetings.models import AskKind, FollowUp, FollowUpEventKind, Letter, Milestone, OwnerAsk, Reader
from meetings.permissions import may_check
from meetings.services import links, pictures
from meetings.services.progress import By, hold_follow_up, note_event, tell_meeting
from meetings.services.telling import tell_moved, tell_owner

_DAY = "j F Y"


@transaction.atomic
def add_milestone(follow_up: FollowUp, text: str, due_on: date | None, *, by: By) -> Milestone:
    """One step more, at the end. Raises NotAllowed, Refused."""
    held = hold_follow_up(follow_up, by)
    if not text.strip():
        raise Refused(_("Tulis tahapannya."))
    last = held.milestones.aggregate(last=Max("position"))["last"] or 0
    made = Milestone.objects.create(follow_up=held, position=last + 1, text=text.strip(), due_on=due_on)
    note_event(held, FollowUpEventKind.MILESTONE, by, text=f"Ditambah: {made.text}", reader=Reader.OWNER)
    return made


@transaction.atomic
def tick_milestone(milestone: Milestone, *, is_done: bool, by: By) -> Milestone:
    """Done today, at the host, or not done after all; the owner may say so. Raises NotAllowed, Conflict."""
    held = hold_follow_up(milestone.follow_up, by, for_desk=False)
    day = timezone.localdate(timezone=held.decision.meeting.zone) if is_done else None
    changed = held.milestones.filter(pk=milestone.pk, done_on__isnull=is_done).update(done_on=day)
    if not changed:
        raise Conflict(_("Tahapan ini sudah diubah orang lain."))
    milestone.done_on = day
    word = "Selesai" if is_done else "Belum selesai"
    note_event(held, FollowUpEventKind.MILESTONE, by, text=f"{word}: {milestone.text}", reader=Reader.OWNER)
    return milestone


@transaction.atomic
def move_milestone(milestone: Milestone, step: int, *, by: By) -> None:
    """One place up (-1) or down (1); at the end of the row nothing happens. Raises NotAllowed."""
    held = hold_follow_up(milestone.follow_up, by)
    order = list(held.milestones.order_by("position").values_list("pk", flat=True))
    if milestone.pk not in order:
        raise Conflict(_("Tahapan ini sudah dihapus orang lain."))
    place = order.index(milestone.pk)
    other = place + step
    if not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    with transaction.atomic():
        rows = {one.pk: one for one in held.milestones.all()}
        for position, pk in enumerate(order, start=1):
            rows[pk].position = position
        # One statement: places are compared when it ends.
        Milestone.objects.bulk_update(rows.values(), ["position"])


@transaction.atomic
def drop_milestone(milestone: Milestone, *, by: By) -> None:
    """Takes a step away that is not done. Raises NotAllowed, Conflict."""
    held = hold_follow_up(milestone.follow_up, by)
    deleted, __ = held.milestones.filter(pk=milestone.pk, done_on__isnull=True).delete()
    if not deleted:
        raise Conflict(_("Tahapan ini sudah selesai atau sudah dihapus orang lain."))
    note_event(held, FollowUpEventKind.MILESTONE, by, text=f"Dihapus: {milestone.text}", reader=Reader.OWNER)


def keep_letter(held: FollowUp, number: str, dated_on: date, subject: str, *, by: By) -> Letter:
    """Must run in the transaction that holds the promise. Raises Refused for one that is there already."""
    if held.letters.filter(number=number.strip(), dated_on=dated_on).exists():
        raise Refused(_("Surat dengan nomor dan tanggal itu sudah tercatat."))
    letter = Letter.objects.create(
        follow_up=held, number=number.strip(), dated_on=dated_on, subject=subject.strip(), **by.columns
    )
    # The form is told apart by the entry of the step it came with.
    note_event(
        held,
        FollowUpEventKind.LETTER,
        By(by.user, by.signed_by),
        text=subject,
        reader=Reader.OWNER,
        columns={"letter_number": letter.number, "letter_on": dated_on},
    )
    return letter


@transaction.atomic
def add_letter(follow_up: FollowUp, number: str, dated_on: date, subject: str, *, by: By) -> Letter:
    """A letter as evidence; nobody outside reads of it until the desk shows it. Raises as `ask_date`."""
    if not number.strip():
        raise Refused(_("Tulis nomor suratnya."))
    held = hold_follow_up(follow_up, by, for_desk=False)
    return keep_letter(held, number, dated_on, subject, by=by)


@transaction.atomic
def show_letter(letter: Letter, *, is_public: bool, by: By) -> None:
    """To everybody, or to the desk and the owner alone. Raises NotAllowed."""
    held = hold_follow_up(letter.follow_up, by)
    if not held.letters.filter(pk=letter.pk).exclude(is_public=is_public).update(is_public=is_public):
        return
    word = "dibuka untuk umum" if is_public else "tidak lagi terbuka untuk umum"
    note_event(held, FollowUpEventKind.LETTER, by, text=f"Surat {letter.number} {word}.")


@transaction.atomic
def add_note(follow_up: FollowUp, text: str, reader: str, *, by: By) -> None:
    """A note of the desk, a word to the owner, or news for everybody. Raises NotAllowed, Refused."""
    if not text.strip():
        raise Refused(_("Catatan masih kosong."))
    held = hold_follow_up(follow_up, by)
    is_news = reader == Reader.PUBLIC
    kind = FollowUpEventKind.NEWS if is_news else FollowUpEventKind.NOTE
    note_event(held, kind, by, text=text, reader=Reader(reader))
    if is_news:
        tell_meeting(held, text.strip(), by)


@transaction.atomic
def move_target(follow_up: FollowUp, to: date, reason: str, *, by: By) -> FollowUp:
    """Another target date; everybody reads both and why. Raises NotAllowed, Refused."""
    held = hold_follow_up(follow_up, by)
    _move(held, to, reason, by)
    return held


def _move(held: FollowUp, to: date, reason: str, by: By) -> None:
    if not held.is_open:
        raise Refused(_("Janji ini sudah ditutup; buka kembali dulu."))
    if to == held.target_on:
        raise Refused(_("Tanggal itu sudah menjadi target."))
    if not reason.strip():
        raise Refused(_("Tulis alasannya."))
    before, held.target_on = held.target_on, to
    held.save(update_fields=["target_on"])
    note_event(
        held,
        FollowUpEventKind.TARGET,
        by,
        text=reason,
        reader=Reader.PUBLIC,
        columns={"target_from": before, "target_to": to},
    )
    links.stretch_link(held)
    moved = f"target {date_format(before, _DAY)} → {date_format(to, _DAY)}"
    tell_meeting(held, f"{moved}: {reason.strip()}", by)
    tell_moved(held, before, reason.strip(), by.user)


@transaction.atomic
def ask_date(follow_up: FollowUp, to: date, reason: str, *, by: By) -> OwnerAsk:
    """The owner proposes another date, for the desk to grant. Raises NotAllowed, Conflict, Refused."""
    held = hold_follow_up(follow_up, by, for_desk=False)
    if to <= held.target_on:
        raise Refused(_("Tanggal baru harus sesudah target sekarang."))
    text = f"Mengusulkan target {date_format(to, _DAY)}. {reason.strip()}"
    return _ask(held, AskKind.DATE, reason, text, by, target_on=to)


@transaction.atomic
def disown(follow_up: FollowUp, agency: Agency | None, reason: str, *, by: By) -> OwnerAsk:
    """The owner says that it is somebody else's. Raises NotAllowed, Conflict, Refused."""
    held = hold_follow_up(follow_up, by, for_desk=False)
    whose = f" Usul: {agency.name}." if agency else ""
    text = f"Bukan kewenangan kami.{whose} {reason.strip()}"
    return _ask(held, AskKind.NOT_OURS, reason, text, by, agency=agency)


def _ask(held: FollowUp, kind: AskKind, reason: str, text: str, by: By, **columns: Any) -> OwnerAsk:
    if not reason.strip():
        raise Refused(_("Tulis alasannya."))
    if not held.is_open:
        raise Conflict(_("Janji ini sudah ditutup."))
    try:
        with transaction.atomic():
            made = OwnerAsk.objects.create(
                follow_up=held, kind=kind, text=reason.strip(), **by.columns, **columns
            )
    except IntegrityError:
        raise Conflict(_("Permintaan yang sama masih menunggu jawaban kantor.")) from None
    note_event(held, FollowUpEventKind.ASKED, by, text=text, reader=Reader.OWNER)
    tell_meeting(held, str(kind.label), by)
    return made


@transaction.atomic
def answer_ask(ask: OwnerAsk, *, is_granted: bool, answer: str, by: By) -> OwnerAsk:
    """Grants or refuses; a date that is granted is the target at once, another owner is set by hand.

    Raises NotAllowed, Conflict where it was answered already, Refused for a refusal without a reason.
    """
    held = hold_follow_up(ask.follow_up, by)
    if not is_granted and not answer.strip():
        raise Refused(_("Tulis alasannya."))
    columns = {
        "answered_at": timezone.now(),
        "answered_by": by.user,
        "is_granted": is_granted,
        "answer": answer.strip(),
    }
    if not held.asks.filter(pk=ask.pk, answered_at=None).update(**columns):
        raise Conflict(_("Permintaan ini sudah dijawab orang lain."))
    verdict = "Disetujui" if is_granted else "Tidak disetujui"
    text = f"{ask}: {verdict}. {answer.strip()}"
    note_event(held, FollowUpEventKind.ANSWERED, by, text=text, reader=Reader.OWNER)
    if not is_granted:
        return ask
    unformed = By(by.user)
    if ask.kind == AskKind.DATE and ask.target_on:
        _move(held, ask.target_on, answer.strip() or "Usul penanggung jawab disetujui.", unformed)
    elif ask.agency_id and ask.agency_id != held.agency_id:
        _hand_over(held, ask, unformed)
    return ask


def _hand_over(held: FollowUp, ask: OwnerAsk, by: By) -> None:
    before, reason = held.owner, "Bukan kewenangannya."
    held.agency, held.unit = ask.agency, None
    held.save(update_fields=["agency", "unit"])
    text = f"Penanggung jawab: {before} → {held.owner}"
    note_event(held, FollowUpEventKind.NEWS, by, text=text, reader=Reader.PUBLIC)
    tell_meeting(held, text, by)
    links.issue_for(held, by)
    tell_owner(held, before, reason, by.user)


def keep_pictures(held: FollowUp, files: Sequence[File], stage: str, *, by: By) -> None:
    """Photos as evidence; must run in the transaction that holds the promise. Raises Refused.

    Nobody outside sees them until the desk shows them.
    """
    if not files:
        return
    # An officer of the agency signs: who convenes adds by the account itself.
    is_desk = by.user is not None and may_check(by.user, held)
    signed_by = by.signed_by or ("" if is_desk else f"{held.owner}: {by.user.get_full_name() or by.user}")
    pictures.add_pictures(held, files, actor=by.user if is_desk else None, signed_by=signed_by, stage=stage)
    note_event(
        held,
        FollowUpEventKind.PHOTO,
        By(by.user, by.signed_by),
        text=f"{len(files)} foto",
        reader=Reader.OWNER,
    )


@transaction.atomic
def add_evidence(follow_up: FollowUp, photos: Mapping[str, Sequence[File]], *, by: By) -> None:
    """Photos by stage, of the desk or of the owner's own account. Raises NotAllowed, Refused."""
    held = hold_follow_up(follow_up, by, for_desk=False)
    for stage, files in photos.items():
        keep_pictures(held, files, stage, by=by)
