"""Keeps what staff typed until it is sent; it may hold personal data, so it is not kept for long."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations.models import Aspiration, Draft
from aspirations.services.errors import Refused

MOST_CHARACTERS = 40_000
_NAME = re.compile(r"[a-z_]{1,40}")


def keep_draft(
    user: Any,
    report: Aspiration,
    verb: str,
    fields: Mapping[str, Sequence[str]],
    *,
    share: bool | None = None,
) -> Draft | None:
    """Writes down what was typed, over this person's earlier draft; None where nothing was.

    `share` lets colleagues read it, or no longer; None leaves that as it is. Raises Refused for a text that
    no panel takes.
    """
    # What PostgreSQL takes into no text.
    clean = {name: [value.replace("\0", "") for value in values] for name, values in fields.items()}
    typed = {name: values for name, values in clean.items() if _NAME.fullmatch(name) and any(values)}
    if not typed:
        drop_draft(user, report, verb)
        return None
    if sum(len(value) for values in typed.values() for value in values) > MOST_CHARACTERS:
        raise Refused(_("Konsep ini terlalu panjang untuk disimpan."))
    columns: dict[str, Any] = {
        "fields": typed,
        "status": report.status,
        "status_since": report.status_since,
        "updated_at": timezone.now(),
    }
    if share is not None:
        columns["is_shared"] = share
    return Draft.objects.update_or_create(aspiration=report, user=user, verb=verb, defaults=columns)[0]


def drop_draft(user: Any, report: Aspiration, verb: str) -> bool:
    """Forgets this person's draft; False where there was none."""
    deleted, __ = Draft.objects.filter(aspiration=report, user=user, verb=verb).delete()
    return bool(deleted)


def drop_old_drafts() -> int:
    """Forgets what nobody touched for DRAFT_DAYS; returns how many."""
    limit = timezone.now() - timedelta(days=settings.DRAFT_DAYS)
    deleted, __ = Draft.objects.filter(updated_at__lt=limit).delete()
    return deleted
