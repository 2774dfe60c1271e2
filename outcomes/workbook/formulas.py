"""Formulas are written short (`[Start]`, `tbl_x[Row ID]`) and stored in the long form that the file format needs."""

import re

_REFERENCE = re.compile(r"(tbl_x)?\[([^\[\]]+)\](?::\[([^\[\]]+)\])?")


def expand(formula: str, table: str) -> str:
    """Write `[X]` as this row's X of the table, and `tbl_x[X]` as its whole column."""

    def long(found: re.Match[str]) -> str:
        whole, first, last = found.groups()
        if whole:
            return f"{table}[{first}]"
        return f"{table}[[#This Row],[{first}]{f':[{last}]' if last else ''}]"

    return _REFERENCE.sub(long, formula)
