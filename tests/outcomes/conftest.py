"""A plan as the application would gather it, without a database."""

import os
import shutil
import subprocess
import warnings
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from outcomes import plan as rules
from outcomes.models import Action
from outcomes.workbook import About, ExportFacts, LevelPlan, Plan, Row
from outcomes.workbook.lists import code_lists
from participants.models import Participant
from recommendations import conduct
from recommendations.models import Recommendation
from sessions.models import Phase, Session

LEVELS = (
    ("a", "policy", "Policy measures", "Evidence for policy, and monitoring that uses data."),
    ("b", "platforms", "Enablers/platforms", "National platforms, and what they learn from each other."),
    ("c", "providers", "Institutional/training providers", "Open learning environments."),
    ("d", "learners", "Youth and adult learners", "What learners need."),
    ("e", "partners", "Partnerships", "Alliances across sectors."),
)


def make_action(n: int, **cells: Any) -> Row:
    """A complete action; what a test is about is given."""
    filled = {
        "row_id": f"RAP-{n:04}",
        "row_version": 1,
        "ref": n,
        "type": "Research",
        "activity": f"Study number {n} of how employers read online certificates in six countries",
        "question": "Do employers who read certificates hire differently, and in which trades?",
        "output": "A report with data, and a short version for ministries",
        "sdg_target": "4.4",
        "lead": "Mekong Institute of Technology",
        "partners": "UPM; Open University of Colombo South",
        "lead_agreed": "Confirmed",
        "start": date(2090, 1, 1),
        "end": date(2091, 6, 30),
        "indicator": "Countries with data in the report",
        "target": Decimal("6"),
        "budget_y1": Decimal("40000"),
        "budget_y2": Decimal("44000.50"),
        "budget_y3": None,
        "status": "Pipeline",
        "recommendations": f"c{n}; c{n + 30}",
    }
    return filled | cells


def make_score(number: str, **cells: Any) -> Row:
    filled = {
        "number": number,
        "row_id": "",
        "level": number[0],
        "type": "Research",
        "text": f"Words of {number}",
        "support": 20,
        "not_now": 3,
        "unsure": 2,
        "wilson": 0.6787,
        "countries": 7,
        "equal": 0.71,
        "rank": 1,
        "rank_countries": 2,
    }
    return filled | cells


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


def office() -> str:
    """LibreOffice's program; without it a test is skipped, but never where CI is set."""
    found = shutil.which("soffice")
    if found:
        return found
    said = "LibreOffice is missing: apt-get install libreoffice-calc"
    if os.environ.get("CI"):
        pytest.fail(said)
    pytest.skip(said)


def read_back(path: Path, **how: bool) -> Any:
    """Open what LibreOffice saved: it prints whole columns, which openpyxl reads with a warning."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Print area cannot be set")
        return load_workbook(path, **how)


@pytest.fixture(scope="session")
def resaved(converted: Callable[[bytes, str], Path]) -> Callable[[bytes], Any]:
    """The workbook as LibreOffice saves it."""
    return lambda data: read_back(converted(data, "xlsx"))


@pytest.fixture(scope="session")
def office_profile(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"-env:UserInstallation={tmp_path_factory.mktemp('office').as_uri()}"


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory, office_profile: str) -> Callable[[bytes, str], Path]:
    """Convert a workbook; a fresh profile may end with code 81 and write nothing, so it is tried twice."""
    program = office()

    def convert(data: bytes, to: str) -> Path:
        folder = tmp_path_factory.mktemp("workbook")
        source, out = folder / "plan.xlsx", folder / "out"
        source.write_bytes(data)
        target = out / f"plan.{to}"
        told = [*("--headless", "--norestore", "--convert-to", FILTERS.get(to, to)), "--outdir", str(out), str(source)]
        for _ in range(2):
            done = subprocess.run([program, office_profile, *told], capture_output=True, timeout=120, check=False)
            if target.exists():
                return target
        raise AssertionError(f"LibreOffice wrote nothing: {done.stderr.decode()}")

    return convert


@pytest.fixture(scope="session")
def calculated(converted: Callable[[bytes, str], Path]) -> Callable[[bytes], Any]:
    """The workbook with the values that LibreOffice calculated."""
    return lambda data: read_back(converted(data, "xlsx"), data_only=True)


FILTERS = {"xlsx": "xlsx:Calc MS Excel 2007 XML"}
ABOUT = About(
    slug="shenzhen-2019",
    title="Regional consultation on ICT-driven innovation",
    starts=date(2019, 9, 24),
    ends=date(2019, 9, 25),
    bodies=(("Host", "UNESCO Bangkok"), ("Host", "ICHEI"), ("Technical assistance", "UPM")),
    contacts=("Section for Educational Innovation: secretariat@example.org",),
    zone="Asia/Shanghai",
    years=(2020, 2021, 2022),
    participants=40,
    countries=15,
    votes=1234,
    notice="This file names organisations that lead, no person.",
    url="https://consultation.example.org/shenzhen-2019/plan/",
)
EXPORT = ExportFacts(
    at=datetime(2019, 9, 25, 9, 30, tzinfo=UTC),
    by="Organiser",
    version=3,
    export_id="5f0c8a52-5a0f-4b8e-9a63-3d3f6d3a1f00",
)
HIDDEN = make_score(
    "c3", support=None, not_now=None, unsure=None, wilson=None, countries=None, equal=None, rank=None,
    rank_countries=None, note="Fewer than 5 answers",
)  # fmt: skip
