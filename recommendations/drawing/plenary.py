from django.utils import timezone

from sessions.feed import Drawing, fragment
from sessions.models import Feed

from .. import results


def draw(feed: Feed) -> Drawing:
    """The shortlist of each level on every phone of the consultation; a page that has no place for it lets it pass."""
    if feed.session is not None:
        return Drawing([])
    # The beat has no request, and so no zone: times here are those on the wall of the venue.
    with timezone.override(feed.consultation.tz):
        return Drawing(
            [
                fragment(
                    "recommendations/_plenary_level.html",
                    f"shortlist-{breakout.level.letter}",
                    breakout=breakout,
                    result=result,
                    consultation=feed.consultation,
                )
                for breakout, result in results.by_level(feed.consultation)
                if breakout.level
            ]
        )
