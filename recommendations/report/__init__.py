"""The breakout's result as a file for a word processor, from plain rows: no request, no query."""

from .file import write
from .rows import Entry, Report

__all__ = ["Entry", "Report", "write"]
