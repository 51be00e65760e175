"""Small words of every page."""

from functools import cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse, translate_url
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

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
def status_icon(status: str) -> SafeString:
    """The icon of a status."""
    return icon(STATUS_ICONS.get(status, "clock"))


@register.simple_tag(takes_context=True)
def in_language(context: Any, language: str) -> str:
    """The address of this page in another language, with its query; for a page that is not there, home."""
    request = context["request"]
    path = request.get_full_path() if request.resolver_match else reverse("home")
    return translate_url(path, language)
