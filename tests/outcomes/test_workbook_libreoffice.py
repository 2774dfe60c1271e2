"""What LibreOffice makes of the file: it calculates, and its numbers are those of the rows."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from outcomes.workbook import Plan, Row, write
from outcomes.workbook.text import clean

Calculate = Callable[[bytes], Any]
ERRORS = ("#", "Err:")


@pytest.fixture(scope="module")
def book(plan: Plan, calculated: Calculate) -> Any:
    """The workbook of the usual plan, calculated once."""
    return calculated(write(plan))


def summary(book: Any) -> dict[str, dict[str, Any]]:
    head = [cell.value for cell in book["Summary"][4]]
    rows = book["Summary"].iter_rows(min_row=5, max_row=10, values_only=True)
    return {str(row[0]): dict(zip(head[1:], row[1:], strict=True)) for row in rows}


def column(book: Any, sheet: str, name: str) -> list[Any]:
    at = next(cell.column for cell in book[sheet][3] if cell.value == name)
    return [row[0] for row in book[sheet].iter_rows(min_row=4, min_col=at, max_col=at, values_only=True)]


def all_rows(plan: Plan) -> list[Row]:
    return [row for level in plan.levels for row in level.rows]


def money(row: Row) -> Decimal:
    return sum((Decimal(str(row[f"budget_y{n}"] or 0)) for n in (1, 2, 3)), Decimal(0))


def test_no_cell_is_in_error(book: Any) -> None:
    cells = [(c.coordinate, c.value) for sheet in book for row in sheet.iter_rows() for c in row]

    assert [(at, value) for at, value in cells if isinstance(value, str) and value.startswith(ERRORS)] == []


def test_counts_and_totals_equal_the_rows(plan: Plan, book: Any) -> None:
    found = summary(book)

    rows = all_rows(plan)
    total = found["All levels"]
    assert [found[f"{x.letter}) {x.name}"]["Actions"] for x in plan.levels] == [2, 0, 3, 0, 1]
    assert [total["Actions"], total["Actions, as exported"]] == [len(rows)] * 2
    assert total["Research"] == sum(row["type"] == "Research" for row in rows)
    assert total["Capacity building"] == sum(row["type"] == "Capacity building" for row in rows)
    assert total["SDG 4.3"] == sum("4.3" in str(row["sdg_target"]) for row in rows)
    assert total["SDG 4.4"] == sum("4.4" in str(row["sdg_target"]) for row in rows)
    assert total["With confirmed lead"] == sum(row["lead_agreed"] == "Confirmed" for row in rows)
    assert total["Complete"] == 3
    assert total["Budget, USD"] == pytest.approx(float(sum(map(money, rows))), abs=0.1)
    assert total["Pipeline"] == sum(row["status"] == "Pipeline" for row in rows)
    assert total["Closed"] == sum(row["status"] == "Closed" for row in rows)


def test_lines_in_words_are_calculated(book: Any) -> None:
    assert book["Summary"]["A2"].value == "3 of 6 actions have lead, dates and indicator"
    assert book["C Providers"]["C2"].value == "3 actions"
    assert [row[1].value for row in book["Cover"].iter_rows() if row[0].value == "Actions now"] == [6]


def test_each_row_adds_up_and_says_what_it_needs(book: Any) -> None:
    assert column(book, "C Providers", "Budget total") == [84000.5, 0, 84000.5]
    assert column(book, "C Providers", "Check") == ["OK", "2 required fields empty", "1 required fields empty"]
    assert [value or "" for value in column(book, "B Platforms", "Check")] == [""]


def test_a_duplicate_and_a_late_action_are_named(
    make_plan: Callable[..., Plan], action_row: Callable[..., Row], calculated: Calculate
) -> None:
    late = {"start": action_row(1)["start"].replace(year=2001), "end": action_row(1)["end"].replace(year=2002)}  # type: ignore[call-arg]
    plan = make_plan(
        d=(
            action_row(1),
            action_row(1),
            action_row(2, **late),
            action_row(3, **late, status="Closed"),
            action_row(4, end=None, lead=""),
        )
    )

    found = column(calculated(write(plan)), "D Learners", "Check")

    assert found == ["Duplicate ID", "Duplicate ID", "Past its end", "OK", "2 required fields empty"]


def test_scores_calculate_beside_what_is_hidden(book: Any) -> None:
    assert column(book, "Scores", "Answered")[:2] == [25, 25]
    assert column(book, "Scores", "Share in favour")[:2] == [pytest.approx(20 / 23)] * 2
    assert column(book, "Scores", "Ranks")[:2] == ["Alike", "Differ"]
    assert [column(book, "Scores", name)[2] or "" for name in ("Answered", "Share in favour", "Ranks")] == [""] * 3


def test_words_survive_a_visit_to_libreoffice(
    make_plan: Callable[..., Plan], action_row: Callable[..., Row], calculated: Calculate
) -> None:
    words = [
        "=1+1",
        '=HYPERLINK("x")',
        "+1",
        "@x",
        "_x0041_",
        "ការរៀន\u200b",
        "a\x0bb",
        "one\ntwo",
        "👩🏽‍🔬",
        "1e5",
        "TRUE",
    ]

    book = calculated(write(make_plan(a=tuple(action_row(n, activity=word) for n, word in enumerate(words, 1)))))

    assert column(book, "A Policy", "Priority action") == [clean(word) for word in words]


def test_pages_are_as_many_as_sheets(plan: Plan, converted: Callable[[bytes, str], Path]) -> None:
    pdf = converted(write(plan), "pdf").read_bytes()

    # Cover, Summary, five levels, Scores and Lists, a page each; _meta is hidden.
    assert pdf.count(b"/Type/Page/") + pdf.count(b"/Type /Page\n") + pdf.count(b"/Type/Page\n") == 9


def test_what_libreoffice_wrote_is_still_a_table(plan: Plan, resaved: Calculate) -> None:
    book = resaved(write(plan))

    assert sorted(name for sheet in book for name in sheet.tables) == [
        *("tbl_learners", "tbl_partners", "tbl_platforms", "tbl_policy", "tbl_providers", "tbl_scores")
    ]
    assert {prop.name for prop in book.custom_doc_props.props} >= {"export_id", "schema", "base_hash"}
