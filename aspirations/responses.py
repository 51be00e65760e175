"""Placeholders of response templates; a leaf, pure but for the report it reads."""

import re
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_UNKNOWN = "…"


def _due(report: Any) -> str:
    return date_format(timezone.localtime(report.due_at), "DATE_FORMAT") if report.due_at else _UNKNOWN


# Never anything of the reporter: an answer becomes public.
PLACEHOLDERS: dict[str, Callable[[Any], str]] = {
    "nomor": lambda report: report.number,
    "desa": lambda report: report.village.name,
    "kategori": lambda report: report.category.name,
    "instansi": lambda report: report.agency.name if report.agency else _UNKNOWN,
    "jatuh_tempo": _due,
}


def unknown_placeholders(text: str) -> list[str]:
    """Names in braces that nothing fills."""
    return [name for name in _PLACEHOLDER.findall(text) if name not in PLACEHOLDERS]


def fill(text: str, report: Any) -> str:
    """The text for this report; what is not known yet becomes an ellipsis."""

    def value(match: re.Match[str]) -> str:
        known = PLACEHOLDERS.get(match[1])
        return known(report) if known else match[0]

    return _PLACEHOLDER.sub(value, text)
