import asyncio
import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from eventapp.simulation import ledger, play
from eventapp.simulation.phone import Phone


class Command(BaseCommand):
    help = "Plays a breakout against the running server, and fails unless log, database and screens agree."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--participants", type=int, default=40)
        parser.add_argument("--minutes", type=float, default=2)
        parser.add_argument("--breakout", default="c", help="the letter of its level")
        parser.add_argument("--consultation", default="shenzhen-2019")
        parser.add_argument("--url", default=settings.PUBLIC_URL)
        parser.add_argument("--log", type=Path, default=settings.VAR / "simulate.jsonl")

    def handle(self, *args: Any, **options: Any) -> None:
        breakout, cast = ledger.cast_of(options["consultation"], options["breakout"], options["participants"])
        before = ledger.taps(breakout)
        with (
            options["log"].open("w") as file,
            tqdm(unit=" taps", desc=f"breakout {options['breakout']}", mininterval=1) as bar,
        ):
            phones, stale = asyncio.run(
                play.play(
                    url=options["url"],
                    consultation=options["consultation"],
                    breakout=breakout.pk,
                    cast=cast,
                    seconds=options["minutes"] * 60,
                    log=lambda line: file.write(json.dumps(line, ensure_ascii=False) + "\n") and None,
                    step=bar.update,
                )
            )
        self.judge(phones, stale, ledger.compare(breakout, phones, before), options["log"])

    def judge(self, phones: list[Phone], stale: list[str], wrong: list[str], log: Path) -> None:
        """Say what happened, and end non-zero where anything disagrees."""
        answers = Counter(answer for phone in phones for answer in phone.answers)
        waits = sorted(wait for phone in phones for wait in phone.heard.values()) or [0.0]
        p95 = waits[int(0.95 * (len(waits) - 1))] * 1000
        self.stdout.write(
            f"{len(phones)} phones, {sum(answers.values())} votes: {dict(answers)}; 95 % within {p95:.0f} ms"
        )
        self.stdout.write(f"What each phone sent and heard: {log}")
        for line in [*wrong, *(f"{name} does not show what a fresh page shows" for name in stale)]:
            self.stderr.write(line)
        if wrong or stale:
            raise CommandError("Log, database and screens do not agree.")
        self.stdout.write(self.style.SUCCESS("Log, database and every screen agree."))
