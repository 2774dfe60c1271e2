from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participants.models import Participant

from .session import Session


class Assignment(models.Model):
    """What somebody does in one session."""

    class Role(models.TextChoices):
        MODERATOR = "moderator", _("Moderator")
        RAPPORTEUR = "rapporteur", _("Rapporteur")
        SPEAKER = "speaker", _("Speaker")

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="assignments")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=12, choices=Role.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "participant", "role"], name="assignment_unique")
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.role} of {self.session_id}"


class Seat(models.Model):
    """A participant belongs to a breakout."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="seats")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="seats")
    since = models.DateTimeField(auto_now_add=True)
    how = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["session", "participant"], name="seat_unique")]

    def __str__(self) -> str:
        return f"{self.participant_id} in {self.session_id}"


class Presence(models.Model):
    """Somebody was in a session from then to then."""

    class How(models.TextChoices):
        SCAN = "scan", _("Badge scanned")
        PHONE = "phone", _("Phone")

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="presences")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="presences")
    came_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=8, choices=How.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "participant"], condition=Q(left_at__isnull=True), name="present_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} came to {self.session_id}"
