"""An empty portal."""

import contextlib
import shutil

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction

from portal.backup.problems import Refused, one_sentence

# Whoever holds a lock that long is at work; better to say so than to wait.
EMPTY = "SET LOCAL lock_timeout = '15s';\nDROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"


def reset() -> None:
    """Deletes every row and every photo, and makes the tables anew. Raises Refused."""
    refuse_while_others_use()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(EMPTY)
    with one_sentence(settings.MEDIA_ROOT), contextlib.suppress(FileNotFoundError):
        shutil.rmtree(settings.MEDIA_ROOT)
    call_command("migrate", verbosity=0)
    ContentType.objects.clear_cache()


def refuse_while_others_use() -> None:
    """A web server or a worker would write between old and new. Raises Refused."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        (others,) = cursor.fetchone()
    if others:
        raise Refused("Portal masih berjalan; hentikan dulu server web dan pekerjanya.")
