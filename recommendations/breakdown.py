"""Rows of a breakdown by country, as pages and files name them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from participants.regions import region_name
from participants.templatetags.look import country

from .protection import Kind


@dataclass(frozen=True, slots=True)
class Part:
    """One row of a breakdown by country: a country, the rest of a sub-region, or the others."""

    kind: str
    name: str
    members: list[str]
    counts: list[int]

    @property
    def label(self) -> str:
        if self.kind == Kind.OTHERS:
            return _("Other countries")
        if self.kind == Kind.REGION:
            return _("%(region)s, other countries") % {"region": region_name(self.name)}
        return place_name(self.name)

    @property
    def answers(self) -> int:
        return sum(self.counts)

    @property
    def percent(self) -> int:
        return round(100 * self.counts[0] / self.answers)


def place_name(code: str) -> str:
    """A country's name in the reader's language."""
    return country(code) if code else _("Country not known")
