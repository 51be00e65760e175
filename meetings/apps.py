from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Rakor and musrenbang."""

    name = "meetings"
    verbose_name = _("Rakor & musrenbang")
