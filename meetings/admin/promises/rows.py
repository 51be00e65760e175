"""Buttons beside what already stands on a promise's page: steps, letters, photos, wishes, the link."""

from collections.abc import Callable
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from meetings.models import FollowUp
from meetings.permissions import may_check, may_report
from meetings.services import evidence, links, pictures
from meetings.services.progress import By

# (whether the owner may too, what it does with promise, row, posted data and who acts, what is said then)
Button = tuple[bool, Callable[[FollowUp, str, Any, By], Any], Any]


def _milestone(one: FollowUp, row: str) -> Any:
    return _row(one.milestones.filter(pk=row), one)


def _letter(one: FollowUp, row: str) -> Any:
    return _row(one.letters.filter(pk=row), one)


def _ask(one: FollowUp, row: str) -> Any:
    return _row(one.asks.filter(pk=row).select_related("agency"), one)


def _picture(one: FollowUp, row: str) -> Any:
    return _row(one.pictures.filter(pk=row), one)


def _row(rows: Any, one: FollowUp) -> Any:
    found = rows.first()
    if found is None:
        raise Http404
    found.follow_up = one
    return found


def _answer(is_granted: bool) -> Callable[[FollowUp, str, Any, By], Any]:
    return lambda one, row, data, by: evidence.answer_ask(
        _ask(one, row), is_granted=is_granted, answer=data.get("answer", "")[:2000], by=by
    )


BUTTONS: dict[str, Button] = {
    "tick": (
        True,
        lambda one, row, data, by: evidence.tick_milestone(_milestone(one, row), is_done=True, by=by),
        _("Tahapan ditandai selesai."),
    ),
    "untick": (
        True,
        lambda one, row, data, by: evidence.tick_milestone(_milestone(one, row), is_done=False, by=by),
        _("Tahapan ditandai belum selesai."),
    ),
    "up": (
        False,
        lambda one, row, data, by: evidence.move_milestone(_milestone(one, row), -1, by=by),
        _("Urutan tahapan diubah."),
    ),
    "down": (
        False,
        lambda one, row, data, by: evidence.move_milestone(_milestone(one, row), 1, by=by),
        _("Urutan tahapan diubah."),
    ),
    "drop_milestone": (
        False,
        lambda one, row, data, by: evidence.drop_milestone(_milestone(one, row), by=by),
        _("Tahapan dihapus."),
    ),
    "show_letter": (
        False,
        lambda one, row, data, by: evidence.show_letter(_letter(one, row), is_public=True, by=by),
        _("Surat terbuka untuk umum."),
    ),
    "hide_letter": (
        False,
        lambda one, row, data, by: evidence.show_letter(_letter(one, row), is_public=False, by=by),
        _("Surat tidak lagi terbuka untuk umum."),
    ),
    "show_picture": (
        False,
        lambda one, row, data, by: pictures.publish(_picture(one, row), True, actor=by.user),
        _("Foto ditayangkan."),
    ),
    "hide_picture": (
        False,
        lambda one, row, data, by: pictures.publish(_picture(one, row), False, actor=by.user),
        _("Foto tidak lagi ditayangkan."),
    ),
    "grant": (False, _answer(True), _("Permintaan disetujui.")),
    "refuse": (False, _answer(False), _("Permintaan tidak disetujui; penanggung jawab membaca alasannya.")),
    "renew": (
        False,
        lambda one, row, data, by: links.renew_link(one, by=by),
        _("Tautan baru dibuat; yang lama tidak berlaku lagi."),
    ),
    "revoke": (
        False,
        lambda one, row, data, by: links.revoke_link(one, by=by),
        _("Tautan dicabut."),
    ),
}


def may_press(user: Any, one: FollowUp, name: str) -> bool:
    """Whether this user is offered the button."""
    allowed = may_report if BUTTONS[name][0] else may_check
    return allowed(user, one)
