"""The demo's ways in: one link for each role."""

from collections.abc import Iterator

from django.conf import settings

from participants.models import Consultation

# Two of the phones that are seated in breakout c, where the moderator, the rapporteur and the screen are.
ROLES = {
    "organiser": "demo-organiser",
    "moderator of c": "demo-moderator",
    "rapporteur of c": "demo-rapporteur",
    "screen of c": "demo-screen",
    "participant": "demo-participant-3",
    "another participant": "demo-participant-8",
}


def links(consultation: Consultation) -> Iterator[str]:
    """A line for each role: who, and the address that lets them in."""
    base = f"{settings.PUBLIC_URL.rstrip('/')}/{consultation.slug}/enter/#"
    width = max(map(len, ROLES))
    for role, code in ROLES.items():
        yield f"{role:<{width}}  {base}{code}"
