"""What may become of a recommendation in the plan, and of a cell."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from outcomes import plan as rules
from outcomes.models import Action
from participants.models import Consultation, Grant, Participant
from recommendations.models import Decision, Recommendation
from sessions import feed
from sessions.models import Session

Shortlist = Callable[..., Recommendation]


def adopt(recommendation: Recommendation, by: Participant) -> Action:
    return rules.adopt(recommendation=recommendation, by=by)


def edit(action: Action, by: Participant, before: str | None = None, **cell: str) -> Action:
    [(column, value)] = cell.items()
    return rules.edit_cell(action=action, column=column, value=value, by=by, before=before)


def history(action: Action, column: str) -> list[tuple[str, str, str]]:
    return list(action.changes.filter(column=column).values_list("kind", "before", "after"))


def test_adopting_makes_an_action_of_the_level(reported: Session, shortlisted: Shortlist, olga: Participant) -> None:
    said = shortlisted("Give every teacher forty paid hours a year.")

    action = adopt(said, olga)

    assert (action.number, action.version, action.level) == ("RAP-0001", 1, reported.level)
    assert (action.activity, action.question) == ("Give every teacher forty paid hours a year.", "")
    assert (action.type, action.sdg_target, action.status) == ("research", "4.3", "pipeline")
    assert list(action.sources.values_list("recommendation", flat=True)) == [said.pk]
    assert history(action, "activity") == [("adopted", "", "Give every teacher forty paid hours a year.")]


def test_adopting_says_so_on_the_recommendation(reported: Session, shortlisted: Shortlist, olga: Participant) -> None:
    said = shortlisted("Give every teacher forty paid hours a year.")
    version = feed.of(reported).version

    adopt(said, olga)

    said.refresh_from_db()
    last = said.decisions.last()
    assert said.status == "adopted"
    assert said.shortlist_position == 1
    assert last is not None
    assert (last.what, last.before, last.after, last.by) == (Decision.What.ADOPTED, "shortlisted", "RAP-0001", olga)
    assert feed.of(reported).version == version + 1


def test_numbers_count_on_within_the_consultation(shortlisted: Shortlist, olga: Participant) -> None:
    actions = [adopt(shortlisted(f"Measure number {n} for every campus."), olga) for n in range(3)]

    assert [action.number for action in actions] == ["RAP-0001", "RAP-0002", "RAP-0003"]


def test_a_long_recommendation_stands_whole_below_its_line(shortlisted: Shortlist, olga: Participant) -> None:
    words = "Fund a regional study of campuses " * 8

    action = adopt(shortlisted(words.strip()), olga)

    assert action.question == words.strip()
    assert action.activity == "Fund a regional study of campuses " * 5 + "Fund a regional study of…"


def test_a_long_text_without_spaces_is_cut_all_the_same(shortlisted: Shortlist, olga: Participant) -> None:
    action = adopt(shortlisted("学" * 250), olga)

    assert action.activity == "学" * 199 + "…"


def test_what_is_in_the_plan_is_not_adopted_twice(shortlisted: Shortlist, olga: Participant) -> None:
    said = shortlisted("Give every teacher forty paid hours a year.")
    adopt(said, olga)

    with pytest.raises(ValidationError, match=f"{said.number} is in the plan already, as RAP-0001."):
        adopt(said, olga)

    assert Action.objects.count() == 1


def test_only_the_shortlist_is_adopted(shortlisted: Shortlist, olga: Participant) -> None:
    said = shortlisted("Give every teacher forty paid hours a year.", status="received")

    with pytest.raises(ValidationError, match="is not on the shortlist of its breakout"):
        adopt(said, olga)


def test_a_breakout_reports_before_its_shortlist_is_adopted(
    collecting: Session, ana: Participant, say: Shortlist, olga: Participant
) -> None:
    said = say(collecting, ana)
    Recommendation.objects.filter(pk=said.pk).update(status="shortlisted")

    with pytest.raises(ValidationError, match="has not reported yet"):
        adopt(said, olga)


def test_only_organisers_and_the_secretariat_adopt(
    shortlisted: Shortlist, ana: Participant, ravi: Participant, mina: Participant
) -> None:
    said = shortlisted("Give every teacher forty paid hours a year.")
    for who in (ana, ravi, mina):
        with pytest.raises(PermissionDenied):
            adopt(said, who)

    Grant.objects.create(participant=ana, role=Grant.Role.SECRETARIAT)

    assert adopt(said, ana).number == "RAP-0001"


def test_an_organiser_of_another_consultation_may_not_adopt(
    shortlisted: Shortlist, other_consultation: Consultation
) -> None:
    other = Participant.objects.create(consultation=other_consultation, name="Otto")
    Grant.objects.create(participant=other, role=Grant.Role.ORGANISER)

    with pytest.raises(PermissionDenied):
        adopt(shortlisted("Give every teacher forty paid hours a year."), other)
