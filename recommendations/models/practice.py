import uuid
from typing import ClassVar

from django.db import models

from participants.models import Consultation, Level, Participant
from sessions.models import Session


class Practice(models.Model):
    """An innovative ICT policy or practice that exists somewhere."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="practices")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="practices")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.PROTECT, related_name="practices")
    author = models.ForeignKey(Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="practices")
    key = models.UUIDField(default=uuid.uuid4)
    country = models.CharField(max_length=2, blank=True)
    institution = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    evidence = models.TextField(blank=True)
    since = models.CharField(max_length=20, blank=True)
    link = models.URLField(max_length=500, blank=True)
    language = models.CharField(max_length=12, default="en")
    submitted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["author", "key"], name="practice_key_unique")]

    def __str__(self) -> str:
        return self.title or self.text[:60]
