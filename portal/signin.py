"""Staff sign in; wrong passwords are slowed for this account from this address."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aspirations import services


class StaffSignInForm(AdminAuthenticationForm):
    """The admin's form with a brake; who is slowed elsewhere is not locked out here."""

    def clean(self) -> dict[str, Any]:
        account = self.cleaned_data.get("username", "").strip().casefold()
        address = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        if services.is_slowed(address, services.SIGN_IN, about=account):
            raise ValidationError(
                _("Terlalu banyak percobaan yang salah. Coba lagi dalam 15 menit."), code="slowed"
            )
        try:
            return super().clean()
        except ValidationError:
            services.count_guess(address, services.SIGN_IN, about=account)
            raise
