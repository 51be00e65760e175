"""Notes come in: saved, deleted, brought back."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from aspirations.services import Refused
from meetings.admin.floor.acts import uid_of
from meetings.admin.floor.answers import Answer, act, anchor_of, number
from meetings.admin.floor.board import as_data, other_data
from meetings.models import ItemNote, Meeting
from meetings.services.floor import (
    TEXT_LENGTH,
    NoteSave,
    Saved,
    delete_note,
    restore_note,
    save_note,
    standing_others,
)


@act
def receive(request: HttpRequest, meeting: Meeting) -> Answer:
    """One save, or what the buttons beside it say."""
    uid = uid_of(request.POST.get("uid"))
    pressed = request.POST.get("press", "save")
    if pressed == "delete":
        deleted = Saved(delete_note(meeting, uid, actor=request.user))
        return _answer(meeting, deleted, _("Catatan dihapus."))
    if pressed == "restore":
        restored = Saved(restore_note(meeting, uid, actor=request.user))
        return _answer(meeting, restored, _("Catatan dikembalikan."))
    saved = save_note(meeting, _save(request), actor=request.user)
    message = _("Catatan disimpan.")
    if saved.other:
        message = _("Orang lain mengubah catatan yang sama; versi Anda disimpan di sampingnya.")
    return _answer(meeting, saved, message)


def _save(request: HttpRequest) -> NoteSave:
    data = request.POST
    text = data.get("text", "").replace("\r\n", "\n").replace("\0", "")
    if len(text) > TEXT_LENGTH:
        raise Refused(_("Catatan ini terlalu panjang; lanjutkan dalam catatan baru."))
    return NoteSave(
        uid=uid_of(data.get("uid")),
        edit=uid_of(data.get("edit")),
        seq=number(data.get("seq")),
        base=number(data.get("base")),
        item=number(data.get("item")) or None,
        speaker_name=_line(data.get("name"), 120),
        speaker_title=_line(data.get("title"), 160),
        text=text,
        settles=[number(key) for key in data.getlist("settles")[:20]],
    )


def _line(value: str | None, length: int) -> str:
    return (value or "").replace("\0", "").strip()[:length]


def _answer(meeting: Meeting, saved: Saved, message: str) -> Answer:
    note: ItemNote = saved.note
    note.others = standing_others(note)  # type: ignore[attr-defined]
    data = {"note": as_data(note, meeting), "message": message}
    if saved.other:
        data["other"] = other_data(saved.other, meeting)
    return data, anchor_of(note.item_id)
