"""The writers of notes: nothing that a secretary typed is lost, and nothing is written twice.

A save names the note (`uid`, made on the client), the version it was typed upon (`base`), and the sitting it
belongs to (`edit`, with `seq` counting its saves). So it may be sent again, arrive late, or meet the save of
somebody else: then it is kept beside the note as another version.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations.services import Refused
from meetings.models import AgendaItem, ItemNote, Meeting, NoteVersion
from meetings.services.stops import hold
from meetings.workflow import StopStatus

TEXT_LENGTH = 10_000
# Within it one hand's typing is one version, unless much was taken away.
SITTING = timedelta(minutes=1)
MUCH = 40  # letters


@dataclass(frozen=True, kw_only=True)
class NoteSave:
    """What a client sends."""

    uid: UUID
    edit: UUID
    seq: int
    text: str
    speaker_name: str = ""
    speaker_title: str = ""
    item: int | None = None
    # The version it was typed upon; 0 for a new note.
    base: int = 0
    # Keys of other versions that this one makes an end of.
    settles: Collection[int] = ()

    @property
    def said(self) -> tuple[str, str, str]:
        """As of a note."""
        return self.speaker_name, self.speaker_title, self.text


@dataclass(frozen=True)
class Saved:
    """Where it went: into the note, or beside it."""

    note: ItemNote
    other: NoteVersion | None = None


@transaction.atomic
def save_note(meeting: Meeting, save: NoteSave, *, actor: Any) -> Saved:
    """Writes a note, once for each (edit, seq).

    Raises NotAllowed, and Refused for a cancelled stop, a note or an item that is not of this stop or that
    the user may not know of, and a new note without words.
    """
    held = _held(meeting, actor)
    note = ItemNote.objects.select_for_update().filter(uid=save.uid).first()
    if note is None:
        return Saved(_create(held, save, actor))
    _check(held, note, actor)
    if note.edit == save.edit and save.seq <= note.edit_seq:
        return Saved(note)
    if save.edit == note.edit or save.base == note.version:
        return Saved(_write(note, save, actor))
    if save.said == note.said:
        return Saved(note)
    return Saved(note, _beside(note, save, actor))


@transaction.atomic
def delete_note(meeting: Meeting, uid: UUID, *, actor: Any) -> ItemNote:
    """Takes a note away; `restore_note` brings it back. Twice is once."""
    return _toggle(meeting, uid, actor, deleted=True)


@transaction.atomic
def restore_note(meeting: Meeting, uid: UUID, *, actor: Any) -> ItemNote:
    """Brings a deleted note back as it was. Twice is once."""
    return _toggle(meeting, uid, actor, deleted=False)


def standing_others(note: ItemNote) -> list[NoteVersion]:
    """Other versions that nobody has settled yet."""
    rows = note.versions.filter(kind=NoteVersion.Kind.OTHER, settled_at=None)
    return list(rows.select_related("user"))


def _held(meeting: Meeting, actor: Any) -> Meeting:
    held = hold(meeting, actor=actor)
    if held.status == StopStatus.CANCELLED:
        raise Refused(_("Pertemuan ini dibatalkan."))
    return held


def _check(meeting: Meeting, note: ItemNote, actor: Any) -> None:
    if note.meeting_id != meeting.pk or not ItemNote.objects.seen_by(actor).filter(pk=note.pk).exists():
        raise Refused(_("Catatan ini bukan milik pertemuan ini."))


def _create(meeting: Meeting, save: NoteSave, actor: Any) -> ItemNote:
    if not any(save.said):
        raise Refused(_("Tulis catatannya dahulu."))
    item = None
    if save.item is not None:
        item = AgendaItem.objects.seen_by(actor).filter(meeting=meeting, pk=save.item).first()
        if item is None and AgendaItem.objects.filter(pk=save.item).exists():
            raise Refused(_("Mata acara ini bukan milik pertemuan ini."))
        # Taken from the agenda while it was typed: the note stands under the meeting.
    last = meeting.notes.aggregate(last=Max("position"))["last"] or 0
    return ItemNote.objects.create(
        uid=save.uid,
        meeting=meeting,
        item=item,
        position=last + 1,
        edit=save.edit,
        edit_seq=save.seq,
        author=actor,
        edited_by=actor,
        **_words(save),
    )


def _words(save: NoteSave) -> dict[str, str]:
    return {"speaker_name": save.speaker_name, "speaker_title": save.speaker_title, "text": save.text}


def _write(note: ItemNote, save: NoteSave, actor: Any) -> ItemNote:
    now = timezone.now()
    columns: dict[str, Any] = {"edit": save.edit, "edit_seq": save.seq}
    # Somebody still types: what was deleted meanwhile comes back.
    if save.said != note.said or note.deleted_at:
        _keep(note, save, actor)
        columns |= _words(save) | {"edited_by": actor, "edited_at": now, "deleted_at": None}
        columns |= {"version": note.version + 1, "changed_at": now}
    if save.settles:
        note.versions.filter(kind=NoteVersion.Kind.OTHER, pk__in=save.settles).update(settled_at=now)
        columns["changed_at"] = now
    return _set(note, columns)


def _keep(note: ItemNote, save: NoteSave, actor: Any) -> None:
    """What the note said until now, where it was another's word, or old, or much of it goes."""
    last = note.versions.filter(kind=NoteVersion.Kind.EARLIER).aggregate(at=Max("at"))["at"]
    is_old = (last or note.created_at) < timezone.now() - SITTING
    if note.edited_by_id == actor.pk and not is_old and len(save.text) > len(note.text) - MUCH:
        return
    NoteVersion.objects.create(
        note=note, kind=NoteVersion.Kind.EARLIER, user=note.edited_by, at=note.edited_at, **_said(note)
    )


def _said(note: ItemNote) -> dict[str, str]:
    return dict(zip(("speaker_name", "speaker_title", "text"), note.said, strict=True))


def _beside(note: ItemNote, save: NoteSave, actor: Any) -> NoteVersion:
    """The sitting's other version; typed on, it grows, and what was settled opens again."""
    other = note.versions.filter(kind=NoteVersion.Kind.OTHER, edit=save.edit).first()
    if other and save.seq <= other.edit_seq:
        return other
    if other is None:
        other = NoteVersion(note=note, kind=NoteVersion.Kind.OTHER, edit=save.edit)
    columns = _words(save) | {"user": actor, "at": timezone.now(), "edit_seq": save.seq, "settled_at": None}
    for name, value in columns.items():
        setattr(other, name, value)
    other.save()
    _set(note, {"changed_at": other.at})
    return other


def _toggle(meeting: Meeting, uid: UUID, actor: Any, *, deleted: bool) -> ItemNote:
    held = _held(meeting, actor)
    note = ItemNote.objects.select_for_update().filter(uid=uid, meeting=held).first()
    if note is None:
        raise Refused(_("Catatan ini tidak ada lagi."))
    _check(held, note, actor)
    if (note.deleted_at is not None) == deleted:
        return note
    now = timezone.now()
    return _set(
        note,
        {"deleted_at": now if deleted else None, "changed_at": now, "edited_by": actor, "edited_at": now},
    )


def _set(note: ItemNote, columns: dict[str, Any]) -> ItemNote:
    for name, value in columns.items():
        setattr(note, name, value)
    note.save(update_fields=list(columns))
    return note
