"""Whether a paper is what was signed; and the papers that everybody may read."""

import hashlib
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from meetings.forms.minutes import CheckFileForm
from meetings.models import Minutes

# A larger file is none of ours.
MOST_BYTES = 30 * 1024 * 1024


@never_cache
def minutes(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Who signed what and when, to whoever holds the paper; a POST compares a file with what was signed.

    The address is in no list: of an internal stop it says only that the paper is genuine.
    """
    row = get_object_or_404(_signed(), uid=uid)
    form, verdict = CheckFileForm(request.POST or None, request.FILES or None), ""
    if request.method == "POST" and form.is_valid():
        verdict = "same" if _matches(row, form.cleaned_data["file"]) else "other"
    is_public = row.meeting.is_public
    later = _signed().filter(meeting=row.meeting_id, kind=row.kind, version__gt=row.version)
    context: dict[str, Any] = {
        "minutes": row,
        "meeting": row.meeting,
        "is_public": is_public,
        "paper": row.papers.filter(is_public=True).defer("file").first() if is_public else None,
        "later": later.order_by("-version").first(),
        "form": form,
        "verdict": verdict,
    }
    return render(request, "meetings/minutes.html", context, status=422 if form.errors else 200)


def _signed() -> Any:
    joined = Minutes.objects.signed().defer("content", "sections")
    return joined.select_related("meeting__series", "meeting__host_district", "meeting__host_village")


def _matches(row: Minutes, file: Any) -> bool:
    if file.size > MOST_BYTES:
        return False
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    return row.papers.filter(file_hash=digest.hexdigest()).exists()


@require_safe
def minutes_pdf(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The public paper of a public stop, as it was signed."""
    row = get_object_or_404(Minutes.objects.public(), uid=uid)
    paper = row.papers.filter(is_public=True).first()
    if paper is None:
        raise Http404
    response = HttpResponse(bytes(paper.file), content_type="application/pdf")
    name = f"{row.kind.replace('_', '-')}-{row.meeting_id}-v{row.version}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
