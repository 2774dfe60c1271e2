"""What can be said about the file without Excel: the package, its names, its formulas, its checks."""

import re
from typing import Any
from zipfile import ZipFile

from openpyxl.formula import Tokenizer

from tests.outcomes.office import parts

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


def tables(written: Any) -> dict[str, tuple[Any, Any]]:
    return {table.name: (sheet, table) for sheet in written for table in sheet.tables.values()}


def formulas(written: Any) -> list[str]:
    cells = [c.value for sheet in written for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    columns = [
        "=" + column.calculatedColumnFormula.attr_text
        for _, table in tables(written).values()
        for column in table.tableColumns
        if column.calculatedColumnFormula
    ]
    return cells + columns


def test_sheets_stand_in_their_order(written: Any) -> None:
    assert written.sheetnames == [
        *("Cover", "Summary", "A Policy", "B Platforms", "C Providers", "D Learners", "E Partners"),
        *("Scores", "Lists", "_meta"),
    ]
    assert written["_meta"].sheet_state == "hidden"
    assert max(len(name) for name in written.sheetnames) <= 31


def test_each_level_is_a_table_with_every_column(written: Any) -> None:
    found = {name: table.ref for name, (_, table) in tables(written).items()}

    assert found == {
        "tbl_policy": "A3:V5",
        "tbl_platforms": "A3:V4",
        "tbl_providers": "A3:V6",
        "tbl_learners": "A3:V4",
        "tbl_partners": "A3:V4",
        "tbl_scores": "A3:Q6",
    }
    assert [column.name for column in tables(written)["tbl_policy"][1].tableColumns] == HEADERS


def test_table_columns_equal_their_header_cells(written: Any, package: ZipFile) -> None:
    for sheet, table in tables(written).values():
        first, last = table.ref.split(":")
        headers = [cell.value for cell in sheet[f"{first}:{re.sub(r'[0-9]', '', last)}3"][0]]
        assert [column.name for column in table.tableColumns] == headers
        assert len({str(header).lower() for header in headers}) == len(headers)
    ids = [table.get("id") for table in parts(package, r"xl/tables/.*\.xml")]
    assert len(set(ids)) == len(ids) == 6


def test_table_names_follow_the_pattern(written: Any) -> None:
    assert [name for name in tables(written) if not re.fullmatch(r"tbl_[a-z]+", name)] == []


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


def test_formulas_use_functions_that_both_programs_know(written: Any) -> None:
    tokens = [token for formula in formulas(written) for token in Tokenizer(formula).items]

    used = {token.value for token in tokens if token.type == "FUNC" and token.subtype == "OPEN"}

    assert used - FUNCTIONS == set()
    assert len(formulas(written)) > 100


def test_structured_references_name_tables_and_columns_that_exist(written: Any) -> None:
    columns = {name: {c.name for c in table.tableColumns} for name, (_, table) in tables(written).items()}
    for formula in formulas(written):
        for table, inside in re.findall(r"(tbl_\w+)\[((?:\[[^\]]*\]|[^\[\]])*)\]", formula):
            named = re.findall(r"\[([^\]]+)\]", inside) or [inside]
            assert set(named) - {"#This Row"} <= columns[table], formula
        assert re.search(r"(?<!\w)\[", formula.replace("[[", "").replace(",[", "").replace(":[", "")) is None, formula


def test_defined_names_resolve(written: Any) -> None:
    assert sorted(written.defined_names) == ["lstAgreed", "lstSDG", "lstStatus", "lstType"]
    for name in written.defined_names.values():
        [(title, cells)] = list(name.destinations)
        values = [cell.value for row in written[title][cells.replace("$", "")] for cell in row]
        assert None not in values
    assert list(written.defined_names["lstSDG"].destinations) == [("Lists", "$B$2:$B$5")]


def test_checks_refuse_instead_of_suggesting(package: ZipFile) -> None:
    for sheet in parts(package, r"xl/worksheets/sheet[3-7]\.xml"):
        rules = sheet.findall(f".//{MAIN}dataValidation")
        assert len(rules) == 18
        for rule in rules:
            assert rule.get("showErrorMessage") == "1"
            assert rule.get("sqref")
            assert 0 < len(rule.get("error")) <= 255
            assert all(len(each.text) <= 255 for each in rule if each.text)


def test_every_list_column_has_its_list(written: Any) -> None:
    sheet = written["A Policy"]
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}

    assert lists == {
        "D4:D205": "=lstType",
        "H4:H205": "=lstSDG",
        "K4:K205": "=lstAgreed",
        "T4:T205": "=lstStatus",
    }
