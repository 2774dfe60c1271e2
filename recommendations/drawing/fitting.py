"""How large words may be on a screen: as large as fits, because nothing scrolls there and nothing is cut."""

import unicodedata
from collections.abc import Sequence
from math import ceil

SIZES = (4.6, 4.0, 3.5, 3.0, 2.6, 2.2)  # of letters, in hundredths of the screen's height; classes fit-1 to fit-6
TALL = {"km": 1.35, "my": 1.35, "si": 1.35, "th": 1.35, "ur": 1.35}  # scripts that need more room between lines
LINE = 1.32  # height of a line, in letters
WIDTH = 0.49  # of a letter, in letters
WORD = 6  # letters that a line may leave empty because the next word is too long for it


def fit(texts: Sequence[tuple[str, str]], *, width: float, height: float, least: float, gap: float) -> int:
    """The largest size (1 to 6) at which these texts, with their languages, stand below each other; 0 if none does.

    Each takes at least so much height, and there is a gap between two.
    """
    for number, size in enumerate(SIZES, 1):
        heights = [max(least, tall(text, language, size, width)) for text, language in texts]
        if sum(heights) + gap * (len(texts) - 1) <= height:
            return number
    return 0


def fitting(
    texts: Sequence[tuple[str, str]], *, width: float, height: float, least: float, gap: float
) -> tuple[int, int]:
    """How many of the texts fit, from the first on, and at which size."""
    for count in range(len(texts), 1, -1):
        if number := fit(texts[:count], width=width, height=height, least=least, gap=gap):
            return count, number
    return min(1, len(texts)), fit(texts[:1], width=width, height=height, least=least, gap=gap) or len(SIZES)


def tall(text: str, language: str, size: float, width: float) -> float:
    """The height of a text at this size, in lines that break as a browser would break them, or sooner."""
    length, in_line = breadth(text), width / (size * WIDTH)
    lines = 1 if length < 0.8 * in_line else ceil(length / (in_line - WORD) + 0.2)
    return lines * size * LINE * TALL.get(language[:2], 1)


def breadth(text: str) -> float:
    """The length of a text in Latin letters: Chinese characters are two wide, marks take no room."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    marks = sum(unicodedata.category(letter) == "Mn" for letter in text)
    return len(text) + 0.9 * wide - marks
