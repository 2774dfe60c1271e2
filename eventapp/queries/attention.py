from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participants.models import Consultation
from sessions.models import Phase, Session

from .overview import RoomNow


class Need(NamedTuple):
    """Something that waits for an organiser; a breakout is given where its moderator's page can settle it."""

    title: str
    text: str
    breakout: Session | None = None


def needs(consultation: Consultation, rooms: Sequence[RoomNow], now: datetime) -> list[Need]:
    """What is overdue or not yet settled, the most urgent first."""
    return [*overdue(rooms, now), *unstaffed(rooms), *unconfirmed(consultation, rooms), *unaddressed(consultation)]


def overdue(rooms: Sequence[RoomNow], now: datetime) -> list[Need]:
    found = []
    for room in rooms:
        ends = room.breakout.ends
        if room.breakout.phase in (Phase.COLLECTING, Phase.CURATING) and ends and ends < now:
            title = _("%(breakout)s is past its time") % {"breakout": room.breakout.name}
            text = _("It is still in the phase “%(phase)s”, %(time)s after its end.")
            values = {"phase": room.breakout.get_phase_display(), "time": timesince(ends, now, depth=1)}
            found.append(Need(title, text % values, room.breakout))
    return found


def unstaffed(rooms: Sequence[RoomNow]) -> list[Need]:
    lacking = [
        (_("No moderator yet"), [room for room in rooms if not room.moderators]),
        (_("No rapporteur yet"), [room for room in rooms if not room.rapporteurs]),
    ]
    return [Need(title, ", ".join(room.breakout.name for room in found)) for title, found in lacking if found]


def unconfirmed(consultation: Consultation, rooms: Sequence[RoomNow]) -> list[Need]:
    found = []
    if not consultation.venue_confirmed:
        found.append(Need(_("The venue is to be confirmed"), _("Public pages say so until it is set.")))
    open_rooms = [row.breakout for row in rooms if row.breakout.room is None or not row.breakout.room.is_confirmed]
    if open_rooms:
        title = ngettext(
            "%(n)d breakout room is to be confirmed", "%(n)d breakout rooms are to be confirmed", len(open_rooms)
        )
        text = ", ".join(f"{row.level.letter}: {row.room or '—'}" for row in open_rooms if row.level)
        found.append(Need(title % {"n": len(open_rooms)}, text))
    return found


def unaddressed(consultation: Consultation) -> list[Need]:
    rows = [row for row in consultation.organisations.all() if row.note and not row.email]
    return [Need(_("No contact address for %(name)s") % {"name": row.name}, row.note) for row in rows]
