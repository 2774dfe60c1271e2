from django.db import transaction
from django.utils.translation import get_language

from sessions.feed import Drawing, Fragment, fragment
from sessions.models import Feed

from .. import counting, queries

# What votes do not move, by feed and language: drawn again only when the feed's content has moved.
_content: dict[tuple[int, str], tuple[int, Drawing]] = {}


def draw(feed: Feed) -> Drawing:
    """What everybody's phone shows of a session: its head, its turnout, its recommendations; nothing personal."""
    if feed.session is None:
        return Drawing([])
    feed.session.consultation = feed.consultation
    fragments, order = content(feed)
    return Drawing([*fragments, turnout(feed)], order)


def content(feed: Feed) -> Drawing:
    if transaction.get_connection().in_atomic_block:  # what is read here may yet be rolled back
        return draw_content(feed)
    key = (feed.pk, get_language() or "")
    version, drawing = _content.get(key, (None, Drawing([])))
    if version != feed.content:
        drawing = draw_content(feed)
        _content[key] = (feed.content, drawing)
    return drawing


def draw_content(feed: Feed) -> Drawing:
    breakout = feed.session
    assert breakout is not None
    board = queries.board(breakout)
    drawn = [
        fragment("recommendations/_head.html", "room-head", breakout=breakout),
        fragment("recommendations/_sealed.html", "room-sealed", breakout=breakout, ballot=board.ballot),
        fragment("recommendations/_shortlist.html", "room-shortlist", breakout=breakout, shortlist=board.shortlist),
    ]
    drawn += [
        fragment("recommendations/_item.html", f"item-{item.pk}", item=item, breakout=breakout) for item in board.items
    ]
    return Drawing(drawn, [item.pk for item in board.items])


def turnout(feed: Feed) -> Fragment:
    assert feed.session is not None
    answered = counting.turnout(queries.support_ballot(feed.session))
    return fragment("recommendations/_turnout.html", "room-turnout", slow=True, turnout=answered)
