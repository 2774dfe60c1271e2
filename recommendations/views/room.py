import zlib
from collections.abc import Iterable

from django.contrib.messages import get_messages
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_GET

from participants.models import Consultation, Participant
from participants.permissions import participant_required
from participants.requests import Request
from sessions import feed, presence
from sessions.models import Feed, Session
from sessions.queries import Place, places_of

from .. import queries
from ..drawing import room as page
from ..models import BallotItem
from .plenary import plenary


@require_GET
@participant_required
def room(request: Request, consultation: Consultation, pk: int) -> HttpResponse:
    """A session's page on a phone."""
    feeds = feeds_of(consultation, pk)
    breakout = feeds[1].session
    assert breakout is not None
    if not breakout.is_breakout:
        return plenary(request, breakout)
    places = places_of(request.participant)
    if Place(pk, is_there=False) in places:
        presence.arrive(session=breakout, participant=request.participant)
    return show(request, feeds, places)


@require_GET
@participant_required
def mine(request: Request, consultation: Consultation, pk: int) -> HttpResponse:
    """The personal part of a session's page: own votes, and what became of own words."""
    drawn, participant = page.of(*feeds_of(consultation, pk)), request.participant
    ballot = drawn.board.ballot
    votes = queries.own_votes(ballot, participant) if ballot else {}
    may_vote = rights_of(participant, drawn, places_of(participant)).may_vote
    return JsonResponse(
        {
            "seed": seed_of(drawn, participant),
            "can_vote": may_vote,
            "ballot": ballot.pk if ballot else None,
            "votes": {item: vote._asdict() for item, vote in votes.items()},
            "again": drawn.again(votes, may_vote),
            "html": page.fill(drawn.mine(participant), csrf_token=get_token(request)),
        }
    )


def show_again(
    request: Request, breakout: Session, *, status: int, amended: page.Amended | None = None, **said: object
) -> HttpResponse:
    """The page once more, with what is said to this reader: why something did not work, and what was typed."""
    feeds = feeds_of(breakout.consultation, breakout.pk)
    return show(request, feeds, places_of(request.participant), status=status, amended=amended, **said)


def show(
    request: Request,
    feeds: tuple[Feed, Feed],
    places: list[Place],
    *,
    status: int = 200,
    amended: page.Amended | None = None,
    **said: object,
) -> HttpResponse:
    """The room page: what everybody sees, with this reader's rights, answers, words and order."""
    if len(messages := get_messages(request)):
        said["messages"] = messages
    drawn, participant = page.of(*feeds), request.participant
    rights, seed = rights_of(participant, drawn, places), seed_of(drawn, participant)
    votes = queries.own_votes(drawn.board.ballot, participant) if drawn.board.ballot else {}
    again = drawn.again(votes, rights.may_vote)
    own = own_order(drawn.board.items, seed)
    choices = {item.pk: votes[item.pk].choice if item.pk in votes else "" for item in own}
    turnout = drawn.turnout(feeds[1].version)
    html = page.fill(
        drawn.frame(rights, said),
        consultation_version=feeds[0].version,
        # An older version than what is shown: then the page is only brought up to date once more.
        session_version=turnout.version,
        seed=seed,
        answered=sum(1 for item, choice in choices.items() if choice and item not in again),
        asked_again=drawn.asked_again(tuple(item.pk for item in own if item.pk in again) if rights.may_vote else ()),
        turnout=turnout.html,
        mine=drawn.mine(participant, amended),
        cards="".join(drawn.card(item, choices[item.pk], rights.may_vote, again.get(item.pk, "")) for item in own),
        csrf_token=get_token(request),  # last: cards and own words have forms
    )
    return HttpResponse(html, status=status)


def feeds_of(consultation: Consultation, pk: int) -> tuple[Feed, Feed]:
    """The feeds of the consultation and of a session of it; a break has no page."""
    rows = feed.at(consultation.slug, pk)
    session = rows[-1].session
    if session is None or session.kind == Session.Kind.BREAK:
        raise Http404
    session.consultation = consultation
    return rows[0], rows[1]


def rights_of(participant: Participant, drawn: page.Drawn, places: list[Place]) -> page.Rights:
    ballot = drawn.board.ballot
    is_seated = any(place.breakout == drawn.breakout.pk for place in places)
    is_open = ballot is not None and ballot.state == ballot.State.OPEN
    return page.Rights(
        is_seated=is_seated,
        may_vote=is_seated and participant.may_vote and is_open,
        role=drawn.roles.get(participant.pk, ""),
        own_breakout=places[0].breakout if places else None,
    )


def seed_of(drawn: page.Drawn, participant: Participant) -> int:
    """What this reader's own order of the list is drawn from."""
    ballot = drawn.board.ballot
    return zlib.crc32(f"{ballot.seed if ballot else 0}:{participant.pk}".encode())


def own_order(items: Iterable[BallotItem], seed: int) -> list[BallotItem]:
    """The list as this reader has it: by a hash of the seed and the item, "17:34"."""
    return sorted(items, key=lambda item: (mixed(f"{seed}:{item.pk}"), item.pk))


def mixed(text: str) -> int:
    """A 32-bit hash that the phone has too: FNV-1a (Fowler, Noll, Vo), then the last step of MurmurHash3 (Appleby).

    The last step is needed: FNV-1a alone puts keys that differ in their last digit into much the same order for
    every seed, and then the same recommendation would stand first on many phones.
    """
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    value = ((value ^ value >> 16) * 0x85EBCA6B) & 0xFFFFFFFF
    value = ((value ^ value >> 13) * 0xC2B2AE35) & 0xFFFFFFFF
    return value ^ value >> 16
