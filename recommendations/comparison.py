"""Comparing wordings: what reads alike, and what changed; pure functions on plain text."""

from collections import Counter
from collections.abc import Hashable, Mapping
from difflib import SequenceMatcher
from math import log
from typing import NamedTuple, TypeVar

import regex

Key = TypeVar("Key", bound=Hashable)
_BETWEEN = regex.compile(r"[\s\p{P}]+")
_DENSE = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Khmer}\p{Lao}\p{Myanmar}"
# A word where a script has spaces, else what people see as one character.
_PIECE = regex.compile(rf"(?:(?![{_DENSE}])[\p{{L}}\p{{M}}\p{{N}}])+|\X")


class Piece(NamedTuple):
    """A stretch of text that was kept, or is gone, or is new."""

    kind: str  # kept, gone or new
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """What became of a wording, word by word; changes with only a space between them read as one phrase."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    pieces, gone, fresh = [], "", ""
    for at, (kind, i, j, k, m) in enumerate(steps):
        was, now = "".join(old[i:j]), "".join(new[k:m])
        if kind != "equal" or (was.isspace() and 0 < at < len(steps) - 1):
            gone, fresh = gone + was, fresh + now
            continue
        pieces += [Piece("gone", gone), Piece("new", fresh), Piece("kept", was)]
        gone = fresh = ""
    return [piece for piece in (*pieces, Piece("gone", gone), Piece("new", fresh)) if piece.text]


def nearest(text: str, others: Mapping[Key, str]) -> list[Key]:
    """The others, those that read most alike first: by threes of letters, rare ones weighing more.

    Threes find likeness in every script, also where there are no spaces. The weight is that of a word in a search
    (Spärck Jones 1972, J. Documentation 28:11-21): log of how many texts there are for each that has it.
    """
    own, threes = _threes(text), {key: _threes(other) for key, other in others.items()}
    spread = Counter(three for said in [own, *threes.values()] for three in said)

    def weight(said: set[str]) -> float:
        return sum(log((len(others) + 1) / spread[three]) for three in said)

    def likeness(key: Key) -> float:
        return weight(own & threes[key]) / (min(weight(own), weight(threes[key])) or 1)

    return sorted(others, key=likeness, reverse=True)


def _threes(text: str) -> set[str]:
    plain = f" {_BETWEEN.sub(' ', text.lower()).strip()} "
    return {plain[at : at + 3] for at in range(len(plain) - 2)}
