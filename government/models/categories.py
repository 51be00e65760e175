"""What a report is about."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from government.models.agencies import Agency
from government.models.promises import SlaClass


class CategoryQuerySet(models.QuerySet["Category"]):
    """The words in which every read begins."""

    def active(self) -> Self:
        """Open for new reports, itself and its parent."""
        return self.filter(Q(is_active=True), Q(parent__isnull=True) | Q(parent__is_active=True))

    def leaves(self) -> Self:
        """The second level: what a report can have."""
        return self.filter(parent__isnull=False)


class Category(models.Model):
    """A subject, in two levels."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("induk")
    )
    slug = models.SlugField(_("kode"), unique=True)
    name = models.CharField(_("nama"), max_length=80)
    icon = models.SlugField(_("ikon"), default="chat-left-text")
    default_agency = models.ForeignKey(
        Agency, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("instansi bawaan")
    )
    sla_class = models.ForeignKey(
        SlaClass, models.PROTECT, related_name="+", verbose_name=_("kelas janji layanan")
    )
    needs_review = models.BooleanField(
        _("penayangan oleh camat"),
        default=False,
        help_text=_("Hanya camat atau koordinator kabupaten yang boleh menayangkan laporan ini."),
    )
    answer_needs_approval = models.BooleanField(
        _("tanggapan disetujui camat"),
        default=False,
        help_text=_("Tanggapan, rencana, dan “bukan kewenangan” baru terkirim setelah disetujui camat."),
    )
    is_sensitive = models.BooleanField(
        _("peka"), default=False, help_text=_("Titik lokasinya tidak ditampilkan di peta.")
    )
    keywords = models.TextField(
        _("kata kunci"), blank=True, help_text=_("Kata yang menunjuk ke kategori ini, dipisah koma.")
    )
    is_active = models.BooleanField(_("aktif"), default=True)
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("kategori")
        verbose_name_plural = pgettext_lazy("jamak", "kategori")
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="category_not_its_own_parent"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Two levels, no more."""
        if self.parent is not None and (self.parent.parent_id is not None or self.children.exists()):
            raise ValidationError({"parent": _("Kategori hanya dua tingkat.")})

    @property
    def keyword_set(self) -> frozenset[str]:
        """The keywords, lower case."""
        return frozenset(word.strip().lower() for word in self.keywords.split(",") if word.strip())
