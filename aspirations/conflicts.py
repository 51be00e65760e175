"""Whom a report is about, and who must therefore see no trace of it; a leaf, plain data.

Levels are those of the region code: 2 kabupaten, 3 kecamatan, 4 desa. A smaller number stands higher.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Concern(models.TextChoices):
    """Whom the report is about, where that is somebody who would otherwise read it."""

    NOBODY = "", _("Tidak")
    VILLAGE = "village", _("Ya, kepala desa atau perangkat desa")
    DISTRICT_STAFF = "district_staff", _("Ya, petugas kecamatan")
    DISTRICT = "district", _("Ya, camat atau kantor kecamatan")
    AGENCY = "agency", _("Ya, petugas dinas atau instansi")


REGENCY, DISTRICT, VILLAGE = 2, 3, 4
# The lowest level that reads it; who is not named here is read by all.
_READ_FROM = {
    Concern.VILLAGE: DISTRICT,
    Concern.DISTRICT_STAFF: REGENCY,
    Concern.DISTRICT: REGENCY,
}


def lowest_reader(concerns: str) -> int:
    """The lowest level whose staff may see a report about these."""
    return _READ_FROM.get(Concern(concerns), VILLAGE)


def hidden_from(level: int) -> list[str]:
    """What staff of a level see no trace of."""
    return [concern.value for concern, lowest in _READ_FROM.items() if level > lowest]


def level_of(code: str) -> int:
    """The level of a region code; 0 for "", which holds every region."""
    return code.count(".") + 1 if code else 0
