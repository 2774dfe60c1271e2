from django.utils import timezone

from sessions.feed import Drawing, Fragment, fragment
from sessions.models import Feed, Session

from .. import desk_queries, latest


def draw(feed: Feed) -> Drawing:
    """What the desk of a breakout shows of its feed: head, list, shortlist and the last steps; nothing to fill in."""
    if feed.session is None or not feed.session.is_breakout:
        return Drawing([])
    feed.session.consultation = feed.consultation
    # The beat has no request, and so no zone: times here are those on the wall of the venue.
    with timezone.override(feed.consultation.tz):
        return Drawing(fragments(feed.session))


def fragments(breakout: Session) -> list[Fragment]:
    desk = desk_queries.desk(breakout)
    return [
        fragment("recommendations/_desk_head.html", "desk-head", desk=desk),
        fragment("recommendations/_desk_list.html", "desk-list", desk=desk),
        fragment("recommendations/_desk_shortlist.html", "desk-shortlist", desk=desk),
        fragment("recommendations/_desk_changes.html", "desk-changes", desk=desk, steps=latest.steps(breakout)),
    ]
