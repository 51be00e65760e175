"""Columns of the three promises; 0015 fills them, 0016 indexes them."""

import django.db.models.deletion
from django.db import migrations, models


def column(name, field):
    return migrations.AddField("aspiration", name, field)


def moment(name):
    return models.DateTimeField(editable=False, null=True, **({"verbose_name": name} if name else {}))


def left():
    return models.SmallIntegerField(editable=False, null=True)


class Migration(migrations.Migration):
    dependencies = [
        ("aspirations", "0013_drafts"),
        ("government", "0003_separate_promises"),
    ]

    operations = [
        # What was promised stands: the follow-up's days are those of the resolution, and 0015 lets the first
        # answer have as many.
        migrations.RenameField("aspiration", "follow_up_days", "resolve_days"),
        migrations.AlterField(
            "aspiration",
            "resolve_days",
            models.PositiveSmallIntegerField(default=14, verbose_name="janji penyelesaian"),
        ),
        column(
            "answer_days",
            models.PositiveSmallIntegerField(default=5, verbose_name="janji tanggapan pertama"),
        ),
        column(
            "weight",
            models.CharField(
                choices=[("light", "Ringan"), ("ordinary", "Sedang"), ("heavy", "Berat")],
                default="ordinary",
                max_length=8,
                verbose_name="bobot",
            ),
        ),
        column(
            "sla_class",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="government.slaclass",
                verbose_name="kelas janji layanan",
            ),
        ),
        column(
            "sla_rule",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="government.slarule",
            ),
        ),
        column("clock_from", moment("")),
        column("verify_left", left()),
        column("answer_left", left()),
        column("resolve_left", left()),
        column("verify_due_at", moment("batas verifikasi")),
        column("answer_due_at", moment("batas tanggapan pertama")),
        column("resolve_due_at", moment("batas penyelesaian")),
        column("verified_at", moment("diverifikasi")),
        column("first_answered_at", moment("tanggapan pertama")),
        column(
            "paused_days",
            models.PositiveSmallIntegerField(default=0, verbose_name="hari kerja terhenti"),
        ),
    ]
