"""How a sheet behaves on the screen and on paper."""

from typing import Any

LAST_ROW = 1_048_576


def set_up(sheet: Any, version: str, *, title_row: int = 0, colour: str = "", pages: int = 0) -> None:
    """A4 landscape, one page wide (and `pages` high, where given), a footer that names sheet, page and version."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, pages
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.75
    sheet.oddFooter.center.text = f"&A - page &P of &N - {version}"
    sheet.sheet_view.zoomScale = 100
    if title_row:
        sheet.print_title_rows = f"{title_row}:{title_row}"
    if colour:
        sheet.sheet_properties.tabColor = colour


def print_columns(sheet: Any, first: str, last: str) -> None:
    """Print whole columns, so that rows added later are printed too; said by rows, as openpyxl reads it."""
    sheet.print_area = f"{first}1:{last}{LAST_ROW}"


def lock(sheet: Any) -> None:
    """Lock without a password. In openpyxl a flag says what is locked: False allows it."""
    sheet.protection.sheet = True
    sheet.protection.autoFilter = False
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
