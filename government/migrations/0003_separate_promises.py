"""Promises of a first answer and of a resolution in place of one follow-up; rules that choose a class."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Least


def split(apps, schema_editor):
    """What was promised as follow-up is promised as resolution; a first answer as SP4N-LAPOR! does."""
    rows = apps.get_model("government", "SlaClass").objects
    rows.update(resolve_days=models.F("answer_days"))
    rows.update(answer_days=Least(models.F("answer_days"), 5))


class Migration(migrations.Migration):
    dependencies = [("government", "0002_units")]

    operations = [
        migrations.AlterModelOptions(
            name="slaclass",
            options={
                "ordering": ["resolve_days", "name"],
                "verbose_name": "kelas janji layanan",
                "verbose_name_plural": "kelas janji layanan",
            },
        ),
        migrations.RemoveConstraint(model_name="slaclass", name="sla_days_positive"),
        migrations.RenameField(model_name="slaclass", old_name="follow_up_days", new_name="answer_days"),
        migrations.AlterField(
            model_name="slaclass",
            name="answer_days",
            field=models.PositiveSmallIntegerField(
                default=5,
                help_text="Sejak diverifikasi, sampai pelapor tahu apa yang dilakukan.",
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="tanggapan pertama (hari kerja)",
            ),
        ),
        migrations.AddField(
            model_name="slaclass",
            name="resolve_days",
            field=models.PositiveSmallIntegerField(
                default=14,
                help_text="Sejak diverifikasi. Waktu pelapor untuk menjawab tidak dihitung.",
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="penyelesaian (hari kerja)",
            ),
        ),
        migrations.RunPython(split, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="slaclass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answer_days__gt", 0),
                    ("reporter_days__gt", 0),
                    ("resolve_days__gt", 0),
                    ("verify_days__gt", 0),
                ),
                name="sla_days_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="slaclass",
            constraint=models.CheckConstraint(
                condition=models.Q(("resolve_days__gte", models.F("answer_days"))),
                name="sla_answer_before_resolution",
            ),
        ),
        migrations.CreateModel(
            name="SlaRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True, verbose_name="kode")),
                ("name", models.CharField(max_length=80, verbose_name="nama")),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Aturan dengan urutan terkecil diperiksa lebih dulu.",
                        verbose_name="urutan",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("complaint", "Pengaduan"),
                            ("aspiration", "Aspirasi"),
                            ("information", "Permintaan informasi"),
                        ],
                        help_text="Kosong: semua jenis.",
                        max_length=12,
                        verbose_name="jenis",
                    ),
                ),
                (
                    "weight",
                    models.CharField(
                        blank=True,
                        choices=[("light", "Ringan"), ("ordinary", "Sedang"), ("heavy", "Berat")],
                        help_text="Kosong: semua bobot.",
                        max_length=8,
                        verbose_name="bobot",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="berlaku")),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        help_text="Kosong: semua kategori. Kategori induk mencakup anaknya.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="government.category",
                        verbose_name="kategori",
                    ),
                ),
                (
                    "sla_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="government.slaclass",
                        verbose_name="kelas janji layanan",
                    ),
                ),
            ],
            options={
                "verbose_name": "aturan janji layanan",
                "verbose_name_plural": "aturan janji layanan",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["", "complaint", "aspiration", "information"])),
                        name="sla_rule_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weight__in", ["", "light", "ordinary", "heavy"])),
                        name="sla_rule_weight_known",
                    ),
                ],
            },
        ),
    ]
