from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from eventapp import backup


class Command(BaseCommand):
    help = "Puts a backup in the place of the database; refuses while a server runs, and keeps what it replaces."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            kept = backup.restore(file=options["file"])
        except backup.ImpossibleError as error:
            raise CommandError(str(error)) from error
        call_command("migrate", verbosity=0, interactive=False)
        if kept:
            self.stdout.write(f"What was there is kept as {kept}.")
        self.stdout.write("Restored, in a new epoch. Start the server: phones offer again what they were counted for.")
