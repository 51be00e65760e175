"""What minutes say: sections that people write, and facts that come from the rows of a stop."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from aspirations.conflicts import hidden_from, level_of
from meetings.models import (
    AgendaAspiration,
    AgendaItem,
    Attendance,
    Decision,
    FollowUp,
    Invitation,
    ItemNote,
    Meeting,
    Minutes,
    MinutesKind,
    Picture,
    Presence,
)
from meetings.wording import day_in_words
from meetings.workflow import DecisionStatus

Section = dict[str, Any]
# More would make a paper that no mail carries.
MOST_PHOTOS = 12


def sections_of(meeting: Meeting, kind: str, user: Any) -> list[Section]:
    """What can be written down from the notes of what the user may know, in Indonesian."""
    with override(settings.LANGUAGE_CODE):
        start, end = _("Pembukaan"), _("Penutup")
        if kind == MinutesKind.BERITA_ACARA:
            return [
                _section("opening", start, _solemn_opening(meeting)),
                _section("closing", end, _solemn_end()),
            ]
        return [
            _section("opening", start, _opening(meeting)),
            *_item_sections(meeting, user),
            _section("closing", end, _closing(meeting)),
        ]


def _section(key: str, title: str, text: str, is_public: bool = True) -> Section:
    return {"key": key, "title": title, "text": text, "is_edited": False, "is_public": is_public}


def _item_sections(meeting: Meeting, user: Any) -> Iterator[Section]:
    said: dict[int | None, list[ItemNote]] = {}
    for note in meeting.notes.standing().seen_by(user).order_by("position", "pk"):
        said.setdefault(note.item_id, []).append(note)
    if None in said:
        yield _section("general", _("Catatan umum"), _spoken(said[None]))
    for number, item in numbered(_items(meeting, user)):
        text = _spoken(said.get(item.pk, []))
        yield _section(f"item-{item.pk}", f"{number}. {item.title}", text, _is_public(item))


def _items(meeting: Meeting, user: Any) -> list[AgendaItem]:
    rows = AgendaAspiration.objects.select_related("aspiration")
    items = AgendaItem.objects.seen_by(user).filter(meeting=meeting)
    found = items.prefetch_related(Prefetch("rows", rows)).order_by("position", "pk")
    hidden = hidden_from(level_of(meeting.host_district_id))
    return [item for item in found if not _is_above(item, hidden)]


def _is_above(item: AgendaItem, hidden: Collection[str]) -> bool:
    """Stands only for reports of which the office must see no trace, whoever writes its minutes."""
    rows = list(item.rows.all())
    return bool(rows) and all(row.aspiration.concerns in hidden for row in rows)


def _is_public(item: AgendaItem) -> bool:
    """Stands for something that everybody may know, or for no report at all."""
    rows = list(item.rows.all())
    return not rows or any(row.aspiration.is_public for row in rows)


def numbered(items: Sequence[AgendaItem]) -> list[tuple[str, AgendaItem]]:
    """The tree from top to bottom, with numbers such as 2.1; what lost its parent stands at the top."""
    here = {item.pk for item in items}
    below: dict[int | None, list[AgendaItem]] = {}
    for item in items:
        below.setdefault(item.parent_id if item.parent_id in here else None, []).append(item)

    def walk(parent: int | None, prefix: str) -> Iterator[tuple[str, AgendaItem]]:
        for index, item in enumerate(below.get(parent, []), start=1):
            yield f"{prefix}{index}", item
            yield from walk(item.pk, f"{prefix}{index}.")

    return list(walk(None, ""))


def _spoken(notes: Sequence[ItemNote]) -> str:
    return "\n".join(f"{_speaker(note)}{note.text.strip()}" for note in notes if note.text.strip())


def _speaker(note: ItemNote) -> str:
    named = ", ".join(part for part in (note.speaker_name, note.speaker_title) if part)
    return f"{named}: " if named else ""


def _clock(meeting: Meeting, moment: Any) -> str:
    return time_format(timezone.localtime(moment, meeting.zone), "H.i T")


def _opening(meeting: Meeting) -> str:
    at = _clock(meeting, meeting.opened_at or meeting.starts_at)
    return _("Rapat dibuka pukul %(time)s.") % {"time": at}


def _closing(meeting: Meeting) -> str:
    at = _clock(meeting, meeting.closed_at or meeting.ends_at)
    return _("Rapat ditutup pukul %(time)s.") % {"time": at}


def _solemn_opening(meeting: Meeting) -> str:
    day = timezone.localdate(meeting.starts_at, meeting.zone)
    return _(
        "Pada hari ini, %(day)s, bertempat di %(place)s, telah dilaksanakan %(meeting)s, yang dihadiri "
        "sebagaimana tercantum dalam daftar hadir."
    ) % {"day": day_in_words(day), "place": _where(meeting), "meeting": meeting}


def _solemn_end() -> str:
    return _("Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.")


def _where(meeting: Meeting) -> str:
    return f"{meeting.venue}, Kecamatan {meeting.host_district.name}"


def compose(minutes: Minutes, user: Any) -> dict[str, Any]:
    """Everything that the paper says, as plain data in Indonesian; with what only the office reads."""
    meeting = Meeting.objects.named().get(pk=minutes.meeting_id)
    with override(settings.LANGUAGE_CODE):
        return {
            "kind": minutes.kind,
            "version": minutes.version,
            "reason": minutes.reason,
            "meeting": _facts(meeting),
            "attendance": _attendance(meeting),
            "sections": [one for one in minutes.sections if one["text"].strip()],
            "decisions": [_decision(one) for one in _decisions(meeting)],
            "photos": [_photo(one) for one in _photos(meeting)],
            "signers": minutes.signers,
        }


def _facts(meeting: Meeting) -> dict[str, Any]:
    start, end = (timezone.localtime(one, meeting.zone) for one in (meeting.starts_at, meeting.ends_at))
    return {
        "id": meeting.pk,
        "name": str(meeting),
        "theme": meeting.theme,
        "day": date_format(start, "l, j F Y"),
        "time": f"{time_format(start, 'H.i')}–{time_format(end, 'H.i T')}",
        "place": _where(meeting),
        "district": meeting.host_district_id,
    }


def _attendance(meeting: Meeting) -> dict[str, Any]:
    invited = list(
        Invitation.objects.filter(meeting=meeting, withdrawn_at__isnull=True)
        .select_related("attendance")
        .order_by("position", "pk")
    )
    rows = [_invited(one) for one in invited]
    counts = Counter(row["presence"] for row in rows)
    guests = Attendance.objects.filter(meeting=meeting, invitation__isnull=True)
    return {
        "invited": len(rows),
        "counts": [[str(one.label), counts[one.value]] for one in Presence],
        "rows": rows,
        "guests": guests.count(),
    }


def _invited(invitation: Invitation) -> dict[str, str]:
    line: Attendance | None = getattr(invitation, "attendance", None)
    presence = line.presence if line else Presence.ABSENT
    deputy = line is not None and presence == Presence.REPRESENTED
    return {
        "title": invitation.title,
        "name": invitation.name,
        "presence": str(presence),
        "words": str(Presence(presence).label),
        "deputy_title": line.title if deputy and line else "",
        # Where only an office was written down, it stands for the name too.
        "deputy_name": line.name if deputy and line and line.name != line.title else "",
    }


def _decisions(meeting: Meeting) -> Any:
    follow_ups = FollowUp.objects.for_ledger().order_by("number")
    return (
        Decision.objects.filter(meeting=meeting, status=DecisionStatus.ADOPTED)
        .select_related("programme", "deferred_to__series", "deferred_to__host_district")
        .prefetch_related(Prefetch("follow_ups", follow_ups))
        .order_by("number")
    )


def _decision(one: Decision) -> dict[str, Any]:
    return {
        "number": one.number,
        "text": one.text,
        "kind": str(one.get_kind_display()),
        "reason": one.reason,
        "deferred_to": str(one.deferred_to) if one.deferred_to else "",
        "programme": one.programme.name if one.programme else "",
        "is_public": one.is_public,
        "follow_ups": [_follow_up(one, row) for row in one.follow_ups.all()],
    }


def _follow_up(decision: Decision, row: FollowUp) -> dict[str, Any]:
    where = ", ".join(part for part in (row.place, row.village.name if row.village else "") if part)
    money = f"Rp{int(row.amount):,}".replace(",", ".") if row.amount is not None else ""
    return {
        "number": f"{decision.number}.{row.number}",
        "problem": decision.text,
        "text": row.text,
        "owner": row.owner,
        "supporters": [str(agency) for agency in row.supporters.all()],
        "place": where,
        "target": date_format(row.target_on, "j F Y"),
        "funding": ", ".join(part for part in (str(row.get_funding_display()), money) if part),
        "status": str(row.get_status_display()),
    }


def _photos(meeting: Meeting) -> Any:
    return Picture.objects.ready().filter(meeting=meeting).order_by("created_at", "pk")[:MOST_PHOTOS]


def _photo(one: Any) -> dict[str, Any]:
    return {"uuid": one.uuid.hex, "caption": one.caption, "is_public": one.is_public}


def public_part(content: dict[str, Any]) -> dict[str, Any]:
    """Of what a paper says, what everybody may read: offices in place of names of deputies."""
    attendance = content["attendance"]
    return content | {
        "attendance": attendance | {"rows": [row | {"deputy_name": ""} for row in attendance["rows"]]},
        "sections": [one for one in content["sections"] if one["is_public"]],
        "decisions": [one for one in content["decisions"] if one["is_public"]],
        "photos": [one for one in content["photos"] if one["is_public"]],
    }


def fingerprint(content: dict[str, Any]) -> str:
    """SHA-256 of the content as canonical JSON (sorted keys, no spaces, UTF-8), hexadecimal."""
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
