"""Everybody of the role table at once, in one small consultation, and the forms that they send."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from outcomes.models import Action, ActionSource
from participants import check_in, sign_in
from participants.models import Consultation, Grant, Participant
from recommendations import ballot_box, conduct, curation, voting
from recommendations.models import Merge, Recommendation
from sessions import feed
from sessions.models import Phase, Room, Session
from tests.roles.table import ACTORS

WAY = {
    "scheduled": [],
    "collecting": [Phase.COLLECTING],
    "curating": [Phase.COLLECTING, Phase.CURATING],
    "reported": [Phase.COLLECTING, Phase.CURATING, Phase.REPORTED],
}
WORDS = "Give every teacher forty paid hours a year."
TOLD = {"kind": "research", "sdg_target": "4.3"}
OTHER_WORDS = "Lend rural campuses a technician for two days each week."


class World(SimpleNamespace):
    """Who and what there is; `world.client("moderator")` is a browser in which that actor has come in."""

    cookies: dict[str, str]

    def client(self, actor: str, **options: Any) -> Client:
        client = Client(**options)
        if actor in self.cookies:
            client.cookies["eventapp"] = self.cookies[actor]
        return client


@pytest.fixture
def refill() -> Callable[[], None]:
    """Full buckets again: each cell of the table is another day."""

    def full() -> None:
        ballot_box.VOTES.refill()
        check_in.WRONG.refill()
        cache.clear()

    return full


@pytest.fixture
def people(enrol, breakout, consultation, other_consultation, ana, bao, visitor, ravi, mina, olga) -> dict[str, Any]:
    """One of each role; all others of the table come from here too."""
    secretary = enrol("Sena Secretary", country="NP", can_vote=False)
    Grant.objects.create(participant=secretary, role=Grant.Role.SECRETARIAT)
    next_door = neighbour(consultation)
    foreigner = Participant.objects.create(consultation=other_consultation, name="Foreigner", country="FR")
    return {
        "seated": ana,
        "elsewhere": enrol("Eli Elsewhere", country="TH", seat=next_door),
        "visitor": visitor,
        "foreigner": foreigner,
        "rapporteur": ravi,
        "moderator": mina,
        "organiser": olga,
        "secretariat": secretary,
        "screen": breakout.room,
    }


def neighbour(consultation: Consultation, letter: str = "d") -> Session:
    """The breakout next door."""
    level = consultation.levels.get(letter=letter)
    room = Room.objects.create(consultation=consultation, name="Room next door")
    return Session.objects.create(
        consultation=consultation, level=level, room=room, kind=Session.Kind.BREAKOUT, title="Next door"
    )


@pytest.fixture
def make_world(people, breakout, consultation, other_consultation, ana, bao, ravi, mina, say, tap, client_of):
    """make_world("curating"): two recommendations and a merged one, votes on them, an action, and everybody here."""

    def make(phase: str = "collecting") -> World:
        said: list[Recommendation] = []
        merge: Merge | None = None
        for step in WAY[phase]:
            conduct.move_on(breakout=breakout, to=step, by=mina)
            breakout.refresh_from_db()
            if step == Phase.COLLECTING:
                said += [
                    say(breakout, ana, WORDS),
                    say(breakout, bao, OTHER_WORDS),
                    say(breakout, bao, WORDS + " Now."),
                ]
                Recommendation.objects.update(submitted_at=timezone.now() - timedelta(minutes=5))
                voting.cast(taps=[tap(ana, said[1].items.get(), "not_now")])
                merge = curation.merge(into=said[1], others=[said[2]], by=ravi)
            if step == Phase.CURATING:
                curation.shortlist(recommendation=said[1], by=ravi)
                said.append(
                    curation.from_floor(breakout=breakout, by=ravi, words="Open the library on Sundays.", **TOLD)
                )
                curation.set_aside(recommendation=said[3], by=ravi, reason="Two countries do this already.")
        action = Action.objects.create(
            consultation=consultation, level=breakout.level, number="RAP-0001", type="research", activity=WORDS
        )
        if said:
            ActionSource.objects.create(action=action, recommendation=said[0])
        world = World(
            breakout=breakout, said=said, merge=merge, action=action, people=people, room=breakout.room, cookies={}
        )
        world.next_door = Session.objects.get(title="Next door")
        feed.epoch()  # drawn once in the life of a database, by whoever asks first
        world.consultation, world.other = consultation, other_consultation
        item = said[0].items.get() if said else None
        world.item, world.ballot = (item.pk, item.ballot_id) if item else (0, 0)
        world.key = uuid4()
        world.decision = said[1].decisions.last() if said else None
        for actor in ACTORS:
            if actor != "anonymous":
                world.cookies[actor] = client_of(people[actor]).cookies["eventapp"].value
        world.code = sign_in.issue(participant=bao)[1]
        return world

    return make


def snapshot() -> dict[str, list[Any]]:
    """Every row of every table, to tell whether anything changed."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
