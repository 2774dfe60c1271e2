"""The first room page, with all it needs, is light enough for a hall with bad Wi-Fi."""

C = "shenzhen-2019"
AT_MOST = 60_000  # bytes as transferred


def test_a_room_page_with_twelve_items_weighs_at_most_sixty_kilobytes(server, open_page):
    query = (
        "SELECT s.id FROM event_sessions_session s JOIN participants_level l ON l.id = s.level_id "
        "WHERE s.kind = 'breakout' AND l.letter = 'd'"
    )
    [(breakout,)] = server.rows(query)
    come_in = open_page("phone", f"{server.url}/{C}/enter/#demo-participant-4")
    come_in.wait_for_url(lambda url: "/enter/" not in url)
    page = come_in.context.new_page()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[int] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))

    page.goto(f"{server.url}/{C}/sessions/{breakout}/", wait_until="networkidle")

    assert page.locator("article").count() == 12
    assert 10_000 < sum(sizes) <= AT_MOST
