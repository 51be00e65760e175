from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AspirationsConfig(AppConfig):
    """Reports: submission, tracking, triage, publication."""

    name = "aspirations"
    verbose_name = _("Laporan warga")
