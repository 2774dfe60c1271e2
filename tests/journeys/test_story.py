"""The whole story in a real browser: two phones, a desk and a screen, from coming in to the workbook."""

import re
from io import BytesIO

from openpyxl import load_workbook
from playwright.sync_api import expect

C = "shenzhen-2019"
WORDS = "Give every lecturer forty paid hours a year to redesign one course for phones."


def come_in(open_page, server, code: str, size: str = "phone", **options):
    page = open_page(size, f"{server.url}/{C}/enter/#{code}", **options)
    page.wait_for_url(lambda url: "/enter/" not in url)
    return page


def test_from_coming_in_to_the_workbook(server, open_page):
    [(breakout, room)] = server.rows(
        "SELECT s.id, s.room_id FROM event_sessions_session s JOIN participants_level l ON l.id = s.level_id "
        "WHERE s.kind = 'breakout' AND l.letter = 'c'"
    )
    where = f"{server.url}/{C}/sessions/{breakout}/"

    # Everybody comes in: one types a code, the others open their links.
    ana = open_page("phone", f"{server.url}/{C}/enter/")
    ana.get_by_label("Your code").fill("demo participant 3")
    ana.get_by_role("button", name="Come in", exact=True).click()
    ana.wait_for_url(lambda url: "/enter/" not in url)
    ana.get_by_role("link", name="Go to the room").click()
    bao = come_in(open_page, server, "demo-participant-8")
    bao.goto(where)
    desk = come_in(open_page, server, "demo-rapporteur", "desk")
    desk.goto(f"{where}desk/")
    screen = come_in(open_page, server, "demo-screen", "screen")
    screen.goto(f"{server.url}/{C}/rooms/{room}/screen/")

    # Ana says something, and the others read it without reloading.
    ana.get_by_label("Your recommendation").fill(WORDS)
    ana.get_by_role("button", name="Send to the room").click()
    theirs = bao.locator("article", has_text=WORDS)
    expect(theirs).to_be_visible(timeout=15_000)
    expect(desk.locator("#desk-list")).to_contain_text(WORDS)
    expect(screen.locator("body")).to_contain_text(WORDS)
    number = theirs.get_attribute("data-number")

    # Bao supports it, and hears that it is counted.
    theirs.get_by_role("button", name="Support").click()
    expect(theirs.locator("form.vote")).to_have_class(re.compile(r"\bcounted\b"))
    expect(ana.locator("article", has_text=WORDS)).to_be_visible()

    # The moderator closes, the rapporteur shortlists, the moderator reports.
    mina = come_in(open_page, server, "demo-moderator")
    mina.goto(f"{where}conduct/")
    mina.get_by_role("button", name="Close voting").click()
    expect(ana.locator("#room-head")).to_contain_text("Curating")
    desk.goto(f"{where}desk/?hand={number}")
    desk.locator("[data-key='s']").first.click()
    expect(desk.locator("#desk-shortlist")).to_contain_text(number[1:])
    mina.goto(f"{where}conduct/")
    mina.locator("form[action$='/conduct/move/'] button.btn").first.click()
    expect(ana.locator("#room-head")).to_contain_text("Reported")
    expect(ana.locator("#room-shortlist")).to_contain_text(WORDS)
    expect(screen.locator("body")).to_contain_text(WORDS)

    # The organiser adopts it and takes the workbook home.
    olga = come_in(open_page, server, "demo-organiser", "desk")
    olga.goto(f"{server.url}/{C}/plan/?level=c")
    olga.locator("form", has_text=re.compile(f"{number[1:]}|Adopt")).get_by_role("button", name="Adopt").first.click()
    expect(olga.locator("main")).to_contain_text("RAP-")
    workbook = load_workbook(BytesIO(olga.request.get(f"{server.url}/{C}/plan.xlsx").body()))
    cells = {str(cell.value) for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value}
    assert any(cell.startswith("RAP-0001") for cell in cells)
