"""Queues of what is open are counted and opened without the table."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("aspirations", "0037_counted_queues"),
        ("government", "0007_escalation_steps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="aspiration",
            name="aspiration_needs_hand",
        ),
        migrations.AddIndex(
            model_name="aspiration",
            index=models.Index(
                models.OrderBy(models.F("due_at"), nulls_last=True),
                models.F("submitted_at"),
                models.F("id"),
                condition=models.Q(
                    ("status__in", ["dispatched", "in_progress", "reopened", "submitted", "verified"]),
                    ("has_unread_reply", True),
                    _connector="OR",
                ),
                include=(
                    "village",
                    "identity",
                    "concerns",
                    "agency",
                    "concerned_agency",
                    "status",
                    "has_unread_reply",
                    "assigned_to",
                    "unit",
                ),
                name="aspiration_needs_hand",
            ),
        ),
        migrations.AddIndex(
            model_name="aspiration",
            index=models.Index(
                models.OrderBy(models.F("due_at"), nulls_last=True),
                models.F("submitted_at"),
                models.F("id"),
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "answered",
                            "dispatched",
                            "in_progress",
                            "needs_info",
                            "planned",
                            "reopened",
                            "submitted",
                            "verified",
                        ],
                    )
                ),
                include=(
                    "village",
                    "identity",
                    "concerns",
                    "agency",
                    "concerned_agency",
                    "status",
                    "disputed_at",
                    "assigned_to",
                    "unit",
                    "category",
                ),
                name="aspiration_open",
            ),
        ),
    ]
