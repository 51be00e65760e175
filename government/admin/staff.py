"""Who works where: roles are given and taken by the services, within the own territory."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from government.models import Agency, Membership, Region, Role, Unit
from government.permissions import (
    Capability,
    is_staff_member,
    may_manage_staff,
    territories,
    territory_q,
)
from government.services import NotYours, grant_membership, may_grant, revoke_membership


def scope_q(user: Any) -> Q:
    """Memberships in the user's territory and in the agencies of that territory."""
    codes = territories(user, Capability.MANAGE_STAFF)
    return territory_q("region__code", codes) | territory_q("agency__region__code", codes)


# Roles that are held in a unit of the office; a section head always is.
IN_A_UNIT = {Role.SECTION_HEAD, Role.CLERK}


class UnitField(forms.ModelChoiceField):
    """Units with their office: every kecamatan has a seksi of each name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.short_name} ({obj.region})"


class GrantForm(forms.Form):
    """A role for an account that exists; the account is named, never picked from a list of all."""

    username = forms.CharField(label=_("Nama pengguna"), max_length=150)
    role = forms.ChoiceField(label=_("Peran"), choices=[("", "–"), *Role.choices])
    region = forms.ModelChoiceField(
        label=_("Wilayah"), queryset=Region.objects.none(), required=False, empty_label="–"
    )
    agency = forms.ModelChoiceField(
        label=_("Instansi"), queryset=Agency.objects.none(), required=False, empty_label="–"
    )
    unit: Any = UnitField(
        label=_("Unit kerja"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label="–",
        help_text=_("Untuk kepala seksi, dan untuk petugas yang bekerja di satu seksi."),
    )

    actor: Any = None

    def __init__(self, *args: Any, instance: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance = instance or Membership()
        codes = territories(self.actor, Capability.MANAGE_STAFF)
        fields: dict[str, Any] = self.fields
        fields["region"].queryset = (
            Region.objects.active().filter(territory_q("code", codes), level__gte=2).order_by("code")
        )
        fields["agency"].queryset = Agency.objects.active().filter(
            Q() if self.actor.is_superuser else territory_q("region__code", codes)
        )

        fields["unit"].queryset = (
            Unit.objects.active().filter(territory_q("region__code", codes)).select_related("region")
        )

    def clean_username(self) -> Any:
        user = get_user_model().objects.filter(username=self.cleaned_data["username"]).first()
        if user is None:
            raise ValidationError(_("Tidak ada akun dengan nama pengguna ini."))
        return user

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        role, region, agency = data.get("role", ""), data.get("region"), data.get("agency")
        if role == Role.AGENCY_OFFICER:
            data["region"] = None
            if agency is None and not self.has_error("agency"):
                self.add_error("agency", _("Pilih instansi tempat petugas ini bekerja."))
        elif role:
            data["agency"] = None
            if region is None and not self.has_error("region"):
                self.add_error("region", _("Pilih wilayah tugasnya."))
        self._clean_unit(data, role, region)
        if not self.errors and not may_grant(role, data["region"], data["agency"], self.actor):
            raise ValidationError(_("Penugasan ini di luar wilayah atau wewenang Anda."))
        return data

    def _clean_unit(self, data: dict[str, Any], role: str, region: Region | None) -> None:
        unit = data["unit"] = data.get("unit") if role in IN_A_UNIT else None
        if unit is None:
            if role == Role.SECTION_HEAD and not self.has_error("unit"):
                self.add_error("unit", _("Pilih seksi yang dipimpinnya."))
        elif region is not None and unit.region_id != region.pk:
            self.add_error("unit", _("Unit ini bukan bagian kantor wilayah itu."))

    def save(self, commit: bool = True) -> Membership:
        """Nothing yet: the admin's save_model calls the service."""
        return self.instance

    def save_m2m(self) -> None:
        """There is nothing of the kind; the admin asks."""


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    """Roles; given on a form, taken back by an action, their rows stay."""

    list_display = ["user", "role", "region", "agency", "unit", "is_active", "created_at"]
    list_filter = ["role", "is_active"]
    list_select_related = ["user", "region", "agency", "unit"]
    search_fields = ["user__username", "user__first_name", "user__last_name"]
    search_help_text = _("Nama atau nama pengguna")
    actions = ["revoke"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(scope_q(request.user))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(is_staff_member.test(request.user) and may_manage_staff.test(request.user))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return [(None, {"fields": ["username", "role", "region", "agency", "unit"]})]
        shown = ["user", "role", "region", "agency", "unit", "is_active", "created_at"]
        return [(None, {"fields": shown})]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None:
            return super().get_form(request, obj, change, **kwargs)
        return type("GrantForm", (GrantForm,), {"actor": request.user})

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """The service writes here, so that the admin's own record names the real row."""
        data = form.cleaned_data
        try:
            form.instance = grant_membership(
                data["username"],
                data["role"],
                region=data["region"],
                agency=data["agency"],
                unit=data["unit"],
                actor=request.user,
            )
        except NotYours as refused:
            raise PermissionDenied from refused
        return form.instance

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Written already by save_form."""

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """Named by the action below."""
        return self.has_add_permission(request)

    @admin.action(description=_("Cabut penugasan yang dipilih"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Takes roles back; what the user may not take is said, the rest is done."""
        done = 0
        for membership in queryset.filter(is_active=True).select_related("user", "region", "agency"):
            try:
                revoke_membership(membership, actor=request.user)
            except NotYours:
                messages.error(
                    request,
                    gettext("%(membership)s: di luar wewenang Anda.") % {"membership": membership},
                )
            else:
                done += 1
        messages.success(
            request,
            ngettext("%(count)d penugasan dicabut.", "%(count)d penugasan dicabut.", done) % {"count": done},
        )
