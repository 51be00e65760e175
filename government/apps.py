from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernmentConfig(AppConfig):
    """Ground floor: places, agencies, staff, promises, working days."""

    name = "government"
    verbose_name = _("Pemerintahan")
