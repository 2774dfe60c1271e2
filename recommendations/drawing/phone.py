from sessions.feed import Drawing, fragment
from sessions.models import Feed

from .. import queries


def draw(feed: Feed) -> Drawing:
    """What everybody's phone shows of a session: its head, its turnout, its recommendations; nothing personal."""
    if feed.session is None:
        return Drawing([])
    breakout = feed.session
    breakout.consultation = feed.consultation
    board = queries.board(breakout)
    drawn = [
        fragment("recommendations/_head.html", "room-head", breakout=breakout),
        fragment("recommendations/_turnout.html", "room-turnout", slow=True, turnout=queries.turnout(board.ballot)),
        fragment("recommendations/_sealed.html", "room-sealed", breakout=breakout, ballot=board.ballot),
        fragment("recommendations/_shortlist.html", "room-shortlist", breakout=breakout, shortlist=board.shortlist),
    ]
    for item in board.items:
        drawn.append(fragment("recommendations/_item.html", f"item-{item.pk}", item=item))
    return Drawing(drawn, [item.pk for item in board.items])
