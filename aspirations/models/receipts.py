"""The counter behind receipt numbers."""

from django.db import models

from government.models import Region


class ReceiptCounter(models.Model):
    """The last number given out in a kecamatan in a year."""

    district = models.ForeignKey(Region, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "year"], name="receipt_counter_once")]

    def __str__(self) -> str:
        return f"{self.district_id} {self.year}: {self.last}"
