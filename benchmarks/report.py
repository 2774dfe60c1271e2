"""Tables: the median of each figure over the runs, the least and the most, and what it must be."""

from math import isfinite
from statistics import median
from typing import NamedTuple


class NotMeasured(Exception):  # noqa: N818 - a result, not an error
    """Something that this machine or the product does not have; the sentence says what."""


class Figure(NamedTuple):
    """One number of one run: ms, times, share or a bare count; with the bound that it must keep, if it has one."""

    what: str
    value: float
    unit: str = "ms"
    at_most: float | None = None
    at_least: float | None = None


Run = list[Figure]


def table(runs: list[Run]) -> str:
    """The lines of one benchmark, in the order in which its figures were given."""
    width = max(len(figure.what) for figure in runs[0])
    lines = [f"  {'':{width}}    median     least      most   must"]
    for what in [figure.what for figure in runs[0]]:
        lines.append(line([figure for run in runs for figure in run if figure.what == what], width))
    return "\n".join(lines)


def line(figures: list[Figure], width: int) -> str:
    values, unit = [figure.value for figure in figures], figures[0].unit
    shown = "".join(f"{said(value, unit):>10}" for value in (median(values), min(values), max(values)))
    return f"  {figures[0].what:{width}}{shown}   {verdict(figures)}".rstrip()


def verdict(figures: list[Figure]) -> str:
    """Whether the median keeps the median of its bound; the bound may hang on what else a run measured."""
    value, unit = median(figure.value for figure in figures), figures[0].unit
    most = [figure.at_most for figure in figures if figure.at_most is not None]
    least = [figure.at_least for figure in figures if figure.at_least is not None]
    if most:
        return f"≤ {said(median(most), unit)} {'held' if value <= median(most) else 'MISSED'}"
    if least:
        return f"≥ {said(median(least), unit)} {'held' if value >= median(least) else 'MISSED'}"
    return ""


def said(value: float, unit: str) -> str:
    """A number as one reads it."""
    if not isfinite(value):
        return "never"
    if unit == "share":
        return f"{value:.0%}"
    if unit == "":
        return f"{value:.0f}"
    return f"{value:.1f} {unit}" if value < 10 else f"{value:.0f} {unit}"
