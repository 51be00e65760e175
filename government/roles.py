"""Groups synced by code: the model permissions of each role, for Django's own checks."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from government.models import Role

_READ = {
    "aspirations.view_aspiration",
    "government.view_agency",
    "government.view_category",
    "government.view_region",
    "government.view_unit",
    "government.view_slaclass",
    "government.view_slarule",
    "government.view_escalationstep",
    "government.view_holiday",
    "government.view_programmeset",
    "aspirations.view_referencesystem",
    "meetings.view_followup",
    "meetings.view_followupstep",
}
# Who leads the office orders its rules; the desk reads them.
_RULES = {f"aspirations.{verb}_routingrule" for verb in ("add", "change", "delete")}
_AUDIT = {"aspirations.view_access"}
_MEETINGS = {"meetings.view_meeting", "meetings.view_series", "meetings.view_agendatemplate"}
# Who convenes; contacts have phone numbers that nobody else reads.
_CONVENE = {
    f"meetings.{verb}_{model}"
    for verb in ("view", "add", "change")
    for model in ("contact", "contactlist", "letterbook")
}
_DESK = {
    "aspirations.view_routingrule",
    "aspirations.change_aspiration",
    "aspirations.view_import",
    "aspirations.add_import",
    "meetings.change_meeting",
    "meetings.add_meeting",
    "meetings.add_series",
    "meetings.change_series",
} | _CONVENE
_STAFF = {
    f"government.{verb}_{model}" for verb in ("view", "add", "change") for model in ("membership", "unit")
}
_REFERENCE = (
    {
        f"government.{verb}_{model}"
        for verb in ("add", "change")
        for model in (
            "agency",
            "category",
            "slaclass",
            "slarule",
            "escalationstep",
            "holiday",
            "programmeset",
            "programme",
        )
    }
    | {"aspirations.add_referencesystem", "aspirations.change_referencesystem"}
    | {
        f"meetings.{verb}_{model}"
        for verb in ("add", "change")
        for model in ("followupstep", "agendatemplate")
    }
)

ROLE_PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.CAMAT: frozenset(_READ | _MEETINGS | _DESK | _STAFF | _RULES | _AUDIT),
    Role.SECTION_HEAD: frozenset(_READ | _MEETINGS | _DESK),
    Role.CLERK: frozenset(_READ | _MEETINGS | _DESK),
    Role.AGENCY_OFFICER: frozenset(_READ | {"aspirations.change_aspiration"}),
    Role.VILLAGE_OPERATOR: frozenset(_READ | _MEETINGS),
    Role.COORDINATOR: frozenset(_READ | _MEETINGS | _DESK | _STAFF | _RULES | _REFERENCE | _AUDIT),
    Role.AUDITOR: frozenset(_READ | _MEETINGS | _AUDIT),
}


def group_name(role: Role) -> str:
    """The group of a role."""
    return f"peran:{role.value}"


@transaction.atomic
def sync_groups() -> list[str]:
    """Makes every role's group hold just its permissions; returns those that do not exist (yet)."""
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    missing = set()
    for role, wanted in ROLE_PERMISSIONS.items():
        group, __ = Group.objects.get_or_create(name=group_name(role))
        group.permissions.set([known[name] for name in wanted if name in known])
        missing |= {name for name in wanted if name not in known}
    return sorted(missing)
