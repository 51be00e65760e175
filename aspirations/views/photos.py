"""Photo files: nothing in storage has an address of its own."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from aspirations.media.sending import send
from aspirations.models import Aspiration, Photo, PhotoState
from aspirations.views import dispatch_grants
from aspirations.views.grants import is_granted


@require_safe
def photo(request: HttpRequest, uuid: UUID, width: int, extension: str) -> FileResponse:
    """One derivative: to everybody when published, else to staff who see it, the reporter and its agency."""
    rows = Photo.objects.select_related("aspiration", "approval__aspiration")
    found = get_object_or_404(rows, uuid=uuid, state=PhotoState.READY)
    report = found.aspiration
    if report is None:
        return _waiting(request, found, width, extension)
    public = found.is_public and report.is_public
    if not public and not _may_see(request, report):
        raise Http404
    return send(found, width, extension, public=public)


def _waiting(request: HttpRequest, found: Photo, width: int, extension: str) -> FileResponse:
    """Evidence of an answer that is not approved yet: for staff who see the report, not for its reporter."""
    approval = found.approval
    if approval is None or not _is_staff_of(request, approval.aspiration):
        raise Http404
    return send(found, width, extension, public=False)


def _may_see(request: HttpRequest, report: Aspiration) -> bool:
    if is_granted(request, report.number) or dispatch_grants.reads(request, report):
        return True
    return _is_staff_of(request, report)


def _is_staff_of(request: HttpRequest, report: Aspiration) -> bool:
    return Aspiration.objects.visible_to(request.user).filter(pk=report.pk).exists()
