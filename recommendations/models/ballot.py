from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participants.models import Consultation, Group, Participant
from sessions.models import Session

from .recommendation import Recommendation


class Ballot(models.Model):
    """One question put to a set of people about a list of recommendations."""

    class Kind(models.TextChoices):
        SUPPORT = "support", _("Support")
        DOTS = "dots", _("Dots")
        CRITERIA = "criteria", _("Criteria")
        IMPACT = "impact", _("Impact and feasibility")
        ADOPTION = "adoption", _("Adoption")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")
        PUBLISHED = "published", _("Published")

    class Electorate(models.TextChoices):
        SEATED = "seated", _("People seated in the session")
        LEVEL = "level", _("People of the level")
        ALL = "all", _("Everybody who may vote")

    class Secrecy(models.TextChoices):
        SEALED = "sealed", _("Sealed until published")
        OPEN = "open", _("A show of hands")

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="ballots")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    question = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    electorate = models.CharField(max_length=8, choices=Electorate.choices, default=Electorate.SEATED)
    secrecy = models.CharField(max_length=8, choices=Secrecy.choices, default=Secrecy.SEALED)
    rules = models.JSONField(default=dict, blank=True)
    seed = models.PositiveBigIntegerField(default=0)
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")
    is_rehearsal = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(kind="support", state="open", is_rehearsal=False),
                name="one_open_support_ballot",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ballot {self.pk}"

    @property
    def is_on_record(self) -> bool:
        """Whether it has been published, withdrawn since or not: it never opens again."""
        return self.publications.exists()


class BallotItem(models.Model):
    """What a ballot asks about."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="items")
    recommendation = models.ForeignKey(
        Recommendation, null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    label = models.CharField(max_length=300, blank=True)
    # The older recommendation comes first, in every round: its id is kept here, and ids outgrow small numbers.
    position = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ballot", "recommendation"], name="ballot_item_unique")
        ]

    def __str__(self) -> str:
        return f"item {self.pk}"


class Voter(models.Model):
    """A participant as a number with country and group: what remains when a person is erased."""

    class Channel(models.TextChoices):
        PHONE = "phone", _("Phone")
        PAPER = "paper", _("Paper")

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="voters")
    participant = models.OneToOneField(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="voter"
    )
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=3, blank=True)
    group = models.CharField(max_length=20, choices=Group.choices, blank=True)
    channel = models.CharField(max_length=6, choices=Channel.choices, default=Channel.PHONE)

    def __str__(self) -> str:
        return f"voter {self.pk}"


class Roll(models.Model):
    """Somebody was asked by a ballot; country, region and group are frozen at closing."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="roll")
    voter = models.ForeignKey(Voter, on_delete=models.PROTECT, related_name="rolls")
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=3, blank=True)
    group = models.CharField(max_length=20, blank=True)
    shown = models.JSONField(null=True, blank=True, help_text=_("Which items, in a split list."))

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["ballot", "voter"], name="roll_unique")]

    def __str__(self) -> str:
        return f"voter {self.voter_id} on ballot {self.ballot_id}"


class Publication(models.Model):
    """The numbers of a ballot as they were published: everything that result pages show."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="publications")
    n = models.PositiveSmallIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Participant, null=True, on_delete=models.SET_NULL, related_name="+")
    rules = models.JSONField(default=dict)
    numbers = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["ballot", "n"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ballot", "n"], name="publication_unique"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(reason=""), name="withdrawal_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"publication {self.n} of ballot {self.ballot_id}"
