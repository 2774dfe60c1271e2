import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable, MutableMapping
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser  # noqa: F401 - the user model must be loaded
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Consultation, Credential, Participant, SignOut

if TYPE_CHECKING:
    from sessions.models import Room

# Crockford's base 32: no I, L, O and U, so that a code can be read aloud and typed with one thumb.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
VALID_AFTER_END = timedelta(days=30)
_on_leave: list[Callable[[Participant | None], None]] = []


class Held(NamedTuple):
    """What a cookie names for a consultation: a credential, its issue, and the visit that began when it let in."""

    credential: int
    issue: int
    visit: str = ""


def listen(leave: Callable[[Participant | None], None]) -> None:
    """Hear who has left on one of their devices."""
    _on_leave.append(leave)


def normalise(code: str) -> str:
    """A code as it was meant: capitals, no spaces and hyphens, O for 0, I and L for 1."""
    kept = "".join(character for character in code.upper() if character.isalnum())
    return kept.translate(str.maketrans("OIL", "011"))


def digest_of_code(consultation: Consultation, code: str) -> str:
    """HMAC with the server's key: forty bits would not survive a stolen table of plain hashes."""
    message = f"{consultation.slug}:{normalise(code)}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()


def digest_of_secret(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _i in range(CODE_LENGTH))


@transaction.atomic
def issue(*, participant: Participant | None = None, room: "Room | None" = None, code: str = "") -> tuple[str, str]:
    """Give out a new secret and a new code, and end the old ones. Returns (secret, code)."""
    owner: dict[str, Any] = {"participant": participant, "room": room}
    held_by = participant or room
    assert held_by is not None  # a credential has one owner, says its table
    consultation = held_by.consultation
    # Lock before counting: two desks may give out a new code at once, and only one of them may let in.
    type(held_by)._default_manager.select_for_update(no_key=True).get(pk=held_by.pk)
    earlier = Credential.objects.filter(**owner)
    number = (earlier.aggregate(last=Max("issue"))["last"] or 0) + 1
    earlier.filter(ended_at__isnull=True).update(ended_at=timezone.now())
    secret, code = secrets.token_urlsafe(16), code or new_code()
    common = owner | {"issue": number, "expires_at": expiry(consultation)}
    Credential.objects.create(kind=Credential.Kind.LINK, digest=digest_of_secret(secret), **common)
    Credential.objects.create(kind=Credential.Kind.CODE, digest=digest_of_code(consultation, code), **common)
    return secret, code


def expiry(consultation: Consultation) -> datetime | None:
    """Thirty days after the consultation; the demo's codes, whose meeting is long over, last."""
    if consultation.ends is None or consultation.is_demo:
        return None
    return datetime.combine(consultation.ends, time.max, consultation.tz) + VALID_AFTER_END


def find(consultation: Consultation, code: str) -> Credential:
    """The live credential behind a typed code or a link's secret, else a sentence to act on."""
    digests = [digest_of_secret(code.strip()), digest_of_code(consultation, code)]
    owners = ("participant__consultation", "room__consultation")
    for credential in Credential.objects.filter(digest__in=digests).select_related(*owners):
        if is_for(credential, consultation.slug):
            return credential
    raise ValidationError(
        _("We do not know this code. It is on your badge and in your invitation; check it and try again.")
    )


def come_in(session: Any, consultation: Consultation, credential: Credential) -> None:
    """Remember in the cookie who this is; one credential a consultation, and a new key each time."""
    leave(session, consultation)
    session.cycle_key()
    session["in"] |= {consultation.slug: [credential.pk, credential.issue, secrets.token_urlsafe(12)]}


def leave(session: MutableMapping[str, Any], consultation: Consultation) -> None:
    """End this browser's visit: its cookie lets nobody in any more, and its sockets close."""
    gone = held(session, consultation.slug)
    session["in"] = {slug: kept for slug, kept in session.get("in", {}).items() if slug != consultation.slug}
    if gone and gone.visit:
        SignOut.objects.get_or_create(visit=gone.visit)
        for tell in _on_leave:
            tell(Participant.objects.filter(credentials=gone.credential).first())


def over(visits: Iterable[str]) -> set[str]:
    """Which of these visits have ended; no question where there are none."""
    return set(SignOut.objects.filter(visit__in=set(visits) - {""}).values_list("visit", flat=True))


def held(session: Any, slug: str) -> Held | None:
    """What this cookie names for the consultation with this slug."""
    named = (session.get("in") or {}).get(slug) if session is not None else None
    return Held(int(named[0]), int(named[1]), *map(str, named[2:3])) if named else None


def credential_of(session: Any, slug: str) -> Credential | None:
    """The live credential that the cookie names, with its owner and consultation; None for a stranger."""
    if not (named := held(session, slug)):
        return None
    rows = Credential.objects.select_related("participant__consultation", "room")
    rows = rows.filter(~Exists(SignOut.objects.filter(visit=named.visit)), pk=named.credential, issue=named.issue)
    credential = rows.first()
    return credential if credential is not None and is_for(credential, slug) else None


def is_for(credential: Credential, slug: str) -> bool:
    """Whether a credential lives, and its owner is one of the consultation's and not erased."""
    if credential.participant is not None and credential.participant.erased_at is not None:
        return False
    owner = credential.participant or credential.room
    return owner is not None and owner.consultation.slug == slug and credential.is_live


def who(session: Any, slug: str) -> tuple[Consultation | None, Participant | None, "Room | None"]:
    """The consultation at an address, and who acts there: a participant, or a room's screen, or nobody.

    The cookie names a credential, and that its owner and the consultation: one query for whoever has come in.
    """
    credential = credential_of(session, slug)
    if credential is None:
        return Consultation.objects.filter(slug=slug).first(), None, None
    owner = credential.participant or credential.room
    return owner.consultation if owner else None, credential.participant, credential.room
