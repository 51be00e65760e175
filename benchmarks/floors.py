"""The floors: what a page costs at the very least in Django, without middleware, session or base template.

One indexed SELECT of what a row shows, and as many rows as the page has, through a small template. For a
form the same fields as a plain Django form; for a POST the same number of rows written in one transaction.
"""

from typing import Any

from django import forms
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import path
from django.utils import timezone

from aspirations import search
from aspirations.models import Aspiration, Event, Identity, Kind
from government.models import Category, Region

_ROWS = engines["django"].from_string(
    '<!doctype html><title>Floor</title><ul>{% for row in rows %}<li class="row">'
    '<a href="/laporan/{{ row.number }}/">{{ row.public_title }}</a> {{ row.status }} {{ row.submitted_at }}'
    "</li>{% endfor %}</ul>"
)
_EVENTS = engines["django"].from_string(
    "<!doctype html><title>Floor</title><h1>{{ rows.0.aspiration.public_title }}</h1>"
    "<p>{{ rows.0.aspiration.public_text }}</p>"
    '<ol>{% for row in rows %}<li class="row">{{ row.kind }} {{ row.at }} {{ row.public_text }}</li>'
    "{% endfor %}</ol>"
)
_FORM = engines["django"].from_string(
    '<!doctype html><title>Floor</title><form method="post">{{ form }}<button>Send</button></form>'
)
_SHOWN = ("number", "public_title", "status", "submitted_at")


class PlainReportForm(forms.Form):
    """The fields of the report form and nothing else."""

    token = forms.CharField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=Kind)
    text = forms.CharField(max_length=10_000, widget=forms.Textarea)
    title = forms.CharField(max_length=120, required=False)
    category = forms.ModelChoiceField(Category.objects.filter(parent__isnull=False))
    photos = forms.FileField(required=False)
    village = forms.ModelChoiceField(Region.objects.active().villages())
    canal = forms.CharField(max_length=40, required=False)
    landmark = forms.CharField(max_length=120, required=False)
    rt = forms.CharField(max_length=3, required=False)
    rw = forms.CharField(max_length=3, required=False)
    latitude = forms.DecimalField(required=False)
    longitude = forms.DecimalField(required=False)
    occurred_on = forms.DateField(required=False)
    identity = forms.ChoiceField(choices=Identity)
    reporter_name = forms.CharField(max_length=80, required=False)
    contact = forms.CharField(max_length=254, required=False)
    consent = forms.BooleanField()


class PlainTrackForm(forms.Form):
    """Number and secret."""

    number = forms.CharField(max_length=40)
    secret = forms.CharField(max_length=80)


def _page(rows: Any) -> HttpResponse:
    return HttpResponse(_ROWS.render({"rows": rows}))


def _published() -> Any:
    return Aspiration.objects.filter(publication="published").only(*_SHOWN)


def first_page(request: HttpRequest) -> HttpResponse:
    return _page(_published().order_by("-published_at", "-pk")[:20])


def last_page(request: HttpRequest) -> HttpResponse:
    return _page(_published().order_by("published_at", "pk")[:20])


def word_search(request: HttpRequest) -> HttpResponse:
    found = _published().filter(public_search=search.query(request.GET["q"]))
    return _page(found.order_by("-published_at", "-pk")[:20])


def home(request: HttpRequest) -> HttpResponse:
    return _page(_published().order_by("-published_at", "-pk")[:5])


def queue(request: HttpRequest) -> HttpResponse:
    return _page(
        Aspiration.objects.needing_hand().only(*_SHOWN).order_by("due_at", "submitted_at", "pk")[:50]
    )


def detail(request: HttpRequest, number: str) -> HttpResponse:
    """The report and its history in one SELECT."""
    events = Event.objects.filter(aspiration__number=number).select_related("aspiration")
    rows = events.only(
        "kind", "at", "public_text", "aspiration__public_title", "aspiration__public_text"
    ).order_by("at", "pk")
    if "readers" in request.GET:
        rows = rows.filter(audience__in=request.GET["readers"].split(","))
    return HttpResponse(_EVENTS.render({"rows": list(rows)}))


def report_form(request: HttpRequest) -> HttpResponse:
    """The form; a POST writes as many rows as a submission: report, event, counter."""
    if request.method == "GET":
        return HttpResponse(_FORM.render({"form": PlainReportForm()}))
    form = PlainReportForm(request.POST, request.FILES)
    if not form.is_valid():
        return HttpResponse(str(form.errors), status=422)
    _insert(form.cleaned_data)
    return HttpResponseRedirect("/")


@transaction.atomic
def _insert(data: dict[str, Any]) -> None:
    names = ("kind", "text", "title", "category", "village", "canal", "landmark", "rt", "rw", "identity")
    key = data["token"]
    report = Aspiration.objects.create(
        **{name: data[name] for name in names}, number=key[:20], token_hash=key, secret_hash=key
    )
    Event.objects.create(aspiration=report, kind="submitted", audience="public", who="reporter")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO aspirations_receiptcounter (district_id, year, last) VALUES (%s, %s, 1)"
            " ON CONFLICT (district_id, year) DO UPDATE SET last = aspirations_receiptcounter.last",
            [report.village_id[:8], timezone.localdate().year],
        )


def track(request: HttpRequest) -> HttpResponse:
    """Looks a number up and writes one row, as the session of the opened report is one."""
    form = PlainTrackForm(request.POST)
    if not form.is_valid():
        return HttpResponse(str(form.errors), status=422)
    number = form.cleaned_data["number"]
    with transaction.atomic():
        found = Aspiration.objects.filter(number=number).values_list("secret_hash", flat=True).first()
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (%s, '', %s)"
                " ON CONFLICT (session_key) DO UPDATE SET expire_date = excluded.expire_date",
                ["floor", timezone.now()],
            )
    return HttpResponseRedirect("/") if found else HttpResponse(status=404)


urlpatterns = [
    path("first/", first_page),
    path("last/", last_page),
    path("search/", word_search),
    path("home/", home),
    path("queue/", queue),
    path("detail/<str:number>/", detail),
    path("report/", report_form),
    path("track/", track),
]
