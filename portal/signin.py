"""Staff sign in and out, which is written down; wrong passwords are slowed for this account and address."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from aspirations import services
from aspirations.origins import NOWHERE, origin_of


class StaffSignInForm(AdminAuthenticationForm):
    """The admin's form with a brake; who is slowed elsewhere is not locked out here."""

    def clean(self) -> dict[str, Any]:
        account = self.cleaned_data.get("username", "").strip().casefold()
        address = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        origin = origin_of(self.request) if self.request else NOWHERE
        if services.is_slowed(address, services.SIGN_IN, about=account):
            services.record_slowed_login(account, origin=origin)
            raise ValidationError(
                _("Terlalu banyak percobaan yang salah. Coba lagi dalam 15 menit."), code="slowed"
            )
        try:
            data = super().clean()
        except ValidationError:
            services.count_guess(address, services.SIGN_IN, about=account)
            services.record_failed_login(account, origin=origin)
            raise
        if self.get_user() is not None:
            services.record_login(self.get_user(), origin=origin)
        return data


def sign_out(request: HttpRequest) -> HttpResponse:
    """The admin's own, written down."""
    if request.method == "POST" and request.user.is_authenticated:
        services.record_logout(request.user, origin=origin_of(request))
    return admin.site.logout(request)
