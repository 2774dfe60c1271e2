from typing import ClassVar

from django.db import models

from .ballot import Ballot, BallotItem, Voter


class Tap(models.Model):
    """One message of one phone, kept for ever; the id follows the order of commit."""

    voter = models.ForeignKey(Voter, on_delete=models.PROTECT, related_name="taps")
    key = models.UUIDField()
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="taps")
    item = models.ForeignKey(BallotItem, on_delete=models.PROTECT, related_name="taps")
    criterion = models.CharField(max_length=20, blank=True, default="")
    choice = models.CharField(max_length=16, blank=True)
    why = models.CharField(max_length=600, blank=True)
    revision = models.PositiveSmallIntegerField(default=1)
    device = models.UUIDField(null=True, blank=True)
    tap = models.PositiveBigIntegerField(null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "voter"], name="tap_key_unique")]

    def __str__(self) -> str:
        return f"tap {self.pk}"


class Vote(models.Model):
    """The answer of a voter on an item that counts; choice '' is withdrawn and counts nowhere."""

    item = models.ForeignKey(BallotItem, on_delete=models.PROTECT, related_name="votes", db_index=False)
    voter = models.ForeignKey(Voter, on_delete=models.PROTECT, related_name="votes", db_index=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="votes", db_index=False)
    criterion = models.CharField(max_length=20, blank=True, default="")
    choice = models.CharField(max_length=16, blank=True)
    revision = models.PositiveSmallIntegerField(default=1)
    tap = models.ForeignKey(Tap, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "voter", "criterion"], name="vote_unique"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["item", "criterion", "choice", "voter"], name="vote_tally"),
            models.Index(fields=["ballot", "voter"], name="vote_turnout"),
        ]

    def __str__(self) -> str:
        return f"vote of {self.voter_id} on {self.item_id}"
