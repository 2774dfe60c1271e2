"""What a phone hears about one tap: final, or not yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from participants.sign_in import Held


@dataclass(frozen=True)
class Arrival:
    """One tap as it came in; ids are the phone's word and not yet believed."""

    participant: int
    credential: Held
    key: UUID
    ballot: int
    item: int
    choice: str
    criterion: str = ""
    why: str = ""
    revision: int | None = None
    device: UUID | None = None
    tap: int | None = None
    language: str = "en"  # in which its phone reads what it hears


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
    """Undecided: keep it and send it again after so many seconds. 403: after signing in again."""

    after: float = 1.5
    status: int = 503

    def message(self, key: object) -> dict[str, Any]:
        signed_out = {"signed_out": True} if self.status == 403 else {}
        return {"type": "later", "key": str(key), "after": self.after} | signed_out


Answer = Counted | Refused | Later


LARGEST = 2**62


def read(said: Mapping[str, Any]) -> dict[str, Any] | None:
    """The fields of a tap as a phone sent them, in a frame or a form; None where they make no sense."""
    try:
        return {
            "key": unique(said.get("key")),
            "ballot": number(said["ballot"]),
            "item": number(said["item"]),
            "choice": text(said.get("choice"), 16),
            "criterion": text(said.get("criterion"), 20),
            "why": text(said.get("why"), 600),
            "device": unique(said.get("device")),
            "tap": number(said["tap"], least=0) if said.get("tap") not in (None, "") else None,
            "revision": number(said["revision"], most=30_000) if said.get("revision") not in (None, "") else None,
        }
    except (KeyError, ValueError):
        return None


def number(value: object, least: int = 1, most: int = LARGEST) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError(value)
    found = int(value)
    if not least <= found <= most:
        raise ValueError(value)
    return found


def text(value: object, longest: int) -> str:
    """Words that a database takes: no NUL, and no half of a surrogate pair."""
    if value is None:
        return ""
    if not isinstance(value, str) or "\0" in value or len(value) > longest:
        raise ValueError(value)
    value.encode()  # a UnicodeEncodeError is a ValueError
    return value.strip()


def unique(value: object) -> UUID | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise ValueError(value)
    return UUID(value)
