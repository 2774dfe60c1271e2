import re
from html.parser import HTMLParser
from typing import Any

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "path", "rect", "circle", "line", "source"}
VERSION = re.compile(r' data-version="\d*"')


class Mirror:
    """What one page shows: its fragments by id, kept up from frames as `live.js` keeps its page."""

    def __init__(self) -> None:
        self.epoch = ""
        self.versions: dict[str, int] = {}
        self.shown: dict[str, dict[str, str]] = {}
        self.orders: dict[str, list[int]] = {}

    def apply(self, frame: dict[str, Any]) -> None:
        """Take a room frame in; one without a start replaces everything of its feed."""
        feed, self.epoch = frame["feed"], frame["epoch"]
        fragments = self.shown.setdefault(feed, {})
        if frame["since"] is None:
            fragments.clear()
        elif frame["since"] > self.versions.get(feed, 0):
            raise AssertionError(f"A gap: shown {self.versions.get(feed, 0)}, told since {frame['since']}")
        for name in frame["gone"]:
            fragments.pop(name, None)
        fragments.update(roots(frame["html"]))
        self.versions[feed] = frame["version"]
        if "order" in frame:
            self.orders[feed] = frame["order"]

    def picture(self) -> dict[str, Any]:
        """What a reader sees, without the versions that it carries."""
        shown = {
            feed: {name: VERSION.sub("", html) for name, html in sorted(fragments.items())}
            for feed, fragments in sorted(self.shown.items())
            if fragments
        }
        return {"shown": shown, "orders": dict(sorted(self.orders.items()))}


def roots(html: str) -> dict[str, str]:
    """Cut a frame's html into its top elements, by their ids."""
    cutter = Cutter(html)
    cutter.feed(html)
    cutter.close()
    return cutter.found


class Cutter(HTMLParser):
    """Finds where each top element begins and ends."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: dict[str, str] = {}
        self._html = html
        self._lines = [0]
        for line in html.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))
        self._depth = 0
        self._begin, self._name = 0, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._depth == 0:
            self._begin, self._name = self._at(), dict(attrs).get("id") or ""
        if tag not in VOID:
            self._depth += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        return

    def handle_endtag(self, tag: str) -> None:
        self._depth -= 1
        if self._depth == 0:
            self.found[self._name] = self._html[self._begin : self._at()] + f"</{tag}>"

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column
