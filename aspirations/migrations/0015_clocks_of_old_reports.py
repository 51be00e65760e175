"""Fills the three promises of reports that were sent before they were separate.

Each report's history is played through the clock; where a promise runs now, its date and days stay what they
were. One pass over the reports in pieces, one UPDATE each.
"""

from dataclasses import replace
from operator import attrgetter
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import migrations

from aspirations import sla
from aspirations.sla import CLOCK_COLUMNS, Promise
from government.workdays import Calendar, working_days_between

PIECE = 20_000
_HISTORY = """
    SELECT a.id, a.village_id, a.submitted_at, a.status, a.status_since,
           a.verify_days, a.resolve_days, a.reporter_days, a.due_at, a.closes_at, a.days_left, e.*
    FROM aspirations_aspiration a
    LEFT JOIN LATERAL (
        SELECT array_agg(at ORDER BY at, id), array_agg(from_status ORDER BY at, id),
               array_agg(to_status ORDER BY at, id)
        FROM aspirations_event WHERE aspiration_id = a.id AND kind = 'status'
    ) e ON true
    WHERE a.id >= %s AND a.id < %s
"""
columns_of = attrgetter(*CLOCK_COLUMNS)
_TYPES = {"paused_days": "int", **{name: "int" for name in CLOCK_COLUMNS if name.endswith("_left")}}


def calendars(apps):
    """A function from a village's code to the calendar of its kecamatan."""
    holidays = apps.get_model("government", "Holiday").objects.filter(is_active=True)
    if not settings.JOINT_LEAVE_STOPS_CLOCK:
        holidays = holidays.exclude(kind="joint_leave")
    days = list(holidays.values_list("region_id", "date"))
    zones = dict(
        apps.get_model("government", "Region")
        .objects.filter(level=4, is_active=True)
        .values_list("code", "time_zone")
    )
    known = {}

    def calendar(village):
        code = village[:8]
        if code not in known:
            around = {None, code[:2], code[:5], code}
            off = frozenset(day for region, day in days if region in around)
            known[code] = Calendar(off, ZoneInfo(zones.get(village, "Asia/Jakarta")))
        return known[code]

    return calendar


def clock_of(row, calendar):
    """The columns of one report."""
    submitted, status, since, verify, follow_up, reporter, due, closes, left, *steps = row[2:]
    promise = Promise(verify, follow_up, follow_up, reporter)
    clock = sla.replay(promise, submitted, zip(*steps) if steps[0] else (), calendar)
    clock = replace(clock, due_at=due, closes_at=closes, days_left=left)
    changes = {}
    if status == "planned" and due:
        changes = {
            "clock_from": since,
            "resolve_due_at": due,
            "resolve_left": working_days_between(since, due, calendar),
        }
    elif left is not None:
        changes = {f"{name}_left": left for name in clock.pending}
    elif due is not None:
        days = working_days_between(clock.clock_from, due, calendar)
        for name in clock.pending:
            changes |= {f"{name}_due_at": due, f"{name}_left": days}
    return replace(clock, **changes)


def fill(apps, schema_editor):
    calendar = calendars(apps)
    columns = ", ".join(
        f"{name} {_TYPES.get(name, 'int' if name == 'days_left' else 'timestamptz')}"
        for name in CLOCK_COLUMNS
    )
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM aspirations_aspiration")
        first, last = cursor.fetchone()
        if first is None:
            return
        cursor.execute(f"CREATE TEMP TABLE clocks (id bigint, {columns}) ON COMMIT DROP")
        for start in range(first, last + 1, PIECE):
            cursor.execute(_HISTORY, [start, start + PIECE])
            rows = cursor.fetchall()
            with cursor.copy(f"COPY clocks (id, {', '.join(CLOCK_COLUMNS)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((row[0], *columns_of(clock_of(row, calendar(row[1])))))
            sets = ", ".join(f"{name} = c.{name}" for name in CLOCK_COLUMNS)
            cursor.execute(
                f"UPDATE aspirations_aspiration a SET answer_days = a.resolve_days, {sets}"
                " FROM clocks c WHERE c.id = a.id"
            )
            cursor.execute("TRUNCATE clocks")


class Migration(migrations.Migration):
    dependencies = [("aspirations", "0014_separate_promises")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
