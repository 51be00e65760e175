"""Small words of every page."""

from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

STATUS_ICONS = {
    "submitted": "clock",
    "needs_info": "question-circle",
    "verified": "patch-check",
    "dispatched": "send",
    "in_progress": "gear",
    "planned": "calendar-check",
    "answered": "chat-left-text",
    "reopened": "arrow-counterclockwise",
    "resolved": "check-circle",
    "not_competent": "signpost-split",
    "rejected": "x-circle",
    "merged": "intersect",
    "withdrawn": "slash-circle",
}


@cache
def _sprite() -> str:
    return static("img/icons.svg")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; without a label it is decoration."""
    described = f'role="img" aria-label="{conditional_escape(label)}"' if label else 'aria-hidden="true"'
    return mark_safe(  # noqa: S308 -- the name is escaped, the rest is ours
        f'<svg class="icon" {described}><use href="{_sprite()}#{conditional_escape(name)}"></use></svg>'
    )


@register.simple_tag
def status_badge(report: Any) -> SafeString:
    """Icon and words of a report's status."""
    mark = icon(STATUS_ICONS.get(report.status, "clock"))
    return format_html(
        '<span class="status status-{}">{} {}</span>', report.status, mark, report.status_label
    )


@register.simple_tag
def day(moment: datetime) -> SafeString:
    """The local date of a moment; lists repeat the same few hundred."""
    return _day(timezone.localdate(moment), get_language() or "")


@lru_cache(maxsize=2048)
def _day(date: date, language: str) -> SafeString:
    return format_html(
        '<time datetime="{}">{}</time>', date.isoformat(), date_format(date, "SHORT_DATE_FORMAT")
    )


@register.simple_tag(takes_context=True)
def in_language(context: Any, language: str) -> str:
    """The address of this page in another language, with its query; for a page that is not there, home."""
    request = context["request"]
    path = request.get_full_path() if request.resolver_match else reverse("home")
    return path if language == get_language() else translate_url(path, language)
