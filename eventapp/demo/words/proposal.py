from dataclasses import dataclass


@dataclass(frozen=True)
class Proposal:
    """What somebody says: the words, what they aim at, and how a room takes them."""

    text: str
    type: str
    target: str
    author: int  # which of the eight people of the breakout, counted from 1
    mood: str = "liked"  # see votes.MOODS
    doubted_in: str = ""  # countries whose people doubt first
    why: str = ""
    language: str = "en"
    repeats: int = 0  # the recommendation of the same level that this one says again in other words
