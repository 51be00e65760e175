"""Which photo after belongs to which photo before."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aspirations.models.photos import Photo


class PhotoPair(models.Model):
    """Two photos of one place."""

    aspiration = models.ForeignKey("aspirations.Aspiration", models.CASCADE, related_name="photo_pairs")
    before = models.OneToOneField(Photo, models.CASCADE, related_name="+", verbose_name=_("sebelum"))
    after = models.OneToOneField(Photo, models.CASCADE, related_name="+", verbose_name=_("sesudah"))
    caption = models.CharField(_("keterangan"), max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("pasangan foto")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(before=F("after")), name="photo_pair_is_of_two"),
        ]

    def __str__(self) -> str:
        return self.caption or f"{self.before_id}–{self.after_id}"
