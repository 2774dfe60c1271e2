from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One recommendation of the shortlist; None where a number may not be shown."""

    number: str
    words: str
    language: str
    why: str = ""
    reason: str = ""
    type: str = ""
    sdg: str = ""
    merged: list[str] = field(default_factory=list)
    support: int | None = None
    answers: int | None = None
    breadth: int | None = None
    countries: int | None = None
    score: int | None = None
    was_asked: bool = True

    @property
    def counted(self) -> str:
        """Its numbers in a sentence that can be read aloud."""
        if self.support is None or self.answers is None:
            return _("Too few people answered to show numbers.") if self.was_asked else _("Added after the vote.")
        people = ngettext(
            "%(support)d of %(n)d person who answered supports it.",
            "%(support)d of %(n)d people who answered support it.",
            self.answers,
        ) % {"support": self.support, "n": self.answers}
        if self.breadth is None or self.countries is None:
            return people
        broad = ngettext(
            "In %(breadth)d of %(n)d country a majority does.",
            "In %(breadth)d of %(n)d countries a majority does.",
            self.countries,
        ) % {"breadth": self.breadth, "n": self.countries}
        return f"{people} {broad}"

    @property
    def includes(self) -> str:
        """What was merged into it, in a sentence."""
        if not self.merged:
            return ""
        return _("It includes %(numbers)s; everybody is counted once.") % {"numbers": ", ".join(self.merged)}


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a breakout reports; a draft has no numbers yet."""

    consultation: str
    hosts: list[str]
    letter: str
    level: str
    breakout: str
    question: str
    language: str
    room: str
    held: datetime | None
    entitled: int | None = None
    answered: int | None = None
    countries: int | None = None
    others: int = 0
    entries: list[Entry] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    published: datetime | None = None
    sha256: str = ""

    @property
    def is_draft(self) -> bool:
        return self.published is None

    @property
    def people(self) -> str:
        """Who answered, in a sentence."""
        if self.entitled is None or self.answered is None or self.countries is None:
            return ""
        who = ngettext(
            "%(answered)d of %(n)d person seated in the breakout answered",
            "%(answered)d of %(n)d people seated in the breakout answered",
            self.entitled,
        ) % {"answered": self.answered, "n": self.entitled}
        where = ngettext("from %(n)d country.", "from %(n)d countries.", self.countries) % {"n": self.countries}
        return f"{who}, {where}"
