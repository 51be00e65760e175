"""Usulan as files: a workbook that can come in again, the list and the berita acara on paper."""

import tempfile
from typing import IO, cast

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from aspirations.exports import download, pieces
from meetings.admin.proposals.showing import only_convenors
from meetings.documents import musrenbang
from meetings.exports.proposals import write
from meetings.models import Meeting
from meetings.services.proposals import rules_of, territory_of

_MEMORY = 2 * 1024 * 1024


def workbook(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """All usulan in the columns of `meetings.sheets`; proposers' names are the desk's."""
    only_convenors(request, meeting)
    file = tempfile.SpooledTemporaryFile(_MEMORY)  # noqa: SIM115 -- closed behind its last piece
    territory = territory_of(meeting, rules_of(meeting.series).level)
    write(cast(IO[bytes], file), meeting, territory)
    file.seek(0)
    return cast(HttpResponse, download(pieces(cast(IO[bytes], file)), f"usulan-{meeting.pk}.xlsx"))


def list_paper(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Daftar usulan."""
    return _pdf(musrenbang.list_paper(meeting), f"usulan-{meeting.pk}.pdf")


def minutes_paper(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Berita acara."""
    return _pdf(musrenbang.minutes(meeting), f"{_('berita-acara')}-{meeting.pk}.pdf")


def _pdf(paper: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store, private"}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)
