"""Protection of small groups: one function decides what may be shown, and pages, sockets and files all ask it."""

from .pooling import Group, Kind, Row
from .showing import Shown, Why, protect

__all__ = ["Group", "Kind", "Row", "Shown", "Why", "protect"]
