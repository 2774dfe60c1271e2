"""The workbook of a consultation: what LibreOffice calculates equals what the database says."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from django.utils import translation
from openpyxl import load_workbook

from outcomes import plan as rules
from outcomes import queries
from outcomes.models import Action
from outcomes.workbook import ExportFacts
from participants.models import Consultation, Participant
from recommendations import conduct, voting
from recommendations import results as published
from sessions.models import Phase, Session

FACTS = ExportFacts(at=datetime(2019, 9, 25, 9, 30, tzinfo=UTC), by="Organiser")


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


def test_words_of_the_workbook_do_not_follow_the_readers_language(
    consultation: Consultation, voted: list[Action]
) -> None:
    with translation.override("zh-hans"):
        [first, _second] = queries.plan_rows(consultation, FACTS).levels[2].rows

    assert (first["type"], first["sdg_target"], first["status"]) == ("Capacity building", "4.3 and 4.4", "Pipeline")
