"""Who is invited: a directory of offices, lists of them, and one invitation for each at a stop."""

from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from government.models import Agency, Region
from government.permissions import Capability, territories, territory_q
from meetings.models.meetings import Meeting

PHONE = RegexValidator(r"^\+62\d{6,13}$", _("Tulis sebagai +62…"))


class Office(models.TextChoices):
    """The offices that a rakor invites, in the order in which they are addressed."""

    REGENT = "regent", _("Bupati dan Wakil Bupati")
    SECRETARY = "secretary", _("Sekretaris Daerah dan Asisten")
    COUNCIL = "council", _("Anggota DPRD")
    ADVISER = "adviser", _("Staf Khusus")
    AGENCY = "agency", _("Kepala OPD")
    CAMAT = "camat", _("Camat")
    MILITARY = "military", _("Danramil, Babinsa")
    POLICE = "police", _("Kapolsek, Bhabinkamtibmas")
    VILLAGE_HEAD = "village_head", _("Kepala desa")
    VILLAGE_COUNCIL = "village_council", _("BPD")
    FAMILY_WELFARE = "family_welfare", _("PKK")
    RELIGIOUS_AFFAIRS = "religious_affairs", _("KUA")
    BOARDING_SCHOOL = "boarding_school", _("Pimpinan pesantren")
    EDUCATION = "education", _("Korwil pendidikan")
    EXTENSION = "extension", _("Penyuluh")
    COMMUNITY = "community", _("Tokoh dan lembaga masyarakat")
    COMPANY = "company", _("Perusahaan, bank")
    OTHER = "other", pgettext_lazy("jabatan", "Lainnya")


class ContactQuerySet(models.QuerySet["Contact"]):
    """The words in which every read begins."""

    def visible_to(self, user: Any) -> Self:
        """Of the user's territory, and of the kabupaten around it."""
        codes = territories(user, Capability.CONVENE)
        around = {code[:5] for code in codes if code}
        return self.filter(territory_q("region__code", codes) | Q(region_id__in=around))

    def active(self) -> Self:
        return self.filter(is_active=True)

    def not_invited(self, meeting: Meeting) -> Self:
        """Whoever holds an office and has no invitation there that stands."""
        invited = Invitation.objects.standing().filter(meeting=meeting)
        return self.active().exclude(pk__in=invited.values("contact"))

    def around(self, meeting: Meeting) -> Self:
        """Of the host's kecamatan and the kabupaten around it."""
        district = meeting.host_district_id
        inside = Q(region=district) | Q(region__code__startswith=f"{district}.")
        return self.filter(inside | Q(region=district[:5]))


class Contact(models.Model):
    """Somebody who holds an office; phone and address are the desk's alone."""

    name = models.CharField(_("nama"), max_length=120, blank=True, help_text=_("Kosong: hanya jabatannya."))
    title = models.CharField(_("jabatan"), max_length=160, help_text=_("Misalnya: Kepala Desa Sri Mulyo"))
    office = models.CharField(_("golongan"), max_length=17, choices=Office)
    # Whose directory it stands in.
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("wilayah"))
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("instansi")
    )
    # NIP of a civil servant: 18 digits; public on official letters.
    nip = models.CharField(
        _("NIP"),
        max_length=18,
        blank=True,
        validators=[RegexValidator(r"^\d{18}$", _("NIP berisi 18 angka."))],
    )
    rank = models.CharField(_("pangkat"), max_length=60, blank=True)
    phone = models.CharField(_("telepon"), max_length=20, blank=True, validators=[PHONE])
    email = models.EmailField(_("email"), blank=True)
    address = models.CharField(_("alamat"), max_length=120, blank=True, help_text=_("Misalnya: di Sri Mulyo"))
    is_active = models.BooleanField(_("aktif"), default=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("kontak")
        verbose_name_plural = pgettext_lazy("jamak", "kontak")
        ordering = ["title", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(office__in=Office.values), name="contact_office_known"),
            models.CheckConstraint(condition=~Q(title=""), name="contact_has_title"),
            # Who left the office stays in the directory for old invitations.
            models.UniqueConstraint(
                "region",
                Lower("title"),
                Lower("name"),
                condition=Q(is_active=True),
                name="contact_once",
                violation_error_message=_("Jabatan dan nama ini sudah ada di buku kontak wilayah itu."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.name})" if self.name else self.title


class ContactListQuerySet(models.QuerySet["ContactList"]):
    """The words in which every read begins."""

    def visible_to(self, user: Any) -> Self:
        """As contacts are."""
        codes = territories(user, Capability.CONVENE)
        around = {code[:5] for code in codes if code}
        return self.filter(territory_q("region__code", codes) | Q(region_id__in=around))


class ContactList(models.Model):
    """Contacts that are invited together, kept for the next time."""

    name = models.CharField(_("nama"), max_length=120)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("wilayah"))
    contacts: Any = models.ManyToManyField(
        Contact, blank=True, related_name="lists", verbose_name=_("kontak")
    )

    objects = ContactListQuerySet.as_manager()

    class Meta:
        verbose_name = _("daftar undangan")
        verbose_name_plural = pgettext_lazy("jamak", "daftar undangan")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="contact_list_once")]

    def __str__(self) -> str:
        return self.name


class Reply(models.TextChoices):
    """What somebody invited answered."""

    NONE = "none", _("Belum menjawab")
    COMING = "coming", _("Hadir")
    DEPUTY = "deputy", _("Mewakilkan")
    DECLINED = "declined", _("Berhalangan")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """The words in which every read begins."""

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(withdrawn_at=None)


class Invitation(models.Model):
    """One invited office at one stop. Name and title are as they were when it was invited.

    The link's secret is derived from `token`; only its hash is kept.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitations")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="invitations", verbose_name=_("kontak"))
    name = models.CharField(_("nama"), max_length=120, blank=True)
    title = models.CharField(_("jabatan"), max_length=160)
    office = models.CharField(_("golongan"), max_length=17, choices=Office)
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)

    token = models.CharField(max_length=64, editable=False)
    secret_hash = models.CharField(max_length=64, editable=False)
    # What the QR on the letter says; opens nothing, only names the invitation at the door.
    door_code = models.CharField(max_length=24, unique=True, editable=False)

    # The link opens nothing any more, though they are still invited.
    revoked_at = models.DateTimeField(_("tautan dicabut"), null=True, editable=False)

    sent_at = models.DateTimeField(_("dikirim"), null=True, editable=False)
    # Of the letter; 0: none yet.
    sent_version = models.PositiveSmallIntegerField(_("versi surat"), default=0, editable=False)
    whatsapp_at = models.DateTimeField(_("dikirim lewat WhatsApp"), null=True, editable=False)
    reminded_at = models.DateTimeField(_("diingatkan"), null=True, editable=False)
    reply = models.CharField(_("jawaban"), max_length=8, choices=Reply, default=Reply.NONE, editable=False)
    replied_at = models.DateTimeField(_("dijawab"), null=True, editable=False)
    deputy_name = models.CharField(_("nama wakil"), max_length=120, blank=True, editable=False)
    deputy_title = models.CharField(_("jabatan wakil"), max_length=160, blank=True, editable=False)
    reply_note = models.CharField(_("catatan"), max_length=300, blank=True, editable=False)
    # No longer invited; the row stays for the history.
    withdrawn_at = models.DateTimeField(_("ditarik"), null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("undangan")
        verbose_name_plural = pgettext_lazy("jamak", "undangan")
        ordering = ["meeting", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "contact"], name="invitation_once"),
            models.CheckConstraint(condition=Q(office__in=Office.values), name="invitation_office_known"),
            models.CheckConstraint(condition=Q(reply__in=Reply.values), name="invitation_reply_known"),
            models.CheckConstraint(
                condition=Q(reply="none", replied_at__isnull=True)
                | (~Q(reply="none") & Q(replied_at__isnull=False)),
                name="invitation_reply_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(reply="deputy") | ~Q(deputy_name=""), name="invitation_deputy_is_named"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.name})" if self.name else self.title
