"""The consultation as it is told in fixtures/shenzhen-2019.json, written into the tables."""

import json
from datetime import date, datetime, time
from typing import Any

from django.conf import settings

from participants.models import Consultation, Level, Organisation
from sessions import feed
from sessions.models import Document, Room, Session

SLUG = "shenzhen-2019"
PATH = settings.BASE_DIR / "fixtures" / f"{SLUG}.json"
LINES = ("about", "expected_outcomes", "prompts")  # lists there, one text with a line each here
NAMES = {"expected_outcomes": "outcomes"}


def load() -> Consultation:
    """Write the consultation with its levels, organisations, rooms and agenda, marked as a demo."""
    told = json.loads(PATH.read_text(encoding="utf-8"))
    venue = told["venue"]
    consultation = Consultation.objects.create(
        **{field: told[field] for field in ("slug", "title", "language", "zone")},
        **texts(told, "about", "expected_outcomes"),
        starts=date.fromisoformat(told["starts"]),
        ends=date.fromisoformat(told["ends"]),
        city=venue["city"],
        venue=venue["name"],
        venue_confirmed=venue["is_confirmed"],
        is_demo=True,
        translations=translations(told),
    )
    for position, row in enumerate(told["organisations"]):
        Organisation.objects.create(consultation=consultation, position=position, **row)
    for row in told["rooms"]:
        Room.objects.create(consultation=consultation, **row)
    add_levels(consultation, told["levels"])
    add_agenda(consultation, told["days"])
    feed.of(consultation)
    return consultation


def add_levels(consultation: Consultation, levels: list[dict[str, Any]]) -> None:
    for position, row in enumerate(levels):
        Level.objects.create(
            consultation=consultation,
            position=position,
            **{field: row[field] for field in ("letter", "slug", "title", "scope")},
            **texts(row, "prompts"),
            translations=translations(row),
        )


def add_agenda(consultation: Consultation, days: list[dict[str, Any]]) -> None:
    levels = {row.letter: row for row in consultation.levels.all()}
    rooms = {row.name: row for row in consultation.rooms.all()}
    agenda = [(day["date"], row) for day in days for row in day["sessions"]]
    for position, (day, row) in enumerate(agenda):
        item = Session.objects.create(
            consultation=consultation,
            level=levels.get(row.get("level")),
            room=rooms.get(row.get("room")),
            kind=row["kind"],
            title=row["title"],
            question=row.get("question", ""),
            starts=instant(consultation, day, row["starts"]),
            ends=instant(consultation, day, row["ends"]),
            position=position,
            translations=translations(row),
        )
        feed.of(item)
        for place, document in enumerate(row.get("documents", [])):
            Document.objects.create(session=item, position=place, **document)


def instant(consultation: Consultation, day: str, at: str) -> datetime:
    """A wall-clock time of the venue as an instant."""
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(at), consultation.tz)


def texts(row: dict[str, Any], *fields: str) -> dict[str, str]:
    """Lists of sentences as texts with a line each, under the names that the tables use."""
    return {NAMES.get(field, field): "\n".join(row[field]) for field in fields if field in row}


def translations(row: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The fixture's translations in the shape of the tables."""
    return {
        language: {field: text for field, text in fields.items() if field not in LINES} | texts(fields, *LINES)
        for language, fields in row["translations"].items()
    }
