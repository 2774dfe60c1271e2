"""The zip around the workbook: what openpyxl does not say is added while it is written."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter


class _Package(ZipFile):
    """Adds a description to each chart, and the company to the file's properties."""

    def __init__(self, target: BytesIO, company: str, charts: Mapping[str, str]) -> None:
        super().__init__(target, "w", ZIP_DEFLATED, allowZip64=True)
        self.company = company
        self.charts = charts

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **kwargs: Any) -> None:
        name = str(zinfo_or_arcname)
        if name.startswith("xl/drawings/drawing"):
            data = self._described(_text(data))
        elif name == "docProps/app.xml":
            company = f"<Company>{escape(self.company)}</Company>"
            data = _text(data).replace("</Properties>", f"{company}</Properties>")
        super().writestr(zinfo_or_arcname, data, *args, **kwargs)

    def _described(self, xml: str) -> str:
        for chart, words in self.charts.items():
            xml = xml.replace(f'name="{chart}"', f'name="{chart}" descr={quoteattr(words)}')
        return xml


def _text(data: str | bytes) -> str:
    return data.decode() if isinstance(data, bytes) else data


def packed(book: Workbook, *, company: str, charts: Mapping[str, str]) -> bytes:
    """The workbook as the bytes of a file; `charts` describes each chart by its name for those who do not see it."""
    target = BytesIO()
    ExcelWriter(book, _Package(target, company, charts)).save()
    return target.getvalue()
