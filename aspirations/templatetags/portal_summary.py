"""Words of the summary's templates."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def headed(table: Any, row: Any) -> list[tuple[str, Any]]:
    """The cells of a row with their columns' heads."""
    return list(zip(table.heads, row.cells, strict=True))
