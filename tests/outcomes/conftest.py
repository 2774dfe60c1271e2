"""A plan as the application would gather it, without a database."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from openpyxl import load_workbook

from outcomes import plan as rules
from outcomes.models import Action
from outcomes.workbook import LevelPlan, Plan, Row, write
from outcomes.workbook.lists import code_lists
from participants.models import Participant
from recommendations import conduct, voting
from recommendations.models import Recommendation
from sessions.models import Phase, Session
from tests.outcomes.office import convert, read_back
from tests.outcomes.plans import ABOUT, CELLS, COUNTRIES, EXPORT, HIDDEN, LEVELS, SECRETS, make_action, make_score


@pytest.fixture
def action_row() -> Callable[..., Row]:
    return make_action


@pytest.fixture
def score_row() -> Callable[..., Row]:
    return make_score


@pytest.fixture(scope="session")
def make_plan() -> Callable[..., Plan]:
    """Build a plan of five levels from the rows of some; `export` and `about` change its facts."""

    def build(*, scores: tuple[Row, ...] = (), export: Any = None, about: Any = None, **rows: tuple[Row, ...]) -> Plan:
        return Plan(
            about=replace(ABOUT, **(about or {})),
            levels=tuple(
                LevelPlan(letter=letter, slug=slug, name=name, scope=scope, rows=rows.get(letter, ()))
                for letter, slug, name, scope in LEVELS
            ),
            scores=scores,
            lists=code_lists(),
            export=replace(EXPORT, **(export or {})),
        )

    return build


@pytest.fixture(scope="session")
def plan(make_plan: Callable[..., Plan]) -> Plan:
    """Rows on three levels, some of them incomplete; two levels are empty."""
    return make_plan(
        a=(make_action(1), make_action(2, type="Network", lead="", sdg_target="4.3 and 4.4", status="Implementation")),
        c=(
            make_action(3, type="Capacity building", lead_agreed="Proposed", sdg_target="4.3"),
            make_action(4, start=None, end=None, budget_y1=None, budget_y2=None, lead_agreed="Proposed"),
            make_action(5, indicator="", status="Closed"),
        ),
        e=(make_action(6, activity="为偏远地区学习者设立移动数据基金", budget_y3=Decimal("1000000")),),
        scores=(make_score("c1", row_id="RAP-0003"), make_score("c2", rank=2, rank_countries=6), HIDDEN),
    )


@pytest.fixture
def reported(collecting: Session, mina: Participant) -> Session:
    """The breakout of level c, reported; nobody has voted."""
    for phase in (Phase.CURATING, Phase.REPORTED):
        conduct.move_on(breakout=collecting, to=phase, by=mina)
    collecting.refresh_from_db()
    return collecting


@pytest.fixture
def shortlisted(
    reported: Session, ana: Participant, say: Callable[..., Recommendation]
) -> Callable[..., Recommendation]:
    """Something that Ana said in the reported breakout and that is on its shortlist."""

    def make(words: str, *, status: str = "shortlisted", **fields: str) -> Recommendation:
        said = say(reported, ana, words, **fields)
        place = Recommendation.objects.filter(session=reported).count()
        Recommendation.objects.filter(pk=said.pk).update(status=status, shortlist_position=place)
        said.refresh_from_db()
        return said

    return make


@pytest.fixture
def action(shortlisted: Callable[..., Recommendation], olga: Participant) -> Action:
    """One action of the plan, adopted by Olga."""
    return rules.adopt(recommendation=shortlisted("Give every teacher forty paid hours a year."), by=olga)


@pytest.fixture(scope="session")
def resaved(converted: Callable[[bytes, str], Path]) -> Callable[[bytes], Any]:
    """The workbook as LibreOffice saves it."""
    return lambda data: read_back(converted(data, "xlsx"))


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes, str], Path]:
    """Convert a workbook with a LibreOffice profile of our own."""
    profile = f"-env:UserInstallation={tmp_path_factory.mktemp('office').as_uri()}"
    return lambda data, to: convert(data, to, tmp_path_factory.mktemp("workbook"), profile)


@pytest.fixture(scope="session")
def calculated(converted: Callable[[bytes, str], Path]) -> Callable[[bytes], Any]:
    """The workbook with the values that LibreOffice calculated."""
    return lambda data: read_back(converted(data, "xlsx"), data_only=True)


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


@pytest.fixture
def organiser(client_of: Callable[..., Client], olga: Participant) -> Client:
    return client_of(olga)


@pytest.fixture
def filled(action: Action, olga: Participant) -> Action:
    for column, value in SECRETS.items():
        rules.edit_cell(action=action, column=column, value=value, by=olga)
    action.refresh_from_db()
    return action


@pytest.fixture
def data(plan: Plan) -> bytes:
    return write(plan)


@pytest.fixture
def package(data: bytes) -> ZipFile:
    return ZipFile(BytesIO(data))


@pytest.fixture
def written(data: bytes) -> Any:
    return load_workbook(BytesIO(data))
