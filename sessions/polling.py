"""What phones without a socket are told: the drawings of a feed, kept for the next one who asks."""

import threading

from django.db import transaction

from .feed import Drawing
from .metrics import DRAWN
from .models import Feed
from .reading import Moment, draw
from .stream import Stream

_streams: dict[tuple[int, str, str], Stream] = {}
_lock = threading.Lock()  # many ask at once when sockets fail: one draws, the others take what it drew


def news(row: Feed, *, epoch: str, audience: str, language: str, since: int) -> str | None:
    """The frame that brings a page from a version of this feed up to date; None where it is. 0 is nothing."""
    if transaction.get_connection().in_atomic_block:  # what is read here may yet be rolled back
        return said(taken(None, row, epoch, audience, language), since)
    key = (row.pk, audience, language)
    with _lock:
        stream = _streams[key] = taken(_streams.get(key), row, epoch, audience, language)
        return said(stream, since)


def said(stream: Stream, since: int) -> str | None:
    return None if stream.is_current(since) else stream.frame(since)


def taken(kept: Stream | None, row: Feed, epoch: str, audience: str, language: str) -> Stream:
    """The kept stream where it shows this version of this life of the database, else one with a new drawing."""
    if kept is not None and (kept.epoch, kept.checked) == (epoch, row.version):
        return kept
    moment, drawing = drawn(row.pk, audience, language)
    if kept is None or kept.epoch != epoch or moment[0] < kept.checked:
        kept = Stream(row.name, epoch, paced=False)
    kept.take(drawing, *moment, 0)
    return kept


def drawn(pk: int, audience: str, language: str) -> tuple[Moment, Drawing]:
    DRAWN.labels(audience).inc()
    moment, drawings = draw(pk, [(audience, language)])
    return moment, drawings[audience, language]
