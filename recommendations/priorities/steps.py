"""When the number at a desk moves while a ballot is open."""

from collections.abc import Iterable

FEWEST = 5  # answers before a desk sees a number
STEP = 3  # new voters before it sees the next one


def shown_at(answers: int) -> int:
    """Of so many answers, how many the number at a desk may take in: none below 5, then 5, 8, 11 and so on.

    It asks the count only, so that every process and every restart says the same.
    """
    return 0 if answers < FEWEST else answers - (answers - FEWEST) % STEP


def may_show(answers: int, last_shown: int) -> bool:
    """Whether a desk that last saw the tally of so many answers may see a new one."""
    return shown_at(answers) >= max(FEWEST, last_shown + STEP)


def last_step(first_taps: Iterable[int]) -> int | None:
    """The tap with which the number at a desk last moved, given the id of each voter's first answer to the item.

    Tally the taps up to this one: a thumb that turns afterwards waits for the next three voters, else it is seen.
    """
    in_order = sorted(first_taps)
    step = shown_at(len(in_order))
    return in_order[step - 1] if step else None
