"""Desa and categories by the names that people type."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now

from government.models import Category, Region
from government.permissions import Capability, territories, territory_q


def villages_of(user: Any) -> QuerySet[Region]:
    """Desa for which the user may write reports down."""
    codes = territories(user, Capability.ENTER)
    active = Region.objects.active().villages().filter(territory_q("code", codes))
    return active.select_related("parent").order_by("code")


class NameField(forms.CharField):
    """A row found by its name as people type it; the browser offers the names from one shared list.

    `find` returns the rows of a name; more than one, or none, is an error that says so.
    """

    def __init__(self, *, datalist: str, **kwargs: Any) -> None:
        widget = forms.TextInput({"list": datalist, "autocomplete": "off"})
        super().__init__(widget=widget, max_length=120, **kwargs)
        self.rows: dict[str, list[Any]] = {}

    def clean(self, value: Any) -> Any:
        name = super().clean(value)
        if not name:
            return None
        found = self.rows.get(name.casefold(), [])
        if not found:
            raise ValidationError(_now("“%(name)s” tidak dikenal.") % {"name": name})
        if len(found) > 1:
            raise ValidationError(_now("“%(name)s” lebih dari satu; tulis lengkap.") % {"name": name})
        return found[0]


class Names:
    """Desa and categories by the names in use, read once for all rows of a list."""

    def __init__(self, user: Any) -> None:
        self._user = user

    @cached_property
    def villages(self) -> dict[str, list[Region]]:
        """By name, by alias, and by "name, kecamatan" where two share a name."""
        found: dict[str, list[Region]] = {}
        for village in villages_of(self._user).prefetch_related("aliases"):
            names = {village.name, *(alias.name for alias in village.aliases.all())}
            names |= {f"{name}, {village.parent.name}" for name in names if village.parent}
            for name in {name.casefold() for name in names}:
                found.setdefault(name, []).append(village)
        return found

    @cached_property
    def categories(self) -> dict[str, list[Category]]:
        """By name, and by "parent: name" where two share a name."""
        found: dict[str, list[Category]] = {}
        rows = Category.objects.active().leaves().select_related("parent", "sla_class")
        for category in rows.order_by("parent__position", "position", "name"):
            for name in (category.name, f"{category.parent}: {category.name}"):
                found.setdefault(name.casefold(), []).append(category)
        return found

    def offered(self) -> tuple[list[str], list[str]]:
        """What the browser offers while typing: the short name, or the long one where two share it."""
        return (
            _shortest(self.villages, lambda row: (row.name, f"{row.name}, {row.parent}")),
            _shortest(self.categories, lambda row: (row.name, f"{row.parent}: {row.name}")),
        )


def _shortest(found: dict[str, list[Any]], names: Callable[[Any], tuple[str, str]]) -> list[str]:
    rows = {row for rows in found.values() for row in rows}
    return sorted(short if len(found[short.casefold()]) == 1 else long for short, long in map(names, rows))
