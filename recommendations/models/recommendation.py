import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participants.models import Consultation, Level, Participant
from sessions.models import Session


class Recommendation(models.Model):
    """One proposal made in a session, on a level, by a participant or from the floor."""

    class Type(models.TextChoices):
        RESEARCH = "research", _("Research")
        CAPACITY_BUILDING = "capacity_building", _("Capacity building")
        POLICY_PRACTICE = "policy_practice", _("Policy or practice")
        NETWORK = "network", _("Network")

    class Target(models.TextChoices):
        HIGHER = "4.3", _("SDG 4.3")
        SKILLS = "4.4", _("SDG 4.4")
        BOTH = "both", _("SDG 4.3 and 4.4")
        OTHER = "other", _("Other")

    class Status(models.TextChoices):
        RECEIVED = "received", _("Received")
        MERGED = "merged", _("Merged")
        SHORTLISTED = "shortlisted", _("Shortlisted")
        SET_ASIDE = "set_aside", _("Set aside")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        ADOPTED = "adopted", _("Adopted")

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="recommendations")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="recommendations")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="recommendations")
    number = models.CharField(max_length=8, help_text=_("As it is spoken: c12."))
    author = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="recommendations"
    )
    from_floor = models.BooleanField(default=False)
    key = models.UUIDField(default=uuid.uuid4)
    type = models.CharField(max_length=20, choices=Type.choices)
    sdg_target = models.CharField(max_length=5, choices=Target.choices)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.RECEIVED)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    shortlist_position = models.PositiveSmallIntegerField(null=True, blank=True)
    current_revision = models.ForeignKey("Revision", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consultation", "number"], name="recommendation_number_unique"),
            models.UniqueConstraint(fields=["author", "key"], name="recommendation_key_unique"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="recommendation_not_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=False, status="merged")
                | (Q(merged_into__isnull=True) & ~Q(status="merged")),
                name="recommendation_merged_has_target",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def words(self) -> "Revision":
        """The wording that stands now."""
        assert self.current_revision is not None  # written with the row itself
        return self.current_revision


class Revision(models.Model):
    """One wording of a recommendation; the first holds the author's own words, for ever."""

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("Original words")
        MINOR = "minor", _("Minor change")
        MATERIAL = "material", _("Material change")

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="revisions")
    n = models.PositiveSmallIntegerField()
    text = models.TextField()
    why = models.TextField(blank=True)
    language = models.CharField(max_length=12, default="en")
    by = models.ForeignKey(Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["n"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["recommendation", "n"], name="revision_unique")]

    def __str__(self) -> str:
        return f"{self.recommendation_id} revision {self.n}"


class Merge(models.Model):
    """Several recommendations point to one; it can be undone."""

    into = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="merges")
    by = models.ForeignKey(Participant, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"merge {self.pk} into {self.into_id}"


class MergeMember(models.Model):
    """One recommendation that a merge moved, and where it pointed before."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="memberships")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="memberships")
    previous_into = models.ForeignKey(Recommendation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    previous_status = models.CharField(max_length=12, choices=Recommendation.Status.choices, default="received")
    previous_position = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merge", "recommendation"], name="merge_member_unique")
        ]

    def __str__(self) -> str:
        return f"{self.recommendation_id} in merge {self.merge_id}"


class Decision(models.Model):
    """One step in what became of a recommendation; rows are only ever added."""

    class What(models.TextChoices):
        RECEIVED = "received", _("Received")
        REWORDED = "reworded", _("Reworded")
        MERGED = "merged", _("Merged")
        UNMERGED = "unmerged", _("Merge undone")
        SET_ASIDE = "set_aside", _("Set aside")
        SHORTLISTED = "shortlisted", _("Shortlisted")
        UNDONE = "undone", _("Undone")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        ADOPTED = "adopted", _("Adopted")

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="decisions")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    what = models.CharField(max_length=12, choices=What.choices)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    merge = models.ForeignKey(Merge, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.recommendation_id} {self.what}"
