"""What is published stays as it was published: numbers, order, protection, hash."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from recommendations import conduct, publishing, queries, results, tabulation
from recommendations.models import Ballot, Merge, MergeMember, Publication, Recommendation, Roll, Voter
from sessions.models import Phase


def merge(target, *members):
    made = Merge.objects.create(into=target)
    for member in members:
        MergeMember.objects.create(merge=made, recommendation=member)
        Recommendation.objects.filter(pk=member.pk).update(merged_into=target, status="merged")
    return made


def undo(made):
    for membership in made.memberships.all():
        Recommendation.objects.filter(pk=membership.recommendation_id).update(merged_into=None, status="received")


def test_a_reported_breakout_has_a_publication_with_everything_that_pages_show(proposal, report):
    first = proposal("Pay every teacher for redesigning courses.", support=7, against=1, unsure=1)
    second = proposal("Count online courses as teaching hours.", support=3, against=5)

    numbers = report(first).numbers

    assert (numbers["entitled"], numbers["answered"], numbers["countries"]) == (9, 9, 4)
    assert numbers["shortlist"] == [first.number]
    assert [said["words"] for said in numbers["said"]] == [first.words.text, second.words.text]
    item = numbers["items"][0]
    assert {name: item[name] for name in ("support", "oppose", "unsure", "n", "answers", "rank")} == {
        "support": 7,
        "oppose": 1,
        "unsure": 1,
        "n": 8,
        "answers": 9,
        "rank": 1,
    }
    assert item["score"] == pytest.approx(0.875, abs=0.001)  # all but one unsure have decided: nothing is left to doubt
    assert item["breadth"] == 2
    assert item["countries"] == 4
    assert numbers["items"][1]["rank"] == 2


def test_fewer_than_five_answers_keep_id_and_number_and_are_null_otherwise(proposal, report):
    shown = proposal("Pay every teacher for redesigning courses.", support=7, against=1, unsure=1)
    thin = proposal("Count online courses as teaching hours.", support=4)

    items = report(shown, thin).numbers["items"]

    assert {name: value for name, value in items[1].items() if value is not None} == {
        "id": thin.pk,
        "number": thin.number,
    }
    assert set(items[1]) == set(tabulation.COLUMNS) == set(items[0])
    assert items[0]["rank"] == 1


def test_a_breakdown_hides_small_delegations_and_says_why(proposal, report):
    recommendation = proposal("Pay every teacher for redesigning courses.", support=4, against=3, unsure=2)

    item = report(recommendation).numbers["items"][0]

    assert item["by_country"] == []
    assert dict(item["hidden"]) == {"PH": "worked_out", "VN": "few", "TH": "few", "LK": "few"}


@pytest.mark.parametrize("crowd", [["PH", "VN"] * 6], indirect=True)
def test_a_breakdown_shows_large_delegations(proposal, report):
    recommendation = proposal("Pay every teacher for redesigning courses.", support=7, against=4, unsure=1)

    item = report(recommendation).numbers["items"][0]

    assert {part["name"]: part["counts"] for part in item["by_country"]} == {"PH": [4, 2, 0], "VN": [3, 2, 1]}
    assert item["hidden"] == []
    assert item["equal"] is None  # two countries only: one could be worked out from the other


def test_a_merge_counts_every_person_once_with_the_newest_answer(proposal, report):
    target = proposal("Pay every teacher for redesigning courses.", support=5)
    member = proposal("Teachers need paid hours to redesign a course.", support=2, against=4)
    merge(target, member)

    numbers = report(target).numbers

    assert [said["number"] for said in numbers["said"]] == [target.number]
    assert numbers["said"][0]["merged"] == [member.number]
    (item,) = numbers["items"]
    assert (item["support"], item["oppose"], item["answers"]) == (2, 4, 6)


def test_published_numbers_do_not_move_when_a_merge_is_undone(proposal, report, room):
    target = proposal("Pay every teacher for redesigning courses.", support=5)
    member = proposal("Teachers need paid hours to redesign a course.", support=6)
    made = merge(target, member)
    before = report(target).numbers

    undo(made)

    assert Publication.objects.get().numbers == before
    assert [item.number for item in results.of(room).items] == [target.number]
    assert results.of(room).items[0].votes["support"] == 6


def test_published_numbers_do_not_move_when_people_are_erased(proposal, report, room):
    before = report(proposal("Pay every teacher for redesigning courses.", support=7, against=2)).numbers

    Roll.objects.update(country="")
    Voter.objects.update(country="", participant=None)

    assert results.of(room).numbers == before
    assert results.of(room).countries == 4


def test_words_that_were_blanked_are_shown_nowhere(proposal, report, room):
    recommendation = proposal("Pay every teacher for redesigning courses.", support=7, against=2)
    report()

    recommendation.revisions.update(text="", why="")

    (item,) = results.of(room).items
    assert (item.number, item.words, item.is_erased, item.votes["support"]) == (recommendation.number, "", True, 7)


def test_the_hash_is_of_rules_and_numbers(proposal, report):
    publication = report(proposal("Pay every teacher for redesigning courses.", support=7, against=2))

    assert publication.sha256 == publishing.digest(publication.rules, publication.numbers)
    assert publication.sha256 != publishing.digest(publication.rules, publication.numbers | {"answered": 8})
    assert "Wilson" in " ".join(publication.rules["text"])


def test_going_back_withdraws_with_the_reason_and_keeps_the_numbers(proposal, report, room, mina):
    recommendation = proposal("Pay every teacher for redesigning courses.", support=7, against=2)
    first = report(recommendation)

    conduct.move_on(breakout=room, to=Phase.CURATING, by=mina, reason="One merge was wrong.")

    assert results.of(room) is None
    assert queries.support_ballot(room).state == Ballot.State.CLOSED
    room.refresh_from_db()
    second = report(recommendation)
    kept = Publication.objects.order_by("n")
    assert [(row.n, row.reason, row.withdrawn_at is None) for row in kept] == [
        (1, "One merge was wrong.", False),
        (2, "", True),
    ]
    assert kept[0].numbers == first.numbers
    assert results.of(room).publication == second


def test_only_a_closed_ballot_is_published_and_a_withdrawal_needs_a_reason(room, mina, proposal, report):
    with pytest.raises(ValidationError, match="Only a closed ballot can be published"):
        publishing.publish(ballot=queries.support_ballot(room), by=mina)
    report(proposal("Pay every teacher for redesigning courses.", support=7))

    with pytest.raises(ValidationError, match="say why"):
        publishing.withdraw(ballot=queries.support_ballot(room), reason="  ")

    assert queries.support_ballot(room).state == Ballot.State.PUBLISHED


def test_what_was_added_after_closing_is_reported_without_numbers(proposal, report, room, say, mina, crowd):
    voted = proposal("Pay every teacher for redesigning courses.", support=7, against=2)
    conduct.move_on(breakout=room, to=Phase.CURATING, by=mina)
    room.refresh_from_db()
    late = say(room, crowd[0], "Publish what every course costs a student.", from_floor=True)

    report(late, voted)

    assert [(item.number, item.has_numbers, item.place) for item in results.of(room).shortlist] == [
        (late.number, False, 1),
        (voted.number, True, 2),
    ]


def test_a_split_list_ranks_nobody_by_the_number_entitled(proposal, report, room):
    recommendation = proposal("Pay every teacher for redesigning courses.", support=9)
    ballot = queries.support_ballot(room)
    ballot.roll.filter(pk=ballot.roll.first().pk).update(shown=[1])

    (item,) = report(recommendation).numbers["items"]

    assert item["entitled"] is None
    assert item["score"] == pytest.approx(0.7008, abs=0.001)


def test_publishing_asks_the_database_as_often_for_one_item_as_for_three(
    proposal, room, mina, django_assert_max_num_queries
):
    def queries_of_table():
        with django_assert_max_num_queries(40) as asked:
            tabulation.numbers_of(queries.support_ballot(room))
        return len(asked)

    proposal("Pay every teacher for redesigning courses.", support=7)
    first = queries_of_table()
    proposal("Count online courses as teaching hours.", support=6)
    proposal("Publish what every course costs a student.", support=5)

    assert queries_of_table() == first


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("SET withdrawn_at = '2019-09-24', reason = ''", "withdrawal_has_reason"),
        ("SET n = 1", "publication_unique"),
    ],
)
def test_the_database_holds_the_rules_of_publications(proposal, report, room, change, constraint):
    ballot = report(proposal("Pay every teacher for redesigning courses.", support=7)).ballot
    Publication.objects.create(ballot=ballot, n=2, numbers={}, sha256="", at=datetime.now(UTC))

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE recommendations_publication {change}")
