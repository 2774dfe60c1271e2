from datetime import timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

TOTALS_FROM = 5  # answers; an organiser may protect more, never less
RESERVED_SLUGS = ("health", "static", "ws", "organise", "i18n", "admin", "metrics", "me", "language")


def translated(row: Any, field: str) -> str:
    """The field in the reader's language where the row has it, else as it was written."""
    language = (get_language() or "").lower()
    return str(row.translations.get(language, {}).get(field) or getattr(row, field))


class Consultation(models.Model):
    """One event: title, dates, venue, time zone."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    outcomes = models.TextField(blank=True, help_text=_("Expected outcomes, one a line."))
    zone = models.CharField(max_length=60, default="UTC")
    language = models.CharField(max_length=12, default="en")
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    city = models.CharField(max_length=120, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    venue_confirmed = models.BooleanField(default=False)
    protect_below = models.PositiveSmallIntegerField(default=5, validators=[MinValueValidator(3)])
    retention = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    clock_shift = models.DurationField(default=timedelta())
    translations = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(slug__in=RESERVED_SLUGS), name="consultation_slug_not_reserved"),
            models.CheckConstraint(condition=Q(protect_below__gte=3), name="consultation_protects_small_groups"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=True) | Q(ends__gte=F("starts")),
                name="consultation_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def name(self) -> str:
        return translated(self, "title")

    @property
    def shown_from(self) -> int:
        """From how many answers on numbers are shown."""
        return max(TOTALS_FROM, self.protect_below)

    @property
    def outcome_list(self) -> list[str]:
        return [line for line in translated(self, "outcomes").splitlines() if line.strip()]


class Level(models.Model):
    """One of the consultation's levels of analysis: a letter, a name and a scope."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="levels")
    letter = models.CharField(max_length=1)
    slug = models.SlugField(max_length=20)
    title = models.CharField(max_length=80)
    scope = models.TextField(blank=True)
    prompts = models.TextField(blank=True, help_text=_("One a line."))
    position = models.PositiveSmallIntegerField(default=0)
    translations = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "letter"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consultation", "letter"], name="level_letter_unique"),
            models.UniqueConstraint(fields=["consultation", "slug"], name="level_slug_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.title}"

    @property
    def name(self) -> str:
        return translated(self, "title")


class Organisation(models.Model):
    """A body behind the consultation, with its role and what people write to."""

    class Role(models.TextChoices):
        HOST = "host", _("Host")
        TECHNICAL = "technical", _("Technical assistance")
        FUNDER = "funder", _("Funder")
        OTHER = "other", _("Other")

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="organisations")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=12, choices=Role.choices)
    country = models.CharField(max_length=2, blank=True)
    logo = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    note = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return self.name
