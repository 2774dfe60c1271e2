"""The demo's people and words, before any database: how many, from where, how long, and who disagrees."""

import json
import unicodedata
from collections import Counter

import pytest
from django.conf import settings

from eventapp.demo import votes
from eventapp.demo.people import DELEGATES, MODERATORS, RAPPORTEURS, breakout_of, delegate
from eventapp.demo.words import PROPOSALS
from participants import text
from participants.models import Group
from recommendations.models import Recommendation

ALL = [proposal for level in PROPOSALS.values() for proposal in level]


def room(letter: str) -> list[str]:
    return [row.country for number, row in enumerate(DELEGATES, 1) if breakout_of(number) == letter]


def taken(letter: str) -> list[list[str]]:
    return [
        votes.answers(proposal, room(letter), proposal.author - 1, votes.generator(letter, index))
        for index, proposal in enumerate(PROPOSALS[letter])
    ]


def test_forty_people_come_from_fifteen_countries_and_six_groups():
    assert len(DELEGATES) == len({row.name for row in DELEGATES}) == 40
    assert len({row.country for row in DELEGATES}) == 15
    assert {row.group for row in DELEGATES} == set(Group.values)


def test_every_breakout_seats_eight_people_with_its_moderator_and_rapporteur():
    assert Counter(map(breakout_of, range(1, 41))) == dict.fromkeys("abcde", 8)
    assert list(MODERATORS) == list(RAPPORTEURS) == list("abcde")


def test_more_people_can_be_invented_and_are_the_same_each_time():
    assert [delegate(number) for number in range(1, 41)] == list(DELEGATES)
    assert len({delegate(number).name for number in range(1, 2001)}) == 2000
    assert delegate(1234) == delegate(1234)


def test_there_are_sixty_recommendations_twelve_a_level_of_every_type_and_target():
    assert {letter: len(level) for letter, level in PROPOSALS.items()} == dict.fromkeys("abcde", 12)
    assert {row.type for row in ALL} == set(Recommendation.Type.values)
    assert {row.target for row in ALL} == set(Recommendation.Target.values)


def test_recommendations_have_60_to_250_characters_and_survive_cleaning():
    assert [row.text for row in ALL if not 60 <= text.length(row.text) <= 250] == []
    assert [row.text for row in ALL if len(row.text) > 250] == []
    assert [row.text for row in ALL if text.clean(row.text) != row.text] == []
    assert [row.why for row in ALL if unicodedata.normalize("NFC", row.why) != row.why] == []


def test_no_two_recommendations_begin_with_the_same_five_words():
    beginnings = Counter(" ".join(row.text.lower().split()[:5]) for row in ALL)

    assert [words for words, times in beginnings.items() if times > 1] == []


def test_six_recommendations_say_another_one_again_in_other_words():
    pairs = [
        (letter, row.repeats, number)
        for letter, level in PROPOSALS.items()
        for number, row in enumerate(level, 1)
        if row.repeats
    ]

    assert pairs == [("a", 1, 9), ("b", 1, 9), ("b", 2, 11), ("c", 1, 9), ("d", 3, 10), ("e", 3, 9)]


def test_some_are_not_in_english_and_their_authors_come_from_where_the_language_is_spoken():
    spoken = {
        "zh-Hans": "CN",
        "th": "TH",
        "vi": "VN",
        "bn": "BD",
        "si": "LK",
        "ur": "PK",
        "hi": "IN",
        "km": "KH",
        "id": "ID",
    }

    found = [
        (row.language, room(letter)[row.author - 1])
        for letter, level in PROPOSALS.items()
        for row in level
        if row.language != "en"
    ]

    assert {language for language, _country in found} == set(spoken)
    assert [pair for pair in found if spoken[pair[0]] != pair[1]] == []


@pytest.mark.parametrize("letter", "abcde")
def test_one_recommendation_a_level_has_at_least_30_percent_against_and_the_others_less(letter):
    against = {
        number: row.count("not_now") / len([answer for answer in row if answer])
        for number, row in enumerate(taken(letter), 1)
    }

    disputed = [number for number, row in enumerate(PROPOSALS[letter], 1) if row.mood == "split"]
    assert [number for number, share in against.items() if share >= 0.3] == disputed
    assert len(disputed) == 1


@pytest.mark.parametrize("letter", "abcde")
def test_authors_support_their_own_words_and_votes_are_the_same_each_time(letter):
    assert taken(letter) == taken(letter)
    assert {row[proposal.author - 1] for proposal, row in zip(PROPOSALS[letter], taken(letter), strict=True)} == {
        "support"
    }


def test_those_who_doubt_come_from_the_countries_that_are_said_to():
    proposal = PROPOSALS["a"][5]

    against = {country for country, answer in zip(room("a"), taken("a")[5], strict=True) if answer == "not_now"}

    assert against <= set(proposal.doubted_in.split())


def test_the_consultation_is_told_in_two_languages_and_says_what_is_not_confirmed():
    path = settings.BASE_DIR / "fixtures" / "shenzhen-2019.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    agenda = [row for day in told["days"] for row in day["sessions"]]
    breakouts = [row for row in agenda if row["kind"] == "breakout"]

    assert [row["level"] for row in breakouts] == list("abcde")
    assert len({(row["starts"], row["ends"]) for row in breakouts}) == 1
    assert [row["title"] for row in agenda if not row["translations"]["zh-hans"]["title"]] == []
    assert [row["title"] for row in breakouts if not row["translations"]["zh-hans"]["question"]] == []
    assert {row["is_confirmed"] for row in [told["venue"], *told["rooms"]]} == {False}
    assert [row["email"] for row in told["organisations"] if row["email"]] == ["eisd.bgk@unesco.org"]
