"""Words stay words, whatever they begin with and whatever they are made of."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from outcomes.workbook import LevelPlan, Plan, Row, write
from outcomes.workbook.names import sheet_titles, table_names
from outcomes.workbook.text import clean, height, lines, measure

WORDS = [
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://example.org","click")',
    "=1+1",
    "+1+1",
    "-2",
    "@SUM(1)",
    "\t=1+1",
    "'quoted",
    "<script>alert(1)</script> & ]]>",
    "a\x0bb\x00c\x1b",
    "a\ufffeb\uffff",
    "a\ud800b",
    "right\u200fleft \u202egnp",
    "👩🏽‍🔬 and 🇰🇭",
    "การเรียนรู้ตลอดชีวิตสำหรับทุกคน",
    "ការរៀនសូត្រពេញមួយជីវិត",
    "为偏远地区学习者设立移动数据基金",
    "one\r\ntwo\rthree\nfour",
    "_x0041_ and _x005F_",
    "  spaces  ",
    "#REF!",
    "TRUE",
    "1e5",
]


def read(data: bytes) -> Any:
    return load_workbook(BytesIO(data))


def unescape(text: str | None) -> str:
    """A spreadsheet reads _x005F_ as an underscore; openpyxl shows what is stored."""
    return re.sub(r"_x005F_(?=x[0-9A-Fa-f]{4}_)", "_", text or "")


@pytest.fixture
def hostile(make_plan: Callable[..., Plan], action_row: Callable[..., Row], score_row: Callable[..., Row]) -> Plan:
    return make_plan(
        a=tuple(action_row(n, activity=words, lead=words, recommendations=words) for n, words in enumerate(WORDS, 1)),
        scores=tuple(score_row(f"a{n}", text=words, note=words) for n, words in enumerate(WORDS, 1)),
        about={"title": WORDS[0], "venue": WORDS[1], "notice": WORDS[9], "bodies": (("Host", WORDS[11]),)},
        export={"by": WORDS[0], "status": WORDS[2]},
    )


def test_hostile_words_come_out_as_the_same_words(hostile: Plan) -> None:
    sheet = read(write(hostile))["A Policy"]

    for at, words in enumerate(WORDS, 4):
        assert [unescape(sheet.cell(at, n).value) for n in (5, 9, 21)] == [clean(words)] * 3
        assert [sheet.cell(at, n).data_type for n in (5, 9, 21)] == ["s"] * 3


def test_no_word_became_a_formula(hostile: Plan) -> None:
    book = read(write(hostile))

    def places(title: str) -> set[str]:
        return {c.coordinate for row in book[title].iter_rows() for c in row if c.data_type == "f"}

    assert len(places("Cover")) == 1
    assert {re.sub(r"\d", "", where) for where in places("Scores")} == {"I", "J", "P"}
    assert {re.sub(r"\d", "", where) for where in places("A Policy")} == {"C", "S", "V"}


def test_cleaning_replaces_only_what_xml_cannot_hold() -> None:
    assert clean("a\x0bb\x00c\ufffed\ud800e") == "a\ufffdb\ufffdc\ufffdd\ufffde"
    assert clean("\ttab\nline\u200d\u200f\U0001f469") == "\ttab\nline\u200d\u200f\U0001f469"


def test_a_text_ends_where_a_cell_ends() -> None:
    assert clean("x" * 40_000) == "x" * 32_767
    assert clean("👩" * 40_000) == "👩" * 16_383


def test_a_text_of_forty_thousand_characters_is_written(make_plan: Callable[..., Plan], action_row: Any) -> None:
    sheet = read(write(make_plan(a=(action_row(1, question="=" * 40_000),))))["A Policy"]

    assert sheet["F4"].value == "=" * 32_767
    assert sheet.row_dimensions[4].height == 409


def test_wide_characters_count_twice_and_marks_not_at_all() -> None:
    assert measure("plan") == 4
    assert measure("计划") == 4
    assert measure("ที่") == 1
    assert measure("e\u0301") == 1
    assert measure("\u200d") == 0


def test_row_heights_follow_the_lines() -> None:
    assert lines("word " * 20, 48) == 3
    assert lines("one\ntwo", 48) == 2
    assert height([("word " * 20, 48), ("short", 10)]) == 48
    assert height([("การเรียนรู้", 48)]) == 24
    assert height([]) == 18


@pytest.mark.parametrize(
    ("letter", "slug", "title", "table"),
    [
        ("a", "policy", "A Policy", "tbl_policy"),
        ("b", "open-platforms", "B Open platforms", "tbl_openplatforms"),
        ("c", "2030", "C 2030", "tbl_level"),
        ("d", "scores", "D Scores", "tbl_scoresx"),
        ("/", "a-very-long-slug-of-a-level", "A very long slug of a level", "tbl_averylongslugofalevel"),
    ],
)
def test_levels_give_safe_names(letter: str, slug: str, title: str, table: str) -> None:
    level = LevelPlan(letter=letter, slug=slug, name="x")

    assert (sheet_titles([level]), table_names([level])) == ([title], [table])


def test_names_are_never_given_twice() -> None:
    levels = [LevelPlan(letter="-", slug=slug, name="x") for slug in ("one-1", "one-2", "one")]

    assert table_names(levels) == ["tbl_one", "tbl_onex", "tbl_onexx"]
    assert sheet_titles(levels) == ["One 1", "One 2", "One"]
    assert sheet_titles([levels[2], levels[2]]) == ["One", "One 2"]


def test_a_plan_without_actions_scores_and_levels_is_a_file(make_plan: Callable[..., Plan]) -> None:
    empty = read(write(make_plan()))
    bare = read(write(Plan(about=make_plan().about, levels=(), scores=(), lists=(), export=make_plan().export)))

    assert empty["A Policy"].tables["tbl_policy"].ref == "A3:V4"
    assert bare.sheetnames == ["Cover", "Summary", "Scores", "Lists", "_meta"]


def test_the_public_file_has_neither_leads_nor_money(make_plan: Callable[..., Plan], action_row: Any) -> None:
    public = make_plan(
        a=(action_row(1, lead="SECRET LEAD", partners="SECRET", budget_y1=987654),),
        about={"notice": ""},
        export={"is_public": True},
    )

    data = write(public)

    assert [c.value for c in read(data)["A Policy"][3]] == [
        *("Row ID", "Row version", "Ref", "Priority type", "Priority action", "Research question / objective"),
        *("Expected output", "SDG target", "Start", "End", "Indicator", "Target", "Status", "Recommendations", "Check"),
    ]
    cells = [str(c.value) for sheet in read(data) for row in sheet.iter_rows() for c in row]
    assert [text for text in cells if "SECRET" in text or "987654" in text or "lead" in text.lower()] == []
