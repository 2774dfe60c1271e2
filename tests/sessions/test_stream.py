import json

from sessions.feed import Drawing, Fragment
from sessions.stream import Stream


def drawing(*fragments: Fragment, order: list[int] | None = None) -> Drawing:
    return Drawing(list(fragments), order)


def item(n: int, words: str = "words") -> Fragment:
    return Fragment(f"item-{n}", f'<article id="item-{n}">{words}</article>')


def turnout(n: int) -> Fragment:
    return Fragment("turnout", f'<p id="turnout" data-version="">{n}</p>', slow=True)


def frame(stream: Stream, since: int) -> dict:
    return json.loads(stream.frame(since))


def test_a_phone_without_anything_gets_everything():
    stream = Stream("s12", "epoch", paced=True)
    stream.take(drawing(item(1), item(2), order=[1, 2]), 5, 5, 0)

    said = frame(stream, 0)

    assert (said["since"], said["version"], said["order"], said["gone"]) == (None, 5, [1, 2], [])
    assert said["html"] == item(1).html + item(2).html


def test_a_phone_that_was_here_gets_only_what_changed():
    stream = Stream("s12", "epoch", paced=True)
    stream.take(drawing(item(1), item(2), order=[1, 2]), 5, 5, 0)
    stream.take(drawing(item(1), item(2, "other"), order=[1, 2]), 6, 6, 1)
    stream.take(drawing(item(1), item(3), order=[1, 3]), 8, 8, 2)

    since_six, since_five = frame(stream, 6), frame(stream, 5)

    assert (since_six["since"], since_six["html"], since_six["gone"]) == (6, item(3).html, ["item-2"])
    assert (since_five["since"], since_five["html"], since_five["order"]) == (5, item(3).html, [1, 3])


def test_nothing_new_is_no_frame_and_a_fresh_page_is_current():
    stream = Stream("s12", "epoch", paced=True)
    stream.take(drawing(item(1)), 5, 5, 0)

    assert stream.take(drawing(item(1)), 9, 9, 1) is False
    assert [stream.is_current(version) for version in (4, 5, 9, 10)] == [False, True, True, False]


def test_a_phone_ahead_of_us_is_of_another_epoch_and_gets_everything():
    stream = Stream("s12", "epoch", paced=True)
    stream.take(drawing(item(1)), 5, 5, 0)

    assert frame(stream, 40)["since"] is None


def test_turnout_reaches_phones_every_two_seconds_with_the_version_it_shows():
    stream = Stream("s12", "epoch", paced=True)
    stream.take(drawing(turnout(1)), 5, 5, 0)

    assert stream.take(drawing(turnout(2)), 6, 6, 1.0) is False
    assert stream.held is True
    assert stream.take(drawing(turnout(3)), 7, 7, 2.0) is True
    assert frame(stream, 5)["html"] == '<p id="turnout" data-version="7">3</p>'


def test_words_take_a_turnout_along_that_would_have_waited():
    """Were it held back, a phone at this version would never see it: closing comes right after the last vote."""
    stream = Stream("s12", "epoch", paced=True)
    stream.take(drawing(turnout(1)), 5, 5, 0)
    assert stream.take(drawing(turnout(2)), 6, 5, 1.0) is False

    stream.take(drawing(turnout(2), item(1)), 7, 6, 1.1)

    assert "turnout" in frame(stream, 5)["html"]
    assert item(1).html in frame(stream, 5)["html"]
    assert not stream.held


def test_desks_see_every_beat():
    stream = Stream("s12", "epoch", paced=False)
    stream.take(drawing(turnout(1)), 5, 5, 0)

    assert stream.take(drawing(turnout(2)), 6, 6, 0.1) is True


def test_catch_ups_are_built_once_and_at_most_eight():
    stream = Stream("s12", "epoch", paced=True)
    for version in range(1, 30):
        stream.take(drawing(*(item(n) for n in range(version))), version, version, version)

    frames = [frame(stream, since)["since"] for since in range(1, 29)]

    assert frames[:8] == list(range(1, 9))
    assert set(frames[16:]) == {None}
    assert stream.frame(3) is stream.frame(3)


def test_an_item_that_comes_back_is_not_gone():
    stream = Stream("s12", "epoch", paced=True)
    stream.take(drawing(item(1), item(2)), 5, 5, 0)
    stream.take(drawing(item(1)), 6, 6, 1)
    stream.take(drawing(item(1), item(2)), 7, 7, 2)

    said = frame(stream, 5)

    assert (said["gone"], said["html"]) == ([], item(2).html)
