"""How much each person and each unit has in hand."""

from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db import models
from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from aspirations.models.aspiration import Aspiration
from government.models import Membership


def with_load(people: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Each person with `load`, the open reports that person holds, and `units`, where the person works."""
    members = (
        Membership.objects.filter(user=OuterRef("pk"), is_active=True, unit__isnull=False)
        .order_by()
        .values("user")
        .annotate(names=StringAgg("unit__short_name", ", ", distinct=True, output_field=models.TextField()))
        .values("names")
    )
    names = Coalesce(Subquery(members), Value(""), output_field=models.TextField())
    return people.annotate(load=Coalesce(Subquery(_open("assigned_to")), 0), units=names)


def with_unit_load(units: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Each unit with `load`: the open reports in it, held by one of its people or by nobody yet."""
    return units.annotate(load=Coalesce(Subquery(_open("unit")), 0))


def _open(column: str) -> Any:
    # Without those about officers: the figure is read by people who must see no trace of them.
    held = Aspiration.objects.open().filter(concerns="", **{column: OuterRef("pk")})
    held = held.order_by().values(column)
    return held.annotate(count=Count("pk")).values("count")
