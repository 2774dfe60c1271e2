"""Three sides of a cell, and rows that came, went and moved: plain values, no database."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.plan.comparison import FileRow, Line, Outcome, State, Typed, compare, outcome_of

COLUMNS = ["type", "activity", "lead", "start"]
VALUES = st.sampled_from(["", "one", "two", "ស្រី", "=1+1"])
CELLS = st.fixed_dictionaries(dict.fromkeys(COLUMNS, VALUES))
PLAN = st.dictionaries(st.sampled_from([f"RAP-{n:04}" for n in range(8)]), CELLS, min_size=1)


def rows(plan: dict[str, dict[str, str]], level: str = "a") -> list[FileRow]:
    return [row(number, cells, level) for number, cells in plan.items()]


def row(number: str, cells: dict[str, str], level: str = "a", **problems: str) -> FileRow:
    typed = {key: Typed(value, problems.get(key, "")) for key, value in cells.items()}
    return FileRow(level, "A Policy", 4, number, typed)


def lines(plan: dict[str, dict[str, str]], level: str = "a") -> dict[str, Line]:
    return {number: Line(level, cells, 1) for number, cells in plan.items()}


@pytest.mark.parametrize(
    ("base", "file", "now", "outcome"),
    [
        ("x", "x", "x", Outcome.SAME),
        ("x", "y", "x", Outcome.THERE),
        ("x", "x", "y", Outcome.HERE),
        ("x", "y", "y", Outcome.BOTH),
        ("x", "y", "z", Outcome.CONFLICT),
        (None, "x", "x", Outcome.SAME),
        (None, "y", "x", Outcome.CONFLICT),
    ],
)
def test_a_cell_has_three_sides(base: str | None, file: str, now: str, outcome: Outcome) -> None:
    assert outcome_of(base, file, now) == outcome


@given(PLAN)
def test_out_and_back_without_an_edit_changes_nothing(plan: dict[str, dict[str, str]]) -> None:
    found = compare(base=lines(plan), rows=rows(plan), now=lines(plan), taken=set())

    assert [each.cells for each in found.rows] == [[]] * len(plan)
    assert found.missing == []


@given(PLAN, st.data())
def test_edits_come_back_as_exactly_those_edits(plan: dict[str, dict[str, str]], data: Any) -> None:
    places = st.tuples(st.sampled_from(sorted(plan)), st.sampled_from(COLUMNS))
    there = data.draw(st.dictionaries(places, VALUES))
    here = data.draw(st.dictionaries(places, VALUES))

    def edited(edits: dict[tuple[str, str], str]) -> dict[str, dict[str, str]]:
        return {n: {c: edits.get((n, c), value) for c, value in cells.items()} for n, cells in plan.items()}

    file, now = edited(there), edited(here)
    found = compare(base=lines(plan), rows=rows(file), now=lines(now), taken=set())

    told = {(r.source.number, c.column): c.outcome for r in found.rows for c in r.cells}
    expected = {}
    for number, column in {**there, **here}:
        sides = plan[number][column], file[number][column], now[number][column]
        if len(set(sides)) > 1:
            expected[number, column] = outcome_of(*sides)
    assert told == expected


def test_rows_are_new_missing_twice_and_moved() -> None:
    plan = {"RAP-1": {"activity": "one"}, "RAP-2": {"activity": "two"}, "RAP-3": {"activity": "three"}}
    new = {"type": "research", "activity": "four"}

    found = compare(
        base=lines(plan),
        rows=[
            row("RAP-1", plan["RAP-1"], "b"),
            row("RAP-2", {"activity": "x"}),
            row("RAP-2", {"activity": "y"}),
            row("", new),
            row("", {"activity": "no type"}),
            row("RAP-99", {**new, "activity": "brought before"}),
        ],
        now=lines(plan),
        taken={("a", "brought before")},
    )

    assert [each.state for each in found.rows] == [
        *(State.KNOWN, State.TWICE, State.TWICE, State.NEW, State.INCOMPLETE, State.TAKEN)
    ]
    assert [(c.column, c.base, c.file, c.outcome) for c in found.rows[0].cells] == [("level", "a", "b", Outcome.THERE)]
    assert found.missing == ["RAP-3"]


def test_what_cannot_be_taken_over_is_refused_only_where_it_changed() -> None:
    plan = {"RAP-1": {"lead": "old", "start": "bad but old"}}

    found = compare(
        base=lines(plan),
        rows=[row("RAP-1", {"lead": "=A1", "start": "bad but old"}, lead="A formula.", start="No date.")],
        now=lines(plan),
        taken=set(),
    )

    assert [(c.column, c.outcome, c.problem) for c in found.rows[0].cells] == [("lead", Outcome.REFUSED, "A formula.")]
