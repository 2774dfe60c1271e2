"""Arithmetic on votes: pure functions on plain numbers, each with its source; one file for each method."""

from .across import Across, across_groups
from .annex import Minority, minority_annex
from .bands import Doubt, Vote, doubts, doubts_by_countries, run_off
from .criteria import Criteria, Label, criteria_score
from .dots import Dots, dot_budget, dots
from .impact import Rated, bayesian_average, rated
from .ranking import Priority, Tally, rank
from .shares import Pick, equal_shares, proportional, sequential_pav
from .steps import FEWEST, last_step, may_show, shown_at
from .support import Breadth, breadth, controversy, equal_countries, heads, wilson

__all__ = [
    "FEWEST",
    "Across",
    "Breadth",
    "Criteria",
    "Dots",
    "Doubt",
    "Label",
    "Minority",
    "Pick",
    "Priority",
    "Rated",
    "Tally",
    "Vote",
    "across_groups",
    "bayesian_average",
    "breadth",
    "controversy",
    "criteria_score",
    "dot_budget",
    "dots",
    "doubts",
    "doubts_by_countries",
    "equal_countries",
    "equal_shares",
    "heads",
    "last_step",
    "may_show",
    "minority_annex",
    "proportional",
    "rank",
    "rated",
    "run_off",
    "sequential_pav",
    "shown_at",
    "wilson",
]
