"""What happens to the plan: a recommendation is adopted into it, its cells are edited, a workbook goes out."""

from .adoption import adopt
from .cells import CHANGED, EDITABLE, edit_cell
from .exporting import File, export, flat_file, public_file

__all__ = ["CHANGED", "EDITABLE", "File", "adopt", "edit_cell", "export", "flat_file", "public_file"]
