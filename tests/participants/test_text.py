"""The one function that cleans what people type."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from participants.text import BIDI_CONTROLS, clean, language_of, length, words_of

SCRIPTS = {
    "Arabic": "تدريب المعلمين على التعليم عن بعد",
    "Persian": "آموزش می‌خواهیم",
    "Thai": "ฝึกอบรมครูให้สอนออนไลน์",
    "Khmer": "បណ្តុះបណ្តាលសាស្ត្រាចារ្យ",
    "Burmese": "ဆရာများကို လေ့ကျင့်ပေးပါ",
    "Sinhala": "ගුරුවරුන් පුහුණු කරන්න",
    "Chinese": "为每一位教师提供四十小时的培训",
    "Hindi": "शिक्षकों को प्रशिक्षण दें",
    "emoji": "👩‍👩‍👧‍👦 👍🏽 🇹🇭",
}


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_the_scripts_of_the_region_survive_unchanged(text: str) -> None:
    assert clean(text) == text


def test_bidi_controls_go_and_the_rest_stays() -> None:
    assert clean("".join(f"a{control}" for control in BIDI_CONTROLS)) == "a" * len(BIDI_CONTROLS)


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_what_no_table_can_hold_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValidationError, match="contains characters that cannot be kept"):
        clean(text)


def test_control_characters_go_but_lines_and_tabs_stay() -> None:
    assert clean("one\r\ntwo\rthree\tfour\x07\x1b\x7f\x85") == "one\ntwo\nthree\tfour"


def test_a_tower_of_marks_is_cut_to_four() -> None:
    assert clean("x" + "\u0335" * 50) == "x" + "\u0335" * 4


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert clean("Cafe\u0301") == "Café"


@pytest.mark.parametrize(("text", "seen"), [("👩‍👩‍👧‍👦", 1), ("e\u0301", 1), ("កា", 1), ("abc", 3), ("", 0)])
def test_length_is_what_people_see(text: str, seen: int) -> None:
    assert length(text) == seen


def test_too_short_says_how_much_is_missing() -> None:
    with pytest.raises(ValidationError, match="1 character is missing"):
        words_of("a" * 19, least=20, most=300)


def test_scripts_without_spaces_may_be_shorter() -> None:
    assert words_of("为每位教师提供培训", least=20, least_dense=8, most=300) == "为每位教师提供培训"


@pytest.mark.parametrize(
    ("size", "told"), [(15, "5 characters too long; 10 fit"), (11, "1 character too long; 10 fit")]
)
def test_too_long_says_how_much(size: int, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        words_of("a" * size, least=1, most=10)


@pytest.mark.parametrize(
    ("text", "language"),
    [(SCRIPTS["Khmer"], "km"), (SCRIPTS["Thai"], "th"), (SCRIPTS["Chinese"], "zh-Hans"), ("Train teachers", "en")],
)
def test_the_language_is_told_by_the_script(text: str, language: str) -> None:
    assert language_of(text, "en") == language


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
