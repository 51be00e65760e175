"""Texts that a desk writes again and again."""

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from aspirations.responses import PLACEHOLDERS, unknown_placeholders
from aspirations.workflow import Status
from government.models import Category, Region

if TYPE_CHECKING:
    from aspirations.models import Aspiration


class ResponseTemplateQuerySet(models.QuerySet["ResponseTemplate"]):
    """The words in which every read begins."""

    def fitting(self, report: "Aspiration") -> Self:
        """Those for every category and place, and those for this report's."""
        category = Q(category__isnull=True) | Q(category_id=report.category_id)
        code = report.village_id
        around = Q(region__isnull=True) | Q(region_id__in=[code[:2], code[:5], code[:8], code])
        return self.filter(category, around, is_active=True)


class ResponseTemplate(models.Model):
    """A text for a step, with placeholders."""

    name = models.CharField(_("nama"), max_length=80, unique=True)
    step = models.CharField(_("langkah"), max_length=14, choices=Status)
    category = models.ForeignKey(
        Category,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kategori"),
        help_text=_("Kosong: untuk semua kategori"),
    )
    region = models.ForeignKey(
        Region,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("wilayah"),
        help_text=_("Kosong: untuk semua wilayah"),
    )
    text = models.TextField(
        _("teks"),
        max_length=2000,
        help_text=_(
            "Isian yang terisi sendiri: {nomor}, {desa}, {kategori}, {instansi}, {jatuh_tempo}. Yang belum "
            "diketahui menjadi “…”. Petugas memakainya dari “Templat jawaban” di bawah isian langkah, lalu "
            "masih dapat mengubahnya."
        ),
    )
    is_active = models.BooleanField(_("aktif"), default=True)
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)

    objects = ResponseTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("templat jawaban")
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(step__in=Status.values), name="response_template_step_known")
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Only placeholders that something fills."""
        unknown = unknown_placeholders(self.text)
        if unknown:
            message = _now("Isian {%(name)s} tidak dikenal. Yang ada: %(known)s.") % {
                "name": unknown[0],
                "known": ", ".join(f"{{{name}}}" for name in PLACEHOLDERS),
            }
            raise ValidationError({"text": message})
