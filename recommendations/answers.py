"""What a phone hears about one tap: final, or not yet."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Arrival:
    """One tap as it came in; ids are the phone's word and not yet believed."""

    participant: int
    credential: tuple[int, int]
    key: UUID
    ballot: int
    item: int
    choice: str
    criterion: str = ""
    why: str = ""
    revision: int | None = None
    device: UUID | None = None
    tap: int | None = None


@dataclass(frozen=True)
class Counted:
    """Committed; `now` is the choice that counts, `again` asks to look at a changed wording."""

    version: int
    now: str
    again: bool = False
    status = 200

    def message(self, key: object) -> dict[str, Any]:
        again = {"again": True} if self.again else {}
        return {"type": "counted", "key": str(key), "version": self.version, "now": self.now} | again


@dataclass(frozen=True)
class Refused:
    """Final: sending it again changes nothing. 409 not now, 422 not so, 403 not you, 404 not there."""

    reason: str
    status: int = 409

    def message(self, key: object) -> dict[str, Any]:
        return {"type": "refused", "key": str(key), "reason": self.reason}


@dataclass(frozen=True)
class Later:
    """Undecided: keep it and send it again after so many seconds."""

    after: float = 1.5
    status: int = 503

    def message(self, key: object) -> dict[str, Any]:
        return {"type": "later", "key": str(key), "after": self.after}


Answer = Counted | Refused | Later
