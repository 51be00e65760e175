"""Internal notes, and who is named in them."""

import re
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aspirations import notifications
from aspirations.models import Aspiration, Audience, EventKind, Mention
from aspirations.services.actors import Actor
from aspirations.services.errors import Refused
from aspirations.services.history import record

MOST = 10
# An e-mail address names nobody; a full stop after a name ends the sentence.
_NAME = re.compile(r"(?<![\w.@+-])@([\w][\w.@+-]{0,149})")


def names_in(text: str) -> list[str]:
    """The account names behind @, each once."""
    return list(dict.fromkeys(name.rstrip(".-@+") for name in _NAME.findall(text)))


def people_in(text: str, report: Aspiration) -> list[Any]:
    """Whom the note names. Raises Refused for somebody who may not see the report, or is not there at all.

    Both are answered alike: a note must not tell who works elsewhere.
    """
    names = names_in(text)
    if len(names) > MOST:
        raise Refused(_("Paling banyak %(most)d orang dalam satu catatan.") % {"most": MOST})
    found = {
        user.get_username(): user
        for user in get_user_model().objects.filter(username__in=names, is_active=True, is_staff=True)
        if Aspiration.objects.visible_to(user).filter(pk=report.pk).exists()
    }
    unknown = [f"@{name}" for name in names if name not in found]
    if unknown:
        raise Refused(
            ngettext(
                "%(names)s tidak ditemukan di antara petugas laporan ini.",
                "%(names)s tidak ditemukan di antara petugas laporan ini.",
                len(unknown),
            )
            % {"names": ", ".join(unknown)}
        )
    return [found[name] for name in names]


@transaction.atomic
def add_note(report: Aspiration, text: str, *, actor: Actor) -> None:
    """An internal note; who is named in it as @name finds that. Raises Refused."""
    if not text.strip():
        raise Refused(_("Catatan masih kosong."))
    people = [person for person in people_in(text, report) if person != actor.user]
    now = timezone.now()
    event = record(report, EventKind.NOTE, actor=actor, at=now, audience=Audience.STAFF, text=text.strip())
    Mention.objects.bulk_create(Mention(event=event, user=person, at=now) for person in people)
    for person in people:
        notifications.mentioned(report, person, event)


def read_mentions(user: Any, report: Aspiration) -> int:
    """This person read where they were named; returns how many were new."""
    return Mention.objects.unread_by(user).on(report).update(read_at=timezone.now())
