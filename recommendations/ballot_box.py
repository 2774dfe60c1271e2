import logging
import queue
import random
import threading
import time
from collections import Counter
from concurrent.futures import Future

from django.db import InterfaceError, OperationalError, connection, connections

from participants.limits import Bucket

from . import voting
from .answers import Answer, Arrival, Later
from .metrics import ANSWERS, COMMITS, WAITING

log = logging.getLogger(__name__)

BATCH = 500  # taps in one transaction
WAITING_AT_MOST = 20_000  # beyond it a phone keeps its vote and comes again
IDLE = 0.2  # seconds without a vote after which the writer gives its connection back
CLOSING_AT_MOST = 5.0  # seconds to commit what is in
VOTES = Bucket(at_once=120, a_second=5)


class BallotBox:
    """Gathers what has arrived and commits it in one transaction by one writer, without artificial waiting.

    While one batch is being committed the next one gathers: under load batches grow and the cost of a vote falls.
    """

    def __init__(self) -> None:
        self._waiting: queue.Queue[tuple[Arrival, Future[Answer]]] = queue.Queue(WAITING_AT_MOST)
        self._writer: threading.Thread | None = None
        self._start = threading.Lock()
        self._closing = threading.Event()
        WAITING.set_function(self._waiting.qsize)

    def put(self, tap: Arrival) -> "Future[Answer]":
        """Take a tap; the future holds its answer once it is committed, and never an exception."""
        answer: Future[Answer] = Future()
        if wait := VOTES.take(tap.participant):
            answer.set_result(Later(round(wait + 0.1, 1), 429))
            return answer
        if self._closing.is_set():
            answer.set_result(later())
            return answer
        try:
            self._waiting.put_nowait((tap, answer))
        except queue.Full:
            answer.set_result(later())
        self._ensure_writer()
        return answer

    def close(self) -> None:
        """Commit what is in, for at most five seconds; what comes now is answered `later`."""
        self._closing.set()
        if self._writer is not None:
            self._writer.join(CLOSING_AT_MOST)

    def _ensure_writer(self) -> None:
        with self._start:
            if self._writer is None or not self._writer.is_alive():
                self._writer = threading.Thread(target=self._run, name="ballot-box", daemon=True)
                self._writer.start()

    def _run(self) -> None:
        while batch := self._gather():
            began = time.perf_counter()
            answers = attempt([tap for tap, _answer in batch])
            COMMITS.observe(time.perf_counter() - began)
            for kind, times in Counter(type(answer).__name__.lower() for answer in answers).items():
                ANSWERS.labels(kind).inc(times)
            for (_tap, future), answer in zip(batch, answers, strict=True):
                if not future.cancelled():
                    future.set_result(answer)
        connections.close_all()

    def _gather(self) -> list[tuple[Arrival, "Future[Answer]"]]:
        """What has arrived; waits for the first tap, and returns nothing once the box is closed and empty."""
        batch: list[tuple[Arrival, Future[Answer]]] = []
        while not batch:
            try:
                batch.append(self._waiting.get(timeout=IDLE))
            except queue.Empty:
                connections.close_all()
                if self._closing.is_set():
                    return []
        while len(batch) < BATCH and not self._waiting.empty():
            batch.append(self._waiting.get_nowait())
        return batch


def attempt(taps: list[Arrival]) -> list[Answer]:
    """Commit a batch; one that fails is tried tap by tap, so that no neighbour's vote is lost with it.

    Where it is the database that cannot take it (locked, full, gone), another try now would only make everybody wait.
    """
    try:
        return voting.cast(taps=taps)
    except (OperationalError, InterfaceError) as error:
        log.warning("The database did not take %s taps; their phones try again: %s", len(taps), error)
        if not connection.in_atomic_block:
            connection.close()  # it may be broken; the next batch opens a new one
        return [later() for _tap in taps]
    except Exception as error:
        log.warning("A batch of %s taps failed: %s", len(taps), error)
    if len(taps) == 1:
        return [later()]
    return [attempt([tap])[0] for tap in taps]


def later() -> Later:
    """Not all at the same moment."""
    return Later(round(random.uniform(1, 3), 1))


box = BallotBox()
