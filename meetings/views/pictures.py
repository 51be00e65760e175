"""Photo files of stops and promises; whoever may not see one finds nothing."""

from collections.abc import Callable
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from aspirations.media.render import WIDTHS
from aspirations.media.sending import send
from meetings.models import Picture

# Rooms whose links open pictures to somebody without an account add who reads what.
READERS: list[Callable[[HttpRequest, Picture], bool]] = []


@require_safe
def picture(request: HttpRequest, uuid: UUID, width: int, extension: str) -> FileResponse:
    """One derivative: to everybody where it is shown, else to staff of the territory and to `READERS`."""
    if width not in WIDTHS:
        raise Http404
    found = get_object_or_404(Picture.objects.ready(), uuid=uuid)
    public = Picture.objects.public().filter(pk=found.pk).exists()
    if not (public or _may_see(request, found)):
        raise Http404
    return send(found, width, extension, public=public)


def _may_see(request: HttpRequest, found: Picture) -> bool:
    of_staff = Picture.objects.visible_to(request.user).filter(pk=found.pk).exists()
    return of_staff or any(reads(request, found) for reads in READERS)
