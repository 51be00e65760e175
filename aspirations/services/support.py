"""Supporters, counted once."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from aspirations import receipts
from aspirations.models import Aspiration, Support
from aspirations.services.errors import Refused
from aspirations.services.guesses import SUPPORT, count_guess, is_slowed


@transaction.atomic
def support(report: Aspiration, device: str, *, address: str) -> bool:
    """Counts this device's support; False where it was counted before.

    Raises Refused where one address brings ever new devices: somebody throws their cookie away each time.
    """
    if is_slowed(address, SUPPORT, about=report.number):
        raise Refused(_("Terlalu banyak dukungan dari jaringan ini. Coba lagi nanti."))
    __, created = Support.objects.get_or_create(aspiration=report, device_hash=receipts.digest(device))
    if created:
        count_guess(address, SUPPORT, about=report.number)
        Aspiration.objects.filter(pk=report.pk).update(support_count=F("support_count") + 1)
    return created
