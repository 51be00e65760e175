"""What everybody would read, before it is shown; and how that differs from what was sent."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from aspirations.diffs import Segment, words
from aspirations.masking import mask
from aspirations.models import Aspiration
from aspirations.showing import public_page

# The button that asks for it.
PRESSED = "_preview"


def preview_page(request: HttpRequest, report: Aspiration, data: dict[str, Any]) -> HttpResponse:
    """The public's page with what the form holds; nothing is written."""
    title, text, place = (
        mask(data[name].strip()) for name in ("public_title", "public_text", "public_place")
    )
    report.public_title, report.public_text, report.public_place = title, text, place
    chosen = [photo for photo in report.photos.all() if str(photo.uuid) in data["photos"]]
    context = public_page(report, chosen) | {
        "preview": True,
        "differences": differences(report, title, text),
    }
    return TemplateResponse(request, "aspirations/detail.html", context)


def differences(report: Aspiration, title: str, text: str) -> list[Segment]:
    """Word by word against what the reporter sent; [] where nothing differs."""
    before, after = f"{report.title}\n\n{report.text}", f"{title}\n\n{text}"
    return [] if before == after else words(before, after)


def shown_differences(report: Aspiration, typed: Any) -> list[Segment]:
    """Of what stands in a publish form that came back, else of what is shown to the public."""
    if typed is not None:
        return differences(
            report, *(str(typed[name].value() or "") for name in ("public_title", "public_text"))
        )
    return differences(report, report.public_title, report.public_text) if report.public_text else []
