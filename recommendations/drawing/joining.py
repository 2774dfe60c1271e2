"""How to come in: the address, and the same as a picture that a phone's camera reads."""

from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.urls import reverse

from participants.models import Consultation

QUIET = 4  # modules of white around it, as ISO/IEC 18004 asks


class Code(NamedTuple):
    """A QR code as one path of an SVG."""

    size: int
    path: str


class Door(NamedTuple):
    """The address of the enter page, short as people type it, and its code."""

    host: str
    path: str
    code: Code


def door(consultation: Consultation) -> Door:
    """How people come in to this consultation."""
    path = reverse("participants:enter", kwargs={"consultation": consultation.slug})
    return Door(urlsplit(settings.PUBLIC_URL).netloc, path, code(settings.PUBLIC_URL.rstrip("/") + path))


@cache
def code(address: str) -> Code:
    """Draw a code: each run of dark modules in a row is one rectangle."""
    rows = [bytes(row) for row in segno.make(address, error="m", micro=False).matrix]
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                runs.append(f"M{x + QUIET} {y + QUIET}h{end - x}v1h-{end - x}z")
            x = end + 1
    return Code(len(rows) + 2 * QUIET, "".join(runs))
