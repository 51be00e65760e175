"""Tables hold personal data: none is kept longer than somebody may still need it."""

from datetime import timedelta

from django.utils import timezone

from aspirations.models import AT_WORK, Import, ImportState
from aspirations.services.errors import Conflict
from aspirations.services.imports.steps import drop, drop_lines

# To correct what was refused, or to go on with what was begun.
KEEP = timedelta(days=7)


def drop_old_tables() -> int:
    """Deletes the tables of imports that are over, and gives up those never carried on; returns how many."""
    limit = timezone.now() - KEEP
    old = Import.objects.exclude(lines="").exclude(state__in=AT_WORK).filter(created_at__lt=limit)
    count = 0
    for row in old.iterator():
        if row.state in {ImportState.UPLOADED, ImportState.CHECKED}:
            try:
                drop(row)
            except Conflict:
                continue
        elif row.finished_at is None or row.finished_at < limit:
            drop_lines(row)
        count += 1
    return count
