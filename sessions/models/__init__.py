from .feed import Epoch, Feed
from .people import Assignment, Presence, Seat
from .session import Document, Phase, PhaseChange, Room, Session

__all__ = [
    "Assignment",
    "Document",
    "Epoch",
    "Feed",
    "Phase",
    "PhaseChange",
    "Presence",
    "Room",
    "Seat",
    "Session",
]
