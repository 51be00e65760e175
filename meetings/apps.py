from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Rakor and musrenbang."""

    name = "meetings"
    verbose_name = _("Rakor & musrenbang")

    def ready(self) -> None:
        """Offers agendas and decisions at the desk of reports, and on their pages what was decided."""
        from aspirations import sections  # noqa: PLC0415 -- models must be loaded first
        from meetings import desk, showing  # noqa: PLC0415 -- the same

        desk.register()
        sections.register(showing.decided_about)
        sections.register(showing.wishes)
