"""A cell of the plan: what it holds, what it refuses, and its history."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from outcomes import plan as rules
from outcomes.models import Action, ActionSource, CellChange
from participants.models import Grant, Participant
from recommendations.models import Recommendation

Shortlist = Callable[..., Recommendation]


def edit(action: Action, by: Participant, before: str | None = None, **cell: str) -> Action:
    [(column, value)] = cell.items()
    return rules.edit_cell(action=action, column=column, value=value, by=by, before=before)


def history(action: Action, column: str) -> list[tuple[str, str, str]]:
    return list(action.changes.filter(column=column).values_list("kind", "before", "after"))


def test_an_edit_keeps_what_stood_there(action: Action, olga: Participant) -> None:
    edit(action, olga, lead="Angkor Open University")
    edited = edit(action, olga, lead="  UPM  ")

    assert (edited.lead, edited.version) == ("UPM", 3)
    assert history(action, "lead") == [
        ("edited", "", "Angkor Open University"),
        ("edited", "Angkor Open University", "UPM"),
    ]
    assert {change.by for change in action.changes.filter(column="lead")} == {olga}


def test_an_edit_that_changes_nothing_leaves_no_trace(action: Action, olga: Participant) -> None:
    edit(action, olga, budget_y1="100")

    assert edit(action, olga, budget_y1="100.00").version == 2
    assert history(action, "budget_y1") == [("edited", "", "100")]


def test_cells_hold_values_of_their_kind(action: Action, olga: Participant) -> None:
    for cell in (
        {"start": "2020-01-31"}, {"target": "-0.5"}, {"budget_y2": "44000.50"}, {"status": "closed"},
        {"lead_agreed": "confirmed"}, {"sdg_target": ""},
    ):  # fmt: skip
        edit(action, olga, **cell)

    action.refresh_from_db()
    assert (action.start, action.target) == (date(2020, 1, 31), Decimal("-0.5"))
    assert (action.budget_y2, action.status) == (Decimal("44000.50"), "closed")
    assert (action.lead_agreed, action.sdg_target) == ("confirmed", "")


@pytest.mark.parametrize(
    ("column", "typed", "said"),
    [
        ("type", "song", "“song” is not in the list. Please choose from it."),
        ("type", "", "This cannot be empty."),
        ("activity", "", "This cannot be empty."),
        ("activity", "abc", "Please say a little more: 5 characters at least."),
        ("activity", "x" * 201, "This is 1 character too long; 200 fit."),
        ("lead", "a\x00b", "This text contains characters that cannot be kept. Please type it again."),
        ("lead", "a\ud800b", "This text contains characters that cannot be kept. Please type it again."),
        ("start", "31/12/2020", "Please type the date as year, month, day: 2020-03-31."),
        ("start", "2019-08-01", "Please choose a date between 2019-08-25 and 2099-12-31."),
        ("end", "9999-12-31", "Please choose a date between 2019-08-25 and 2099-12-31."),
        ("budget_y1", "84,000", "Please type the amount in digits, without spaces and commas: 84000."),
        ("budget_y1", "-1", "Please type the amount in digits, without spaces and commas: 84000."),
        ("budget_y1", "1e9", "Please type the amount in digits, without spaces and commas: 84000."),
        ("budget_y1", "٣", "Please type the amount in digits, without spaces and commas: 84000."),
        ("target", "NaN", "Please type a number in digits, without spaces and commas: 1200 or 0.5."),
        ("number", "RAP-0002", "This column cannot be edited."),
        ("consultation_id", "2", "This column cannot be edited."),
    ],
)
def test_what_is_no_value_is_refused_with_a_sentence(
    action: Action, olga: Participant, column: str, typed: str, said: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        edit(action, olga, **{column: typed})

    action.refresh_from_db()
    assert refusal.value.messages == [said]
    assert action.version == 1


def test_an_action_does_not_end_before_it_starts(action: Action, olga: Participant) -> None:
    edit(action, olga, start="2020-05-01")

    with pytest.raises(ValidationError, match=r"The end \(2020-04-30\) lies before the start \(2020-05-01\)."):
        edit(action, olga, end="2020-04-30")


def test_formula_text_and_markup_are_words(action: Action, olga: Participant) -> None:
    words = "=1+1 <b>&amp;</b> @x"

    assert edit(action, olga, output=words).output == words


def test_what_somebody_else_changed_is_not_overwritten(action: Action, olga: Participant, enrol: Callable) -> None:
    oleg = enrol("Oleg")
    Grant.objects.create(participant=oleg, role=Grant.Role.ORGANISER)
    edit(action, oleg, before="", lead="UPM")

    with pytest.raises(ValidationError, match=r"Oleg changed this cell to “UPM” at \d\d:\d\d. Nothing was overwritten"):
        edit(action, olga, before="", lead="ICHEI")

    action.refresh_from_db()
    assert action.lead == "UPM"
    assert edit(action, olga, before="UPM", lead="ICHEI").lead == "ICHEI"
    assert edit(action, olga, before="", partners="IIOE").version == 4


def test_two_who_type_the_same_agree(action: Action, olga: Participant) -> None:
    edit(action, olga, before="", lead="UPM")

    assert edit(action, olga, before="", lead="UPM").version == 2


def test_only_organisers_edit(action: Action, ana: Participant, ravi: Participant) -> None:
    for who in (ana, ravi):
        with pytest.raises(PermissionDenied):
            edit(action, who, lead="Mine")

    assert not CellChange.objects.filter(column="lead").exists()


def test_completeness_asks_for_lead_dates_and_indicator(action: Action, olga: Participant) -> None:
    asked = {"lead": "UPM", "start": "2020-01-01", "end": "2020-12-31", "indicator": "Countries"}
    states = []
    for column, value in asked.items():
        states.append(action.is_complete)
        action = edit(action, olga, **{column: value})

    assert [*states, action.is_complete] == [False, False, False, False, True]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE outcomes_action SET budget_y2 = -1",
        "UPDATE outcomes_action SET start = '2020-02-01', \"end\" = '2020-01-31'",
        "UPDATE outcomes_action SET activity = ''",
        "UPDATE outcomes_action SET version = -1",
        "INSERT INTO outcomes_action (consultation_id, level_id, number, version, type, activity, question, output, "
        "sdg_target, lead, partners, lead_agreed, indicator, status) SELECT consultation_id, level_id, number, 1, "
        "type, activity, '', '', '', '', '', '', '', status FROM outcomes_action",
        "INSERT INTO outcomes_actionsource (action_id, recommendation_id) "
        "SELECT action_id, recommendation_id FROM outcomes_actionsource",
    ],
)
def test_the_database_refuses_what_no_rule_writes(action: Action, sql: str) -> None:
    # The names of columns are the same on both databases; "start" is no reserved word on either.
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_what_has_a_history_is_not_deleted(action: Action) -> None:
    source = ActionSource.objects.get(action=action)

    with pytest.raises(IntegrityError):
        action.delete()
    with pytest.raises(IntegrityError):
        source.recommendation.delete()
