"""Made reports: texts as counted in real ones, and rows as the services would have written them."""

import re
import statistics
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F
from django.forms.models import model_to_dict

from aspirations import masking, search, services, workflow
from aspirations.models import (
    Aspiration,
    Dispatch,
    DispatchCounter,
    Event,
    EventKind,
    Identity,
    ReceiptCounter,
    Support,
)
from aspirations.services import Actor, Submission
from aspirations.services.publication import NEVER_PUBLIC
from aspirations.services.support import join_supports
from aspirations.workflow import Publication, Status, Who
from government.models import Category, Region
from portal.demo.generator import make
from portal.demo.generator.rhythm import draw_moments
from portal.demo.generator.texts import ABBREVIATIONS, COUNTED, Writer, draw_place, subjects
from tests.world import WIB, make_report

UNTIL = datetime(2026, 6, 8, tzinfo=WIB)
COUNT = 400


def make_some(count: int = COUNT, *, seed: int = 1) -> None:
    make(count, seed=seed, until=UNTIL)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    dice, writer = Random(7), Writer()
    slugs, weights = zip(*((slug, row["weight"]) for slug, row in subjects().items()), strict=True)
    return [
        writer.write(dice, slug, draw_place(dice, "Upang")) for slug in dice.choices(slugs, weights, k=2000)
    ]


def test_lengths_are_those_of_real_complaints(texts: list[str]):
    lengths = sorted(map(len, texts))
    assert 180 <= statistics.median(lengths) <= 230
    assert 830 <= lengths[int(len(lengths) * 0.95)] <= 1130
    assert lengths[-1] <= 8471
    assert lengths[0] >= 15


@pytest.mark.parametrize("word", ["yang", "bapak", "saya", "jalan", "tidak", "sudah", "untuk"])
def test_abbreviations_are_as_frequent_as_in_real_complaints(texts: list[str], word: str):
    words = Counter(re.findall(r"\w+", " ".join(texts).lower()))
    for abbreviation, times in ABBREVIATIONS[word].items():
        expected = times / COUNTED * len(texts)
        assert words[abbreviation] == pytest.approx(expected, rel=0.35)


def test_some_texts_hold_what_must_be_masked(texts: list[str]):
    kinds = Counter(finding.kind for text in texts for finding in masking.find_personal_data(text))
    assert 30 <= kinds["identity"] <= 60
    assert 30 <= kinds["phone"] <= 60


def test_moments_come_in_order_and_keep_the_rhythm():
    moments = list(draw_moments(Random(1), 2000, date(2025, 1, 6), 364, WIB))
    hours = Counter(moment.hour for moment in moments)
    weekend = sum(moment.weekday() >= 5 for moment in moments)
    assert len(moments) == 2000
    assert moments == sorted(moments)
    assert hours[8] > hours[12] > 3 * hours[3]
    assert 0 < weekend / 2 < (2000 - weekend) / 5


def rows(model: Any, *without: str) -> list[dict[str, Any]]:
    hidden = {"id", "number", "aspiration", "merged_into", *without}
    names = [field.name for field in model._meta.concrete_fields if field.name not in hidden]
    return list(model.objects.order_by("pk").values(*names))


def made_and_undone(*, seed: int) -> list[list[dict[str, Any]]]:
    with transaction.atomic():
        make_some(60, seed=seed)
        made = [rows(Aspiration), rows(Event, "text"), rows(Support, "came_from")]
        transaction.set_rollback(True)
    return made


@pytest.mark.django_db
def test_same_seed_makes_the_same_rows():
    assert made_and_undone(seed=5) == made_and_undone(seed=5)
    assert made_and_undone(seed=5) != made_and_undone(seed=6)


@pytest.mark.django_db
def test_other_seeds_add_more_and_a_used_one_is_refused():
    make_some(20, seed=1)
    make_some(20, seed=2)
    with pytest.raises(CommandError, match=r"^Bibit 2 sudah dipakai di sini; pilih --seed lain\.$"):
        call_command("make_reports", count=20, seed=2, verbosity=0)
    assert Aspiration.objects.count() == 40


@pytest.mark.django_db
def test_real_submissions_get_the_next_number():
    make_some(30)
    last = ReceiptCounter.objects.get(year=2026).last
    numbers = Aspiration.objects.filter(number__contains="-2026-").values_list("number", flat=True)
    assert sorted(numbers) == [f"AS-2026-{n:05d}" for n in range(1, last + 1)]
    assert make_report(at=UNTIL).number == f"AS-2026-{last + 1:05d}"


@pytest.mark.django_db
def test_two_thirds_are_public_and_nothing_private_is():
    make_some()
    public = Aspiration.objects.public()
    assert 0.58 <= public.count() / COUNT <= 0.75
    assert not public.filter(identity=Identity.CONFIDENTIAL).exists()
    assert not public.filter(status__in=NEVER_PUBLIC).exists()
    assert not Aspiration.objects.exclude(publication=Publication.PUBLISHED).filter(
        public_search__isnull=False
    )


@pytest.mark.django_db
def test_no_personal_data_reaches_the_public():
    make_some()
    assert any(masking.find_personal_data(report.text) for report in Aspiration.objects.all())
    for report in Aspiration.objects.all():
        shown = [report.public_title, report.public_text, report.public_answer]
        assert not masking.find_personal_data("\n".join(shown))
    for event in Event.objects.all():
        assert not masking.find_personal_data(event.public_text)


@pytest.mark.django_db
def test_histories_follow_the_table_and_end_where_the_report_stands():
    make_some()
    for report in Aspiration.objects.prefetch_related("events"):
        now = Status.SUBMITTED.value
        for event in report.events.all():
            assert report.submitted_at <= event.at <= UNTIL
            if event.kind == EventKind.STATUS:
                rule = workflow.rule_for(now, event.to_status)
                assert event.from_status == now
                assert rule is not None
                assert Who(event.who) in rule.who
                now = event.to_status
        assert now == report.status


@pytest.mark.django_db
def test_supporters_are_counted():
    make_some()
    counted = Aspiration.objects.annotate(found=Count("supports"))
    assert counted.filter(found__gt=0).exists()
    assert not counted.exclude(support_count=F("found")).exists()


def replay(made: Aspiration) -> Aspiration:
    """The same report written by the services, step by step at the same moments."""
    fields = {name: getattr(made, name) for name in Submission.__dataclass_fields__}
    token = f"{'replay':-<24}{made.pk}"
    receipt = services.submit(
        Submission(**fields), token=token, actor=Actor(Who.REPORTER), at=made.submitted_at
    )
    report = Aspiration.objects.for_list().get(number=receipt.number)
    opened = list(made.dispatches.exclude(opened_at=None).order_by("pk"))
    for step in steps_of(made):
        while opened and (opened[0].opened_at or step.at) < step.at:
            services.mark_opened(report.dispatches.latest("pk"), at=opened.pop(0).opened_at)
        report = services.change_status(
            report,
            step.to_status,
            actor=Actor(Who(step.who), step.user),
            note=step.text,
            agency=step.agency,
            planned_for=made.planned_for if step.to_status == Status.PLANNED else "",
            merged_into=made.merged_into if step.to_status == Status.MERGED else None,
            weight=made.weight if step.to_status == Status.VERIFIED else None,
            at=step.at,
        )
    for one in opened:
        services.mark_opened(report.dispatches.latest("pk"), at=one.opened_at)
    return report


def steps_of(report: Aspiration) -> Iterator[Event]:
    yield from report.events.filter(kind=EventKind.STATUS).select_related("agency", "user")


OWN = ["number", "secret_hash", "token_hash", "id", "rating", "support_count", "public_thumbnail"]
PUBLIC = [
    "publication",
    "published_at",
    "public_title",
    "public_text",
    "public_place",
    "point_is_public",
    "public_search",
]


@pytest.mark.django_db
def test_rows_are_what_the_services_write():
    make_some()
    for made in Aspiration.objects.select_related("category__sla_class", "village__parent")[:150]:
        replayed = replay(made)
        without = [*OWN, *PUBLIC]
        assert model_to_dict(replayed, exclude=without) == model_to_dict(made, exclude=without)
        ours, theirs = (
            [model_to_dict(step, exclude=["id", "aspiration"]) for step in steps_of(report)]
            for report in (made, replayed)
        )
        assert ours == theirs
        assert sent(made) == sent(replayed)


def sent(report: Aspiration) -> list[dict[str, Any]]:
    own = ["id", "aspiration", "number", "token", "secret_hash"]
    return [model_to_dict(row, exclude=own) for row in report.dispatches.order_by("pk")]


@pytest.mark.django_db
def test_dispatches_are_numbered_through_and_their_links_open():
    make_some(60)
    make_some(60, seed=2)
    for counter in DispatchCounter.objects.all():
        numbers = Dispatch.objects.filter(number__contains=f"-{counter.year}-").values_list(
            "number", flat=True
        )
        assert sorted(numbers) == [f"AS-D-{counter.year}-{n:05d}" for n in range(1, counter.last + 1)]
    assert all(services.secret_of(one) for one in Dispatch.objects.all())


@pytest.mark.django_db
def test_who_was_merged_supports_the_other_report_as_the_services_would_count():
    make_some()
    targets = Aspiration.objects.filter(merged_reports__isnull=False).distinct()
    assert targets.exists()
    for target in targets:
        made = set(target.supports.values_list("device_hash", "came_from"))
        join_supports(target)
        assert set(target.supports.values_list("device_hash", "came_from")) == made


@pytest.mark.django_db
def test_one_report_in_fifty_is_open_after_five_years_and_more_where_all_are_young():
    make_some(1_000)
    assert 10 <= Aspiration.objects.open().count() <= 40
    make(200, seed=2, until=UNTIL, days=30)
    young = Aspiration.objects.order_by("-pk")[:200]
    assert min(one.submitted_at for one in young) >= UNTIL - timedelta(days=30)
    assert sum(one.is_open for one in young) > 100


@pytest.mark.django_db
def test_search_vectors_are_those_of_the_services():
    make_some(50)
    for made in Aspiration.objects.public().select_related("village")[:10]:
        place = f"{made.village.name} {made.canal}"
        found = Aspiration.objects.annotate(
            public=search.vector(made.public_title, made.public_text, place, made.public_answer),
            staff=search.vector(made.title, made.text, f"{place} {made.landmark}"),
        ).values("public_search", "public", "staff_search", "staff")
        vectors = found.get(pk=made.pk)
        assert vectors["public_search"] == vectors["public"]
        assert vectors["staff_search"] == vectors["staff"]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, -1])
def test_a_count_must_be_positive(count: int):
    with pytest.raises(CommandError, match=r"^Jumlah laporan harus lebih dari nol\.$"):
        call_command("make_reports", count=count, verbosity=0)


@pytest.mark.django_db
def test_without_an_active_region_it_says_what_to_do():
    Region.objects.update(is_active=False)
    with pytest.raises(CommandError, match="Belum ada wilayah aktif"):
        call_command("make_reports", count=5, verbosity=0)


@pytest.mark.django_db
def test_without_categories_it_says_what_to_do():
    Category.objects.update(is_active=False)
    with pytest.raises(CommandError, match="Belum ada kategori dan instansi"):
        call_command("make_reports", count=5, verbosity=0)
