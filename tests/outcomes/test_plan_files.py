"""What the plan gives out: the workbook of those who may, the public one, and few queries."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from outcomes import plan as rules
from outcomes.models import Action, Export
from participants.models import Participant

PLAN = "/shenzhen-2019/plan/"
ClientOf = Callable[[Participant | None], Client]


def test_the_page_asks_the_database_as_often_for_three_actions_as_for_one(
    organiser: Client, shortlisted: Any, olga: Participant
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            organiser.get(f"{PLAN}?level=c")
        return len(asked)

    counts = []
    for n in range(3):
        rules.adopt(recommendation=shortlisted(f"Measure number {n} for every campus."), by=olga)
        counts.append(queries())
    assert len(set(counts)) == 1


def read(answer: Any) -> Any:
    return load_workbook(BytesIO(answer.content))


def test_the_organiser_downloads_the_whole_workbook(organiser: Client, filled: Action) -> None:
    answer = organiser.get("/shenzhen-2019/plan.xlsx")

    sheet = read(answer)["C Providers"]
    assert answer["Content-Disposition"].startswith('attachment; filename="RAP_shenzhen-2019_')
    assert answer["Content-Disposition"].endswith('_v1.xlsx"')
    assert answer["Cache-Control"] == "private, no-store"
    assert [sheet["A4"].value, sheet["I4"].value, sheet["P4"].value] == ["RAP-0001", "CANARY-LEAD", 987654]
    assert Export.objects.get().by == filled.changes.last().by


def test_others_download_the_public_workbook(client_of: ClientOf, filled: Action, ana: Participant) -> None:
    for who in (None, ana):
        answer = client_of(who).get("/shenzhen-2019/plan.xlsx")
        cells = [str(c.value) for sheet in read(answer) for row in sheet.iter_rows() for c in row]
        assert "RAP-0001" in cells
        assert [text for text in cells if "CANARY" in text or "987654" in text] == []
        assert b"CANARY" not in answer.content
    assert not Export.objects.exists()
