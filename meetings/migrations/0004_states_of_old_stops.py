"""Stops from before there were states: called off, over, or announced."""

from django.db import migrations

FORWARD = """
UPDATE meetings_meeting SET
    uid = gen_random_uuid(),
    announced_at = LEAST(starts_at, now()),
    status = CASE WHEN is_cancelled THEN 'cancelled' WHEN ends_at < now() THEN 'held' ELSE 'announced' END,
    cancel_reason = CASE WHEN is_cancelled THEN 'Dibatalkan.' ELSE '' END;
"""
BACKWARD = "UPDATE meetings_meeting SET is_cancelled = (status = 'cancelled');"


class Migration(migrations.Migration):
    dependencies = [("meetings", "0003_rakor")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
