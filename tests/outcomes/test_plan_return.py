"""A workbook goes out, is edited elsewhere, and comes back."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.utils.translation import override

from outcomes import plan as rules
from outcomes.models import Action, CellChange
from outcomes.plan import importing, looking
from outcomes.plan.comparison import Outcome, State
from outcomes.workbook.read import Book, book_from
from participants.models import Consultation, Level, Participant
from tests.outcomes.test_workbook_hostile import WORDS
from tests.outcomes.test_workbook_read import edited

SHEET = "C Providers"
HEAD = 3


@pytest.fixture
def out(consultation: Consultation, voted: list[Action], olga: Participant) -> bytes:
    """The workbook with two actions, as it went out."""
    return rules.export(consultation=consultation, by=olga).content


@pytest.fixture
def back(consultation: Consultation) -> Callable[[bytes], Book]:
    return lambda data: book_from(importing.read_file(data, consultation))


def put(**cells: Any) -> Callable[[Any], None]:
    """Type into the row of RAP-0001: put(lead="UPM") by the header of the column, without its spaces."""

    def edit(book: Any) -> None:
        sheet = book[SHEET]
        at = next(row for row in range(HEAD + 1, 9) if sheet.cell(row, 1).value == "RAP-0001")
        for name, value in cells.items():
            column = next(c.column for c in sheet[HEAD] if str(c.value).replace(" ", "_").lower() == name)
            sheet.cell(at, column).value = value

    return edit


def differences(consultation: Consultation, book: Book) -> list[tuple[str, str, str]]:
    found = looking.look(consultation=consultation, book=book).comparison
    return [(row.source.number, cell.column, cell.outcome) for row in found.rows for cell in row.cells]


def nobody(number: str, column: str) -> bool:
    return False


def test_out_and_back_without_an_edit_changes_nothing(consultation: Consultation, out: bytes, back: Any) -> None:
    found = looking.look(consultation=consultation, book=back(out))

    assert found.comparison.missing == []
    assert [row.cells for row in found.comparison.rows] == [[], []]
    assert (found.found.unknown, found.found.absent, found.found.calculated, found.found.sheets) == ([], [], [], [])


def test_nor_does_a_visit_to_libreoffice(consultation: Consultation, out: bytes, back: Any, converted: Any) -> None:
    assert differences(consultation, back(converted(out, "xlsx").read_bytes())) == []


def test_an_edit_is_applied_and_kept_in_the_history(
    consultation: Consultation, out: bytes, back: Any, olga: Participant
) -> None:
    book = back(
        edited(out, put(lead_organisation="Angkor Open University", budget_y2="2500", lead_agreed="Volunteered"))
    )
    before = Action.objects.get(number="RAP-0001").version

    done = importing.apply(consultation=consultation, book=book, by=olga, take=nobody)
    again = importing.apply(consultation=consultation, book=book, by=olga, take=nobody)

    action = Action.objects.get(number="RAP-0001")
    assert (done, again) == ((3, 0), (0, 0))
    assert (action.lead, action.budget_y2, action.lead_agreed) == (
        "Angkor Open University",
        Decimal(2500),
        "volunteered",
    )
    assert action.version == before + 1
    changes = action.changes.filter(kind=CellChange.Kind.IMPORTED, by=olga)
    assert [(row.column, row.before, row.after) for row in changes] == [
        ("lead", "UPM", "Angkor Open University"),
        ("lead_agreed", "confirmed", "volunteered"),
        ("budget_y2", "", "2500"),
    ]


def test_what_both_changed_is_a_conflict_that_somebody_decides(
    consultation: Consultation, out: bytes, back: Any, olga: Participant
) -> None:
    action = Action.objects.get(number="RAP-0001")
    book = back(edited(out, put(lead_organisation="From the file", end="2021-06-30")))
    rules.edit_cell(action=action, column="lead", value="From the plan", by=olga)

    assert differences(consultation, book) == [
        ("RAP-0001", "lead", Outcome.CONFLICT),
        ("RAP-0001", "end", Outcome.THERE),
    ]
    importing.apply(consultation=consultation, book=book, by=olga, take=nobody)
    action.refresh_from_db()
    assert (action.lead, str(action.end)) == ("From the plan", "2021-06-30")
    importing.apply(consultation=consultation, book=book, by=olga, take=lambda number, column: column == "lead")
    action.refresh_from_db()
    assert action.lead == "From the file"


def test_nothing_is_applied_when_the_plan_changed_after_the_look(
    consultation: Consultation, out: bytes, back: Any, olga: Participant
) -> None:
    book = back(edited(out, put(lead_organisation="From the file")))
    seen = looking.look(consultation=consultation, book=book).seen
    action = Action.objects.get(number="RAP-0001")
    rules.edit_cell(action=action, column="output", value="A report", by=olga)

    with pytest.raises(ValidationError, match="The plan changed while you were looking"):
        importing.apply(consultation=consultation, book=book, by=olga, take=nobody, seen=seen)

    action.refresh_from_db()
    assert action.lead == "UPM"


def test_a_new_row_becomes_an_action_once(consultation: Consultation, out: bytes, back: Any) -> None:
    def add(book: Any) -> None:
        sheet = book[SHEET]
        sheet["D9"], sheet["E9"], sheet["I9"] = "research", "为偏远地区学习者设立移动数据基金", "ICHEI"

    book = back(edited(out, add))
    first, second = (importing.apply(consultation=consultation, book=book, by=None, take=nobody) for _n in range(2))

    action = Action.objects.get(number="RAP-0003")
    assert (first, second) == ((0, 1), (0, 0))
    assert (action.activity, action.lead, action.status, action.level.letter) == (
        *("为偏远地区学习者设立移动数据基金", "ICHEI", "pipeline", "c"),
    )


def test_rows_may_be_missing_twice_or_moved(consultation: Consultation, out: bytes, back: Any) -> None:
    def shuffle(book: Any) -> None:
        there, here = book[SHEET], book["B Platforms"]
        for n in range(1, there.max_column + 1):
            here.cell(4, n).value = there.cell(4, n).value if n < 20 else None
            there.cell(4, n).value = None

    found = looking.look(consultation=consultation, book=back(edited(out, shuffle))).comparison

    moved = [(row.source.number, cell.now, cell.file) for row, cell in found.cells(Outcome.THERE)]
    assert moved == [("RAP-0002", "c", "b")]
    assert found.in_state(State.TWICE) == []


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"end": "30/06/2021"}, "Please type the date as year, month, day: 2020-03-31."),
        ({"end": "2019-12-31"}, "The end (2019-12-31) lies before the start (2020-01-01)."),
        ({"budget_y1": "84 000"}, "Please type the amount in digits, without spaces and commas: 84000."),
        ({"priority_type": "Reserch"}, "“Reserch” is not in the list. Did you mean “Research”?"),
        ({"expected_output": "x" * 700}, "This is 200 characters too long; 500 fit."),
        ({"lead_organisation": "=A1"}, "This is a formula: =A1. Please type its value."),
        ({"status": None}, "This cannot be empty."),
    ],
)
def test_what_cannot_be_taken_over_is_said(
    consultation: Consultation, out: bytes, back: Any, cells: dict[str, Any], problem: str
) -> None:
    found = looking.look(consultation=consultation, book=back(edited(out, put(**cells)))).comparison

    assert [cell.problem for _row, cell in found.cells(Outcome.REFUSED)] == [problem]


@pytest.mark.parametrize(
    ("cells", "column", "value"),
    [
        ({"end": 44377}, "end", "2021-06-30"),
        ({"target": "１２００"}, "target", "1200"),
        ({"target": 0.1 + 0.2}, "target", "0.3"),
        ({"priority_type": "a word in Chinese"}, "type", "network"),
        ({"sdg_target": 4.4}, "sdg_target", "4.4"),
        ({"status": " closed "}, "status", "closed"),
    ],
)
def test_values_have_several_faces(
    consultation: Consultation, out: bytes, back: Any, cells: dict[str, Any], column: str, value: str
) -> None:
    if column == "type":
        cells = {"priority_type": chinese_network()}
    found = looking.look(consultation=consultation, book=back(edited(out, put(**cells)))).comparison

    assert [(cell.column, cell.file) for _row, cell in found.cells(Outcome.THERE)] == [(column, value)]


def chinese_network() -> str:
    with override("zh-hans"):
        return Action.choices_of("type")["network"]


def test_hostile_words_go_out_and_come_back_as_themselves(
    consultation: Consultation, level: Level, olga: Participant, back: Any
) -> None:
    kept = [word.replace("\x00", "") for word in [*WORDS, "x" * 40_000] if "\ud800" not in word]
    for n, words in enumerate(kept, 1):
        told = {"type": "research", "activity": f"Action {n}", "lead": words[:200], "question": words}
        Action.objects.create(consultation=consultation, level=level, number=f"RAP-{n:04}", **told)
    book = back(rules.export(consultation=consultation, by=olga).content)

    assert sum(len(sheet.rows) for sheet in book.sheets) == len(kept)
    assert differences(consultation, book) == []


def test_only_organisers_apply(consultation: Consultation, out: bytes, back: Any, ana: Participant) -> None:
    with pytest.raises(PermissionDenied):
        importing.apply(consultation=consultation, book=back(out), by=ana, take=nobody)


def test_a_file_of_another_consultation_is_refused(
    consultation: Consultation, other_consultation: Consultation, out: bytes, back: Any
) -> None:
    with pytest.raises(ValidationError, match="This workbook belongs to another consultation: shenzhen-2019"):
        looking.look(consultation=other_consultation, book=back(out))


def test_the_command_prints_and_applies(
    consultation: Consultation, out: bytes, olga: Participant, tmp_path: Path, capsys: Any
) -> None:
    file = tmp_path / "plan.xlsx"
    file.write_bytes(edited(out, put(lead_organisation="From the file", budget_y2=70)))
    action = Action.objects.get(number="RAP-0001")

    call_command("import_plan", "shenzhen-2019", str(file), "--dry-run")
    action.refresh_from_db()
    assert action.lead == "UPM"
    assert "RAP-0001          changed       lead            UPM" in capsys.readouterr().out
    rules.edit_cell(action=action, column="lead", value="From the plan", by=olga)
    with pytest.raises(CommandError, match="1 in conflict, nothing was changed"):
        call_command("import_plan", "shenzhen-2019", str(file))
    call_command("import_plan", "shenzhen-2019", str(file), "--conflicts", "file")
    action.refresh_from_db()
    assert (action.lead, action.budget_y2) == ("From the file", Decimal(70))
    assert capsys.readouterr().out.endswith("2 cells changed, 0 rows added.\n")


def test_the_command_says_which_rule_a_file_breaks(consultation: Consultation, tmp_path: Path) -> None:
    file = tmp_path / "plan.xlsx"
    file.write_bytes(b"no workbook")

    with pytest.raises(CommandError, match=r"This is not an \.xlsx workbook"):
        call_command("import_plan", "shenzhen-2019", str(file))
