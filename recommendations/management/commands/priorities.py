import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from participants.models import Consultation
from recommendations import results
from recommendations.published import Item, Result

# As printed: as published.
NAMES = {
    "support": "support",
    "oppose": "oppose",
    "unsure": "unsure",
    "entitled": "entitled",
    "wilson": "score",
    "controversy": "controversy",
    "breadth": "breadth",
    "countries": "countries",
    "equal_countries": "equal",
    "rank_heads": "rank",
    "rank_countries": "rank_by_countries",
    "band": "band",
    "best_rank": "best",
    "worst_rank": "worst",
    "run_off": "run_off",
}


class Command(BaseCommand):
    help = "Print the published priorities of a consultation, level by level, as pages and files show them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("consultation", help="its slug, as in the address: shenzhen-2019")
        parser.add_argument("--json", action="store_true", help="as JSON, for whoever wants to recompute them")

    def handle(self, *args: Any, **options: Any) -> None:
        consultation = Consultation.objects.filter(slug=options["consultation"]).first()
        if consultation is None:
            raise CommandError(f"There is no consultation “{options['consultation']}” here.")
        reported = results.by_level(consultation)
        levels = [(breakout.level.letter, items(result)) for breakout, result in reported if breakout.level]
        if options["json"]:
            rows = [{"level": letter, "items": found} for letter, found in levels]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for letter, found in levels:
            self.stdout.write("\n".join([f"{letter}:", *(map(line, found) if found else ["  nothing is published"])]))


def items(result: Result | None) -> list[dict[str, Any]]:
    """What was voted on, by rank; a protected item keeps id and number, and is null otherwise."""
    asked = [item for item in result.items if item.was_asked] if result else []
    return [numbers(item) for item in asked]


def numbers(item: Item) -> dict[str, Any]:
    head = {"id": item.said["id"], "number": item.number, "type": item.said["type"] if item.has_numbers else None}
    return head | {name: item.votes.get(published) for name, published in NAMES.items()}


def line(item: dict[str, Any]) -> str:
    if item["rank_heads"] is None:
        return f"  –  {item['number']}  not shown: too few people answered"
    said = f"{item['support']} of {item['support'] + item['oppose'] + item['unsure']} in favour"
    return f"{item['rank_heads']:3}  {item['number']}  {said}, Wilson {item['wilson']:.3f}"
