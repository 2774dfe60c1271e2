"""The page of a room: drawn once for everybody, with holes that are filled in for each reader.

What is drawn holds as long as the content of its feeds. A drawing knows no reader: what it shows depends on what it is
asked for by, and on nothing else.
"""

import secrets
import time
from collections.abc import Callable, Hashable
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import get_language

from participants.models import Participant
from sessions import feed
from sessions.models import Feed
from sessions.stream import SLOW

from .. import comparison, counting, latest, queries
from ..forms import RecommendationForm
from ..models import BallotItem
from ..queries import OwnVote

MARK = secrets.token_hex(8)  # drawn when the process starts: nobody can have written it
FILLED_IN = (
    "session_version",
    "consultation_version",
    "seed",
    "answered",
    "asked_again",
    "turnout",
    "mine",
    "cards",
    "csrf_token",
)


class Rights(NamedTuple):
    """What a page looks different by, beside people's own answers and words."""

    is_seated: bool
    may_vote: bool
    role: str  # at this breakout's desk, or nothing
    own_breakout: int | None  # where the word "Room" of the bar leads


class Amended(NamedTuple):
    """A change of own words that was refused, what was typed, and why."""

    number: str
    text: str
    reason: str


class Turned(NamedTuple):
    """A turnout as it is shown, the version of the feed that it was read at, and when that was (monotonic, seconds)."""

    html: str
    version: int
    at: float


class Drawn:
    """What a room's page shows at one content of its feeds, in one language; a part is drawn when first asked for."""

    def __init__(self, consultation: Feed, session: Feed) -> None:
        assert session.session is not None
        self.stamp = stamp_of(consultation, session)
        self.breakout = session.session
        self.board = queries.board(self.breakout)
        self.authors = queries.authors(self.breakout)
        self.roles = latest.roles_in(self.breakout)
        self.earlier = queries.earlier_wordings(self.board.items)
        self.epoch = feed.epoch()
        self._parts: dict[Hashable, str] = {}
        self._turned = Turned("", 0, float("-inf"))

    def frame(self, rights: Rights, said: dict[str, object]) -> str:
        """The page around the cards; with what is said to this reader alone it is drawn anew, and not kept."""
        context = rights._asdict() | {
            "participant": True,  # somebody; who, is not for this drawing
            "own_breakout": {"pk": rights.own_breakout} if rights.own_breakout else None,
            "level": self.breakout.level,
            "epoch": self.epoch,
            "form": RecommendationForm(),
            "here": "room",
            "csrf_cookie": settings.CSRF_COOKIE_NAME,
            **{name: hole(name) for name in FILLED_IN},
        }
        if said:
            return self._draw("room", context | said)
        return self._part(("frame", rights), lambda: self._draw("room", context))

    def card(self, item: BallotItem, choice: str, may_vote: bool, again: str = "") -> str:
        """One recommendation, with the voting form of somebody who answered this, or who may not vote."""
        context = {"item": item, "choice": choice, "may_vote": may_vote, "again": again}
        return self._part(("card", item.pk, choice, may_vote, again), lambda: self._draw("_card", context))

    def again(self, votes: dict[int, OwnVote], may_vote: bool) -> dict[int, str]:
        """By item, what is asked of somebody whose answer was given to words that meant something else."""
        asked = [item for item in self.board.items if item.pk in votes and self._is_outdated(item, votes[item.pk])]
        return {item.pk: self._again(item, votes[item.pk], may_vote) for item in asked}

    def _is_outdated(self, item: BallotItem, vote: OwnVote) -> bool:
        return vote.choice != "" and vote.revision in self.earlier.get(item.pk, {})

    def _again(self, item: BallotItem, vote: OwnVote, may_vote: bool) -> str:
        assert item.recommendation is not None  # it has wordings
        words, before = item.recommendation.words, self.earlier[item.pk][vote.revision]
        context = {"item": item, "words": words, "choice": vote.choice, "may_vote": may_vote}
        return self._part(
            ("again", item.pk, vote, may_vote),
            lambda: self._draw("_again", context | {"pieces": comparison.differences(before, words.text)}),
        )

    def asked_again(self, items: tuple[int, ...]) -> str:
        """How many cards ask again, and the way to the first of them."""
        return self._part(("asked again", items), lambda: self._draw("_asked_again", {"items": items}))

    def mine(self, participant: Participant, amended: Amended | None = None) -> str:
        """What became of somebody's own words; for those who said nothing here it is the same empty part."""
        if participant.pk not in self.authors:
            return self._part("mine", lambda: self._draw("_mine", {"own": []}))
        changeable = queries.changeable(participant, self.breakout)  # votes decide, and they do not move the content

        def draw() -> str:
            own = queries.own_words(participant, self.breakout)
            return self._draw("_mine", {"own": own, "changeable": changeable, "amended": amended})

        return draw() if amended else self._part(("mine", participant.pk, changeable), draw)

    def turnout(self, version: int) -> Turned:
        """The turnout as phones get it, at most every two seconds anew; `version` is the feed's now."""
        now, turned = time.monotonic(), self._turned
        if turned.version != version and now - turned.at >= SLOW:
            html = self._draw("_turnout", {"turnout": counting.turnout(self.board.ballot), "version": version})
            self._turned = turned = Turned(html, version, now)
        return turned

    def _part(self, key: Hashable, draw: Callable[[], str]) -> str:
        if key not in self._parts:
            self._parts[key] = draw()
        return self._parts[key]

    def _draw(self, template: str, context: dict[str, object]) -> str:
        # Without the request: then no context processor can bring in anything of the reader who came first.
        common = {"breakout": self.breakout, "consultation": self.breakout.consultation, "board": self.board}
        return render_to_string(
            f"recommendations/{template}.html", common | {"csrf_token": hole("csrf_token")} | context
        )


# One drawing a feed and language; where the content has moved, a new one takes its place.
_drawn: dict[tuple[int, str], Drawn] = {}


def of(consultation: Feed, session: Feed) -> Drawn:
    """The drawing of a session's page, from the feeds that the page listens to."""
    if transaction.get_connection().in_atomic_block:  # what is read here may yet be rolled back
        return Drawn(consultation, session)
    key = (session.pk, get_language() or "")
    drawn = _drawn.get(key)
    if drawn is None or drawn.stamp != stamp_of(consultation, session):
        drawn = _drawn[key] = Drawn(consultation, session)
    return drawn


def stamp_of(consultation: Feed, session: Feed) -> tuple[int, int]:
    return consultation.content, session.content


def hole(name: str) -> str:
    """What stands in a drawing where a reader's own is filled in."""
    return f"{MARK}-{name}."


def fill(html: str, **own: object) -> str:
    """Fill the holes of a drawing, in the order given: what is filled in may have holes for what comes later."""
    for name, value in own.items():
        html = html.replace(hole(name), str(value))
    return html
