"""What a clerk typed and has not sent, and who has a report open; both are forgotten by themselves."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aspirations.workflow import Status


class Draft(models.Model):
    """What one person typed into one panel of one report; others read it once it is shared."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    aspiration = models.ForeignKey("aspirations.Aspiration", models.CASCADE, related_name="drafts")
    verb = models.CharField(max_length=20)
    # The panel's fields as they were typed: {name: [value, …]}.
    fields: Any = models.JSONField(default=dict)
    is_shared = models.BooleanField(_("dibagikan"), default=False)
    # Where the report stood.
    status = models.CharField(max_length=14, choices=Status)
    status_since = models.DateTimeField()
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("konsep")
        ordering = ["-updated_at", "-pk"]
        indexes = [models.Index(fields=["updated_at"], name="draft_age")]
        constraints = [
            models.UniqueConstraint(fields=["aspiration", "user", "verb"], name="draft_once_per_panel")
        ]

    def __str__(self) -> str:
        return f"{self.aspiration_id}: {self.verb}"

    @property
    def text(self) -> str:
        """What was written, without the choices."""
        names = (
            "public_title",
            "public_text",
            "public_place",
            "planned_for",
            "note",
            "text",
            "reason",
            "remark",
        )
        return "\n\n".join(value for name in names for value in self.fields.get(name, []) if value.strip())


class Presence(models.Model):
    """One person has one report open; written when the page is opened, at most once a minute."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    aspiration = models.ForeignKey("aspirations.Aspiration", models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("laporan yang sedang dibuka")
        ordering = ["since", "pk"]
        indexes = [models.Index(fields=["seen_at"], name="presence_age")]
        constraints = [
            models.UniqueConstraint(fields=["aspiration", "user"], name="presence_once_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.aspiration_id}: {self.user_id}"
