"""What the desk does with what was said: word it anew, merge it, set it aside, shortlist it, and take that back."""

from .in_hand import CHANGED
from .listing import bring_back, order_shortlist, set_aside, shortlist, unshortlist
from .merging import merge, undo_merge
from .undoing import undo
from .wording import from_floor, reword

__all__ = [
    "CHANGED",
    "bring_back",
    "from_floor",
    "merge",
    "order_shortlist",
    "reword",
    "set_aside",
    "shortlist",
    "undo",
    "undo_merge",
    "unshortlist",
]
