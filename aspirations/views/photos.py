"""Photo files: nothing in storage has an address of its own."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from aspirations.models import Aspiration, Photo, PhotoState
from aspirations.services.photos import derivative_path
from aspirations.views import dispatch_grants
from aspirations.views.grants import is_granted

_TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}


@require_safe
def photo(request: HttpRequest, uuid: UUID, width: int, extension: str) -> FileResponse:
    """One derivative: to everybody when published, else to staff who see it, the reporter and its agency."""
    if extension not in _TYPES:
        raise Http404
    rows = Photo.objects.select_related("aspiration", "approval__aspiration")
    found = get_object_or_404(rows, uuid=uuid, state=PhotoState.READY)
    report = found.aspiration
    if report is None:
        return _waiting(request, found, width, extension)
    public = found.is_public and report.is_public
    if not public and not _may_see(request, report):
        raise Http404
    # Short, because a clerk can hide it again.
    return _send(found, width, extension, "public, max-age=600" if public else "private, no-store")


def _waiting(request: HttpRequest, found: Photo, width: int, extension: str) -> FileResponse:
    """Evidence of an answer that is not approved yet: for staff who see the report, not for its reporter."""
    approval = found.approval
    if approval is None or not _is_staff_of(request, approval.aspiration):
        raise Http404
    return _send(found, width, extension, "private, no-store")


def _send(found: Photo, width: int, extension: str, caching: str) -> FileResponse:
    try:
        file = default_storage.open(derivative_path(found, width, extension))
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, content_type=_TYPES[extension])
    response["Cache-Control"] = caching
    return response


def _may_see(request: HttpRequest, report: Aspiration) -> bool:
    if is_granted(request, report.number) or dispatch_grants.reads(request, report):
        return True
    return _is_staff_of(request, report)


def _is_staff_of(request: HttpRequest, report: Aspiration) -> bool:
    return Aspiration.objects.visible_to(request.user).filter(pk=report.pk).exists()
