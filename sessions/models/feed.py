import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from participants.models import Consultation

from .session import Session


class Epoch(models.Model):
    """The life of this database: one row, drawn anew when a backup is restored."""

    name = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="epoch_is_one_row")]

    def __str__(self) -> str:
        return str(self.name)


class Feed(models.Model):
    """The live stream of a session, or of a consultation: what a rule locks, moves and announces."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="feeds")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.CASCADE, related_name="feeds")
    version = models.PositiveBigIntegerField(default=1)
    content = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consultation", "session"], name="feed_unique"),
            models.UniqueConstraint(
                fields=["consultation"], condition=Q(session__isnull=True), name="feed_of_consultation_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"s{self.session_id}" if self.session_id else f"c{self.consultation_id}"
