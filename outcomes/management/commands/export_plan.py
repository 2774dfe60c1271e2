from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outcomes import plan
from participants.models import Consultation


class Command(BaseCommand):
    help = "Write the research action plan of a consultation as an .xlsx workbook."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("consultation", help="its slug, as in the address: shenzhen-2019")
        parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to write it")
        parser.add_argument("--public", action="store_true", help="without leads, money and contacts")

    def handle(self, *args: Any, **options: Any) -> None:
        consultation = Consultation.objects.filter(slug=options["consultation"]).first()
        if consultation is None:
            known = ", ".join(Consultation.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no consultation “{options['consultation']}” here; there is: {known}.")
        file = (
            plan.public_file(consultation=consultation)
            if options["public"]
            else plan.export(consultation=consultation, by=None)
        )
        path = options["output"] or Path(file.name)
        try:
            path.write_bytes(file.content)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{path}: {len(file.content):,} bytes")
