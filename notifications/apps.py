from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """Ground floor: messages."""

    name = "notifications"
    verbose_name = _("Pesan")
