"""The lists to pick from, as the workbook writes them: always in English, for formulas count them by their words."""

from collections.abc import Mapping

from .facts import CodeList

# Code in the application: word in the workbook.
WORDS: Mapping[str, Mapping[str, str]] = {
    "lstType": {
        "research": "Research",
        "capacity_building": "Capacity building",
        "policy_practice": "Policy/practice",
        "network": "Network",
    },
    "lstSDG": {"4.3": "4.3", "4.4": "4.4", "both": "4.3 and 4.4", "other": "Other"},
    "lstAgreed": {"proposed": "Proposed", "volunteered": "Volunteered", "confirmed": "Confirmed"},
    "lstStatus": {
        "pipeline": "Pipeline",
        "implementation": "Implementation",
        "finalisation": "Finalisation",
        "closed": "Closed",
        "cancelled": "Cancelled",
        "suspended": "Suspended",
    },
}
TITLES = {"lstType": "Type", "lstSDG": "SDG target", "lstAgreed": "Lead agreed", "lstStatus": "Status"}


def code_lists() -> tuple[CodeList, ...]:
    """All lists, in the order of their columns on the sheet."""
    return tuple(CodeList(name=name, title=TITLES[name], values=tuple(words.values())) for name, words in WORDS.items())


def word(list_name: str, code: str) -> str:
    """A code as the workbook writes it; '' for none."""
    return WORDS[list_name].get(code, "")
