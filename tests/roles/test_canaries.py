"""What a role may not see is planted, and looked for in every page, file and frame that the role can get."""

import io
import re
import zipfile

import pytest
from django.db import transaction

from participants.models import Participant
from recommendations import conduct, submission, voting
from recommendations.answers import Counted
from sessions.models import Phase
from tests.roles.addresses import address, patterns
from tests.roles.table import ACTORS, rows

NAME, MAIL, WHY = "Zacanaryname", "zacanarymail@example.org", "Zacanarywhy because of this."
WITHDRAWN, FIRST_WORDS = (
    "Zacanarywithdrawn words that nobody shall read again.",
    "Zacanaryfirst words before they changed.",
)
GETS = [name for name, (get, _post) in sorted(rows().items()) if "200" in get and name in patterns()]
# Who may read what: names belong to those who organise, words that were taken back to their author and the desk.
MAY_READ = {
    (NAME, "organiser", "people"),
    (NAME, "secretariat", "people"),
    (WITHDRAWN, "rapporteur", "lineage of it"),
    (WITHDRAWN, "moderator", "lineage of it"),
}
CANARIES = [NAME, MAIL, WHY, WITHDRAWN]
WAY = {"collecting": [], "curating": [Phase.CURATING], "reported": [Phase.CURATING, Phase.REPORTED]}


def plant(world, phase, mina, bao, say, tap):
    """Bao says and votes what nobody else may read, and takes something back."""
    Participant.objects.filter(pk=bao.pk).update(name=NAME, email=MAIL)
    taken_back = say(world.breakout, bao, WITHDRAWN)
    submission.withdraw(recommendation=taken_back, by=bao)
    voting.cast(taps=[tap(bao, world.said[0].items.get(), "not_now", why=WHY)])
    for step in WAY[phase]:
        conduct.move_on(breakout=world.breakout, to=step, by=mina)
        world.breakout.refresh_from_db()
    return taken_back


def text_of(answer) -> str:
    """What an answer says; files of Office are looked into."""
    if not answer.content.startswith(b"PK"):
        return answer.content.decode()
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        return "".join(package.read(name).decode(errors="replace") for name in package.namelist())


@pytest.mark.parametrize("phase", WAY)
def test_no_page_and_no_frame_shows_what_its_reader_may_not_see(phase, make_world, mina, bao, say, tap):
    world = make_world()
    taken_back = plant(world, phase, mina, bao, say, tap)
    found = []
    for actor in ACTORS:
        browser = world.client(actor)
        pages = {name: address(world, name) for name in GETS}
        pages["lineage of it"] = address(world, "recommendations:lineage", number=taken_back.number)
        for audience in ("phone", "desk", "screen"):
            pages[f"{audience} state"] = address(world, "recommendations:state") + f"?audience={audience}"
        for name, where in pages.items():
            answer = browser.get(where)
            if answer.status_code == 200:
                found += [(canary, actor, name) for canary in CANARIES if canary in text_of(answer)]

    assert sorted(set(found) - MAY_READ) == []


VARYING = re.compile(
    r'csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken[^}]*}|data-epoch="[^"]*"|"epoch":"[^"]*"'
    r'|[0-9:]*:[0-5][0-9]|"exported_at": "[^"]*"'
)
# Everybody but the desk's people, who see the numbers of a step, and those who vote here.
STRANGERS = ["anonymous", "visitor", "foreigner", "secretariat", "screen"]


@pytest.mark.parametrize("phase", WAY)
def test_a_sealed_tally_shows_in_nothing_until_it_is_published(phase, make_world, enrol, breakout, mina, tap):
    voters = [enrol(f"Voter {n}", seat=breakout, country=code) for n, code in enumerate(["PH", "VN", "TH", "LK"] * 3)]
    world = make_world()
    item = world.said[1].items.get()

    def seen(support: int) -> dict[tuple[str, str], str]:
        """What strangers read once so many of the twelve support it and the others are against it."""
        with transaction.atomic():
            choices = ["support"] * support + ["not_now"] * (len(voters) - support)
            answers = voting.cast(taps=[tap(who, item, choice) for who, choice in zip(voters, choices, strict=True)])
            assert {type(answer) for answer in answers} == {Counted}
            for step in WAY[phase]:
                conduct.move_on(breakout=world.breakout, to=step, by=mina)
            pages = {(actor, name): page for actor in STRANGERS for name, page in pages_of(world, actor).items()}
            transaction.set_rollback(True)
        return pages

    liked, disliked = seen(10), seen(2)

    differing = {where for where in liked if liked[where] != disliked[where]}
    public = {(actor, "recommendations:priorities") for actor in STRANGERS}
    if phase == "reported":  # the same search finds what is no secret any more
        assert public <= differing
    else:
        assert differing == set()


def pages_of(world, actor: str) -> dict[str, str]:
    browser = world.client(actor)
    said = {}
    for name in GETS:
        if name not in ("participants:enter", "participants:register", "set_language", "outcomes:plan_xlsx"):
            said[name] = VARYING.sub("", text_of(browser.get(address(world, name))))
    for audience in ("phone", "desk", "screen"):
        where = address(world, "recommendations:state") + f"?audience={audience}"
        said[audience] = VARYING.sub("", text_of(browser.get(where)))
    return said
