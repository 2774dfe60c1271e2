"""Copies of the database while it is in use, and the way back."""

from .files import ImpossibleError, age
from .taking import restore, take

__all__ = ["ImpossibleError", "age", "restore", "take"]
