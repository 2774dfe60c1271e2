from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from outcomes.plan import importing, looking
from outcomes.plan.comparison import Comparison, Outcome, State
from outcomes.workbook.read import book_from
from participants.models import Consultation

STATES = {State.NEW: "new", State.TAKEN: "here already", State.TWICE: "twice", State.INCOMPLETE: "incomplete"}
OUTCOMES = {Outcome.THERE: "changed", Outcome.CONFLICT: "conflict", Outcome.REFUSED: "refused"}


class Command(BaseCommand):
    help = "Read an edited workbook back into the plan: prints what changes, and changes it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("consultation", help="its slug, as in the address: shenzhen-2019")
        parser.add_argument("file", type=Path, help="the .xlsx that came back")
        parser.add_argument("--dry-run", action="store_true", help="only print")
        parser.add_argument("--conflicts", choices=["file", "plan"], help="which side wins where both changed a cell")

    def handle(self, *args: Any, **options: Any) -> None:
        consultation = Consultation.objects.filter(slug=options["consultation"]).first()
        if consultation is None:
            raise CommandError(f"There is no consultation “{options['consultation']}” here.")
        try:
            self.bring_in(consultation, options["file"].read_bytes(), options["dry_run"], options["conflicts"])
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error

    def bring_in(self, consultation: Consultation, data: bytes, dry_run: bool, conflicts: str | None) -> None:
        book = book_from(importing.read_file(data, consultation))
        preview = looking.look(consultation=consultation, book=book)
        for line in lines(preview.comparison):
            self.stdout.write(line)
        undecided = len(preview.comparison.cells(Outcome.CONFLICT))
        if undecided and conflicts is None:
            raise CommandError(f"{undecided} in conflict, nothing was changed: say --conflicts file or plan.")
        if not dry_run:
            done = importing.apply(
                consultation=consultation, book=book, by=None, take=lambda *_: conflicts == "file", seen=preview.seen
            )
            self.stdout.write(f"{done.cells} cells changed, {done.rows} rows added.")


def lines(compared: Comparison) -> list[str]:
    """A line for each difference: row, what it is, column, what stands now, what the file says."""
    told = [line("row", "what", "column", "now", "file")]
    for row in compared.rows:
        name = row.source.number or f"{row.source.sheet} {row.source.at}"
        if row.state in STATES:
            told.append(line(name, STATES[row.state], "", "", ""))
        for cell in row.cells:
            if cell.outcome in OUTCOMES:
                said = f"{cell.file}  ({cell.problem})" if cell.problem else cell.file
                told.append(line(name, OUTCOMES[cell.outcome], cell.column, cell.now, said))
    return told + [line(number, "not in file", "", "", "") for number in compared.missing]


def line(*cells: str) -> str:
    """One line of the table, without what a terminal would take for an order."""
    widths = (16, 12, 14, 30)
    plain = ["".join(char if char.isprintable() else " " for char in cell) for cell in cells]
    return "  ".join([f"{cell[:width]:{width}}" for cell, width in zip(plain, widths, strict=False)] + [plain[-1][:60]])
