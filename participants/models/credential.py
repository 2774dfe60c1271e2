from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .participant import Participant


class CredentialQuerySet(models.QuerySet["Credential"]):
    def live(self) -> Self:
        """Those that let somebody in now."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()), ended_at=None)


class Credential(models.Model):
    """What lets somebody (or a room's screen) in: only a digest of the secret is kept."""

    class Kind(models.TextChoices):
        LINK = "link", _("Link on badge or mail")
        CODE = "code", _("Code to type")

    participant = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.PROTECT, related_name="credentials"
    )
    room = models.ForeignKey(
        "event_sessions.Room", null=True, blank=True, on_delete=models.PROTECT, related_name="credentials"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    digest = models.CharField(max_length=64, unique=True)
    issue = models.PositiveIntegerField(default=1)
    issued_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CredentialQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(participant__isnull=False, room__isnull=True)
                | Q(participant__isnull=True, room__isnull=False),
                name="credential_has_one_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_live(self) -> bool:
        return self.ended_at is None and (self.expires_at is None or self.expires_at > timezone.now())


class SignOut(models.Model):
    """A visit that is over: the browser that came in with a code has left, and its cookie lets nobody in again."""

    visit = models.CharField(max_length=22, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"sign-out {self.pk}"
