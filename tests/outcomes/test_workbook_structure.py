"""What can be said about the file without Excel: the package, its names, its formulas, its checks."""

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook
from openpyxl.formula import Tokenizer

from outcomes.workbook import Plan, write

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# What Excel 2007 and LibreOffice 7 both calculate, without a prefix.
FUNCTIONS = {
    *("ABS(", "AND(", "COUNT(", "COUNTA(", "COUNTBLANK(", "COUNTIF(", "COUNTIFS("),
    *("IF(", "ISNUMBER(", "LEN(", "SUM(", "TODAY("),
}
HEADERS = [
    *("Row ID", "Row version", "Ref", "Priority type", "Priority action", "Research question / objective"),
    *("Expected output", "SDG target", "Lead organisation", "Partners", "Lead agreed", "Start", "End", "Indicator"),
    *("Target", "Budget Y1", "Budget Y2", "Budget Y3", "Budget total", "Status", "Recommendations", "Check"),
]
VISIBLE = [
    *("Ref", "Priority type", "Priority action", "Research question / objective", "Expected output", "SDG target"),
    *("Lead organisation", "Partners", "Lead agreed", "Start", "End", "Indicator", "Target", "Budget total"),
    *("Status", "Check"),
]


@pytest.fixture
def data(plan: Plan) -> bytes:
    return write(plan)


@pytest.fixture
def package(data: bytes) -> ZipFile:
    return ZipFile(BytesIO(data))


@pytest.fixture
def book(data: bytes) -> Any:
    return load_workbook(BytesIO(data))


def parts(package: ZipFile, pattern: str) -> list[Any]:
    return [fromstring(package.read(name)) for name in package.namelist() if re.fullmatch(pattern, name)]


def tables(book: Any) -> dict[str, tuple[Any, Any]]:
    return {table.name: (sheet, table) for sheet in book for table in sheet.tables.values()}


def formulas(book: Any) -> list[str]:
    cells = [c.value for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    columns = [
        "=" + column.calculatedColumnFormula.attr_text
        for _, table in tables(book).values()
        for column in table.tableColumns
        if column.calculatedColumnFormula
    ]
    return cells + columns


def test_sheets_stand_in_their_order(book: Any) -> None:
    assert book.sheetnames == [
        *("Cover", "Summary", "A Policy", "B Platforms", "C Providers", "D Learners", "E Partners"),
        *("Scores", "Lists", "_meta"),
    ]
    assert book["_meta"].sheet_state == "hidden"
    assert max(len(name) for name in book.sheetnames) <= 31


def test_each_level_is_a_table_with_every_column(book: Any) -> None:
    found = {name: table.ref for name, (_, table) in tables(book).items()}

    assert found == {
        "tbl_policy": "A3:V5",
        "tbl_platforms": "A3:V4",
        "tbl_providers": "A3:V6",
        "tbl_learners": "A3:V4",
        "tbl_partners": "A3:V4",
        "tbl_scores": "A3:Q6",
    }
    assert [column.name for column in tables(book)["tbl_policy"][1].tableColumns] == HEADERS


def test_sixteen_columns_are_in_sight(book: Any) -> None:
    sheet = book["C Providers"]

    shown = [c.value for c in sheet[3] if not sheet.column_dimensions[c.column_letter].hidden]

    assert shown == VISIBLE


def test_table_columns_equal_their_header_cells(book: Any, package: ZipFile) -> None:
    for sheet, table in tables(book).values():
        first, last = table.ref.split(":")
        headers = [cell.value for cell in sheet[f"{first}:{re.sub(r'[0-9]', '', last)}3"][0]]
        assert [column.name for column in table.tableColumns] == headers
        assert len({str(header).lower() for header in headers}) == len(headers)
    ids = [table.get("id") for table in parts(package, r"xl/tables/.*\.xml")]
    assert len(set(ids)) == len(ids) == 6


def test_table_names_follow_the_pattern(book: Any) -> None:
    assert [name for name in tables(book) if not re.fullmatch(r"tbl_[a-z]+", name)] == []


def test_relationships_are_not_shared(package: ZipFile) -> None:
    for rels in parts(package, r".*\.rels"):
        ids = [each.get("Id") for each in rels]
        assert len(set(ids)) == len(ids)


def test_no_part_refers_outside_the_file(package: ZipFile) -> None:
    outside = [
        each.get("Target")
        for rels in parts(package, r".*\.rels")
        for each in rels
        if each.get("TargetMode") == "External"
    ]

    assert outside == ["https://consultation.example.org/shenzhen-2019/plan/"]
    assert [name for name in package.namelist() if "externalLink" in name or "vba" in name.lower()] == []


def test_formulas_use_functions_that_both_programs_know(book: Any) -> None:
    tokens = [token for formula in formulas(book) for token in Tokenizer(formula).items]

    used = {token.value for token in tokens if token.type == "FUNC" and token.subtype == "OPEN"}

    assert used - FUNCTIONS == set()
    assert len(formulas(book)) > 100


def test_structured_references_name_tables_and_columns_that_exist(book: Any) -> None:
    columns = {name: {c.name for c in table.tableColumns} for name, (_, table) in tables(book).items()}
    for formula in formulas(book):
        for table, inside in re.findall(r"(tbl_\w+)\[((?:\[[^\]]*\]|[^\[\]])*)\]", formula):
            named = re.findall(r"\[([^\]]+)\]", inside) or [inside]
            assert set(named) - {"#This Row"} <= columns[table], formula
        assert re.search(r"(?<!\w)\[", formula.replace("[[", "").replace(",[", "").replace(":[", "")) is None, formula


def test_defined_names_resolve(book: Any) -> None:
    assert sorted(book.defined_names) == ["lstAgreed", "lstSDG", "lstStatus", "lstType"]
    for name in book.defined_names.values():
        [(title, cells)] = list(name.destinations)
        values = [cell.value for row in book[title][cells.replace("$", "")] for cell in row]
        assert None not in values
    assert list(book.defined_names["lstSDG"].destinations) == [("Lists", "$B$2:$B$5")]


def test_checks_refuse_instead_of_suggesting(package: ZipFile) -> None:
    for sheet in parts(package, r"xl/worksheets/sheet[3-7]\.xml"):
        rules = sheet.findall(f".//{MAIN}dataValidation")
        assert len(rules) == 18
        for rule in rules:
            assert rule.get("showErrorMessage") == "1"
            assert rule.get("sqref")
            assert 0 < len(rule.get("error")) <= 255
            assert all(len(each.text) <= 255 for each in rule if each.text)


def test_every_list_column_has_its_list(book: Any) -> None:
    sheet = book["A Policy"]
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}

    assert lists == {
        "D4:D205": "=lstType",
        "H4:H205": "=lstSDG",
        "K4:K205": "=lstAgreed",
        "T4:T205": "=lstStatus",
    }


def test_level_sheets_stay_open_and_the_others_are_locked(book: Any) -> None:
    locked = {sheet.title: sheet.protection.sheet for sheet in book}

    assert locked == {
        **dict.fromkeys(["Cover", "Summary", "Scores", "Lists"], True),
        **dict.fromkeys(["A Policy", "B Platforms", "C Providers", "D Learners", "E Partners", "_meta"], False),
    }
    # False allows: the flags say what is locked.
    assert book["Scores"].protection.autoFilter is False
    assert book["Scores"].protection.formatColumns is False


def test_sheets_are_ready_for_reading_and_printing(book: Any) -> None:
    sheet = book["C Providers"]

    assert sheet.freeze_panes == "F4"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.oddFooter.center.text == "&A - page &P of &N - v3 DRAFT"
    assert sheet["C1"].value == "c) Institutional/training providers"
    assert book.active.title == "Cover"


def test_cells_have_named_styles_alone(book: Any) -> None:
    used = {cell.style for sheet in book for row in sheet.iter_rows() for cell in row if cell.has_style}

    assert {name for name in used if not name.startswith("rp_")} <= {"Normal", "Hyperlink"}
    assert used >= {"rp_title", "rp_head", "rp_text", "rp_calc", "rp_code_calc", "rp_date", "rp_money", "rp_pct_calc"}


def test_values_have_their_types(book: Any) -> None:
    row = dict(zip(HEADERS, book["A Policy"][4], strict=True))

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


def test_the_file_says_what_it_is(book: Any, package: ZipFile) -> None:
    custom = {prop.name: prop.value for prop in book.custom_doc_props.props}
    meta = {row[0].value: row[1].value for row in book["_meta"].iter_rows()}

    assert book.properties.title == "Regional research action plan: Regional consultation on ICT-driven innovation"
    assert b"<Company>UNESCO Bangkok, ICHEI, UPM</Company>" in package.read("docProps/app.xml")
    assert book.calculation.fullCalcOnLoad is True
    assert custom == {key: meta[key] for key in ("export_id", "event", "schema", "base_hash")}
    assert meta["schema"] == "rap-xlsx/1"
    assert meta["exported_at"] == "2019-09-25T09:30:00Z"
    assert meta["table:tbl_policy"] == "a"
    assert meta["column:budget_y1"] == "Budget Y1 | E | money"
