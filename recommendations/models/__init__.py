from .ballot import Ballot, BallotItem, Publication, Roll, Voter
from .practice import Practice
from .recommendation import Decision, Merge, MergeMember, Recommendation, Revision
from .vote import Tap, Vote

__all__ = [
    "Ballot",
    "BallotItem",
    "Decision",
    "Merge",
    "MergeMember",
    "Practice",
    "Publication",
    "Recommendation",
    "Revision",
    "Roll",
    "Tap",
    "Vote",
    "Voter",
]
