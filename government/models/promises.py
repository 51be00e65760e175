"""What is promised for a report, in working days, and which promise it gets."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """The three classes of SP4N-LAPOR!."""

    COMPLAINT = "complaint", _("Pengaduan")
    ASPIRATION = "aspiration", _("Aspirasi")
    INFORMATION = "information", _("Permintaan informasi")


class Weight(models.TextChoices):
    """How heavy a case is; a clerk says so when verifying."""

    LIGHT = "light", _("Ringan")
    ORDINARY = "ordinary", _("Sedang")
    HEAVY = "heavy", _("Berat")


class SlaClass(models.Model):
    """A service promise: working days until verification, and from then until an answer and a resolution."""

    slug = models.SlugField(_("kode"), unique=True)
    name = models.CharField(_("nama"), max_length=80)
    description = models.CharField(_("penjelasan"), max_length=200, blank=True)
    verify_days = models.PositiveSmallIntegerField(
        _("verifikasi (hari kerja)"), default=3, validators=[MinValueValidator(1)]
    )
    answer_days = models.PositiveSmallIntegerField(
        _("tanggapan pertama (hari kerja)"),
        default=5,
        validators=[MinValueValidator(1)],
        help_text=_("Sejak diverifikasi, sampai pelapor tahu apa yang dilakukan."),
    )
    resolve_days = models.PositiveSmallIntegerField(
        _("penyelesaian (hari kerja)"),
        default=14,
        validators=[MinValueValidator(1)],
        help_text=_("Sejak diverifikasi. Waktu pelapor untuk menjawab tidak dihitung."),
    )
    reporter_days = models.PositiveSmallIntegerField(
        _("waktu pelapor (hari kerja)"), default=10, validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = _("kelas janji layanan")
        verbose_name_plural = pgettext_lazy("jamak", "kelas janji layanan")
        ordering = ["resolve_days", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verify_days__gt=0, answer_days__gt=0, resolve_days__gt=0, reporter_days__gt=0),
                name="sla_days_positive",
            ),
            models.CheckConstraint(
                condition=Q(resolve_days__gte=F("answer_days")), name="sla_answer_before_resolution"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A first answer comes before the end."""
        if self.answer_days and self.resolve_days and self.resolve_days < self.answer_days:
            raise ValidationError(
                {"resolve_days": _("Penyelesaian tidak dapat dijanjikan lebih cepat dari tanggapan pertama.")}
            )


class SlaRule(models.Model):
    """Which class a report gets; the first row that fits wins, then the category's own class."""

    slug = models.SlugField(_("kode"), unique=True)
    name = models.CharField(_("nama"), max_length=80)
    position = models.PositiveSmallIntegerField(
        _("urutan"), default=0, help_text=_("Aturan dengan urutan terkecil diperiksa lebih dulu.")
    )
    category = models.ForeignKey(
        "government.Category",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kategori"),
        help_text=_("Kosong: semua kategori. Kategori induk mencakup anaknya."),
    )
    kind = models.CharField(
        _("jenis"), max_length=12, choices=Kind, blank=True, help_text=_("Kosong: semua jenis.")
    )
    weight = models.CharField(
        _("bobot"), max_length=8, choices=Weight, blank=True, help_text=_("Kosong: semua bobot.")
    )
    sla_class = models.ForeignKey(
        SlaClass, models.PROTECT, related_name="+", verbose_name=_("kelas janji layanan")
    )
    is_active = models.BooleanField(_("berlaku"), default=True)

    class Meta:
        verbose_name = _("aturan janji layanan")
        verbose_name_plural = pgettext_lazy("jamak", "aturan janji layanan")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["", *Kind.values]), name="sla_rule_kind_known"),
            models.CheckConstraint(
                condition=Q(weight__in=["", *Weight.values]), name="sla_rule_weight_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
