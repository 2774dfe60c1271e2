from sessions import feed, presence


def test_who_arrives_is_noted_once_and_moves_no_screen(breakout, ana):
    before = feed.of(breakout).version

    for _time in range(2):
        presence.arrive(session=breakout, participant=ana)

    assert [row.participant for row in breakout.presences.all()] == [ana]
    assert feed.of(breakout).version == before
