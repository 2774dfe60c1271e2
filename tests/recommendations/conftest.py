"""A room of nine people from four countries, who vote and report."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from recommendations import conduct, queries, voting
from recommendations.models import Recommendation
from sessions.models import Phase, Room, Session

ASEAN = ["PH", "PH", "PH", "PH", "PH", "VN", "VN", "TH", "LK"]


@pytest.fixture
def crowd(enrol, breakout, request):
    """Nine people from four countries, seated before the breakout opens."""
    codes = getattr(request, "param", ASEAN)
    return [enrol(f"Delegate {n}", seat=breakout, country=code) for n, code in enumerate(codes)]


@pytest.fixture
def room(crowd, breakout, mina):
    conduct.move_on(breakout=breakout, to=Phase.COLLECTING, by=mina)
    breakout.refresh_from_db()
    return breakout


@pytest.fixture
def proposal(room, crowd, say, tap):
    """Somebody says something; the first so many support it, then so many are against, then unsure; or `choices`."""

    def make(words, *, support=0, against=0, unsure=0, author=0, choices=None, **fields):
        recommendation = say(room, crowd[author], words, **fields)
        choices = choices or ["support"] * support + ["not_now"] * against + ["unsure"] * unsure
        item = recommendation.items.get()
        voting.cast(taps=[tap(who, item, choice) for who, choice in zip(crowd, choices, strict=False)])
        return recommendation

    return make


@pytest.fixture
def report(room, mina):
    """Shortlist these, and let the breakout report; returns what was published."""

    def make(*shortlist):
        if Phase(room.phase) == Phase.COLLECTING:
            conduct.move_on(breakout=room, to=Phase.CURATING, by=mina)
        for position, row in enumerate(shortlist, 1):
            Recommendation.objects.filter(pk=row.pk).update(status="shortlisted", shortlist_position=position)
        conduct.move_on(breakout=room, to=Phase.REPORTED, by=mina)
        room.refresh_from_db()
        return queries.support_ballot(room).publications.last()

    return make


@pytest.fixture
def plenary(consultation):
    """A plenary in the main hall, after the breakouts."""
    hall = Room.objects.create(consultation=consultation, name="Main hall")
    return Session.objects.create(
        consultation=consultation,
        room=hall,
        kind=Session.Kind.PLENARY,
        title="The five breakouts report back",
        starts=datetime(2019, 9, 24, 6, 0, tzinfo=UTC),
        ends=datetime(2019, 9, 24, 7, 30, tzinfo=UTC),
    )


@pytest.fixture
def at(consultation):
    """Let the agenda's clock show this time of the first day in Shanghai: at(11, 30)."""

    def set_clock(hour, minute=0, day=24):
        moment = datetime(2019, 9, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai"))
        consultation.clock_shift = moment - timezone.now()
        consultation.save()

    return set_clock
