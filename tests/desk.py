"""The desk over HTTP, as a browser without JavaScript sends it."""

from typing import Any

from django.test import Client

from aspirations.models import Aspiration
from government.models import Role
from tests.world import make_user


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def desk(role: str = Role.CLERK, scope: str = "16.07.14") -> Client:
    return signed_in(make_user(role, scope))


def page_of(client: Client, report: Aspiration, query: str = "") -> Any:
    return client.get(f"/admin/aspirations/aspiration/{report.pk}/change/{query}")


def text_of(client: Client, report: Aspiration, query: str = "") -> str:
    return page_of(client, report, query).content.decode()


def panel_of(client: Client, report: Aspiration, verb: str) -> Any:
    """A panel as the page shows it, opened."""
    groups = page_of(client, report, f"?panel={verb}").context["panels"]
    return next(panel for panels in groups.values() for panel in panels if panel.verb == verb)


def send(client: Client, report: Aspiration, verb: str, way: str = "act", **data: Any) -> Any:
    """A panel as it is sent; the marks of what was shown are left out unless given."""
    marks = {"seen", "_draft", "_preview"}
    fields = {
        name if name in marks or name.startswith(f"{verb}-") else f"{verb}-{name}": value
        for name, value in data.items()
    }
    fields.setdefault(f"{verb}-seen", report.status_since.isoformat())
    return client.post(f"/admin/aspirations/aspiration/{report.pk}/{way}/{verb}/", fields)
