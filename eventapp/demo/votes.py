"""How a room of invented delegates takes a recommendation: seeded, and the same each time."""

import random
from collections.abc import Sequence
from typing import NamedTuple

from .words import Proposal

SEED = 20190924
SUPPORT, NOT_NOW, UNSURE, SILENT = "support", "not_now", "unsure", ""


class Mood(NamedTuple):
    """Which share of a room is against, unsure, or says nothing; the rest supports."""

    against: float
    unsure: float
    silent: float


MOODS = {
    "loved": Mood(0.02, 0.06, 0.03),
    "liked": Mood(0.10, 0.12, 0.10),
    "mixed": Mood(0.22, 0.20, 0.10),
    "unsure": Mood(0.12, 0.40, 0.15),
    "partial": Mood(0.00, 0.40, 0.00),  # carried by some countries, while others wait and see
    "split": Mood(0.40, 0.08, 0.04),
}


def generator(*names: object) -> random.Random:
    """A source of chance of its own for each purpose, so that one more draw here moves nothing there."""
    return random.Random(":".join(map(str, (SEED, *names))))


def answers(proposal: Proposal, countries: Sequence[str], author: int | None, chance: random.Random) -> list[str]:
    """Say how each member of a room answers, in their order: those from doubting countries doubt first."""
    doubting = proposal.doubted_in.split()
    others = [index for index in range(len(countries)) if index != author]
    chance.shuffle(others)
    silent = _some(MOODS[proposal.mood].silent, len(others), chance)
    speaking = sorted(others[silent:], key=lambda index: countries[index] not in doubting)
    against, unsure = _doubts(MOODS[proposal.mood], proposal.mood == "split", len(countries) - silent, chance)
    taken = [SILENT] * len(countries)
    for position, index in enumerate(speaking):
        taken[index] = NOT_NOW if position < against else UNSURE if position < against + unsure else SUPPORT
    if author is not None:
        taken[author] = SUPPORT
    return taken


def _doubts(mood: Mood, is_split: bool, speaking: int, chance: random.Random) -> tuple[int, int]:
    """How many are against and unsure: at least 30 % against where a room is split, and less elsewhere."""
    unsure = _some(mood.unsure, speaking, chance)
    against = _some(mood.against, speaking, chance)
    if is_split:
        return max(against, -(-3 * speaking // 10)), unsure
    return min(against, int(0.29 * (speaking - unsure))), unsure


def _some(share: float, of: int, chance: random.Random) -> int:
    """A share of a number as a whole number; what is left over is decided by chance."""
    return int(share * of + chance.random())
