"""What the rooms share."""

from collections.abc import Callable
from typing import Any

Refused = dict[str, list[Callable[[], Any]]]


def twice(model: Any, **columns: Any) -> None:
    """The same row two times."""
    model.objects.create(**columns)
    model.objects.create(**columns)


def itself(model: Any, field: str, **columns: Any) -> None:
    """The last row points at itself by a raw UPDATE."""
    row = model.objects.last()
    model.objects.filter(pk=row.pk).update(**{field: row.pk}, **columns)
