from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from eventapp.demo import build, large, links
from eventapp.demo.people import LEVELS

NUMBERS = {"participants": 40, "items": 12, "votes": 0}


class Command(BaseCommand):
    help = "Load the Shenzhen consultation with invented people and words, once; or make one of its rooms large."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--links", action="store_true", help="only print one link for each role")
        parser.add_argument("--participants", type=int, help="seat so many people in the one breakout")
        parser.add_argument("--breakout", choices=list(LEVELS), help="which breakout (c, where nothing is said)")
        parser.add_argument("--items", type=int, help="so many recommendations in it (12, where nothing is said)")
        parser.add_argument("--votes", type=int, help="so many votes that were cast before")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked for, and say in a sentence what cannot be done."""
        try:
            self.stdout.write(self.run(options))
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error

    def run(self, options: dict[str, Any]) -> str:
        if options["links"]:
            consultation = build.find()
            if consultation is None:
                raise CommandError("The demo is not loaded yet. Type: manage.py demo")
            return "\n".join(links.links(consultation))
        if any(options[name] is not None for name in ("participants", "breakout", "items", "votes")):
            return self.fill(options)
        if build.once():
            return "The Shenzhen consultation is loaded, with 40 invented participants and 60 recommendations."
        return "The demo is there already: its data are kept, and its first breakout began ten minutes ago."

    def fill(self, options: dict[str, Any]) -> str:
        numbers = {name: options[name] if options[name] is not None else NUMBERS[name] for name in NUMBERS}
        if numbers["participants"] < 1 or min(numbers.values()) < 0:
            raise CommandError("A room needs at least one participant, and no number may be negative.")
        letter = options["breakout"] or "c"
        large.fill(
            letter=letter, participants=numbers["participants"], items=numbers["items"], earlier=numbers["votes"]
        )
        return f"Breakout {letter} now seats participants 1 to {numbers['participants']}."
