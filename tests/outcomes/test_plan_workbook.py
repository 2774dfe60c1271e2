"""The workbook of a consultation: what LibreOffice calculates equals what the database says."""

import json
import zlib
from collections.abc import Callable
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
from django.utils import translation
from openpyxl import load_workbook

from outcomes import plan as rules
from outcomes import queries
from outcomes.models import Action, Export
from outcomes.workbook import ExportFacts
from outcomes.workbook.back import digest, scores_hash
from participants.models import Consultation, Participant
from recommendations import conduct, voting
from recommendations import results as published
from recommendations.models import Recommendation
from sessions.models import Phase, Session

COUNTRIES = ["PH", "PH", "PH", "VN", "VN", "VN", "LK", "LK", "LK"]
FACTS = ExportFacts(at=datetime(2019, 9, 25, 9, 30, tzinfo=UTC), by="Organiser")
CELLS: tuple[dict[str, str], ...] = (
    {"lead": "UPM", "lead_agreed": "confirmed", "start": "2020-01-01", "end": "2020-12-31", "indicator": "=1+1",
     "budget_y1": "1000.50", "budget_y3": "20", "status": "implementation"},
    {"lead": "ICHEI", "type": "capacity_building", "sdg_target": "both", "budget_y2": "300000"},
)  # fmt: skip


@pytest.fixture
def voted(
    enrol: Callable[..., Participant], breakout: Session, mina: Participant, say: Any, tap: Any, olga: Participant
) -> list[Action]:
    """Nine people from three countries vote on three recommendations; two become actions that are partly filled."""
    crowd = [enrol(f"Delegate {n}", seat=breakout, country=code) for n, code in enumerate(COUNTRIES)]
    conduct.move_on(breakout=breakout, to=Phase.COLLECTING, by=mina)
    said = [say(breakout, crowd[n], f"Measure number {n} for every campus.") for n in range(3)]
    for recommendation, support in zip(said, (4, 8, 2), strict=True):
        item = recommendation.items.get()
        answers = ["support"] * support + ["not_now"] * (8 - support) + ["unsure"]
        voting.cast(taps=[tap(who, item, choice) for who, choice in zip(crowd, answers, strict=True)])
    conduct.move_on(breakout=breakout, to=Phase.CURATING, by=mina)
    for place, recommendation in enumerate(said, 1):
        Recommendation.objects.filter(pk=recommendation.pk).update(status="shortlisted", shortlist_position=place)
    conduct.move_on(breakout=breakout, to=Phase.REPORTED, by=mina)
    actions = [rules.adopt(recommendation=recommendation, by=olga) for recommendation in said[:2]]
    for action, cells in zip(actions, CELLS, strict=True):
        for column, value in cells.items():
            rules.edit_cell(action=action, column=column, value=value, by=olga)
        action.refresh_from_db()
    return actions


def column(book: Any, sheet: str, name: str) -> list[Any]:
    at = next(cell.column for cell in book[sheet][3] if cell.value == name)
    return [row[0] for row in book[sheet].iter_rows(min_row=4, min_col=at, max_col=at, values_only=True)]


def test_numbers_of_libreoffice_equal_the_database(
    consultation: Consultation, voted: list[Action], olga: Participant, calculated: Callable[[bytes], Any]
) -> None:
    book = calculated(rules.export(consultation=consultation, by=olga).content)

    head = [cell.value for cell in book["Summary"][4]]
    totals = dict(zip(head, [cell.value for cell in book["Summary"][10]], strict=True))
    rows = Action.objects.filter(consultation=consultation)
    assert totals["Actions"] == rows.count() == 2
    assert totals["Research"] == rows.filter(type="research").count()
    assert totals["Capacity building"] == rows.filter(type="capacity_building").count()
    assert totals["SDG 4.3"] == rows.filter(sdg_target__in=["4.3", "both"]).count()
    assert totals["SDG 4.4"] == rows.filter(sdg_target__in=["4.4", "both"]).count()
    assert totals["Complete"] == sum(row.is_complete for row in rows)
    assert totals["With confirmed lead"] == rows.filter(lead_agreed="confirmed").count()
    assert totals["Budget, USD"] == pytest.approx(float(sum(row.budget_total or 0 for row in rows)), abs=0.1)
    assert totals["Implementation"] == rows.filter(status="implementation").count()
    assert column(book, "C Providers", "Budget total") == [
        pytest.approx(float(line.action.budget_total or 0), abs=0.1)
        for _level, lines in queries.by_level(consultation)
        for line in lines
    ]


def test_scores_equal_what_was_published(
    consultation: Consultation, voted: list[Action], olga: Participant, breakout: Session, calculated: Any
) -> None:
    book = calculated(rules.export(consultation=consultation, by=olga).content)

    result = published.of(breakout)
    assert result is not None
    assert column(book, "Scores", "Recommendation") == [item.number for item in result.items]
    for name, key in (
        ("Support", "support"),
        ("Not now", "oppose"),
        ("Answered", "answers"),
        ("Rank by people", "rank"),
    ):
        assert column(book, "Scores", name) == [item.votes[key] for item in result.items]
    assert column(book, "Scores", "Wilson") == [pytest.approx(item.votes["score"]) for item in result.items]


def test_ref_follows_the_support_of_the_room(
    consultation: Consultation, voted: list[Action], olga: Participant
) -> None:
    book = load_workbook(BytesIO(rules.export(consultation=consultation, by=olga).content))

    first, second = voted
    assert column(book, "C Providers", "Row ID") == [second.number, first.number]
    assert column(book, "C Providers", "Ref") == [1, 2]
    assert column(book, "C Providers", "Recommendations") == [
        action.sources.get().recommendation.number for action in (second, first)
    ]
    assert column(book, "C Providers", "Indicator") == [None, "=1+1"]


def test_a_protected_item_keeps_its_number_and_says_why(
    consultation: Consultation, collecting: Session, ana: Participant, mina: Participant, say: Any, tap: Any
) -> None:
    said = say(collecting, ana)
    voting.cast(taps=[tap(ana, said.items.get(), "support")])
    for phase in (Phase.CURATING, Phase.REPORTED):
        conduct.move_on(breakout=collecting, to=phase, by=mina)

    plan = queries.plan_rows(consultation, FACTS)

    [row] = plan.scores
    assert row["number"] == said.number
    assert row["note"] == "Too few people answered for the numbers to be shown"
    assert set(row) == {"number", "row_id", "level", "type", "text", "note"}
    # A total that counted it would tell how many answered.
    assert plan.about.votes == 0


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


def test_words_of_the_workbook_do_not_follow_the_readers_language(
    consultation: Consultation, voted: list[Action]
) -> None:
    with translation.override("zh-hans"):
        [first, _second] = queries.plan_rows(consultation, FACTS).levels[2].rows

    assert (first["type"], first["sdg_target"], first["status"]) == ("Capacity building", "4.3 and 4.4", "Pipeline")


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
