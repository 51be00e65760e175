"""One person of each role."""

from typing import Any, NamedTuple

from django.contrib.auth import get_user_model

from government.models import Agency, Region, Role, Unit
from government.services import grant_membership

PASSWORD = "air-salek-2026"  # noqa: S105 -- demo accounts, printed at the start


class Account(NamedTuple):
    """A demo account; `scope` is a region code or an agency's slug, `unit` a slug of the office there."""

    username: str
    name: str
    role: str
    scope: str
    label: str
    unit: str = ""


ACCOUNTS = (
    Account("admin", "Pengelola", "", "", "pengelola (semua)"),
    Account("camat", "Camat Air Salek", Role.CAMAT, "16.07.14", "camat"),
    Account("petugas", "Petugas Triase", Role.CLERK, "16.07.14", "petugas triase"),
    Account("kasi", "Kasi PMD", Role.SECTION_HEAD, "16.07.14", "kepala seksi (PMD)", "pmd"),
    Account("stafpmd", "Staf Seksi PMD", Role.CLERK, "16.07.14", "petugas di seksi PMD", "pmd"),
    Account("pupr", "Petugas Dinas PUPR", Role.AGENCY_OFFICER, "dinas-pupr", "petugas instansi (PUPR)"),
    Account("srimulyo", "Operator Sri Mulyo", Role.VILLAGE_OPERATOR, "16.07.14.2002", "operator desa"),
    Account("kabupaten", "Koordinator Banyuasin", Role.COORDINATOR, "16.07", "koordinator kabupaten"),
    Account("pengawas", "Inspektorat", Role.AUDITOR, "16.07", "pengawas"),
)


def create_accounts() -> dict[str, Any]:
    """The users by name; passwords of accounts that exist are left alone."""
    users = {}
    for account in ACCOUNTS:
        user, created = get_user_model().objects.get_or_create(
            username=account.username,
            defaults={"first_name": account.name, "is_staff": True, "is_superuser": not account.role},
        )
        if created:
            user.set_password(PASSWORD)
            user.save(update_fields=["password"])
        if account.role == Role.AGENCY_OFFICER:
            grant_membership(user, account.role, agency=Agency.objects.get(slug=account.scope))
        elif account.role:
            unit = Unit.objects.filter(region_id=account.scope, slug=account.unit).first()
            region = Region.objects.get(code=account.scope)
            grant_membership(user, account.role, region=region, unit=unit)
        users[account.username] = user
    return users
