"""People who have come in already: the cookies that the door would have given them."""

import json
from typing import NamedTuple

from tests.server import Server

FACTS = """
import json
from django.contrib.sessions.backends.signed_cookies import SessionStore
from participants import sign_in
from participants.models import Consultation, Credential
from recommendations.models import Ballot
from sessions import feed
from sessions.models import Session

consultation = Consultation.objects.get(slug={slug!r})
breakout = Session.objects.get(consultation=consultation, kind="breakout", level__letter="c")
ballot = Ballot.objects.get(session=breakout, kind="support", state="open")

def cookie(credential):
    session = SessionStore()
    session["in"] = {{consultation.slug: [credential.pk, credential.issue]}}
    session.save()
    return session.session_key

def of_code(code):
    return cookie(Credential.objects.get(digest=sign_in.digest_of_code(consultation, code)))

people = Credential.objects.filter(participant__seats__session=breakout, kind="code", ended_at=None).order_by("id")
last = ballot.taps.order_by("-id").first()
print("FACTS" + json.dumps({{
    "breakout": breakout.pk, "ballot": ballot.pk, "feed": feed.of(breakout).name,
    "items": list(ballot.items.values_list("pk", flat=True)), "since": last.pk if last else 0,
    "people": [cookie(row) for row in people],
    "rapporteur": of_code("demo-rapporteur"), "screen": of_code("demo-screen"),
}}))
"""


class Facts(NamedTuple):
    breakout: int
    ballot: int
    feed: str
    items: list[int]
    since: int
    people: list[str]
    rapporteur: str
    screen: str


def facts(server: Server, slug: str) -> Facts:
    """Where to vote, on what, and as whom; `since` is the last tap that was there before."""
    printed = server.manage("shell", "--no-imports", "-c", FACTS.format(slug=slug))
    return Facts(**json.loads(printed.split("FACTS", 1)[1]))
