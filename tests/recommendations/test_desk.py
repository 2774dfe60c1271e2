import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recommendations import comparison, conduct, curation, queries, voting
from recommendations.drawing import desk as drawing
from recommendations.models import Decision, Recommendation
from sessions import feed
from sessions.models import Phase, Seat, Session

WORDS = "Give every teacher paid time to learn."


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
    conduct.move_on(breakout=collecting, to=Phase.CURATING, by=mina)
    return collecting


@pytest.fixture
def crowd(collecting, enrol):
    """Six more people with a seat, from four countries."""
    people = [enrol(f"Person {n}", country=("KH", "TH", "VN", "LK")[n % 4]) for n in range(6)]
    for person in people:
        conduct.take_seat(breakout=collecting, participant=person)
    return people


def desk_of(breakout, *parts, **query) -> str:
    address = reverse("recommendations:desk", args=["shenzhen-2019", breakout.pk])
    return address + "".join(f"{part}/" for part in parts)


def seen(page) -> dict[str, str]:
    """What the forms of the page carry about the recommendation in hand."""
    text = page.content.decode()
    found = {name: re.search(rf'name="{name}" value="(\d+)"', text) for name in ("seen", "revision")}
    return {name: match[1] for name, match in found.items() if match}


def row_of(page, number) -> str:
    found = re.search(rf'<tr data-number="{number}".*?</tr>', page.content.decode(), re.S)
    return found[0] if found else ""


def drawn(breakout) -> str:
    return "".join(part.html for part in drawing.draw(feed.of(breakout)).fragments)


def vote(tap, people, recommendation, choice="support"):
    for person in people:
        voting.cast(taps=[tap(person, recommendation.items.get(), choice)])


# who


@pytest.mark.parametrize(
    ("who", "status"), [("ravi", 200), ("mina", 200), ("ana", 403), ("visitor", 403), ("olga", 403)]
)
def test_the_desk_is_for_its_rapporteurs_and_moderators(who, status, client_of, curating, request):
    client = client_of(request.getfixturevalue(who))

    assert client.get(desk_of(curating)).status_code == status
    assert client.post(desk_of(curating, "c01", "shortlist")).status_code == (302 if status == 200 else 403)
    assert queries.shortlist(curating) == ([Recommendation.objects.get(number="c01")] if status == 200 else [])


def test_a_stranger_is_sent_to_the_door(client_of, collecting):
    assert client_of(None).get(desk_of(collecting)).status_code == 302
    assert client_of(None).post(desk_of(collecting, "floor")).status_code == 403


def test_only_a_breakout_has_a_desk(client_of, consultation, ravi):
    plenary = Session.objects.create(consultation=consultation, kind="plenary", title="Opening")
    plenary.assignments.create(participant=ravi, role="rapporteur")

    assert client_of(ravi).get(desk_of(plenary)).status_code == 404
    assert client_of(ravi).post(desk_of(plenary, "floor")).status_code == 404


def test_another_consultation_has_no_such_desk(client_of, collecting, ravi, other_consultation):
    address = reverse("recommendations:desk", args=["elsewhere", collecting.pk])

    assert client_of(ravi).get(address).status_code in (302, 404)


def test_steps_are_never_taken_by_get(client_of, curating, ravi):
    for step in ("shortlist", "unshortlist", "merge", "reword", "set-aside", "bring-back", "place", "preview"):
        assert client_of(ravi).get(desk_of(curating, "c01", step)).status_code == 405


# what may be known


def test_nothing_is_counted_before_five_have_answered(client_of, collecting, said, ravi, crowd, tap):
    vote(tap, crowd[:4], said[0])

    page = client_of(ravi).get(desk_of(collecting) + "?hand=c01")

    assert "fewer than 5 have answered" in row_of(page, "c01")
    assert "data-support" not in page.content.decode()
    assert "No numbers: fewer than 5 have answered." in page.content.decode()


def test_numbers_move_in_steps_of_three_and_no_thumb_shows(client_of, collecting, said, ravi, crowd, ana, bao, tap):
    vote(tap, crowd[:5], said[0])
    at_five = row_of(client_of(ravi).get(desk_of(collecting)), "c01")
    vote(tap, [crowd[5], ana], said[0], "not_now")
    at_seven = row_of(client_of(ravi).get(desk_of(collecting)), "c01")
    vote(tap, [bao], said[0])
    at_eight = row_of(client_of(ravi).get(desk_of(collecting)), "c01")

    assert ">5</td>" in at_five
    assert at_seven == at_five
    assert ">8</td>" in at_eight


def test_counts_are_for_a_closed_ballot(client_of, collecting, said, ravi, mina, crowd, tap):
    vote(tap, crowd[:5], said[0])
    vote(tap, crowd[5:], said[0], "not_now")

    before = client_of(ravi).get(desk_of(collecting) + "?hand=c01").content.decode()
    conduct.move_on(breakout=collecting, to=Phase.CURATING, by=mina)
    after = client_of(ravi).get(desk_of(collecting) + "?hand=c01").content.decode()

    assert "<dt>Not now</dt>" not in before
    assert "<dt>Support</dt><dd>5</dd>" in after
    assert "<dt>Not now</dt><dd>1</dd>" in after
    assert "<dd>6 of 8</dd>" in after


def test_after_closing_four_answers_are_still_too_few(client_of, collecting, said, ravi, mina, crowd, tap):
    vote(tap, crowd[:4], said[0])
    conduct.move_on(breakout=collecting, to=Phase.CURATING, by=mina)

    page = client_of(ravi).get(desk_of(collecting))

    assert "fewer than 5 have answered" in row_of(page, "c01")
    assert "data-support" not in page.content.decode()


def test_a_consultation_may_ask_for_more_than_five(client_of, collecting, said, ravi, crowd, tap, consultation):
    consultation.protect_below = 7
    consultation.save()
    vote(tap, crowd[:6], said[0])

    assert "fewer than 7 have answered" in row_of(client_of(ravi).get(desk_of(collecting)), "c01")


def test_what_was_said_after_voting_says_that_nobody_was_asked(client_of, curating, ravi):
    curation.from_floor(breakout=curating, by=ravi, words=WORDS, kind="research", sdg_target="4.3")

    assert "nobody was asked" in row_of(client_of(ravi).get(desk_of(curating)), "c04")


def test_reported_numbers_are_those_of_the_publication(client_of, collecting, said, ravi, mina, crowd, tap):
    vote(tap, crowd, said[0])
    for phase in (Phase.CURATING, Phase.REPORTED):
        conduct.move_on(breakout=collecting, to=phase, by=mina)
    queries.support_ballot(collecting).votes.update(choice="not_now")

    page = client_of(ravi).get(desk_of(collecting) + "?hand=c01")

    assert "<dt>Support</dt><dd>6</dd>" in page.content.decode()
    assert "recommendations:desk" not in page.content.decode()


def test_the_desk_names_nobody(client_of, collecting, enrol, ravi, say, tap):
    carol = enrol("Canary Carol", seat=collecting, email="canary@example.org", organisation="Canary College")
    row = say(collecting, carol, "Something that somebody wanted to say here.")
    curation.reword(recommendation=row, by=ravi, words=WORDS, revision=1)

    text = client_of(ravi).get(desk_of(collecting) + "?hand=c01").content.decode() + drawn(collecting)

    assert "anary" not in text
    assert "Ravi" not in drawn(collecting)


def test_markup_is_text_in_list_hand_and_differences(client_of, collecting, ana, ravi, say):
    row = say(collecting, ana, "<script>alert(1)</script> is what I want to say.")

    page = client_of(ravi).get(desk_of(collecting) + "?hand=c01").content.decode()
    preview = (
        client_of(ravi)
        .post(desk_of(collecting, row.number, "preview"), {"words": "<b>bold</b> is what I want to say."})
        .content.decode()
    )

    assert "<script>alert" not in page
    assert "<b>" not in preview.replace("<bdi>", "")


# the page


def test_the_list_can_be_ordered(client_of, collecting, said, ravi, crowd, tap):
    vote(tap, crowd[:5], said[1])

    def numbers(order):
        page = client_of(ravi).get(f"{desk_of(collecting)}?order={order}")
        return re.findall(r'<tr data-number="(c\d+)"', page.content.decode())

    assert numbers("support") == ["c02", "c01", "c03"]
    assert numbers("newest") == ["c03", "c02", "c01"]
    assert numbers("nonsense") == numbers("support")


@pytest.mark.parametrize("query", ["hand=c99", "done=abc", "done=99999999999999999999"])
def test_an_address_that_names_nothing_shows_the_desk(query, client_of, collecting, said, ravi):
    page = client_of(ravi).get(f"{desk_of(collecting)}?{query}")

    assert page.status_code == 200
    assert 'data-hand="c01"' in page.content.decode()


def test_an_empty_desk_says_what_will_be_here(client_of, collecting, ravi):
    page = client_of(ravi).get(desk_of(collecting))

    assert page.status_code == 200
    assert "Nothing has been said yet" in page.content.decode()


@pytest.mark.parametrize("read", ["page", "beat"])
def test_one_row_or_three_cost_the_same(read, client_of, collecting, ana, ravi, say, crowd, tap):
    client, many = client_of(ravi), feed.of(collecting)
    curation.merge(into=say(collecting, ana), others=[say(collecting, ana)], by=ravi)
    vote(tap, crowd[:5], Recommendation.objects.first())

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as made:
            client.get(desk_of(collecting) + "?hand=c01") if read == "page" else drawing.draw(many)
        return len(made)

    cost()
    one = cost()
    for row in [say(collecting, ana) for _more in range(2)]:
        vote(tap, crowd[:5], row)

    assert cost() == one


def test_what_is_broadcast_is_what_the_page_shows_and_nobody_can_type_in_it(client_of, collecting, said, ravi):
    page = client_of(ravi).get(desk_of(collecting)).content.decode()
    parts = drawing.draw(feed.of(collecting)).fragments

    assert [part.id for part in parts] == ["desk-head", "desk-list", "desk-shortlist", "desk-changes"]
    for part in parts:
        assert not re.search(r"<(input|textarea|select|button|form)|csrf", part.html)
        # Which row is in hand is personal.
        assert part.html in page.replace(' aria-current="true"><th', "><th")


def test_times_in_a_broadcast_are_those_of_the_venue(collecting, said, ravi):
    curation.reword(recommendation=said[0], by=ravi, words=WORDS, revision=1)
    decision = Decision.objects.last()
    decision_at = decision.at.astimezone(collecting.consultation.tz)

    assert f"{decision_at:%H:%M}</time>" in drawn(collecting)


# steps, as plain forms


def test_every_step_works_as_a_plain_form_and_can_be_taken_back(client_of, curating, said, ravi):
    client = client_of(ravi)
    steps = [
        ("shortlist", {}, "c01 shortlisted"),
        ("unshortlist", {}, "c01: back to how it was"),
        ("set-aside", {"reason": "Said in plenary."}, "c01 set aside"),
        ("bring-back", {}, "c01: back to how it was"),
        ("reword", {"words": WORDS}, "c01 has new words"),
        ("merge", {"others": ["c02", "c03"]}, "c02 merged into c01"),
    ]
    for step, fields, told in steps:
        carried = seen(client.get(desk_of(curating) + "?hand=c01"))

        page = client.post(desk_of(curating, "c01", step), carried | fields, follow=True)

        assert (page.status_code, page.redirect_chain[0][1]) == (200, 302)
        assert f"<span>{told}" in re.sub(r"\s+", " ", page.content.decode()).replace("<span> ", "<span>")
        assert "desk/undo/" in page.content.decode()
    assert [row.merged_into_id for row in Recommendation.objects.order_by("id")] == [None, said[0].pk, said[0].pk]


def test_the_line_that_says_what_was_done_takes_it_back(client_of, curating, said, ravi):
    client = client_of(ravi)
    page = client.post(desk_of(curating, "c01", "set-aside"), {"reason": "Said in plenary."}, follow=True)
    undo = re.search(r'action="(.*?/desk/undo/\d+/)"', page.content.decode())[1]

    client.post(undo, {"hand": "c01"})

    said[0].refresh_from_db()
    assert said[0].status == "received"


def test_a_merge_is_undone_from_the_target(client_of, curating, said, ravi):
    merge = curation.merge(into=said[0], others=said[1:], by=ravi)

    answer = client_of(ravi).post(desk_of(curating, "c01", "merges", merge.pk, "undo"))

    assert answer.status_code == 302
    assert {row.status for row in Recommendation.objects.all()} == {"received"}


def test_the_shortlist_is_moved_up_and_down(client_of, curating, said, ravi):
    for row in said:
        curation.shortlist(recommendation=row, by=ravi)

    client_of(ravi).post(desk_of(curating, "c03", "place"), {"place": "1"})
    client_of(ravi).post(desk_of(curating, "c03", "place"), {"place": "2"})

    assert [row.number for row in queries.shortlist(curating)] == ["c01", "c03", "c02"]


def test_what_is_said_aloud_is_entered_and_taken_in_hand(client_of, collecting, ravi):
    fields = {"words": WORDS, "kind": "research", "sdg_target": "both", "why": "Three people nodded."}

    page = client_of(ravi).post(desk_of(collecting, "floor"), fields, follow=True)

    made = Recommendation.objects.get()
    assert (made.words.text, made.words.why, made.author, made.from_floor) == (WORDS, fields["why"], None, True)
    assert 'data-hand="c01"' in page.content.decode()


def test_the_order_of_the_list_survives_a_step(client_of, curating, ravi):
    answer = client_of(ravi).post(desk_of(curating, "c01", "shortlist"), {"order": "newest"})

    assert "order=newest" in answer.headers["Location"]


# what does not work


def test_the_slower_of_two_is_shown_what_changed_and_keeps_what_was_typed(client_of, collecting, said, ravi, mina):
    second = client_of(mina)
    carried = seen(second.get(desk_of(collecting) + "?hand=c01"))
    curation.reword(recommendation=said[0], by=ravi, words=WORDS, revision=1)

    page = second.post(desk_of(collecting, "c01", "reword"), carried | {"words": "Pay for learning, and say so aloud."})

    text = page.content.decode()
    assert page.status_code == 409
    assert page.headers["HX-Replace-Url"] == "false"
    assert "c01 has changed since you looked: “Reworded”" in text
    assert WORDS in text
    assert "Pay for learning, and say so aloud.</textarea>" in text
    again = second.post(
        desk_of(collecting, "c01", "reword"), seen(page) | {"words": "Pay for learning, and say so aloud."}
    )
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        ("reword", {"words": "Too short.", "revision": "1"}),
        ("reword", {"words": "", "revision": "1"}),
        ("reword", {"words": "With a \x00 in the middle of it.", "revision": "1"}),
        ("reword", {"words": WORDS}),
        ("reword", {"words": WORDS, "revision": "99999999"}),
        ("merge", {}),
        ("merge", {"others": "c01"}),
        ("merge", {"others": "c99"}),
        ("merge", {"others": "\x00"}),
        ("set-aside", {"reason": ""}),
        ("set-aside", {"reason": "x" * 301}),
        ("set-aside", {"reason": "Fine.", "seen": "99999999999999999999"}),
        ("bring-back", {}),
        ("unshortlist", {}),
        ("place", {"place": "0"}),
        ("place", {"place": "1"}),
    ],
)
def test_what_cannot_be_done_so_says_why_and_changes_nothing(step, fields, client_of, curating, said, ravi):
    before = Decision.objects.count()

    page = client_of(ravi).post(desk_of(curating, "c01", step), fields)

    assert page.status_code == 422
    assert re.search(r'class="banner error" role="alert"><span>[^<]{10,}', page.content.decode())
    assert Decision.objects.count() == before


@pytest.mark.parametrize("fields", [{}, {"words": "short"}, {"words": WORDS, "kind": "practice", "sdg_target": "4.3"}])
def test_what_cannot_be_entered_stays_in_its_form(fields, client_of, collecting, ravi):
    page = client_of(ravi).post(desk_of(collecting, "floor"), fields)

    assert page.status_code == 422
    assert f"{fields.get('words', '')}</textarea>" in page.content.decode()
    assert Recommendation.objects.count() == 0


def test_what_belongs_to_another_desk_is_not_found(client_of, curating, consultation, ana, ravi, say):
    other = Session.objects.create(
        consultation=consultation, level=consultation.levels.get(letter="d"), kind="breakout", title="Learners"
    )
    Seat.objects.create(session=other, participant=ana)
    stranger = say(other, ana, "This was said in another room altogether.")
    client = client_of(ravi)

    assert client.post(desk_of(curating, stranger.number, "shortlist")).status_code == 404
    assert client.post(desk_of(curating, "undo", stranger.decisions.get().pk)).status_code == 404
    assert client.post(desk_of(curating, "c01", "merges", 99, "undo")).status_code == 404
    assert client.post(desk_of(curating, "c01", "merge"), {"others": stranger.number}).status_code == 422


def test_answers_to_the_present_and_to_an_earlier_wording_are_two_numbers(
    client_of, collecting, said, crowd, ravi, mina, tap
):
    client = client_of(ravi)

    def facts() -> dict[str, str]:
        text = client.get(desk_of(collecting), {"hand": "c01"}).content.decode()
        return dict(re.findall(r"<dt>(Answers to .*?)</dt><dd>(.*?)</dd>", text))

    vote(tap, crowd, said[0])
    assert facts() == {}
    curation.reword(recommendation=said[0], by=ravi, words=WORDS, revision=1, material=True)
    told = {"Answers to the present wording": "fewer than 5", "Answers to an earlier wording": "5"}
    assert facts() == told
    vote(tap, crowd[:1], said[0])  # with five to the earlier one still, nothing moves
    assert facts() == told

    conduct.move_on(breakout=collecting, to=Phase.CURATING, by=mina)

    assert facts() == {"Answers to the present wording": "1", "Answers to an earlier wording": "5"}


def test_the_head_counts_what_there_is_and_asks_for_nothing_after_reporting(client_of, curating, said, ravi, mina):
    client = client_of(ravi)

    def head() -> str:
        text = client.get(desk_of(curating)).content.decode()
        return re.sub(r"<[^>]+>|\s+", " ", text[text.index('id="desk-head"') :].partition("</div>")[0])

    assert "3 to decide" in head()
    assert head().rstrip().endswith(" Report")
    curation.shortlist(recommendation=said[0], by=ravi)
    assert "2 to decide" in head()
    assert head().rstrip().endswith(" Report 1")
    conduct.move_on(breakout=curating, to=Phase.REPORTED, by=mina)
    assert "to decide" not in head()


# comparing wordings


def test_differences_are_told_word_by_word():
    assert comparison.differences("Train lecturers in Khmer.", "Train all lecturers.") == [
        ("kept", "Train "),
        ("new", "all "),
        ("kept", "lecturers"),
        ("gone", " in Khmer"),
        ("kept", "."),
    ]


def test_differences_need_no_spaces():
    assert comparison.differences("培训教师。", "培训学生。") == [
        ("kept", "培训"),
        ("gone", "教师"),
        ("new", "学生"),
        ("kept", "。"),
    ]


def test_differences_with_only_a_space_between_them_read_as_phrases():
    assert comparison.differences("And our office publishes it.", "Second rapporteurs publishes it.") == [
        ("gone", "And our office"),
        ("new", "Second rapporteurs"),
        ("kept", " publishes it."),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [("", ""), ("a b c", "d e f"), ("a b", "x a y b"), ("a b", "b c"), ("a b", ""), ("", "ক খ"), ("x  y\nz", "x y z")],
)
def test_differences_lose_nothing(before, after):
    pieces = comparison.differences(before, after)

    assert "".join(text for kind, text in pieces if kind != "new") == before
    assert "".join(text for kind, text in pieces if kind != "gone") == after


def test_what_reads_alike_comes_first():
    others = {
        1: "Study what keeps first-generation students in a course.",
        2: "Pay teachers for the hours in which they redesign a course.",
        3: "培训教师。",
    }

    assert comparison.nearest("Forty paid hours for teachers who redesign courses.", others)[0] == 2
    assert comparison.nearest("请培训教师。", others)[0] == 3
    assert comparison.nearest("", {}) == []
