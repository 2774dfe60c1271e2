from .action import Action, ActionSource, Agreed, Status
from .record import CellChange, Export, LeadLink

__all__ = ["Action", "ActionSource", "Agreed", "CellChange", "Export", "LeadLink", "Status"]
