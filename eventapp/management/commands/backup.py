import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from eventapp import backup


class Command(BaseCommand):
    help = "Writes a checked backup of the database beside the running server, once or again and again."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, required=True, help="the folder; another disk is best")
        parser.add_argument("--every", type=float, help="seconds between two backups; without it there is one")
        parser.add_argument("--keep", type=int, default=120, help="how many of the newest are kept")

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            began = time.monotonic()
            try:
                self.take(options["to"], options["keep"])
            except backup.ImpossibleError as error:
                if not options["every"]:
                    raise CommandError(str(error)) from error
                self.stderr.write(f"{error} Trying again in {options['every']:g} s.")
            if not options["every"]:
                return
            time.sleep(max(0.0, options["every"] - (time.monotonic() - began)))

    def take(self, to: Path, keep: int) -> None:
        before, began = backup.age(), time.monotonic()
        path = backup.take(to=to, keep=keep)
        size, seconds = path.stat().st_size / 1e6, time.monotonic() - began
        old = "there was none before" if before is None else f"the one before was {before:.0f} s old"
        self.stdout.write(f"{path}: {size:.1f} MB in {seconds:.1f} s; {old}.")
        self.stdout.flush()
