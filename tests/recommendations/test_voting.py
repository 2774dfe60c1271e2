from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from participants import sign_in
from participants.models import SignOut
from recommendations import ballots, counting, queries, voting
from recommendations.answers import Counted, Later, Refused
from recommendations.models import Ballot, Tap, Vote
from recommendations.queries import Tally
from sessions import feed


def choices(item) -> list[str]:
    return list(item.votes.order_by("voter").values_list("choice", flat=True))


def test_a_vote_is_counted_and_moves_the_feed(ana, item, tap, collecting):
    before = feed.of(collecting).version

    answers = voting.cast(taps=[tap(ana, item, "support")])

    assert answers == [Counted(before + 1, "support")]
    assert choices(item) == ["support"]
    assert feed.of(collecting).version == before + 1


def test_a_batch_answers_each_tap_and_counts_the_last_one(ana, bao, item, tap):
    answers = voting.cast(
        taps=[tap(ana, item, "support"), tap(bao, item, "rubbish"), tap(bao, item, "unsure"), tap(ana, item, "not_now")]
    )

    version = answers[0].version
    assert answers == [
        Counted(version, "not_now"),
        Refused("This is not an answer that the ballot knows.", 422),
        Counted(version, "unsure"),
        Counted(version, "not_now"),
    ]
    assert choices(item) == ["not_now", "unsure"]
    assert Tap.objects.count() == 3


def test_the_same_key_twice_has_one_effect_and_says_what_counts(ana, item, tap):
    key = uuid4()
    voting.cast(taps=[tap(ana, item, "support", key=key)])
    [second] = voting.cast(taps=[tap(ana, item, "unsure")])

    [again] = voting.cast(taps=[tap(ana, item, "support", key=key)])

    assert again == Counted(second.version, "unsure")
    assert Tap.objects.count() == 2


def test_the_same_key_twice_in_one_batch_has_one_effect(ana, item, tap):
    same = tap(ana, item, "support")

    first, second = voting.cast(taps=[same, same])

    assert first == second
    assert Tap.objects.count() == 1


def test_a_known_key_is_counted_also_after_closing(ana, item, tap, ballot):
    known = tap(ana, item, "support")
    voting.cast(taps=[known])
    ballots.close(ballot)

    answers = voting.cast(taps=[known, tap(ana, item, "not_now")])

    assert [type(answer) for answer in answers] == [Counted, Refused]
    assert choices(item) == ["support"]


def test_a_vote_after_closing_is_refused_with_the_time(ana, item, tap, ballot):
    ballot.state, ballot.closed_at = Ballot.State.CLOSED, timezone.now().replace(hour=7, minute=40)
    ballot.save()

    answers = voting.cast(taps=[tap(ana, item, "support")])

    assert answers == [Refused("Voting closed at 15:40. What you sent before is counted.", 409)]
    assert choices(item) == []


def test_a_vote_after_the_printed_end_is_refused(ana, item, tap, ballot):
    Ballot.objects.filter(pk=ballot.pk).update(closes_at=timezone.now() - timedelta(seconds=1))

    [answer] = voting.cast(taps=[tap(ana, item, "support")])

    assert answer.status == 409


def test_an_older_tap_of_the_same_device_changes_nothing(ana, item, tap):
    device = uuid4()
    voting.cast(taps=[tap(ana, item, "support", device=device, tap=9)])

    [late] = voting.cast(taps=[tap(ana, item, "not_now", device=device, tap=3)])

    assert late.now == "support"
    assert (choices(item), Tap.objects.count()) == (["support"], 2)


def test_between_two_devices_the_later_commit_counts(ana, item, tap):
    voting.cast(taps=[tap(ana, item, "support", device=uuid4(), tap=9)])

    [late] = voting.cast(taps=[tap(ana, item, "not_now", device=uuid4(), tap=3)])

    assert (late.now, choices(item)) == ("not_now", ["not_now"])


def test_a_withdrawn_vote_keeps_its_row_and_counts_nowhere(ana, item, tap, ballot):
    device = uuid4()
    voting.cast(taps=[tap(ana, item, "support", device=device, tap=1)])

    [answer] = voting.cast(taps=[tap(ana, item, "", device=device, tap=2)])
    voting.cast(taps=[tap(ana, item, "support", device=device, tap=1)])

    assert answer.now == ""
    assert choices(item) == [""]
    assert queries.tallies(ballot)[item.recommendation_id].answers == 0
    assert queries.turnout(ballot).answered == 0


def test_a_visitor_is_not_on_the_roll(visitor, item, tap):
    answers = voting.cast(taps=[tap(visitor, item, "support")])

    assert answers == [Refused("You are not on the roll of this ballot.", 403)]


def test_a_vote_under_an_ended_credential_waits_until_its_owner_comes_in_again(ana, item, tap):
    vote = tap(ana, item, "support")
    sign_in.issue(participant=ana)

    answers = voting.cast(taps=[vote])
    again = voting.cast(taps=[tap(ana, item, "support", key=vote.key)])

    assert answers == [Later(30, 403)]
    assert answers[0].message(vote.key) == {"type": "later", "key": str(vote.key), "after": 30, "signed_out": True}
    assert [type(answer) for answer in again] == [Counted]
    assert choices(item) == ["support"]


def test_a_vote_from_a_browser_that_has_left_waits(ana, item, tap):
    held = tap(ana, item, "support").credential
    here, gone = held._replace(visit="here"), held._replace(visit="gone")
    SignOut.objects.create(visit="gone")

    answers = voting.cast(taps=[tap(ana, item, "support", credential=gone), tap(ana, item, "unsure", credential=here)])

    assert [type(answer) for answer in answers] == [Later, Counted]
    assert choices(item) == ["unsure"]


@pytest.mark.parametrize("field", ["item", "ballot"])
@pytest.mark.parametrize("value", [0, -1, 999_999, 2**62])
def test_forged_ids_are_not_there_and_change_nothing(ana, item, tap, field, value):
    forged = replace(tap(ana, item, "support"), **{field: value})

    [answer] = voting.cast(taps=[forged])

    assert answer.status in (403, 404)
    assert Vote.objects.count() == 0


def test_an_item_of_another_ballot_is_not_there(ana, item, tap, breakout):
    other = Ballot.objects.create(session=breakout, kind=Ballot.Kind.ADOPTION, state=Ballot.State.OPEN)

    [answer] = voting.cast(taps=[tap(ana, item, "support", ballot=other.pk)])

    assert answer.status == 404


def test_the_database_holds_one_vote_per_place(ana, item, tap):
    voting.cast(taps=[tap(ana, item, "support")])
    vote = Vote.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(item=vote.item, voter=vote.voter, ballot=vote.ballot, tap=vote.tap, choice="unsure")


def test_a_batch_takes_the_same_number_of_queries_for_one_and_ten_taps(
    django_assert_num_queries, django_assert_max_num_queries, ana, bao, item, tap
):
    def count(taps) -> int:
        with django_assert_max_num_queries(40) as captured:
            voting.cast(taps=taps)
        return len(captured)

    one, ten = [tap(ana, item, "support")], [tap(bao, item, "unsure") for _i in range(10)]

    assert count(one) == count(ten)


def counted(*said: tuple) -> counting.Count:
    """The count of one recommendation after (voter, choice, item)."""
    count = counting.Count()
    for n, (voter, choice, item) in enumerate(said):
        count.take(counting.Heard(n, voter, item, choice, "PH"))
    return count


def test_the_desk_sees_steps_and_no_thumb_moving():
    said = [(voter, "support", 1) for voter in range(4)]
    assert counted(*said).shown.answers == 0

    said += [(4, "support", 1)]
    assert counted(*said).shown.support == 5

    said += [(0, "not_now", 1), (5, "support", 1), (6, "support", 1)]
    assert counted(*said).shown.support == 5

    said += [(7, "support", 1)]
    seen = counted(*said).shown
    assert (seen.support, seen.oppose) == (7, 1)


def test_a_withdrawal_in_a_merge_leaves_the_answer_on_the_other_item():
    said = [(voter, "support", 1) for voter in range(5)] + [(4, "", 2)]

    assert counted(*said).tally().support == 5


def test_a_late_tap_of_the_same_device_moves_nothing():
    first = counting.Heard(1, 0, 1, "support", "PH", "phone", 9)
    late = counting.Heard(2, 0, 1, "not_now", "PH", "phone", 3)
    running = counting.Running({1: 7})

    running.take(first)
    running.take(late)

    assert (running.last, running.counts[7].tally()) == (2, Tally(support=1, countries={"PH": (1, 1)}))
