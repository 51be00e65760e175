"""Supporters, counted once."""

from django.db import transaction
from django.db.models import F

from aspirations import receipts
from aspirations.models import Aspiration, Support


@transaction.atomic
def support(report: Aspiration, device: str) -> bool:
    """Counts this device's support; False where it was counted before."""
    __, created = Support.objects.get_or_create(aspiration=report, device_hash=receipts.digest(device))
    if created:
        Aspiration.objects.filter(pk=report.pk).update(support_count=F("support_count") + 1)
    return created
