"""An export: who may, its version, what is kept of it, and the command."""

import json
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from outcomes import plan as rules
from outcomes import queries
from outcomes.models import Action, Export
from outcomes.workbook import ExportFacts
from outcomes.workbook.back import digest, scores_hash
from participants.models import Consultation, Participant

FACTS = ExportFacts(at=datetime(2019, 9, 25, 9, 30, tzinfo=UTC), by="Organiser")


def test_an_export_is_kept_for_the_way_back(consultation: Consultation, voted: list[Action], olga: Participant) -> None:
    file = rules.export(consultation=consultation, by=olga)

    kept = Export.objects.get()
    book = load_workbook(BytesIO(file.content))
    meta = {row[0].value: row[1].value for row in book["_meta"].iter_rows()}
    base = json.loads(zlib.decompress(bytes(kept.base)))
    assert (kept.version, kept.by, kept.schema, str(kept.export_id)) == (1, olga, "rap-xlsx/1", meta["export_id"])
    assert digest(base) == meta["base_hash"]
    assert scores_hash(queries.plan_rows(consultation, FACTS).scores) == meta["scores_hash"]
    assert base["c"]["RAP-0001"]["budget_y1"] == "1000.5"
    assert base["c"]["RAP-0001"]["lead_agreed"] == "Confirmed"
    assert base["c"]["RAP-0002"]["start"] == ""


def test_each_export_has_a_version(consultation: Consultation, voted: list[Action], olga: Participant) -> None:
    names = [rules.export(consultation=consultation, by=olga).name for _ in range(2)]

    assert [name.rpartition("_")[2] for name in names] == ["v1.xlsx", "v2.xlsx"]


@pytest.mark.django_db(transaction=True, databases=["default", "snapshot"])
def test_exports_at_once_get_versions_of_their_own(consultation: Consultation) -> None:
    def run(_n: int) -> str:
        try:
            return rules.export(consultation=consultation, by=None).name
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        names = list(pool.map(run, range(3)))

    assert sorted(name.rpartition("_")[2] for name in names) == ["v1.xlsx", "v2.xlsx", "v3.xlsx"]


def test_only_organisers_export(consultation: Consultation, ana: Participant) -> None:
    with pytest.raises(PermissionDenied):
        rules.export(consultation=consultation, by=ana)

    assert not Export.objects.exists()


def test_rows_cost_the_same_queries_for_one_action_and_for_many(
    consultation: Consultation, shortlisted: Any, olga: Participant
) -> None:
    counts = set()
    for n in range(3):
        rules.adopt(recommendation=shortlisted(f"Measure number {n} for every campus."), by=olga)
        with CaptureQueriesContext(connection) as asked:
            queries.plan_rows(consultation, FACTS)
        counts.add(len(asked))

    assert len(counts) == 1


def test_the_command_writes_the_file(
    consultation: Consultation, voted: list[Action], tmp_path: Path, capsys: Any
) -> None:
    target = tmp_path / "plan.xlsx"

    call_command("export_plan", "shenzhen-2019", "-o", str(target))
    call_command("export_plan", "shenzhen-2019", "--public", "-o", str(tmp_path / "public.xlsx"))

    assert load_workbook(target)["Cover"]["A1"].value == "Regional research action plan"
    assert "Lead organisation" not in [cell.value for cell in load_workbook(tmp_path / "public.xlsx")["C Providers"][3]]
    assert [row.by for row in Export.objects.all()] == [None]
    assert capsys.readouterr().out.startswith(f"{target}: ")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (["nowhere"], "There is no consultation “nowhere” here; there is: shenzhen-2019."),
        (
            ["shenzhen-2019", "-o", "/nowhere/plan.xlsx"],
            "/nowhere/plan.xlsx cannot be written: No such file or directory.",
        ),
    ],
)
def test_the_command_says_what_is_wrong(consultation: Consultation, told: list[str], said: str) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("export_plan", *told)

    assert str(refusal.value) == said
