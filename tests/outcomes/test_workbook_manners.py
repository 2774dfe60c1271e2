"""How the file behaves: locks, styles, print, types, and what it says of itself."""

from typing import Any
from zipfile import ZipFile

from tests.outcomes.office import parts

VISIBLE = [
    *("Ref", "Priority type", "Priority action", "Research question / objective", "Expected output", "SDG target"),
    *("Lead organisation", "Partners", "Lead agreed", "Start", "End", "Indicator", "Target", "Budget total"),
    *("Status", "Check"),
]


def test_sixteen_columns_are_in_sight(written: Any) -> None:
    sheet = written["C Providers"]

    shown = [c.value for c in sheet[3] if not sheet.column_dimensions[c.column_letter].hidden]

    assert shown == VISIBLE


def test_level_sheets_stay_open_and_the_others_are_locked(written: Any) -> None:
    locked = {sheet.title: sheet.protection.sheet for sheet in written}

    assert locked == {
        **dict.fromkeys(["Cover", "Summary", "Scores", "Lists"], True),
        **dict.fromkeys(["A Policy", "B Platforms", "C Providers", "D Learners", "E Partners", "_meta"], False),
    }
    # False allows: the flags say what is locked.
    assert written["Scores"].protection.autoFilter is False
    assert written["Scores"].protection.formatColumns is False


def test_sheets_are_ready_for_reading_and_printing(written: Any) -> None:
    sheet = written["C Providers"]

    assert sheet.freeze_panes == "F4"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.oddFooter.center.text == "&A - page &P of &N - v3 DRAFT"
    assert sheet["C1"].value == "c) Institutional/training providers"
    assert written.active.title == "Cover"


def test_cells_have_named_styles_alone(written: Any) -> None:
    used = {cell.style for sheet in written for row in sheet.iter_rows() for cell in row if cell.has_style}

    assert {name for name in used if not name.startswith("rp_")} <= {"Normal", "Hyperlink"}
    assert used >= {"rp_title", "rp_head", "rp_text", "rp_calc", "rp_code_calc", "rp_date", "rp_money", "rp_pct_calc"}


def test_values_have_their_types(written: Any) -> None:
    row = {head.value: cell for head, cell in zip(written["A Policy"][3], written["A Policy"][4], strict=True)}

    assert row["Start"].is_date
    assert row["Start"].number_format == "yyyy-mm-dd"
    assert (row["Budget Y2"].value, row["Budget Y2"].number_format) == (44000.5, "#,##0")
    assert (row["SDG target"].value, row["SDG target"].number_format) == ("4.4", "@")
    assert row["Budget Y3"].value is None


def test_the_chart_has_words_for_those_who_do_not_see_it(package: ZipFile) -> None:
    [drawing] = parts(package, r"xl/drawings/drawing.*\.xml")

    named = [
        each.get("descr") for each in drawing.iter() if each.tag.endswith("cNvPr") and each.get("name") == "Chart 1"
    ]

    assert named == ["Stacked bars: how many actions of each level have each status. The table above has the numbers."]


def test_the_file_says_what_it_is(written: Any, package: ZipFile) -> None:
    custom = {prop.name: prop.value for prop in written.custom_doc_props.props}
    meta = {row[0].value: row[1].value for row in written["_meta"].iter_rows()}

    assert written.properties.title == "Regional research action plan: Regional consultation on ICT-driven innovation"
    assert b"<Company>UNESCO Bangkok, ICHEI, UPM</Company>" in package.read("docProps/app.xml")
    assert written.calculation.fullCalcOnLoad is True
    assert custom == {key: meta[key] for key in ("export_id", "event", "schema", "base_hash")}
    assert meta["schema"] == "rap-xlsx/1"
    assert meta["exported_at"] == "2019-09-25T09:30:00Z"
    assert meta["table:tbl_policy"] == "a"
    assert meta["column:budget_y1"] == "Budget Y1 | E | money"
