"""What happens to the plan: a recommendation is adopted into it, its cells are edited, a workbook goes out."""

from .adoption import adopt
from .cells import CHANGED, EDITABLE, edit_cell
from .exporting import File, export, flat_file, public_file
from .leads import LEAD_COLUMNS, edit_as_lead, find_link, give_link, take_links_back

__all__ = [
    "CHANGED",
    "EDITABLE",
    "LEAD_COLUMNS",
    "File",
    "adopt",
    "edit_as_lead",
    "edit_cell",
    "export",
    "find_link",
    "flat_file",
    "give_link",
    "public_file",
    "take_links_back",
]
