from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from .consultation import Consultation, Level


class Group(models.TextChoices):
    """The stakeholder groups that a consultation listens to."""

    GOVERNMENT = "government", _("Government")
    HIGHER_EDUCATION = "higher_education", _("Higher education institution")
    LEARNERS = "learners", _("Learners and youth")
    EDTECH = "edtech", _("EdTech and private sector")
    INTERNATIONAL = "international", _("International organisation")
    CIVIL_SOCIETY = "civil_society", _("Civil society")


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def voting(self) -> Self:
        """Those who may vote, wherever they are on the roll."""
        return self.filter(can_vote=True, state=Participant.State.CONFIRMED, erased_at=None)


class Participant(models.Model):
    """A person's registration to a consultation."""

    class State(models.TextChoices):
        INVITED = "invited", _("Invited")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WAITING = "waiting", _("On the waiting list")
        CONFIRMED = "confirmed", _("Confirmed")
        CANCELLED = "cancelled", _("Cancelled")

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="participants")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="registrations"
    )
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=3, blank=True, help_text=_("Sub-region by UN M49."))
    organisation = models.CharField(max_length=200, blank=True)
    group = models.CharField(max_length=20, choices=Group.choices, blank=True)
    interest = models.ForeignKey(Level, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(max_length=12, default="en")
    needs = models.TextField(blank=True)
    can_vote = models.BooleanField(default=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.CONFIRMED)
    consents = models.JSONField(default=dict, blank=True, help_text=_("Purpose and when it was agreed to."))
    registered_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "consultation", Lower("email"), condition=~Q(email=""), name="participant_email_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def may_vote(self) -> bool:
        return self.can_vote and self.state == self.State.CONFIRMED and self.erased_at is None


class Grant(models.Model):
    """What somebody may do for a whole consultation."""

    class Role(models.TextChoices):
        ORGANISER = "organiser", _("Organiser")
        SECRETARIAT = "secretariat", _("Secretariat")

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=12, choices=Role.choices)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["participant", "role"], name="grant_unique")]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.role}"
