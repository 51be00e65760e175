from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Rakor and musrenbang."""

    name = "meetings"
    verbose_name = _("Rakor & musrenbang")

    def ready(self) -> None:
        """Offers agendas at the desk of reports."""
        from meetings import desk  # noqa: PLC0415 -- models must be loaded first

        desk.register()
