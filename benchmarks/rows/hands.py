"""A show of hands at full rate, in which every phone sees every hand."""

from ..report import NotMeasured, Run
from ..sizes import Size


def hands(kind: str, size: Size) -> Run:
    """Not there yet: the frames of a show of hands would be those of an adoption ballot."""
    raise NotMeasured("no page draws an adoption ballot yet, so no frame carries its hands.")
