"""Holds what the phones heard against what the database keeps."""

from uuid import UUID

from django.core.management.base import CommandError

from participants import sign_in
from participants.models import Consultation, Credential
from recommendations.models import Tap, Vote
from sessions.models import Phase, Session

from .phone import Phone
from .play import Cast


def cast_of(slug: str, letter: str, participants: int) -> tuple[Session, Cast]:
    """The breakout to play, and who plays in it: people with a seat and a code of the demo, else newcomers."""
    consultation = Consultation.objects.filter(slug=slug, is_demo=True).first()
    if consultation is None:
        raise CommandError(f"There is no demo “{slug}” here; `manage.py demo` makes one.")
    rows = Session.objects.select_related("room").filter(consultation=consultation, level__letter=letter)
    breakout = rows.filter(kind=Session.Kind.BREAKOUT).first()
    if breakout is None or breakout.phase != Phase.COLLECTING:
        raise CommandError(f"Breakout {letter} is not collecting; choose another, or move it on.")
    codes = seated_codes(consultation, breakout)[:participants]
    is_staffed = letter == "c"  # the demo's rapporteur and screen are those of c
    screen = ("demo-screen", breakout.room_id) if is_staffed and breakout.room_id else None
    return breakout, Cast(codes, participants - len(codes), "demo-rapporteur" if is_staffed else "", screen)


def seated_codes(consultation: Consultation, breakout: Session) -> list[str]:
    """The demo's codes of those who have a seat in the breakout."""
    people = consultation.participants.count()
    digests = {sign_in.digest_of_code(consultation, f"demo-participant-{n}"): n for n in range(1, people + 1)}
    seated = Credential.objects.filter(participant__seats__session=breakout, ended_at=None, kind=Credential.Kind.CODE)
    numbers = sorted(digests[digest] for digest in seated.values_list("digest", flat=True) if digest in digests)
    return [f"demo-participant-{number}" for number in numbers]


def taps(breakout: Session) -> int:
    return Tap.objects.filter(ballot__session=breakout).count()


def compare(breakout: Session, phones: list[Phone], before: int) -> list[str]:
    """Every way in which log and database disagree, a sentence each; none when all is well."""
    wrong = []
    counted = {UUID(key) for phone in phones for key in phone.kept}
    known = set(Tap.objects.filter(ballot__session=breakout, key__in=counted).values_list("key", flat=True))
    if missing := counted - known:
        wrong.append(f"{len(missing)} votes were answered “counted” and are not in the database")
    if (rows := taps(breakout) - before) != len(counted):
        wrong.append(f"The database has {rows} new taps, the phones heard of {len(counted)}")
    for phone in phones:
        if phone.waiting:
            wrong.append(f"{phone.name} still waits for {len(phone.waiting)} answers")
        voter = Tap.objects.filter(key__in=phone.kept).values_list("voter", flat=True).first()
        now = dict(Vote.objects.filter(voter=voter, item__in=phone.counted).values_list("item", "choice"))
        if now != phone.counted:
            wrong.append(f"{phone.name} heard {phone.counted}, the database says {now}")
    return wrong
