from typing import NamedTuple


class Size(NamedTuple):
    """How large a run is: a share of the people and of the pace, people who had voted before, seconds of voting.

    Before the clock starts, everybody stands still for `pause` seconds.
    """

    share: float
    earlier: int
    seconds: float
    pause: float
    items: int = 60

    @property
    def is_full(self) -> bool:
        return self.share == 1

    def of(self, count: int, least: int = 1) -> int:
        return max(least, round(count * self.share))


FULL = Size(share=1.0, earlier=500, seconds=20.0, pause=1.0)
SHORT = Size(share=0.05, earlier=50, seconds=1.0, pause=0.3)
