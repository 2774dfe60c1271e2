from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.models import Consultation, Participant

from .action import Action


class CellChange(models.Model):
    """One cell of the plan got another value; rows are only ever added."""

    class Kind(models.TextChoices):
        ADOPTED = "adopted", _("Adopted")
        EDITED = "edited", _("Edited")
        IMPORTED = "imported", _("From a workbook")
        LEAD = "lead", _("The lead, by link")

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="changes")
    column = models.CharField(max_length=30)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    by = models.ForeignKey(Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["action", "column"], name="cell_history")]

    def __str__(self) -> str:
        return f"{self.column} of {self.action_id}"


class Export(models.Model):
    """A workbook that went out, and the cells as they went: what comes back is compared with them."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="exports")
    export_id = models.UUIDField(unique=True)
    version = models.PositiveIntegerField()
    schema = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    by = models.ForeignKey(Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    base = models.BinaryField(help_text=_("The cells by level and row, as JSON, compressed with zlib."))
    sha256 = models.CharField(max_length=64)
    delete_after = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consultation", "version"], name="export_version_unique")
        ]

    def __str__(self) -> str:
        return f"export {self.version} of {self.consultation_id}"


class LeadLinkQuerySet(models.QuerySet["LeadLink"]):
    def live(self, consultation: Consultation) -> Self:
        """Those that open an action of this consultation now."""
        rows = self.filter(action__consultation=consultation, ended_at=None, expires_at__gt=timezone.now())
        return rows.select_related("action__consultation", "action__level")


class LeadLink(models.Model):
    """A link by which the lead of an action edits that action, until it ends."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="lead_links")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = LeadLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"link to {self.action_id}"
