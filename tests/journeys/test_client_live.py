"""How pages stay true by themselves: the order of the list, the age of a screen, and rooms without sockets."""

from playwright.sync_api import Page, expect

from recommendations.views.room import mixed as hash_of
from tests.browser import OpenPage
from tests.phones import COUNTED, SOON, breakout, come_in, open_room, say, tap, unanswered, votes
from tests.server import Server

WORDS = [
    "Pay for the mobile data of students who live far from any campus.",
    "Lend every first-year student a laptop, and repair it in the same week.",
    "Let librarians teach how to judge what one finds on the network.",
]


def order(page: Page) -> list[str]:
    return [str(article.get_attribute("data-number")) for article in page.locator("[data-items] article").all()]


def test_new_recommendations_come_last_until_somebody_asks_for_their_order(open_page: OpenPage, server: Server) -> None:
    phone = open_room(come_in(open_page("phone"), server, "demo-participant-3"), server.url + breakout(server))
    before = order(phone)
    for who, words in zip((8, 13, 18), WORDS, strict=True):
        say(server, who, words)
        expect(phone.locator("article", has_text=words)).to_have_count(1, timeout=SOON)
    assert order(phone) == [*before, "c13", "c14", "c15"]
    expect(phone.locator("#answered")).to_contain_text("of 15 answered")

    phone.locator("#reorder").tap()

    expect(phone.locator("#reorder")).to_be_hidden()
    asked = order(phone)
    phone.reload()
    assert order(phone) == asked


def test_a_new_recommendation_can_be_voted_on_where_it_arrived(open_page: OpenPage, server: Server) -> None:
    phone = open_room(come_in(open_page("phone"), server, "demo-participant-3"), server.url + breakout(server))
    say(server, 8, WORDS[0])
    article = phone.locator("article", has_text=WORDS[0])
    expect(article.get_by_role("group", name="Your vote on c13")).to_be_visible(timeout=SOON)

    tap(article.locator("form"), "support")

    expect(article.locator("form")).to_have_class(COUNTED, timeout=SOON)
    assert votes(server, str(article.get_attribute("data-item"))) == [("support", 1)]


def test_phone_and_server_mix_the_same_numbers(open_page: OpenPage, server: Server) -> None:
    page = open_page("phone", f"{server.url}/shenzhen-2019/enter/")
    texts = ["", "77:34", "4294967295:1", "0:9007199254740991", "漢字:é"]

    mixed = page.evaluate(
        "async (texts) => { const { mixed } = await import('/static/eventapp/js/order.js'); return texts.map(mixed) }",
        texts,
    )

    assert mixed == [hash_of(text) for text in texts]


def test_a_screen_says_how_old_it_is_and_comes_back_by_itself(open_page: OpenPage, server: Server) -> None:
    screen = come_in(open_page("screen"), server, "demo-screen")
    expect(screen.locator("#stale")).to_be_hidden()
    server.kill()
    expect(screen.locator("#stale")).to_contain_text("seconds ago. Looking for the room.", timeout=SOON)
    server.start()
    say(server, 8, WORDS[0])

    expect(screen.locator("#stale")).to_be_hidden(timeout=SOON)
    expect(screen.locator("main")).to_contain_text(WORDS[0], timeout=SOON)


def test_a_phone_that_gets_no_socket_asks_every_few_seconds(open_page: OpenPage, server: Server) -> None:
    phone = open_page("phone")
    phone.route_web_socket("**/ws/**", lambda socket: socket.close())
    come_in(phone, server, "demo-participant-3").goto(server.url + breakout(server))
    with phone.expect_response(lambda response: "/state/" in response.url, timeout=SOON):
        pass
    say(server, 8, WORDS[0])

    expect(phone.locator("article", has_text=WORDS[0])).to_have_count(1, timeout=SOON)
    expect(phone.locator("#stale")).to_be_hidden()
    form = unanswered(phone)
    tap(form, "support")
    expect(form).to_have_class(COUNTED, timeout=SOON)
