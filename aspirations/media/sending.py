"""Photo files go out through views that have checked permission; none has an address of its own."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from aspirations.media.files import Filed, derivative_path

TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}


def send(found: Filed, width: int, extension: str, *, public: bool) -> FileResponse:
    """One derivative. Raises Http404 where there is none."""
    if extension not in TYPES:
        raise Http404
    try:
        file = default_storage.open(derivative_path(found, width, extension))
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, content_type=TYPES[extension])
    # Short, because a clerk can hide it again.
    response["Cache-Control"] = "public, max-age=600" if public else "private, no-store"
    return response
