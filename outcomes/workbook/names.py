"""Names of sheets, tables and files: levels are data, so their names are made safe here."""

import re
from collections.abc import Iterable, Sequence

from .facts import LevelPlan, Plan

COVER, SUMMARY, SCORES, LISTS, META = "Cover", "Summary", "Scores", "Lists", "_meta"
SCORES_TABLE = "tbl_scores"
# Tables that later sheets bring: a level never takes their names.
TAKEN = {
    *("tbl_scores", "tbl_indicators", "tbl_budget", "tbl_risks", "tbl_practices", "tbl_commitments"),
    *("tbl_iioe", "tbl_groups", "tbl_brief", "tbl_method", "tbl_changes"),
}
_LONGEST_TITLE = 31


def sheet_titles(levels: Sequence[LevelPlan]) -> list[str]:
    """`A Policy`, from letter and slug; never over 31 characters, never twice."""
    titles: list[str] = []
    for level in levels:
        words = re.sub(r"[^\w ]+", " ", f"{level.letter.upper()} {level.slug.replace('-', ' ').capitalize()}")
        titles.append(_fresh(" ".join(words.split())[: _LONGEST_TITLE - 3] or "Level", {t.lower() for t in titles}))
    return titles


def table_names(levels: Sequence[LevelPlan]) -> list[str]:
    """`tbl_policy`, from the slug's letters alone; never twice, never the name of another sheet's table."""
    names: list[str] = []
    for level in levels:
        letters = re.sub(r"[^a-z]", "", level.slug.lower()) or "level"
        names.append(_fresh(f"tbl_{letters}", {*TAKEN, *names}, tail="x"))
    return names


def file_name(plan: Plan) -> str:
    """RAP_<event>_<yyyymmdd>_v<n>.xlsx"""
    public = "_public" if plan.export.is_public else ""
    return f"RAP_{plan.about.slug}_{plan.export.at:%Y%m%d}_v{plan.export.version}{public}.xlsx"


def over(tables: Iterable[str], formula: str) -> str:
    """The sum of a formula over several tables, `tbl_x` standing for each."""
    return "+".join(formula.replace("tbl_x[", f"{table}[") for table in tables) or "0"


def _fresh(name: str, taken: set[str], tail: str = " 2") -> str:
    while name.lower() in taken:
        name += tail
    return name
