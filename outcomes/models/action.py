from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participants.models import Consultation, Level
from recommendations.models import Recommendation

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Agreed(models.TextChoices):
    """How far a lead has agreed to lead."""

    PROPOSED = "proposed", _("Proposed")
    VOLUNTEERED = "volunteered", _("Volunteered")
    CONFIRMED = "confirmed", _("Confirmed")


class Status(models.TextChoices):
    """Where an action stands, by the codes of IATI."""

    PIPELINE = "pipeline", _("Pipeline")
    IMPLEMENTATION = "implementation", _("Implementation")
    FINALISATION = "finalisation", _("Finalisation")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")
    SUSPENDED = "suspended", _("Suspended")


def amount(name: "StrPromise") -> "models.DecimalField[Decimal | None, Decimal | None]":
    return models.DecimalField(
        name, max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )


class Action(models.Model):
    """A line of the plan; what it says is a column of the workbook, by the same key."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="actions")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="actions")
    number = models.CharField(max_length=12, help_text=_("Its identity for ever: RAP-0042."))
    version = models.PositiveIntegerField(default=1)

    type = models.CharField(_("Priority type"), max_length=20, choices=Recommendation.Type.choices)
    activity = models.CharField(_("Priority action"), max_length=200)
    question = models.TextField(_("Research question / objective"), blank=True)
    output = models.TextField(_("Expected output"), blank=True)
    sdg_target = models.CharField(_("SDG target"), max_length=5, choices=Recommendation.Target.choices, blank=True)
    lead = models.CharField(_("Lead organisation"), max_length=200, blank=True)
    partners = models.TextField(_("Partners"), blank=True)
    lead_agreed = models.CharField(_("Lead agreed"), max_length=12, choices=Agreed.choices, blank=True)
    start = models.DateField(_("Start"), null=True, blank=True)
    end = models.DateField(_("End"), null=True, blank=True)
    indicator = models.TextField(_("Indicator"), blank=True)
    target = models.DecimalField(_("Target"), max_digits=18, decimal_places=4, null=True, blank=True)
    budget_y1 = amount(_("Budget Y1"))
    budget_y2 = amount(_("Budget Y2"))
    budget_y3 = amount(_("Budget Y3"))
    status = models.CharField(_("Status"), max_length=16, choices=Status.choices, default=Status.PIPELINE)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consultation", "number"], name="action_number_unique"),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__isnull=True) | Q(end__gte=F("start")),
                name="action_ends_after_start",
            ),
            models.CheckConstraint(
                condition=(Q(budget_y1__isnull=True) | Q(budget_y1__gte=0))
                & (Q(budget_y2__isnull=True) | Q(budget_y2__gte=0))
                & (Q(budget_y3__isnull=True) | Q(budget_y3__gte=0)),
                name="action_budget_not_negative",
            ),
            models.CheckConstraint(condition=~Q(activity=""), name="action_says_what"),
        ]

    def __str__(self) -> str:
        return self.number

    @classmethod
    def choices_of(cls, column: str) -> dict[str, str]:
        """The codes that a column may hold, with their words; empty for a column that is typed."""
        return {str(code): str(label) for code, label in getattr(cls._meta.get_field(column), "flatchoices", ())}

    @property
    def budget_total(self) -> Decimal | None:
        """The sum of the years, or None where no year has an amount."""
        years = [year for year in (self.budget_y1, self.budget_y2, self.budget_y3) if year is not None]
        return sum(years, Decimal(0)) if years else None

    @property
    def is_complete(self) -> bool:
        """Whether it has lead, dates and indicator."""
        return bool(self.lead and self.start and self.end and self.indicator)


class ActionSource(models.Model):
    """A recommendation behind an action."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="sources")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="actions")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["action", "recommendation"], name="action_source_unique")
        ]

    def __str__(self) -> str:
        return f"{self.recommendation_id} behind {self.action_id}"
