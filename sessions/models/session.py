from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participants.models import Consultation, Level, Participant
from participants.models.consultation import translated


class Room(models.Model):
    """A place."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=80)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    is_confirmed = models.BooleanField(default=False)
    directions = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["consultation", "name"], name="room_name_unique")]

    def __str__(self) -> str:
        return self.name


class Phase(models.TextChoices):
    SCHEDULED = "scheduled", _("Scheduled")
    COLLECTING = "collecting", _("Collecting")
    CURATING = "curating", _("Curating")
    REPORTED = "reported", _("Reported")


class Session(models.Model):
    """An item of the agenda: plenary, breakout or break, in a room, at a time."""

    class Kind(models.TextChoices):
        PLENARY = "plenary", _("Plenary")
        BREAKOUT = "breakout", _("Breakout")
        BREAK = "break", _("Break")

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="agenda")
    level = models.ForeignKey(Level, null=True, blank=True, on_delete=models.PROTECT, related_name="agenda")
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.SET_NULL, related_name="agenda")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=200)
    question = models.CharField(max_length=300, blank=True)
    starts = models.DateTimeField(null=True, blank=True)
    ends = models.DateTimeField(null=True, blank=True)
    is_confirmed = models.BooleanField(default=True)
    phase = models.CharField(max_length=12, choices=Phase.choices, default=Phase.SCHEDULED)
    position = models.PositiveSmallIntegerField(default=0)
    translations = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["starts", "position", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=True) | Q(ends__gte=F("starts")),
                name="session_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(kind="breakout") | Q(level__isnull=False), name="breakout_has_level"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        return translated(self, "title")

    @property
    def asked(self) -> str:
        return translated(self, "question")

    @property
    def ends_really(self) -> datetime | None:
        """When it ends by the clock on the wall: the demo's agenda is shifted to the present."""
        return self.ends - self.consultation.clock_shift if self.ends else None

    @property
    def is_breakout(self) -> bool:
        return self.kind == self.Kind.BREAKOUT


class Document(models.Model):
    """A link to read before or in a session."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(max_length=200)
    url = models.URLField(max_length=500)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class PhaseChange(models.Model):
    """One move of a breakout's phase; rows are only ever added."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="phase_changes")
    before = models.CharField(max_length=12, choices=Phase.choices)
    after = models.CharField(max_length=12, choices=Phase.choices)
    by = models.ForeignKey(Participant, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
