"""What phones heard, held against what the database keeps."""

from uuid import UUID

from eventapp.simulation.phone import Phone
from tests.server import Server


def check_counted(server: Server, phones: list[Phone]) -> None:
    """I1 and I2: each vote that a phone heard of is there once, no other of its votes is, and the last one counts."""
    for phone in phones:
        assert phone.waiting == {}
        taps = "SELECT key FROM recommendations_tap WHERE device = ?"
        assert keys(server.rows(taps, device(server, phone.device))) == sorted(phone.kept)
        votes = "SELECT v.item_id, v.choice FROM recommendations_vote v JOIN recommendations_tap t ON t.id = v.tap_id"
        rows = server.rows(votes + " WHERE t.device = ?", device(server, phone.device))
        assert sorted(rows) == sorted(phone.counted.items())


def keys(rows: list[tuple]) -> list[str]:
    return sorted(str(UUID(str(key))) for (key,) in rows)


def device(server: Server, name: str) -> str:
    """A name as the database spells it: SQLite keeps it without hyphens."""
    return name.replace("-", "") if server.place.database_url.startswith("sqlite") else name
