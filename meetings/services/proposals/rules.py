"""The rules of a series, and what it begins with."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from aspirations.services import NotAllowed, Refused
from government.permissions import Capability, in_territory, territories
from meetings.models import Criterion, ProposalRules, ReadinessItem, Series

_DEFAULTS = Path(__file__).resolve().parents[2] / "data" / "musrenbang.toml"


def rules_of(series: Series) -> ProposalRules:
    """Its row, or the defaults, unsaved."""
    found = ProposalRules.objects.filter(series=series).first()
    return found or ProposalRules(series=series)


@transaction.atomic
def fill_rules(series: Series, *, actor: Any) -> None:
    """Gives a series without criteria and checklist those that the installation ships.

    Raises NotAllowed, and Refused where it has some already.
    """
    if not in_territory(series.region_id, territories(actor, Capability.CONVENE)):
        raise NotAllowed(_("Kriteria rangkaian ini diatur oleh kabupaten."))
    Series.objects.select_for_update().get(pk=series.pk)
    if series.criteria.exists() or series.readiness_items.exists():
        raise Refused(_("Rangkaian ini sudah mempunyai kriteria atau syarat kesiapan."))
    with _DEFAULTS.open("rb") as source:
        shipped = tomllib.load(source)
    ProposalRules.objects.get_or_create(series=series)
    Criterion.objects.bulk_create(
        Criterion(series=series, position=place, **row)
        for place, row in enumerate(shipped["criteria"], start=1)
    )
    ReadinessItem.objects.bulk_create(
        ReadinessItem(series=series, position=place, **row)
        for place, row in enumerate(shipped["readiness"], start=1)
    )
