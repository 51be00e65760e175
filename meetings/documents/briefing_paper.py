"""Bahan rakor as PDF."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from government.paper import letterhead, render
from meetings.documents.briefing import Bar, Briefing
from meetings.models import Evaluation, FollowUp, Standing


def paper(book: Briefing) -> bytes:
    """The PDF of a book."""
    meeting = book.meeting
    start = meeting.starts_at.astimezone(meeting.zone)
    data: dict[str, Any] = {
        "letterhead": letterhead(meeting.host_district),
        "title": _("Bahan %(meeting)s") % {"meeting": meeting},
        "when": date_format(start, "DATETIME_FORMAT"),
        "place": meeting.venue,
        "period": _("%(first)s sampai %(last)s")
        % {
            "first": date_format(book.period.first, "j F Y"),
            "last": date_format(book.period.last, "j F Y"),
        },
        "figures": [list(pair) for pair in book.figures],
        "services": _bars(book.services, 1),
        "categories": _bars(book.categories, max((bar.value for bar in book.categories), default=1)),
        "standings": [[str(one.label), str(book.standings[one.value])] for one in Standing],
        "promises": [_promise(one) for one in book.promises],
        "villages": [
            [village.name, [f"{report.public_title} ({report.support_count})" for report in reports]]
            for village, reports in book.villages
        ],
        "years": [str(year) for year in book.years],
        "programmes": [
            [one.name, [[row.programme.name, *map(_score, row.scores), _said(row.last)] for row in rows]]
            for one, rows in book.programmes
        ],
        "questions": [[one.question, one.answer] for one in book.questions],
        "derived": book.derived,
        "words": _words(),
    }
    return render("bahan-rakor.typ", data)


def _bars(bars: list[Bar], longest: float) -> list[list[Any]]:
    return [[bar.label, min(bar.value / longest, 1), bar.text] for bar in bars]


def _promise(one: FollowUp) -> list[str]:
    told = one.drop_reason if one.drop_reason else f"{one.progress}%"
    return [one.text, one.owner, date_format(one.target_on, "j M Y"), str(one.standing.label), told]


def _score(one: Evaluation | None) -> str:
    return str(one.score) if one else "–"


def _said(one: Evaluation | None) -> str:
    return (
        " ".join(part for part in (one.note, f"[{one.evidence}]" if one.evidence else "") if part)
        if one
        else ""
    )


def _words() -> dict[str, Any]:
    return {
        "figures": _("Kecamatan dalam angka"),
        "services": _("Janji layanan yang ditepati"),
        "promises": _("Janji rakor yang lalu"),
        "promise_heads": [_("Janji"), _("Penanggung jawab"), _("Target"), _("Keadaan"), _("Kemajuan")],
        "villages": _("Paling didukung di tiap desa"),
        "categories": _("Laporan menurut kategori"),
        "programmes": _("Evaluasi program"),
        "programme": _("Program"),
        "note": _("Catatan dan bukti"),
        "questions": _("Pertanyaan yang mungkin muncul"),
        "answer": _("Bahan jawaban"),
        "none": _("Belum ada."),
    }
