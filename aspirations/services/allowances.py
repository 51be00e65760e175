"""How much may wait in storage for forms that have errors: nobody has shown any right to the space yet."""

from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from aspirations.services import tallies
from aspirations.services.errors import Refused

_MIB = 1024  # sums are in KiB


class Allowance(NamedTuple):
    """KiB that may come within a window."""

    name: str
    window: timedelta
    kib: int


# A whole region can share one address; browsers with JavaScript send some 300 KiB a photo.
HOURLY = Allowance("stash-hour", timedelta(hours=1), 150 * _MIB)
DAILY = Allowance("stash-day", timedelta(days=1), 600 * _MIB)
EVERYBODY = Allowance("stash-all", timedelta(days=1), 4096 * _MIB)


@transaction.atomic
def take(address: str, size: int) -> None:
    """Notes that so many bytes come to wait from there. Raises Refused, and notes nothing, beyond a limit."""
    for allowance, who in ((HOURLY, address), (DAILY, address), (EVERYBODY, "")):
        taken = tallies.add(tallies.key_of(allowance.name, who), -(-size // 1024), allowance.window)
        if taken > allowance.kib:
            raise Refused(_("Foto belum tersimpan. Pilih lagi fotonya sebelum mengirim."))
