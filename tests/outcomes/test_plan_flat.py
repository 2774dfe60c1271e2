"""The plan as .csv and JSON: the columns of the workbook as plain values, whole or public by right."""

import csv
import json
from collections.abc import Callable
from decimal import Decimal
from io import StringIO

from django.test import Client

from outcomes.models import Action, Export
from outcomes.workbook import Plan, as_csv, as_json
from outcomes.workbook.columns import level_columns
from participants.models import Participant
from tests.outcomes.plans import SECRETS, make_action


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_csv_has_a_line_for_each_action_under_the_workbooks_names(plan: Plan) -> None:
    rows = table(as_csv(plan))

    assert list(rows[0]) == ["Level", *(c.name for c in level_columns((2020, 2021, 2022)) if c.key != "check")]
    assert [(row["Level"], row["Row ID"]) for row in rows] == [
        *(("a", "RAP-0001"), ("a", "RAP-0002"), ("c", "RAP-0003"), ("c", "RAP-0004"), ("c", "RAP-0005")),
        ("e", "RAP-0006"),
    ]
    assert [rows[0][name] for name in ("Start", "Target", "Budget Y2", "Budget total")] == [
        *("2090-01-01", "6", "44000.5", "84000.5"),
    ]
    assert rows[3]["Budget total"] == ""
    assert rows[5]["Priority action"] == "为偏远地区学习者设立移动数据基金"


def test_no_words_of_the_csv_are_a_formula(make_plan: Callable[..., Plan]) -> None:
    words = ["=cmd|' /C calc'!A0", "+1", "-1", "@x", "\t=1+1", "a=1", 'two\nlines, "quoted"']
    rows = tuple(make_action(n, activity=text, target=Decimal("-0.5")) for n, text in enumerate(words, 1))

    written = table(as_csv(make_plan(a=rows)))

    assert [row["Priority action"] for row in written] == [f"'{text}" for text in words[:5]] + words[5:]
    assert {row["Target"] for row in written} == {"-0.5"}


def test_the_json_says_what_it_is_and_holds_values_as_what_they_are(make_plan: Callable[..., Plan]) -> None:
    content = json.loads(as_json(make_plan(e=(make_action(6, activity="=1+1", indicator=""),))))

    assert {key: content[key] for key in ("schema", "consultation", "budget_years", "exported_at", "is_public")} == {
        "schema": "rap-json/1",
        "consultation": {
            "slug": "shenzhen-2019", "title": "Regional consultation on ICT-driven innovation", "currency": "USD",
        },
        "budget_years": [2020, 2021, 2022],
        "exported_at": "2019-09-25T09:30:00+00:00",
        "is_public": False,
    }  # fmt: skip
    assert [(level["letter"], len(level["actions"])) for level in content["levels"]] == [
        *(("a", 0), ("b", 0), ("c", 0), ("d", 0), ("e", 1)),
    ]
    [action] = content["levels"][4]["actions"]
    told = ("row_id", "activity", "start", "target", "budget_y2", "budget_y3", "budget_total", "indicator")
    assert [action[key] for key in told] == ["RAP-0006", "=1+1", "2090-01-01", 6, 44000.5, None, 84000.5, ""]


def test_organisers_get_the_whole_plan_and_others_the_public_one(
    client_of: Callable[..., Client], filled: Action, ana: Participant, olga: Participant
) -> None:
    for kind in ("csv", "json"):
        address = f"/shenzhen-2019/plan.{kind}"
        whole = client_of(olga).get(address)
        told = whole.content.decode()
        assert [word for word in ("CANARY-LEAD", "CANARY-PARTNERS", "987654", "Confirmed") if word not in told] == []
        for who in (None, ana):
            public = client_of(who).get(address)
            assert public.status_code == 200
            assert f"_public.{kind}" in public["Content-Disposition"]
            assert filled.activity in public.content.decode()
            assert [secret for secret in SECRETS.values() if secret in public.content.decode()] == []
    assert not Export.objects.exists()
