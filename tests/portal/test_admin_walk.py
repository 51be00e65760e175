"""Every address, action, filter, lookup and choice of the back office, as each role, over what it must
not see: rows of elsewhere, confidential reports here, and reports here about the kecamatan's own office.

The addresses are read from the admin itself: one that takes a key must say here which foreign row it is. The
hidden reports take turns, another one first for each role, so that a walk asks each address once.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import ForeignKey, Model
from django.test import Client

from aspirations import services
from aspirations.admin.filters import FILTERS
from aspirations.admin.panels import GROUPS
from aspirations.imports.columns import guess
from aspirations.models import Aspiration, ResponseTemplate, RoutingRule, SavedView
from aspirations.services import Actor, imports
from aspirations.services.photos import render_photo
from aspirations.workflow import Status
from government.loading import activate
from government.models import Region, Role
from tests.portal.stop_elsewhere import StopElsewhere
from tests.tables import csv_file, row
from tests.world import agency, make_report, make_user, picture

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "16.07.14", "16.07.13.2001"
TITLE, TEXT, NAME, PHONE = "Kabarsebelah", "Ceritasebelah", "Wargasebelah", "+6281299887766"
SECRETS = (TITLE, TEXT, NAME, "81299887766", "Catatansebelah")
ROLES = {
    "camat": (Role.CAMAT, HERE),
    "clerk": (Role.CLERK, HERE),
    "section head": (Role.SECTION_HEAD, HERE),
    "operator": (Role.VILLAGE_OPERATOR, "16.07.14.2002"),
    "agency": (Role.AGENCY_OFFICER, "dinas-pupr"),
    "auditor": (Role.AUDITOR, HERE),
}
EXPORT = {"export": "1", "export-kind": "csv", "export-reporters": "on"}
# Reports of the own kecamatan that a role must not see.
HIDDEN = {
    "camat": ("office",),
    "clerk": ("office",),
    "section head": ("office", "confidential"),
    "operator": ("office", "confidential"),
    "agency": ("office", "confidential"),
    "auditor": ("office", "confidential"),
}
ABOUT = {"office": {"concerns": "district"}, "confidential": {"identity": "confidential"}}
IMPORT_VERBS = ("columns", "run", "undo", "resume", "drop", "forget", "results")
OUR_APPS = {"aspirations", "meetings", "government", "notifications"}
# Rows that all staff read wherever they work.
SHARED = {
    "aspirations.referencesystem",
    "government.agency",
    "government.category",
    "government.holiday",
    "government.programmeset",
    "government.region",
    "government.slaclass",
}


class Elsewhere:
    """A report of another kecamatan with all that can hang on it, held by a clerk there; hidden ones here."""

    def __init__(self) -> None:
        self.clerk = make_user(Role.CLERK, "16.07.13", first_name=NAME)
        self.report = handled(self.clerk, ELSEWHERE)
        self.reports, self.turn = [self.report], 0
        self.photo = self.report.photos.get()
        self.batch = services.order([self.report], "assign", fields={"assignee": None}, user=self.clerk)
        self.rule = RoutingRule.objects.create(
            territory_id="16.07.13", name=TITLE, words=TEXT, person=self.clerk, agency=agency("bpbd")
        )
        table = csv_file([row(1, **{"Isi Laporan": TEXT, "Desa": TEXT})], name=f"{TITLE}.csv")
        self.imported = imports.upload(table, region=Region.objects.get(pk="16.07.13"), user=self.clerk)
        imports.prepare(self.imported, mapping=guess(self.imported.header), fixed={})
        imports.check(self.imported.pk)
        self.response = ResponseTemplate.objects.create(name="Terima", step="verified", text="{nomor} {desa}")
        self.own = make_report(HERE + ".2002")
        self.stop = StopElsewhere(title=TITLE, text=TEXT, name=NAME, phone=PHONE, user=self.clerk)
        self.view = SavedView.objects.create(user=self.clerk, name=TITLE, query="desa=16.07.13.2001")

    def hide_from(self, role: str) -> None:
        """Puts reports here that the role must not see, and lets them take turns."""
        above = make_user(Role.COORDINATOR, "16.07")
        self.reports += [handled(above, HERE + ".2002", **ABOUT[kind]) for kind in HIDDEN[role]]
        self.turn = list(ROLES).index(role)

    def next(self) -> None:
        """The next of the hidden reports is the one that addresses name."""
        self.turn += 1
        self.report = self.reports[self.turn % len(self.reports)]
        self.photo = self.report.photos.all()[0]

    def keys(self) -> dict[str, Any]:
        """The row that stands for each model, by label; for those that have none here, a key of nothing."""
        return {
            "aspirations.aspiration": self.report.pk,
            "aspirations.access": 1,
            "aspirations.routingrule": self.rule.pk,
            "aspirations.import": self.imported.pk,
            "government.region": ELSEWHERE,
            **self.stop.keys(),
        }

    def arguments(self) -> dict[str, dict[str, Any]]:
        """The keys that addresses of our own take, by the address's name."""
        return {
            "aspirations_batch": {"pk": self.batch.pk},
            "aspirations_batch_undo": {"pk": self.batch.pk},
            "aspirations_handover": {"pk": self.clerk.pk},
            "aspirations_routingrule_move": {"pk": self.rule.pk},
            "aspirations_dispatch_sheet": {"pk": self.report.dispatches.get().pk},
            "aspirations_view_drop": {"pk": self.view.pk},
            "aspirations_aspiration_compare": {"object_id": self.report.pk, "other": self.report.pk},
            "aspirations_photo_redact": {"object_id": self.report.pk, "uuid": self.photo.uuid},
            "aspirations_photo_source": {"object_id": self.report.pk, "uuid": self.photo.uuid},
            "aspirations_response_preview": {"pk": self.response.pk},
            **{f"import_{verb}": {"pk": self.imported.pk} for verb in IMPORT_VERBS},
            **{name: {"pk": self.stop.meeting.pk} | more for name, more in self._stop_addresses()},
        }

    def _stop_addresses(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every page of a stop's desk, with what it takes beside the stop."""
        more = self.stop.arguments()
        for name, route in patterns():
            if route.startswith("meetings/meeting/<int:pk>/"):
                yield name, more.get(name, {})

    def rows(self) -> list[Any]:
        """What nobody of elsewhere may have changed."""
        photos = [report.photos.get() for report in self.reports]
        watched: list[Model] = [*self.reports, *photos, self.batch, self.view, self.rule, self.imported]
        found = [type(row)._default_manager.filter(pk=row.pk).values() for row in watched]
        return [*map(list, found), self.stop.rows(), *(report.events.count() for report in self.reports)]


def handled(user: Any, village: str, **about: Any) -> Aspiration:
    """A report with all that can hang on it, in this person's hands."""
    report = make_report(
        village, title=TITLE, text=f"{TEXT} di ujung jalan.", reporter_name=NAME, reporter_phone=PHONE,
        photos=[picture()], **about,
    )  # fmt: skip
    render_photo(report.photos.get().pk)
    actor = Actor.staff(user, report)
    report = services.change_status(report, Status.VERIFIED, actor=actor)
    report = services.change_status(report, Status.DISPATCHED, actor=actor, agency=agency("bpbd"))
    services.add_note(report, "Catatansebelah", actor=actor)
    services.flag(report, "other", note="Catatansebelah", actor=actor)
    services.record_identity_view(report, user=user, reason="Catatansebelah")
    services.keep_draft(user, report, "note", {"text": ["Catatansebelah"]}, share=True)
    report.refresh_from_db()
    return services.assign(report, user, actor=actor)


@pytest.fixture
def elsewhere() -> Elsewhere:
    activate("16.07.13")
    return Elsewhere()


def patterns(found: Any = None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Name and route of every address of the admin that our own apps give it."""
    for one in admin.site.urls[0] if found is None else found:
        route = prefix + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from patterns(one.url_patterns, route)
        elif one.name and route.split("/")[0] in OUR_APPS:
            yield one.name, route


def addresses(world: Elsewhere) -> Iterator[str]:
    """Every address with the foreign row's key in it."""
    for name, route in patterns():
        label = ".".join(route.split("/")[:2])
        for verb in verbs() if "<slug:verb>" in route else [""]:
            world.next()
            given = world.arguments().get(name, {"object_id": world.keys().get(label, 1)})
            yield "/admin/" + fill(route, given | {"verb": verb})


def crossed(world: Elsewhere) -> Iterator[str]:
    """Addresses of what one may see that name what one may not."""
    desk = "/admin/aspirations/aspiration/"
    for _ in world.reports:
        world.next()
        yield f"{desk}{world.own.pk}/compare/{world.report.pk}/"
        yield f"{desk}{world.own.pk}/photo/{world.photo.uuid}/"
        yield f"{desk}{world.own.pk}/photo/{world.photo.uuid}/source.jpg"
        yield f"{desk}{world.own.pk}/change/?panel=merged&gabung={world.report.number}"
        yield f"{desk}entry/slips.pdf?nomor={world.report.number}"
        preview = f"/admin/aspirations/responsetemplate/{world.response.pk}/preview/"
        yield f"{preview}?laporan={world.report.number}"


def fill(route: str, given: dict[str, Any]) -> str:
    return re.sub(r"<\w+:(\w+)>", lambda found: str(given[found[1]]), route)


def verbs() -> list[str]:
    """Every step and every panel that the desk knows."""
    return [*Status.values, *(panel.verb for panels in GROUPS.values() for panel in panels)]


def body_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("latin-1")


def test_every_address_that_takes_a_key_is_walked_with_a_foreign_one(elsewhere: Elsewhere):
    taken = {name: set(re.findall(r"<\w+:(\w+)>", route)) - {"verb"} for name, route in patterns()}
    known = {name: {*given} for name, given in elsewhere.arguments().items()}
    strange = {name: keys for name, keys in taken.items() if keys - {"object_id"} and known.get(name) != keys}
    assert strange == {}


@pytest.mark.parametrize("role", ROLES)
def test_no_address_shows_or_changes_a_row_of_elsewhere(elsewhere: Elsewhere, role: str):
    elsewhere.hide_from(role)
    client, before = desk(role), elsewhere.rows()
    leaks = []
    for address in chain(addresses(elsewhere), crossed(elsewhere)):
        for response in (client.get(address), client.post(address, everything(elsewhere))):
            page = body_of(response)
            found = [secret for secret in told(elsewhere, address) if secret in page]
            leaks += [(address, response.request["REQUEST_METHOD"], found)] if found else []
            assert response.status_code < 500, address
    assert (leaks, elsewhere.rows() == before) == ([], True)


def told(world: Elsewhere, address: str) -> tuple[str, ...]:
    """What a page must not say; a number that was asked for may be repeated."""
    numbers = [report.number for report in world.reports]
    return (*SECRETS, *(number for number in numbers if number not in address))


def everything(world: Elsewhere) -> dict[str, Any]:
    """Fields that some form may take, filled with the foreign row."""
    since = world.report.status_since.isoformat()
    prefixes = [*verbs()]
    return {
        "note": "x",
        "name": "x",
        "query": "desa=16.07.13.2001",
        **{f"{one}-seen": since for one in prefixes},
        **{f"{one}-note": "x" for one in prefixes},
        **{f"{one}-text": "x" for one in prefixes},
        "merged-merged_into": world.report.number,
        "sure": "on",
        **EXPORT,
    }


def desk(role: str) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(make_user(*ROLES[role]))
    return client


@pytest.mark.parametrize("role", ROLES)
def test_no_action_touches_a_chosen_row_of_elsewhere(elsewhere: Elsewhere, role: str):
    elsewhere.hide_from(role)
    client, before = desk(role), elsewhere.rows()
    keys: dict[str, Any] = {"aspirations.aspiration": [report.pk for report in elsewhere.reports]}
    for model, model_admin in admin.site._registry.items():
        if model._meta.label_lower in SHARED or model._meta.app_label not in OUR_APPS:
            continue
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        key = (elsewhere.keys() | keys).get(model._meta.label_lower, 1)
        for action in model_admin.actions or ():
            name = action if isinstance(action, str) else action.__name__
            for order in (
                {},
                EXPORT,
                {"order": "1", "many-note": "x", "many-target": elsewhere.report.number},
            ):
                sent = {"action": name, "_selected_action": key, "index": "0"} | order
                page = body_of(client.post(f"{address}?antrean=semua", sent))
                assert [
                    secret for secret in told(elsewhere, elsewhere.report.number) if secret in page
                ] == [], name
    assert elsewhere.rows() == before


@pytest.mark.parametrize("role", ROLES)
def test_no_filter_search_or_lookup_reaches_elsewhere(elsewhere: Elsewhere, role: str):
    elsewhere.hide_from(role)
    client, report = desk(role), elsewhere.report
    asked = [*(f"q={one.number}" for one in elsewhere.reports), f"q={TEXT}", f"q={TITLE}", f"q={PHONE}"]
    values = {"desa": ELSEWHERE, "instansi": report.agency_id, "kategori": report.category_id}
    asked += [f"{one.parameter_name}={values.get(one.parameter_name, 'semua')}" for one in FILTERS]
    asked += [
        f"{f.name}={value}"
        for f in Aspiration._meta.concrete_fields
        for value in [f.value_from_object(report)]
    ]
    asked += [
        f"reporter_name__startswith={NAME}",
        f"assigned_to__first_name={NAME}",
        "events__text__contains=C",
    ]
    for query in asked:
        page = body_of(client.get(f"/admin/aspirations/aspiration/?antrean=semua&{query}", follow=True))
        links = [f"/admin/aspirations/aspiration/{one.pk}/" for one in elsewhere.reports]
        assert [link for link in links if link in page] == [], query
        # What was asked comes back in the search box and in links.
        assert [secret for secret in SECRETS if secret in page and secret not in query] == [], query


@pytest.mark.parametrize("role", ROLES)
def test_no_autocomplete_offers_people_or_reports_of_elsewhere(elsewhere: Elsewhere, role: str):
    client = desk(role)
    for model in apps.get_models():
        if model._meta.app_label not in OUR_APPS:
            continue
        for field in model._meta.fields:
            if isinstance(field, ForeignKey):
                app, name = model._meta.label_lower.split(".")
                asked = {"app_label": app, "model_name": name, "field_name": field.name, "term": NAME[:6]}
                response = client.get("/admin/autocomplete/", asked)
                assert NAME not in body_of(response), field


@pytest.mark.parametrize("role", ROLES)
def test_no_own_page_offers_people_or_desa_of_elsewhere(elsewhere: Elsewhere, role: str):
    """Choices of forms: the own report's page with every panel open, entry, and all lists."""
    client, own = desk(role), make_report(HERE + ".2002")
    village = Region.objects.get(pk=ELSEWHERE)
    pages = [f"/admin/aspirations/aspiration/{own.pk}/change/?panel={verb}" for verb in verbs()]
    pages += [f"/admin/aspirations/aspiration/entry/{page}" for page in ("", "list/")]
    for address in pages:
        page = body_of(client.get(address))
        assert (NAME in page, f'value="{village.pk}"' in page, f'value="{village.name}"' in page) == (
            False,
            False,
            False,
        ), address


def test_the_clerk_of_elsewhere_finds_it_all(elsewhere: Elsewhere):
    """The secrets are really there: a walk that finds nothing anywhere would prove nothing."""
    client = Client()
    client.force_login(elsewhere.clerk)
    page = body_of(client.get(f"/admin/aspirations/aspiration/{elsewhere.report.pk}/change/"))
    assert [secret for secret in (TITLE, TEXT, "Catatansebelah") if secret not in page] == []
    assert client.get(f"/admin/aspirations/aspiration/batch/{elsewhere.batch.pk}/").status_code == 200
    assert TEXT in body_of(client.post(f"/admin/aspirations/import/{elsewhere.imported.pk}/results/"))
    assert TEXT in body_of(client.post("/admin/aspirations/aspiration/export/", EXPORT))


def test_who_may_see_the_hidden_ones_finds_them(elsewhere: Elsewhere):
    elsewhere.hide_from("auditor")
    client = Client()
    client.force_login(make_user(Role.COORDINATOR, "16.07"))
    for report in elsewhere.reports:
        page = body_of(client.get(f"/admin/aspirations/aspiration/{report.pk}/change/"))
        assert [secret for secret in (TITLE, TEXT, "Catatansebelah") if secret not in page] == []
