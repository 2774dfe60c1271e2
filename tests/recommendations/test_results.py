"""What result pages and files show: publications and nothing else, and to whom."""

import re
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn

from participants.models import Consultation, Participant
from recommendations import conduct, curation, report_queries, submission, voting
from recommendations.models import Recommendation
from recommendations.report import write
from sessions.models import Phase

LEVEL = ["shenzhen-2019"]


def priorities(query=""):
    return reverse("recommendations:priorities", args=LEVEL) + query


def lineage(recommendation):
    return reverse("recommendations:lineage", args=[*LEVEL, recommendation.number])


def report_of(breakout, name="report"):
    return reverse(f"recommendations:{name}", args=[*LEVEL, breakout.pk])


def room_of(breakout):
    return reverse("recommendations:room", args=[*LEVEL, breakout.pk])


@pytest.fixture
def reported(proposal, report):
    """Two recommendations that were voted on; the second one alone is on the shortlist."""
    first = proposal("Pay every teacher for redesigning courses.", support=8)
    second = proposal("Count online courses as teaching hours.", support=5, against=3, type="network")
    report(second)
    return first, second


def test_the_room_page_shows_the_shortlist_once_it_is_reported(client_of, reported, room, crowd):
    page = client_of(crowd[0]).get(room_of(room)).content.decode()

    assert "What the room asks for" in page
    assert page.count('data-count="5"') == 1
    assert 'data-count="8"' not in page


def test_the_room_page_shows_no_result_before(client_of, proposal, room, crowd):
    proposal("Pay every teacher for redesigning courses.", support=8)

    page = client_of(crowd[0]).get(room_of(room)).content.decode()

    assert '<div id="room-shortlist"></div>' in page
    assert "data-count" not in page


def test_anybody_reads_published_priorities(client, reported):
    page = client.get(priorities())

    assert page.status_code == 200
    text = page.content.decode()
    assert "Pay every teacher for redesigning courses." in text
    assert 'data-count="8"' in text
    assert "9 of 9" not in text
    assert "8 of 9 people answered" in text


def test_priorities_show_one_type_and_one_level(client, reported):
    network = client.get(priorities("?level=c&type=network")).content.decode()

    assert "Count online courses as teaching hours." in network
    assert "Pay every teacher for redesigning courses." not in network
    assert client.get(priorities("?level=zz&type=nonsense")).status_code == 200


def test_priorities_say_that_nothing_is_published(client, proposal, room):
    proposal("Pay every teacher for redesigning courses.", support=8)

    text = client.get(priorities()).content.decode()

    assert "Nothing is published yet" in text
    assert "Pay every teacher" not in text
    assert "data-count" not in text


def test_priorities_say_why_a_breakdown_is_not_shown(client, reported):
    text = client.get(priorities()).content.decode()

    assert "fewer than 5 people answered: Thailand, Viet Nam." in text
    assert "somebody’s answer could be worked out: Philippines" in text


def test_what_is_not_shown_says_from_how_many_answers_it_would_be(client, client_of, crowd, room, proposal, report):
    Consultation.objects.update(protect_below=7)
    said = proposal("Pay every teacher for redesigning courses.", support=6)
    sealed = client_of(crowd[0]).get(f"/shenzhen-2019/sessions/{room.pk}/").content.decode()
    rules = report(said).rules["text"]

    pages = [client.get(priorities()), client_of(crowd[0]).get(f"/shenzhen-2019/recommendations/{said.number}/")]

    assert "once 7 people have answered an item" in sealed
    assert "Numbers are shown from 7 answers on" in " ".join(rules)
    assert ["fewer than 7 people answered" in page.content.decode() for page in pages] == [True, True]


def test_priorities_mark_what_countries_see_otherwise(client, proposal, report):
    # Five of the nine are from one country: it carries the first one, and the other three the second.
    yes, no = ["support"], ["not_now"]
    for_one = proposal("Pay every teacher for redesigning courses.", choices=yes * 6 + no * 3)
    proposal("Count online courses as teaching hours.", choices=yes * 2 + no * 3 + yes + no + yes * 2)
    report(for_one)

    page = client.get(priorities())

    ranks = [(item.votes["rank"], item.votes["rank_by_countries"]) for item in page.context["items"]]
    text = page.content.decode()
    assert (page.context["line"], ranks) == (1, [(1, 2), (2, 1)])
    assert text.count("It crosses the shortlist’s line.") == 2
    assert "By countries it is 1 place higher." in text


def test_a_report_is_the_desks_until_it_is_everybodys(client_of, proposal, room, crowd, ravi, mina, report):
    recommendation = proposal("Pay every teacher for redesigning courses.", support=8)
    conduct.move_on(breakout=room, to=Phase.CURATING, by=mina)
    room.refresh_from_db()

    assert client_of(crowd[0]).get(report_of(room)).status_code == 403
    assert client_of(crowd[0]).get(report_of(room, "report_docx")).status_code == 403
    draft = client_of(ravi).get(report_of(room)).content.decode()
    assert "A draft for the desk" in draft

    report(recommendation)

    text = client_of(crowd[0]).get(report_of(room)).content.decode()
    assert "8 of 8 people who answered support it." in text
    assert "8 of 9 people seated in the breakout answered, from 3 countries." in text


def test_a_report_of_a_plenary_is_not_here(client_of, olga, plenary):
    assert client_of(olga).get(report_of(plenary)).status_code == 404


def test_the_file_opens_and_holds_the_same(client_of, reported, room, crowd):
    answer = client_of(crowd[0]).get(report_of(room, "report_docx"))

    paper = Document(BytesIO(answer.content))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="shenzhen-2019-c-report.docx"'
    assert "Count online courses as teaching hours." in text
    assert "5 of 8 people who answered support it." in text
    assert "Pay every teacher" not in text
    assert [paragraph.style.name for paragraph in paper.paragraphs][:3] == ["Title", "Subtitle", "Heading 1"]


@pytest.mark.parametrize(
    ("words", "language", "script", "told"),
    [
        ("把学习成果而不是登录次数作为质量指标，并每年公布。", "zh-Hans", "eastAsia", "zh-CN"),
        ("ขอให้กระทรวงจัดตั้งกองทุนอินเทอร์เน็ตสำหรับนักศึกษา", "th", "bidi", "th-TH"),
        ("បណ្តុះបណ្តាលសាស្ត្រាចារ្យឱ្យចេះបង្កើតមេរៀនឌីជីថល", "km", "bidi", "km-KH"),
    ],
)
def test_the_file_says_in_which_language_words_are(proposal, report, room, words, language, script, told):
    recommendation = proposal(words, support=8)
    report(recommendation)

    paper = Document(BytesIO(write(report_queries.report(room, "en"))))

    run = next(run for paragraph in paper.paragraphs for run in paragraph.runs if run.text == words)
    assert recommendation.words.language == language
    assert run._r.rPr.find(qn("w:lang")).get(qn(f"w:{script}")) == told


def test_a_lineage_tells_wordings_merges_and_reasons(client_of, proposal, room, crowd, ravi, mina, report):
    target = proposal("Pay every teacher for redesigning courses.", support=8)
    member = proposal("Teachers need paid hours to redesign a course.", support=2)
    curation.merge(into=target, others=[member], by=ravi)
    curation.reword(recommendation=target, by=ravi, words="Pay every lecturer for redesigning courses.", revision=1)
    aside = proposal("Close all campuses and teach everybody online.", support=1)
    conduct.move_on(breakout=room, to=Phase.CURATING, by=mina)
    curation.set_aside(recommendation=aside, by=ravi, reason="It names no measure.")
    room.refresh_from_db()
    report(target)
    browser = client_of(crowd[5])

    page = browser.get(lineage(target)).content.decode()

    assert "<del>teacher</del><ins>lecturer</ins>" in page
    assert "by its author" in page
    assert "by the rapporteur" in page
    assert lineage(member) in page
    assert "Ravi" not in page
    assert "Delegate" not in page
    assert "It names no measure." in browser.get(lineage(aside)).content.decode()
    assert lineage(target) in browser.get(lineage(member)).content.decode()


def test_a_name_is_shown_where_its_owner_agreed(client_of, proposal, crowd):
    recommendation = proposal("Pay every teacher for redesigning courses.")
    crowd[0].consents = {"publish_name": "2019-09-24T09:00:00"}
    crowd[0].save()

    assert "Delegate 0" in client_of(crowd[1]).get(lineage(recommendation)).content.decode()


def test_what_the_desk_plans_is_told_when_the_breakout_reports(client_of, proposal, room, crowd, ravi, mina, report):
    recommendation = proposal("Pay every teacher for redesigning courses.", support=8)
    conduct.move_on(breakout=room, to=Phase.CURATING, by=mina)
    curation.shortlist(recommendation=recommendation, by=ravi, reason="Everybody wants it.")
    other, author, desk = (client_of(who) for who in (crowd[1], crowd[0], ravi))

    told = [
        ("Shortlisted" in browser.get(lineage(recommendation)).content.decode()) for browser in (other, author, desk)
    ]

    assert told == [False, True, True]
    room.refresh_from_db()
    report(recommendation)
    assert "Everybody wants it." in other.get(lineage(recommendation)).content.decode()


def test_words_taken_back_are_their_authors_and_the_desks(client_of, proposal, crowd, ravi):
    recommendation = proposal("Pay every teacher for redesigning courses.")
    submission.withdraw(recommendation=recommendation, by=crowd[0])

    seen = [
        "Pay every teacher" in client_of(who).get(lineage(recommendation)).content.decode()
        for who in (crowd[0], ravi, crowd[1])
    ]

    assert seen == [True, True, False]


def test_a_number_of_another_consultation_is_not_here(client_of, proposal, other_consultation):
    recommendation = proposal("Pay every teacher for redesigning courses.")
    stranger = Participant.objects.create(consultation=other_consultation, name="Stranger", country="PH")

    answer = client_of(stranger).get(reverse("recommendations:lineage", args=["elsewhere", recommendation.number]))

    assert answer.status_code == 404


@pytest.mark.parametrize("page", ["room", "priorities", "lineage", "report"])
def test_no_page_shows_how_an_open_ballot_stands(client_of, proposal, room, crowd, tap, page):
    """Every voter turns from support to not now: what is shown may not move by a letter."""
    recommendation = proposal("Pay every teacher for redesigning courses.", support=8)
    address = {
        "room": room_of(room),
        "priorities": priorities(),
        "lineage": lineage(recommendation),
        "report": report_of(room),
    }[page]
    browser = client_of(crowd[8])  # who has not answered
    before = without_versions(browser.get(address))

    voting.cast(taps=[tap(who, recommendation.items.get(), "not_now") for who in crowd[:8]])

    assert without_versions(browser.get(address)) == before


def without_versions(answer):
    """The page without tokens drawn at random and without the versions of its feeds."""
    drawn = r"""data-versions?=(?P<mark>['"]).*?(?P=mark)|csrfmiddlewaretoken" value="\w+\""""
    return answer.status_code, re.sub(drawn, "", answer.content.decode())


@pytest.mark.parametrize("page", ["room", "priorities", "report", "lineage"])
def test_a_page_asks_the_database_as_often_for_one_item_as_for_three(
    client_of, proposal, report, room, crowd, mina, django_assert_max_num_queries, page
):
    first = proposal("Pay every teacher for redesigning courses.", support=8)
    address = {
        "room": room_of(room),
        "priorities": priorities(),
        "lineage": lineage(first),
        "report": report_of(room),
    }[page]
    browser = client_of(crowd[8])

    def asked():
        browser.get(address)
        with django_assert_max_num_queries(60) as queries:
            assert browser.get(address).status_code == 200
        return len(queries)

    report(first)
    one = asked()
    conduct.move_on(breakout=room, to=Phase.CURATING, by=mina, reason="Two were forgotten.")
    conduct.move_on(breakout=room, to=Phase.COLLECTING, by=mina, reason="Two were forgotten.")
    room.refresh_from_db()
    more = [proposal(f"Publish what course number {n} costs a student.", support=8) for n in range(2)]
    report(first, *more)

    assert asked() == one


def test_the_shortlist_cannot_change_once_it_is_reported(reported, ravi):
    with pytest.raises(ValidationError):
        curation.shortlist(recommendation=Recommendation.objects.get(pk=reported[0].pk), by=ravi)
