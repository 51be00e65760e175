"""Photos of stops, and evidence of what was promised there."""

import uuid
from functools import reduce
from operator import or_
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aspirations.media.files import path_of
from aspirations.models import PhotoState
from meetings.models.decisions import FollowUp
from meetings.models.meetings import Meeting
from meetings.models.proposals import Proposal

# The columns of which a picture fills exactly one. A new kind of owner: its column here and in the model,
# a branch in `public` and `visible_to`, and where it belongs in `services.pictures.stop_of`.
OWNERS = ("meeting", "follow_up", "proposal")


def one_of(*names: str) -> Q:
    """Exactly one of these columns is filled."""
    cases = ({f"{name}__isnull": name != filled for name in names} for filled in names)
    return reduce(or_, (Q(**case) for case in cases))


class PictureStage(models.TextChoices):
    """What a picture shows."""

    BEFORE = "before", _("Sebelum")
    AFTER = "after", _("Sesudah")
    OTHER = "other", pgettext_lazy("foto", "Lainnya")


class PictureQuerySet(models.QuerySet["Picture"]):
    """The words in which every read begins."""

    def public(self) -> Self:
        """Shown to everybody, as its owner is."""
        owner = Q(meeting__in=Meeting.objects.public().order_by()) | Q(
            follow_up__in=FollowUp.objects.public().order_by()
        )
        owner |= Q(proposal__in=Proposal.objects.public().order_by())
        return self.ready().filter(owner, is_public=True)

    def visible_to(self, user: Any) -> Self:
        """Of the stops of the user's territory, and of their promises."""
        meetings = Meeting.objects.visible_to(user).order_by()
        of_promise, of_proposal = (
            Q(follow_up__decision__meeting__in=meetings),
            Q(proposal__meeting__in=meetings),
        )
        return self.filter(Q(meeting__in=meetings) | of_promise | of_proposal)

    def ready(self) -> Self:
        """Rendered: there is something to show."""
        return self.filter(state=PhotoState.READY)


def original_path(picture: "Picture", filename: str) -> str:
    """Nothing of the sender's file name is kept."""
    return path_of(picture.folder, picture.uuid, "original")


class Picture(models.Model):
    """One photo, sent by staff or by who answers for a promise; the original waits for the worker only.

    Its owner cannot be deleted under it, or its files would lie there for ever: `services.drop_pictures_of`.
    """

    # Of the storage; see `aspirations.media.files`.
    folder = "pictures"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="pictures")
    follow_up = models.ForeignKey(FollowUp, models.PROTECT, null=True, related_name="pictures")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="pictures")
    stage = models.CharField(_("tahap"), max_length=6, choices=PictureStage, default=PictureStage.OTHER)
    caption = models.CharField(_("keterangan"), max_length=160, blank=True)
    state = models.CharField(_("keadaan"), max_length=7, choices=PhotoState, default=PhotoState.PENDING)
    original = models.FileField(upload_to=original_path, max_length=120, blank=True)
    # Pixels of the largest that was made.
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    is_public = models.BooleanField(_("ditayangkan"), default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # Who sent it without an account, by a link.
    signed_by = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("foto pertemuan")
        verbose_name_plural = pgettext_lazy("jamak", "foto pertemuan")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=one_of(*OWNERS), name="picture_has_one_owner"),
            models.CheckConstraint(
                condition=Q(added_by__isnull=False) | ~Q(signed_by=""), name="picture_sent_by_somebody"
            ),
            models.CheckConstraint(condition=Q(stage__in=PictureStage.values), name="picture_stage_known"),
            models.CheckConstraint(condition=Q(state__in=PhotoState.values), name="picture_state_known"),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(width__isnull=False, height__isnull=False),
                name="picture_ready_has_size",
            ),
            # Never what nobody has seen, nor what is not there.
            models.CheckConstraint(
                condition=Q(is_public=False) | ~Q(state="failed"), name="picture_shown_is_readable"
            ),
        ]

    def __str__(self) -> str:
        return self.caption or self.uuid.hex
