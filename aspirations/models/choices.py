"""Words that a report is classed by."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Identity(models.TextChoices):
    """How the reporter wants to be known."""

    NAMED = "named", _("Dengan nama")
    ANONYMOUS = "anonymous", _("Anonim")
    CONFIDENTIAL = "confidential", _("Rahasia")


class Channel(models.TextChoices):
    """By which road the report came."""

    WEB = "web", _("Situs")
    DESK = "desk", _("Loket kecamatan")
    KADER = "kader", _("Kader/desa")
    MEETING = "meeting", _("Rakor/musrenbang")
    WHATSAPP = "whatsapp", _("WhatsApp")
    PHONE = "phone", _("Telepon")
    LETTER = "letter", _("Surat")
    OTHER = "other", _("Lainnya")


class Consent(models.TextChoices):
    """How the reporter agreed that the office uses what was told (UU 27/2022, article 20)."""

    FORM = "form", _("Dicentang sendiri di formulir")
    SPOKEN = "spoken", _("Lisan, di hadapan petugas")
    WRITTEN = "written", _("Tanda tangan di surat atau daftar")
    MESSAGE = "message", _("Lewat telepon atau WhatsApp")
