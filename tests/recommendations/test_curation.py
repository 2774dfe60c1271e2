from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from recommendations import conduct, curation, queries, submission, voting
from recommendations.models import BallotItem, Decision, Merge, Recommendation
from sessions import feed
from sessions.models import Phase, Session

What = Decision.What
Status = Recommendation.Status


@pytest.fixture
def said(collecting, ana, bao, say) -> list[Recommendation]:
    """Three recommendations on the open ballot."""
    return [
        say(collecting, ana, "Give every teacher forty paid hours a year."),
        say(collecting, bao, "Pay teachers for the hours in which they redesign a course."),
        say(collecting, bao, "Study what keeps first-generation students in a course."),
    ]


@pytest.fixture
def curating(collecting, said, mina) -> Session:
    """The breakout after voting has closed."""
    conduct.move_on(breakout=collecting, to=Phase.CURATING, by=mina)
    return collecting


@pytest.fixture
def told(monkeypatch) -> Callable[[], list[int]]:
    """Who is told something personal once a rule has committed."""
    heard: list[int] = []
    monkeypatch.setattr(feed, "_on_tell", [heard.append])
    return heard


def standing(recommendations) -> list[tuple]:
    rows = Recommendation.objects.filter(pk__in=[row.pk for row in recommendations]).order_by("id")
    return list(rows.values_list("status", "merged_into", "shortlist_position", "current_revision__text"))


def decisions(recommendation) -> list[tuple[str, str, str]]:
    rows = recommendation.decisions.exclude(what=What.RECEIVED)
    return list(rows.values_list("what", "before", "after"))


def shortlisted(breakout) -> list[str]:
    return [row.number for row in queries.shortlist(breakout)]


def support(breakout) -> dict[str, int]:
    tallies = queries.tallies(queries.support_ballot(breakout))
    numbers = Recommendation.objects.in_bulk(tallies)
    return {numbers[pk].number: tally.support for pk, tally in sorted(tallies.items())}


def vote(tap, who, recommendation, choice="support"):
    return voting.cast(taps=[tap(who, recommendation.items.get(), choice)])


# who, when


STEPS: dict[str, Callable] = {
    "from_floor": lambda by, one, other: curation.from_floor(
        breakout=one.session, by=by, words="Somebody said this aloud in the room.", kind="research", sdg_target="4.3"
    ),
    "reword": lambda by, one, other: curation.reword(
        recommendation=one, by=by, words="Give every teacher paid time to learn.", revision=1
    ),
    "merge": lambda by, one, other: curation.merge(into=one, others=[other], by=by),
    "set_aside": lambda by, one, other: curation.set_aside(recommendation=one, by=by, reason="Said in plenary."),
    "shortlist": lambda by, one, other: curation.shortlist(recommendation=one, by=by),
}
ANY_TIME = {"from_floor", "reword", "merge"}


@pytest.mark.parametrize("step", STEPS)
def test_only_the_desk_curates(step, curating, said, ana, visitor, olga):
    for person in (ana, visitor, olga):
        with pytest.raises(PermissionDenied):
            STEPS[step](person, *said[:2])

    assert [decisions(row) for row in said] == [[], [], []]


@pytest.mark.parametrize("who", ["ravi", "mina"])
@pytest.mark.parametrize("step", STEPS)
def test_rapporteurs_and_moderators_take_every_step_while_curating(step, who, curating, said, request):
    STEPS[step](request.getfixturevalue(who), *said[:2])

    assert Decision.objects.count() == len(said) + 1


@pytest.mark.parametrize("step", STEPS)
def test_while_collecting_texts_are_put_in_order_but_nothing_is_shortlisted(step, collecting, said, ravi):
    before = Decision.objects.count()

    if step in ANY_TIME:
        STEPS[step](ravi, *said[:2])
    else:
        with pytest.raises(ValidationError, match="Collecting"):
            STEPS[step](ravi, *said[:2])

    assert Decision.objects.count() == before + (step in ANY_TIME)


@pytest.mark.parametrize("step", STEPS)
def test_a_reported_breakout_stays_as_it_is(step, curating, said, ravi, mina):
    conduct.move_on(breakout=curating, to=Phase.REPORTED, by=mina)
    before = standing(said)

    with pytest.raises(ValidationError, match="Reported"):
        STEPS[step](ravi, *said[:2])

    assert standing(said) == before


@pytest.mark.parametrize("step", STEPS)
def test_every_step_moves_the_content_of_the_feed(step, curating, said, ravi):
    before = feed.of(curating).content

    STEPS[step](ravi, *said[:2])

    assert feed.of(curating).content > before


# from the floor


def test_what_is_said_aloud_while_collecting_is_on_the_ballot(collecting, ravi):
    made = STEPS["from_floor"](ravi, Recommendation(session=collecting), None)

    assert (made.author, made.from_floor, made.number) == (None, True, "c01")
    assert [item.ballot for item in made.items.all()] == [queries.support_ballot(collecting)]


def test_what_is_said_aloud_after_voting_comes_without_votes(curating, said, ravi):
    made = STEPS["from_floor"](ravi, said[0], None)

    assert list(made.items.all()) == []


def test_what_was_entered_by_mistake_is_struck(curating, said, ravi):
    made = STEPS["from_floor"](ravi, said[0], None)

    curation.undo(decision=made.decisions.get(), by=ravi)

    made.refresh_from_db()
    assert made.status == Status.WITHDRAWN


def test_what_somebody_has_answered_is_not_struck(collecting, ravi, ana, tap):
    made = STEPS["from_floor"](ravi, Recommendation(session=collecting), None)
    vote(tap, ana, made)

    with pytest.raises(ValidationError, match="Somebody has answered"):
        curation.undo(decision=made.decisions.get(), by=ravi)


# wording


def test_another_wording_keeps_the_original(collecting, said, ravi):
    curation.reword(recommendation=said[0], by=ravi, words="Give every teacher paid time to learn.", revision=1)

    assert list(said[0].revisions.values_list("n", "kind", "text")) == [
        (1, "original", "Give every teacher forty paid hours a year."),
        (2, "minor", "Give every teacher paid time to learn."),
    ]
    assert decisions(said[0]) == [("reworded", "1", "2")]


def test_the_author_is_told_and_after_a_material_change_everybody_who_answered(
    collecting, said, ravi, ana, bao, tap, told, django_capture_on_commit_callbacks
):
    vote(tap, bao, said[0], "not_now")

    with django_capture_on_commit_callbacks(execute=True):
        curation.reword(recommendation=said[0], by=ravi, words="Give teachers paid time.", revision=1)
    minor = sorted(told)
    told.clear()
    with django_capture_on_commit_callbacks(execute=True):
        curation.reword(recommendation=said[0], by=ravi, words="Give students paid time.", revision=2, material=True)

    assert (minor, sorted(told)) == ([ana.pk], [ana.pk, bao.pk])


def test_after_a_material_change_an_answer_to_the_old_words_is_asked_again(collecting, said, ravi, ana, tap):
    curation.reword(recommendation=said[0], by=ravi, words="Give students paid time.", revision=1, material=True)

    [answer] = voting.cast(taps=[tap(ana, said[0].items.get(), "support", revision=1)])

    assert answer.again is True


def test_the_second_rapporteur_is_told_that_the_words_have_changed(collecting, said, ravi, mina):
    curation.reword(recommendation=said[0], by=ravi, words="Give every teacher paid time to learn.", revision=1)

    with pytest.raises(ValidationError, match="c01 has been reworded since you looked") as refusal:
        curation.reword(recommendation=said[0], by=mina, words="Pay every teacher for learning.", revision=1)

    assert refusal.value.code == curation.CHANGED
    assert said[0].revisions.count() == 2


@pytest.mark.parametrize("words", ["", "Too short.", "x" * 301, "Give every teacher forty paid hours a year."])
def test_words_that_are_none_change_nothing(words, collecting, said, ravi):
    with pytest.raises(ValidationError):
        curation.reword(recommendation=said[0], by=ravi, words=words, revision=1)

    assert said[0].revisions.count() == 1


def test_a_wording_taken_back_reads_as_before_and_is_one_of_its_own(collecting, said, ravi, ana, tap):
    decision = curation.reword(
        recommendation=said[0], by=ravi, words="Give students paid time.", revision=1, material=True
    )
    vote(tap, ana, said[0])

    curation.undo(decision=decision, by=ravi)

    said[0].refresh_from_db()
    assert (said[0].words.n, said[0].words.text) == (3, "Give every teacher forty paid hours a year.")
    assert support(collecting)["c01"] == 1


# merging


def test_a_merge_counts_every_voter_once_and_moves_no_vote(collecting, said, ravi, ana, bao, tap):
    vote(tap, ana, said[0])
    vote(tap, ana, said[1])
    vote(tap, bao, said[1])

    curation.merge(into=said[0], others=[said[1]], by=ravi)

    assert support(collecting) == {"c01": 2, "c03": 0}
    assert said[1].items.get().votes.count() == 2


def test_the_newest_answer_of_a_voter_counts_in_a_merge(collecting, said, ravi, ana, tap):
    vote(tap, ana, said[0], "not_now")
    vote(tap, ana, said[1], "support")

    curation.merge(into=said[0], others=[said[1]], by=ravi)

    assert support(collecting)["c01"] == 1


def test_undoing_a_merge_leaves_what_there_would_be_without_it(collecting, said, ravi, ana, bao, tap):
    vote(tap, ana, said[0])
    vote(tap, bao, said[1])
    before = (standing(said), support(collecting))
    merge = curation.merge(into=said[0], others=said[1:], by=ravi)
    vote(tap, bao, said[0], "not_now")

    curation.undo_merge(merge=merge, by=ravi)

    assert standing(said) == before[0]
    assert support(collecting) == {"c01": 1, "c02": 1, "c03": 0}
    assert queries.tallies(queries.support_ballot(collecting))[said[0].pk].oppose == 1
    assert decisions(said[1]) == [("merged", "received", "c01"), ("unmerged", "c01", "received")]


def test_what_was_merged_before_comes_along_and_goes_back_exactly(collecting, said, ravi):
    inner = curation.merge(into=said[1], others=[said[2]], by=ravi)
    before = standing(said)

    outer = curation.merge(into=said[0], others=[said[1]], by=ravi)

    into = list(Recommendation.objects.order_by("id").values_list("merged_into", flat=True))
    assert into == [None, said[0].pk, said[0].pk]
    with pytest.raises(ValidationError, match="c03 is part of c01 by now"):
        curation.undo_merge(merge=inner, by=ravi)
    curation.undo_merge(merge=outer, by=ravi)
    assert standing(said) == before
    curation.undo_merge(merge=inner, by=ravi)
    assert [row[0] for row in standing(said)] == ["received", "received", "received"]


def test_nobody_builds_a_circle(collecting, said, ravi):
    curation.merge(into=said[0], others=[said[1]], by=ravi)

    with pytest.raises(ValidationError, match="c02 is part of c01 now"):
        curation.merge(into=said[1], others=[said[0]], by=ravi)
    with pytest.raises(ValidationError, match="at least one other"):
        curation.merge(into=said[0], others=[said[0]], by=ravi)
    with pytest.raises(ValidationError, match="at least one other"):
        curation.merge(into=said[0], others=[], by=ravi)

    assert Merge.objects.count() == 1


def test_a_merge_stays_within_its_breakout(collecting, said, ravi, consultation, ana, say):
    other = Session.objects.create(
        consultation=consultation, level=consultation.levels.get(letter="d"), kind="breakout", title="Learners"
    )
    stranger = say(other, ana, "This was said in another room altogether.")

    with pytest.raises(ValidationError, match="d01 belongs to another breakout"):
        curation.merge(into=said[0], others=[stranger], by=ravi)


def test_a_merge_never_takes_an_entry_off_the_shortlist_in_silence(curating, said, ravi):
    curation.shortlist(recommendation=said[1], by=ravi)

    with pytest.raises(ValidationError, match="c02 is on the shortlist and c01 is not"):
        curation.merge(into=said[0], others=[said[1]], by=ravi)
    curation.merge(into=said[1], others=[said[0]], by=ravi)

    assert shortlisted(curating) == ["c02"]


def test_undoing_a_merge_gives_places_on_the_shortlist_back(curating, said, ravi):
    for row in said:
        curation.shortlist(recommendation=row, by=ravi)
    before = standing(said)

    merge = curation.merge(into=said[2], others=said[:2], by=ravi)
    merged = shortlisted(curating)
    curation.undo_merge(merge=merge, by=ravi)

    assert (merged, shortlisted(curating)) == (["c03"], ["c01", "c02", "c03"])
    assert standing(said) == before


def test_a_merge_is_undone_once(collecting, said, ravi, mina):
    merge = curation.merge(into=said[0], others=[said[1]], by=ravi)
    curation.undo_merge(merge=merge, by=ravi)

    with pytest.raises(ValidationError, match="has been undone already"):
        curation.undo_merge(merge=merge, by=mina)


def test_authors_and_supporters_of_a_merge_are_told(
    collecting, said, ravi, ana, bao, tap, enrol, told, django_capture_on_commit_callbacks
):
    eva = enrol("Eva", country="TH")
    conduct.take_seat(breakout=collecting, participant=eva)
    vote(tap, eva, said[1])

    with django_capture_on_commit_callbacks(execute=True):
        curation.merge(into=said[0], others=[said[1]], by=ravi)

    assert sorted(told) == [ana.pk, bao.pk, eva.pk]


# set aside, shortlist


def test_setting_aside_needs_a_reason_and_keeps_it(curating, said, ravi):
    with pytest.raises(ValidationError, match="Please say why"):
        curation.set_aside(recommendation=said[0], by=ravi, reason=" ")

    decision = curation.set_aside(recommendation=said[0], by=ravi, reason="Said in plenary already.")

    assert (decision.before, decision.after, decision.reason) == ("received", "set_aside", "Said in plenary already.")
    assert queries.board(curating).items == list(
        BallotItem.objects.filter(recommendation__in=said[1:]).order_by("position")
    )


def test_what_was_set_aside_comes_back(curating, said, ravi):
    before = standing(said)
    curation.set_aside(recommendation=said[0], by=ravi, reason="Said in plenary already.")

    curation.bring_back(recommendation=said[0], by=ravi)

    assert standing(said) == before


def test_the_shortlist_is_in_the_order_of_the_desk(curating, said, ravi):
    for row in said:
        curation.shortlist(recommendation=row, by=ravi)

    curation.order_shortlist(recommendation=said[2], by=ravi, place=1)

    assert shortlisted(curating) == ["c03", "c01", "c02"]
    assert decisions(said[2]) == [
        ("shortlisted", "received", "shortlisted 3"),
        ("shortlisted", "shortlisted 3", "shortlisted 1"),
    ]


def test_the_shortlist_closes_up(curating, said, ravi):
    for row in said:
        curation.shortlist(recommendation=row, by=ravi)

    curation.unshortlist(recommendation=said[0], by=ravi)

    places = Recommendation.objects.order_by("id").values_list("shortlist_position", flat=True)
    assert list(places) == [None, 1, 2]


def test_why_it_is_on_the_shortlist_stays_true_at_another_place(curating, said, ravi):
    curation.shortlist(recommendation=said[0], by=ravi, reason="Nobody was against it.")
    curation.shortlist(recommendation=said[1], by=ravi)

    decision = curation.order_shortlist(recommendation=said[0], by=ravi, place=2)

    assert decision.reason == "Nobody was against it."


@pytest.mark.parametrize(
    ("first", "then", "why"),
    [
        ("shortlist", "shortlist", "c01 is on the shortlist"),
        ("set_aside", "shortlist", "c01 is set aside"),
        ("set_aside", "set_aside", "c01 is set aside"),
        ("set_aside", "reword", "c01 is set aside"),
    ],
)
def test_a_step_that_does_not_fit_says_where_the_recommendation_is(first, then, why, curating, said, ravi):
    STEPS[first](ravi, *said[:2])

    with pytest.raises(ValidationError, match=why):
        STEPS[then](ravi, *said[:2])


def test_what_its_author_took_back_is_no_longer_on_the_desk(collecting, said, ana, ravi):
    submission.withdraw(recommendation=said[0], by=ana)

    with pytest.raises(ValidationError, match="taken back by its author"):
        STEPS["reword"](ravi, *said[:2])


# undo, and two at one desk


def steps_back(by, said) -> dict[str, Callable[[], Decision]]:
    one, other, third = said
    curation.shortlist(recommendation=other, by=by)
    curation.shortlist(recommendation=third, by=by)
    return {
        "reword": lambda: STEPS["reword"](by, one, other),
        "merge": lambda: curation.merge(into=other, others=[one, third], by=by).decisions.first(),
        "set_aside": lambda: STEPS["set_aside"](by, one, other),
        "set_aside_from_shortlist": lambda: STEPS["set_aside"](by, other, one),
        "shortlist": lambda: STEPS["shortlist"](by, one, other),
        "unshortlist": lambda: curation.unshortlist(recommendation=other, by=by),
        "order": lambda: curation.order_shortlist(recommendation=third, by=by, place=1),
    }


@pytest.mark.parametrize(
    "step", ["reword", "merge", "set_aside", "set_aside_from_shortlist", "shortlist", "unshortlist", "order"]
)
def test_undo_restores_exactly(step, curating, said, ravi, mina, ana, bao, tap):
    take = steps_back(ravi, said)[step]
    before = (standing(said), shortlisted(curating), support(curating))

    decision = take()
    assert (standing(said), shortlisted(curating), support(curating)) != before
    curation.undo(decision=decision, by=mina)

    assert (standing(said), shortlisted(curating), support(curating)) == before


def test_undo_is_refused_where_another_step_followed(curating, said, ravi, mina):
    decision = STEPS["shortlist"](ravi, *said[:2])
    STEPS["reword"](mina, *said[:2])

    with pytest.raises(ValidationError, match="c01 has changed since you looked: “Reworded”") as refusal:
        curation.undo(decision=decision, by=ravi)

    assert refusal.value.code == curation.CHANGED
    assert shortlisted(curating) == ["c01"]


def test_undo_is_for_the_desk(curating, said, ravi, ana):
    decision = STEPS["shortlist"](ravi, *said[:2])

    with pytest.raises(PermissionDenied):
        curation.undo(decision=decision, by=ana)


def test_what_an_author_sent_is_not_undone(curating, said, ravi):
    with pytest.raises(ValidationError, match="cannot be undone"):
        curation.undo(decision=said[0].decisions.get(), by=ravi)


def test_undoing_a_place_on_the_shortlist_belongs_to_curating(curating, said, ravi, mina):
    decision = STEPS["shortlist"](ravi, *said[:2])
    conduct.move_on(breakout=curating, to=Phase.COLLECTING, by=mina, reason="The room wants to add something.")

    with pytest.raises(ValidationError, match="Collecting"):
        curation.undo(decision=decision, by=ravi)


def test_the_second_rapporteur_is_told_what_happened(curating, said, ravi, mina):
    seen = said[0].decisions.get().pk
    STEPS["set_aside"](ravi, *said[:2])

    with pytest.raises(ValidationError, match="c01 has changed since you looked: “Set aside” at ") as refusal:
        curation.shortlist(recommendation=said[0], by=mina, seen=seen)

    assert refusal.value.code == curation.CHANGED


def test_a_merge_into_what_is_in_hand_is_a_change_of_it(curating, said, ravi, mina):
    seen = said[0].decisions.get().pk
    STEPS["merge"](ravi, *said[:2])

    with pytest.raises(ValidationError, match="“Merged” of c02"):
        curation.shortlist(recommendation=said[0], by=mina, seen=seen)


def test_words_stay_once_others_have_answered_also_when_their_author_has(collecting, ana, bao, say, tap):
    said = say(collecting, ana)
    item = said.items.get()
    voting.cast(taps=[tap(ana, item, "support")])
    submission.change(recommendation=said, by=ana, words="Give every lecturer two paid days for open material.")

    voting.cast(taps=[tap(bao, item, "support")])

    with pytest.raises(ValidationError, match="answered already"):
        submission.change(recommendation=said, by=ana, words="Something that nobody has answered, long enough.")
    with pytest.raises(ValidationError, match="answered already"):
        submission.withdraw(recommendation=said, by=ana)


def test_the_moderator_is_told_whenever_the_shortlist_gets_longer_or_shorter(
    curating, said, ravi, mina, told, django_capture_on_commit_callbacks
):
    def is_told(step, **about) -> bool:
        told.clear()
        with django_capture_on_commit_callbacks(execute=True):
            step(by=ravi, **about)
        return mina.pk in told

    assert not is_told(curation.set_aside, recommendation=said[2], reason="Said better by another.")
    assert is_told(curation.shortlist, recommendation=said[0])
    assert is_told(curation.shortlist, recommendation=said[1])
    assert is_told(curation.merge, into=said[0], others=[said[1]])
    assert is_told(curation.undo_merge, merge=Merge.objects.get())
    assert is_told(curation.unshortlist, recommendation=said[0])
