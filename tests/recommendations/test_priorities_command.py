"""`manage.py priorities`: the published numbers as JSON, recomputed here from the raw votes in another way."""

import json
from collections import defaultdict
from fractions import Fraction
from io import StringIO
from math import sqrt

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse

from recommendations import voting
from recommendations.answers import Counted
from recommendations.models import Roll, Vote

FIRST, SECOND, THIN = (
    "Pay every teacher for redesigning courses.",
    "Count online courses as teaching hours.",
    "Publish what every course costs a student.",
)


def printed(*options):
    out = StringIO()
    call_command("priorities", "shenzhen-2019", *options, stdout=out)
    return out.getvalue()


def level_c():
    return next(level["items"] for level in json.loads(printed("--json")) if level["level"] == "c")


def recomputed(recommendation):
    """The numbers of one recommendation straight from its votes; the bound as a root of Wilson's equation."""
    votes = list(Vote.objects.filter(item__recommendation=recommendation).exclude(choice=""))
    asked = Roll.objects.filter(ballot__items__recommendation=recommendation)
    country = {roll.voter_id: roll.country for roll in asked}
    u, d, p = (sum(vote.choice == choice for vote in votes) for choice in ("support", "not_now", "unsure"))
    n, left = u + d, max(u + d, len(country) - p)
    z = 1.96 * sqrt((left - n) / (left - 1)) if left > 1 else 0
    # The lower root of (share - w)² = z²·w·(1 - w)/n, a quadratic in w.
    a, b, c = 1 + z * z / n, -(2 * u / n + z * z / n), (u / n) ** 2
    heard = defaultdict(list)
    for vote in votes:
        heard[country[vote.voter_id]].append(vote.choice == "support")
    shares = [Fraction(sum(answers) + 1, len(answers) + 2) for answers in heard.values()]
    return {
        "support": u,
        "oppose": d,
        "unsure": p,
        "entitled": len(country),
        "wilson": pytest.approx((-b - sqrt(max(0, b * b - 4 * a * c))) / (2 * a), abs=1e-6),
        "breadth": sum(2 * sum(answers) > len(answers) for answers in heard.values()),
        "countries": len(heard),
        "equal_countries": pytest.approx(float(sum(shares) / len(shares)), abs=0.005),  # published with two digits
    }


def test_anybody_can_recompute_what_is_printed(proposal, report):
    first = proposal(FIRST, support=6, against=1, unsure=1)
    choices = ["not_now", "support", "unsure", "not_now", "support", "support", "not_now", "support", "not_now"]
    second = proposal(SECOND, choices=choices, type="network")
    report(first)

    items = level_c()

    assert [(item["id"], item["number"], item["type"]) for item in items] == [
        (first.pk, first.number, first.type),
        (second.pk, second.number, "network"),
    ]
    for item, recommendation in zip(items, (first, second), strict=True):
        expected = recomputed(recommendation)
        assert {name: item[name] for name in expected} == expected
    assert [item["rank_heads"] for item in items] == [1, 2]
    assert {item["rank_countries"] for item in items} == {1, 2}


def test_a_protected_item_keeps_id_and_number_and_is_null_otherwise(proposal, report):
    first, thin = proposal(FIRST, support=6, against=1), proposal(THIN, support=3, unsure=1)
    report(first)

    protected = level_c()[1]

    assert {name: value for name, value in protected.items() if value is not None} == {
        "id": thin.pk,
        "number": thin.number,
    }


def test_what_four_people_answered_shows_in_nothing_that_is_published(proposal, report, room, crowd, tap, client):
    first, thin = proposal(FIRST, support=6, against=2), proposal(THIN)
    item = thin.items.get()

    def seen(choice):
        with transaction.atomic():
            answers = voting.cast(taps=[tap(who, item, choice) for who in crowd[:4]])
            assert {type(answer) for answer in answers} == {Counted}
            publication = report(first)
            page = client.get(reverse("recommendations:priorities", args=["shenzhen-2019"])).content.decode()
            shown = [printed("--json"), publication.sha256, page.split("<main")[1]]  # above it stands when
            transaction.set_rollback(True)
        room.refresh_from_db()
        return shown

    assert seen("support") == seen("not_now")


def test_nothing_is_printed_before_it_is_published(proposal):
    proposal(FIRST, support=6, against=1)

    assert all(level["items"] == [] for level in json.loads(printed("--json")))
    assert "nothing is published" in printed()


def test_people_read_one_line_for_each(proposal, report):
    first, thin = proposal(FIRST, support=6, against=2), proposal(THIN, support=3)
    report(first)

    text = printed()

    assert f"  1  {first.number}  6 of 8 in favour, Wilson 0." in text
    assert f"  –  {thin.number}  not shown: too few people answered" in text


def test_an_unknown_consultation_is_said_so(consultation):
    with pytest.raises(CommandError, match="no consultation “nowhere”"):
        call_command("priorities", "nowhere")
