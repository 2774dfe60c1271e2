"""Sixty invented recommendations, twelve a level, in the voice of the delegates who make them."""

from .learners import LEARNERS
from .partners import PARTNERS
from .platforms import PLATFORMS
from .policy import POLICY
from .proposal import Proposal
from .providers import PROVIDERS

PROPOSALS: dict[str, tuple[Proposal, ...]] = {
    "a": POLICY,
    "b": PLATFORMS,
    "c": PROVIDERS,
    "d": LEARNERS,
    "e": PARTNERS,
}

__all__ = ["PROPOSALS", "Proposal"]
