"""What a serving process does beside answering: it makes room for everybody, and it goes in good order."""

import asyncio
import gc
import resource
import signal
from typing import Any

from recommendations.ballot_box import box
from sessions import hub

GOING_AT_MOST = 8.0  # seconds


def make_room() -> None:
    """Raise the limit of open files as far as we may: a socket is one, and 1,024 is a usual limit."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def keep_calm() -> None:
    """Let the collector leave alone what lives as long as the process, and look at old objects seldom.

    With 2,000 sockets one look at everything stops the process for a third of a second, at nearly every change.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 50, 500)


def go_in_good_order() -> None:
    """Before the server's own way to end: answer what is in the box, and tell the phones when to come back."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)

        def end(number: int, frame: Any, before: Any = before) -> None:
            signal.signal(number, before)  # who asks twice is in a hurry
            loop.call_soon_threadsafe(lambda: loop.create_task(say_goodbye(number, before)))

        signal.signal(number, end)


async def say_goodbye(number: int, then: Any) -> None:
    try:
        async with asyncio.timeout(GOING_AT_MOST):
            await asyncio.to_thread(box.close)
            await hub.current().go()
    finally:
        if callable(then):
            then(number, None)
        else:
            signal.raise_signal(number)
