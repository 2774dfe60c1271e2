"""Rows of a plan as the application would gather them, without a database."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from outcomes.workbook import About, ExportFacts, Row

LEVELS = (
    ("a", "policy", "Policy measures", "Evidence for policy, and monitoring that uses data."),
    ("b", "platforms", "Enablers/platforms", "National platforms, and what they learn from each other."),
    ("c", "providers", "Institutional/training providers", "Open learning environments."),
    ("d", "learners", "Youth and adult learners", "What learners need."),
    ("e", "partners", "Partnerships", "Alliances across sectors."),
)


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


HIDDEN = make_score(
    "c3", support=None, not_now=None, unsure=None, wilson=None, countries=None, equal=None, rank=None,
    rank_countries=None, note="Fewer than 5 answers",
)  # fmt: skip


# What the two actions of `voted` say besides their words.
COUNTRIES = ["PH", "PH", "PH", "VN", "VN", "VN", "LK", "LK", "LK"]

CELLS: tuple[dict[str, str], ...] = (
    {"lead": "UPM", "lead_agreed": "confirmed", "start": "2020-01-01", "end": "2020-12-31", "indicator": "=1+1",
     "budget_y1": "1000.50", "budget_y3": "20", "status": "implementation"},
    {"lead": "ICHEI", "type": "capacity_building", "sdg_target": "both", "budget_y2": "300000"},
)  # fmt: skip
# What nobody but organisers may read, in any page or file.
SECRETS = {"lead": "CANARY-LEAD", "partners": "CANARY-PARTNERS", "budget_y1": "987654", "lead_agreed": "confirmed"}
