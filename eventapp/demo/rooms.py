"""What has happened in the breakouts by the time somebody opens the demo, played through the rules."""

import random
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import QuerySet

from participants.models import Credential, Participant
from participants.sign_in import Held
from recommendations import conduct, submission, voting
from recommendations.answers import Arrival, Counted
from recommendations.models import Ballot, BallotItem, Recommendation, Tap
from sessions import feed
from sessions.models import Assignment, Phase, Session

from .votes import SILENT, generator
from .words import Proposal

TAPS = 1000  # in one transaction's batch


def open_room(breakout: Session) -> None:
    """Let the moderator open the breakout; its ballot's seed is fixed, so that bands fall alike in every demo."""
    conduct.move_on(breakout=breakout, to=Phase.COLLECTING, by=moderator(breakout))
    breakout.refresh_from_db()
    Ballot.objects.filter(session=breakout).update(seed=generator(breakout.title).getrandbits(32))


def moderator(breakout: Session) -> Participant:
    """Whoever moderates the breakout."""
    return breakout.assignments.get(role=Assignment.Role.MODERATOR).participant


def rapporteur(breakout: Session) -> Participant:
    """Whoever keeps the breakout's desk."""
    return breakout.assignments.get(role=Assignment.Role.RAPPORTEUR).participant


def say(breakout: Session, proposals: Iterable[Proposal], people: Sequence[Participant]) -> list[Recommendation]:
    """Put proposals before the room. By `record`: `submit` would hold everybody to one in five seconds."""
    breakout = feed.lock(breakout)
    said = [put(breakout, proposal, people[(proposal.author - 1) % len(people)]) for proposal in proposals]
    feed.content_changed(breakout)
    return said


def put(breakout: Session, proposal: Proposal, author: Participant) -> Recommendation:
    """Write one recommendation, in the language that it is really in."""
    row = submission.record(
        breakout=breakout,
        by=author,
        author=author,
        words=proposal.text,
        why=proposal.why,
        type=proposal.type,
        sdg_target=proposal.target,
        key=key(generator(breakout.title, breakout.recommendations.count())),
    )
    row.words.language = proposal.language  # its author's pages may speak another one
    row.words.save(update_fields=["language"])
    return row


def answer(breakout: Session, answers: Iterable[tuple[BallotItem, Participant, str]]) -> int:
    """Cast the answers of a room through the ballot's own rule. Returns how many counted."""
    chance = generator(breakout.title, "taps", Tap.objects.filter(ballot__session=breakout).count())
    held = credentials(Participant.objects.filter(seats__session=breakout))
    taps = [
        Arrival(person.pk, held[person.pk], key(chance), item.ballot_id, item.pk, choice)
        for item, person, choice in answers
        if choice != SILENT
    ]
    for start in range(0, len(taps), TAPS):
        heard = voting.cast(taps=taps[start : start + TAPS])
        assert all(isinstance(row, Counted) for row in heard)
    return len(taps)


def credentials(people: QuerySet[Participant]) -> dict[int, Held]:
    """The code that each of these people came in with, by participant."""
    rows = Credential.objects.filter(participant__in=people, kind=Credential.Kind.CODE, ended_at=None)
    return {owner: Held(pk, issue) for owner, pk, issue in rows.values_list("participant", "pk", "issue")}


def key(chance: random.Random) -> UUID:
    """A key as a phone would draw one."""
    return UUID(int=chance.getrandbits(128), version=4)
