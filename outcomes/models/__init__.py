from .action import Action, ActionSource, Agreed, Status
from .record import CellChange, Export, LeadLink
from .upload import Upload

__all__ = ["Action", "ActionSource", "Agreed", "CellChange", "Export", "LeadLink", "Status", "Upload"]
