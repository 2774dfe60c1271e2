"""What a publication holds, as pages and files ask for it; nothing is computed anew."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from participants.models.consultation import TOTALS_FROM
from sessions.models import Session

from .breakdown import Part, place_name
from .models import Publication, Recommendation
from .protection import Why


@dataclass(frozen=True)
class Item:
    """One recommendation as it was published: its words, and its numbers where they may be shown."""

    said: dict[str, Any]
    votes: dict[str, Any]  # empty where it was not on the ballot
    place: int | None  # on the shortlist
    is_erased: bool = False
    shown_from: int = TOTALS_FROM
    of: int = 0  # how many have a rank

    @property
    def number(self) -> str:
        return str(self.said["number"])

    @property
    def words(self) -> str:
        return "" if self.is_erased else str(self.said["words"])

    @property
    def why(self) -> str:
        return "" if self.is_erased else str(self.said["why"])

    @property
    def type(self) -> str:
        return str(Recommendation.Type(self.said["type"]).label)

    @property
    def sdg(self) -> str:
        return str(Recommendation.Target(self.said["sdg"]).label)

    @property
    def was_asked(self) -> bool:
        return bool(self.votes)

    @property
    def is_protected(self) -> bool:
        return self.was_asked and self.votes["answers"] is None

    @property
    def has_numbers(self) -> bool:
        return self.was_asked and not self.is_protected

    @property
    def score(self) -> int | None:
        """The Wilson bound, of a hundred."""
        return round(100 * self.votes["score"]) if self.has_numbers else None

    @property
    def decided_percent(self) -> int | None:
        """The share in favour among those who decided."""
        if not self.has_numbers:
            return None
        return round(100 * self.votes["support"] / self.votes["n"]) if self.votes["n"] else 0

    @property
    def equal_percent(self) -> int | None:
        equal = self.votes.get("equal")
        return None if equal is None else round(100 * equal)

    @property
    def gain(self) -> int:
        """Places gained when countries count equally; negative when lost."""
        other = self.votes.get("rank_by_countries")
        return 0 if other is None else self.votes["rank"] - other

    @property
    def loss(self) -> int:
        return -self.gain

    @property
    def is_marked(self) -> bool:
        return bool(self.votes.get("differs") or self.votes.get("crosses_line"))

    @property
    def band(self) -> int | None:
        """Its band; None where it may not be compared, or was published before there were bands."""
        return self.votes.get("band")

    @property
    def is_range(self) -> bool:
        """Whether others could as well have its rank."""
        return self.band is not None and bool(self.votes["best"] != self.votes["worst"])

    @property
    def range_left(self) -> float:
        """Where its range of ranks begins in a picture of all ranks, in percent."""
        return round(100 * (self.votes["best"] - 1) / self.of, 1)

    @property
    def range_width(self) -> float:
        return round(100 * (self.votes["worst"] - self.votes["best"] + 1) / self.of, 1)

    @property
    def needs_run_off(self) -> bool:
        return bool(self.votes.get("run_off"))

    @property
    def parts(self) -> list[Part]:
        return [Part(**part) for part in self.votes.get("by_country") or []]

    @property
    def hidden_few(self) -> list[str]:
        """Countries without a row of their own because too few people answered."""
        return [place_name(name) for name, why in self.votes.get("hidden") or [] if why == Why.FEW]

    @property
    def hidden_worked_out(self) -> list[str]:
        """Countries without a row of their own because answers could be worked out from it."""
        return [place_name(name) for name, why in self.votes.get("hidden") or [] if why == Why.WORKED_OUT]


@dataclass(frozen=True)
class Result:
    """What one breakout reported, from the newest publication of its support ballot that stands."""

    publication: Publication
    session: Session
    erased: frozenset[str]

    @property
    def numbers(self) -> dict[str, Any]:
        return dict(self.publication.numbers)

    @property
    def entitled(self) -> int:
        return int(self.numbers["entitled"])

    @property
    def answered(self) -> int:
        return int(self.numbers["answered"])

    @property
    def countries(self) -> int:
        return int(self.numbers["countries"])

    @property
    def at(self) -> datetime:
        return self.publication.at

    @property
    def protect_below(self) -> int:
        return int(self.publication.rules["protect_below"])

    @cached_property
    def items(self) -> list[Item]:
        """Everything that was published: by rank, then what is protected, then what was not voted on."""
        votes = {item["id"]: item for item in self.numbers["items"]}
        shown_from = max(TOTALS_FROM, self.protect_below)
        places = {number: place for place, number in enumerate(self.numbers["shortlist"], 1)}
        ranked = sum(item["rank"] is not None for item in self.numbers["items"])
        items = [
            Item(
                said,
                votes.get(said["id"], {}),
                places.get(said["number"]),
                said["number"] in self.erased,
                shown_from,
                ranked,
            )
            for said in self.numbers["said"]
        ]
        return sorted(items, key=lambda item: (not item.was_asked, item.votes.get("rank") or len(items) + 1))

    @property
    def shortlist(self) -> list[Item]:
        """What the breakout reports to plenary, in the order that it chose."""
        return sorted((item for item in self.items if item.place), key=lambda item: item.place or 0)

    @property
    def ranked(self) -> list[Item]:
        return [item for item in self.items if item.has_numbers]

    @property
    def run_off(self) -> list[Item]:
        """What the votes leave in doubt at the shortlist's line, and has to be voted on again."""
        return [item for item in self.ranked if item.needs_run_off]

    def item(self, number: str) -> Item | None:
        """The published numbers of one recommendation, or of the one that it was counted under."""
        return next((item for item in self.items if number in (item.number, *item.said["merged"])), None)
