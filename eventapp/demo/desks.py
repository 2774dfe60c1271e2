"""What the rapporteurs of a and b have done: merged what was said twice, shortlisted, and set aside with a reason."""

from recommendations import conduct, curation
from recommendations.models import Recommendation
from sessions.models import Phase, Session

from .rooms import moderator, rapporteur

# By the running number within the level. In b the pair 2 and 11 is left for whoever tries the desk.
MERGED = {"a": {1: 9}, "b": {1: 9}}
SHORTLISTED = {"a": (12, 2, 4, 1, 7), "b": (1, 6)}
SET_ASIDE = {
    "a": {
        6: "The room was divided over money tied to results; the moderator raises it in plenary.",
        8: "The room saw a partnership in it rather than a policy, and asks breakout e to look at it.",
    },
    "b": {4: "Two countries do this already; the room asks for their figures first."},
}


def curate(breakout: Session, said: list[Recommendation], letter: str) -> None:
    """Close the ballot and do at the desk what is written above."""
    conduct.move_on(breakout=breakout, to=Phase.CURATING, by=moderator(breakout))
    desk = rapporteur(breakout)
    for into, other in MERGED[letter].items():
        curation.merge(into=said[into - 1], others=[said[other - 1]], by=desk)
    for number, reason in SET_ASIDE[letter].items():
        curation.set_aside(recommendation=said[number - 1], by=desk, reason=reason)
    for number in SHORTLISTED[letter]:
        curation.shortlist(recommendation=said[number - 1], by=desk)
