"""The rows of an export: read once from the database, reporters only where this reader may see each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import Case, CharField, F, Func, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat, NullIf, Trim
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aspirations.models import Channel, Dispatch, Identity, Kind, Reference, Weight
from aspirations.permissions import may_see_reporter
from aspirations.statistics import PROMISES
from aspirations.workflow import Publication, Status
from government.models import Agency

CHUNK = 2000
Read = Callable[[Any], Any]


class Column(NamedTuple):
    """A heading, the column it is read from, and what is made of the value; reporters' are for few."""

    label: Any
    source: str
    choices: Any = None
    is_reporter: bool = False


COLUMNS = (
    Column(_("Nomor laporan"), "number"),
    Column(_("Tanggal masuk"), "submitted_at"),
    Column(_("Jenis"), "kind", Kind),
    Column(_("Kanal"), "channel", Channel),
    Column(_("Kelompok kategori"), "category__parent__name"),
    Column(_("Kategori"), "category__name"),
    Column(_("Kecamatan"), "village__parent__name"),
    Column(_("Desa"), "village__name"),
    Column(_("Jalur"), "canal"),
    Column(_("Jembatan/patokan"), "landmark"),
    Column(_("RT"), "rt"),
    Column(_("RW"), "rw"),
    Column(_("Lintang"), "latitude"),
    Column(_("Bujur"), "longitude"),
    Column(_("Tanggal kejadian"), "occurred_on"),
    Column(_("Judul"), "title"),
    Column(_("Isi laporan"), "text"),
    Column(_("Identitas"), "identity", Identity),
    Column(_("Nama pelapor"), "reporter_name", is_reporter=True),
    Column(_("Nomor WhatsApp"), "reporter_phone", is_reporter=True),
    Column(_("Email"), "reporter_email", is_reporter=True),
    Column(_("Status"), "status", Status),
    Column(_("Sejak"), "status_since"),
    Column(_("Instansi"), "agency__name"),
    Column(_("Unit kerja"), "unit__name"),
    Column(_("Dipegang oleh"), "holder"),
    Column(_("Tingkat kewenangan"), "authority", Agency.Level),
    Column(_("Nomor di sistem lain"), "reference_numbers"),
    Column(_("Nomor disposisi"), "dispatch_number"),
    Column(_("Bobot"), "weight", Weight),
    Column(_("Rencana"), "planned_for"),
    Column(_("Jatuh tempo"), "due_at"),
    *(
        column
        for promise in PROMISES
        for column in (
            Column(format_lazy(_("Batas {promise}"), promise=promise.label), promise.due),
            Column(format_lazy(_("Janji {promise}"), promise=promise.label), f"{promise.done}_judged"),
        )
    ),
    Column(_("Selesai"), "resolved_at"),
    Column(_("Penayangan"), "publication", Publication),
    Column(_("Ditayangkan"), "published_at"),
    Column(_("Tanggapan publik"), "public_answer"),
    Column(_("Dukungan"), "support_count"),
    Column(_("Penilaian"), "rating"),
)
# What the permission asks of a report; read beside the columns and not shown.
_ASKED = ("village_id", "agency_id", "identity", "concerns", "concerned_agency_id")


@dataclass(frozen=True)
class _Asked:
    """As much of a report as the permission reads; should it read more, it fails here and shows nothing."""

    village_id: str
    agency_id: int | None
    identity: str
    concerns: str
    concerned_agency_id: int | None

    @property
    def is_confidential(self) -> bool:
        return self.identity == Identity.CONFIDENTIAL


def columns(*, reporters: bool) -> list[Column]:
    """Those of this export."""
    return [column for column in COLUMNS if reporters or not column.is_reporter]


def header(*, reporters: bool) -> list[str]:
    """The headings, in the reader's language."""
    return [str(column.label) for column in columns(reporters=reporters)]


def rows(queryset: Any, user: Any, *, reporters: bool) -> Iterator[list[Any]]:
    """Cells as text, numbers and times of the clock on the wall, oldest report first.

    `queryset` begins in `.visible_to(user)`. With `reporters`, their names and contacts stand in the rows
    where `may_see_reporter`; elsewhere those cells are empty.
    """
    chosen = columns(reporters=reporters)
    reads = [_reader(column) for column in chosen]
    private = [place for place, column in enumerate(chosen) if column.is_reporter]
    allowed: dict[tuple[Any, ...], bool] = {}
    names = [*(column.source for column in chosen), *_ASKED]
    # By its index the order costs nothing; within a transaction the cursor reads as it goes.
    found = _computed(queryset).order_by("pk").values_list(*names)
    with transaction.atomic():
        for values in found.iterator(chunk_size=CHUNK):
            cells = [read(value) if read else value for read, value in zip(reads, values, strict=False)]
            if private:
                asked = values[-len(_ASKED) :]
                seen = allowed.get(asked)
                if seen is None:
                    seen = allowed[asked] = may_see_reporter(user, _Asked(*asked))  # type: ignore[arg-type]
                if not seen:
                    for place in private:
                        cells[place] = ""
            yield cells


def _computed(queryset: QuerySet) -> QuerySet:
    """With the columns that no row holds: read in the one query, each by an index."""
    person = Trim(Concat("assigned_to__first_name", Value(" "), "assigned_to__last_name"))
    numbers = Reference.objects.filter(aspiration=OuterRef("pk")).order_by("system__name")
    named = numbers.values_list(Concat("system__name", Value(" "), "number"))
    sent = Dispatch.objects.filter(aspiration=OuterRef("pk")).order_by("-sent_at", "-pk")
    return queryset.annotate(
        holder=Coalesce(NullIf(person, Value("")), "assigned_to__username"),
        reference_numbers=Func(
            ArraySubquery(named), Value("; "), function="array_to_string", output_field=CharField()
        ),
        dispatch_number=Subquery(sent.values("number")[:1]),
        **{f"{one.done}_judged": _judged(one.due, one.done) for one in PROMISES},
    )


def _judged(due: str, done: str) -> Case:
    """As `statistics` judges a promise; nothing where none is due."""
    now = timezone.now()
    return Case(
        When(Q(**{f"{done}__lte": F(due)}), then=Value(gettext("Ditepati"))),
        When(
            Q(**{f"{done}__gt": F(due)}) | Q(**{f"{done}__isnull": True, f"{due}__lt": now}),
            then=Value(gettext("Lewat")),
        ),
        When(Q(**{f"{due}__isnull": False, f"{done}__isnull": True}), then=Value(gettext("Berjalan"))),
        default=Value(""),
        output_field=CharField(),
    )


def _reader(column: Column) -> Read | None:
    if column.choices is not None:
        return {value: str(label) for value, label in column.choices.choices}.get
    if column.source.endswith("_at") or column.source == "status_since":
        return _local(timezone.get_current_timezone())
    return None


def _local(zone: tzinfo) -> Read:
    def read(value: datetime | None) -> datetime | None:
        # Spreadsheets know no zones.
        return value.astimezone(zone).replace(tzinfo=None, microsecond=0) if value else None

    return read
