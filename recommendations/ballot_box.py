import logging
import queue
import threading
from concurrent.futures import Future

from django.db import DatabaseError, close_old_connections, connection, transaction

from participants.limits import Bucket

from . import voting
from .answers import Answer, Arrival, Later

log = logging.getLogger(__name__)

BATCH = 500  # taps in one transaction
WAITING_AT_MOST = 20_000  # beyond it a phone keeps its vote and comes again
VOTES = Bucket(at_once=120, a_second=5)


class BallotBox:
    """Gathers what has arrived and commits it in one transaction by one writer, without artificial waiting.

    While one batch is being committed the next one gathers: under load batches grow and the cost of a vote falls.
    """

    def __init__(self) -> None:
        self._waiting: queue.Queue[tuple[Arrival, Future[Answer]]] = queue.Queue(WAITING_AT_MOST)
        self._writer: threading.Thread | None = None
        self._start = threading.Lock()

    def put(self, tap: Arrival) -> "Future[Answer]":
        """Take a tap; the future holds its answer once it is committed, and never an exception."""
        answer: Future[Answer] = Future()
        if wait := VOTES.take(tap.participant):
            answer.set_result(Later(round(wait + 0.1, 1), 429))
            return answer
        if connection.in_atomic_block:  # the caller has a transaction of its own: the vote belongs to it
            answer.set_result(voting.cast(taps=[tap])[0])
            return answer
        try:
            self._waiting.put_nowait((tap, answer))
        except queue.Full:
            answer.set_result(Later())
        self._ensure_writer()
        return answer

    def _ensure_writer(self) -> None:
        with self._start:
            if self._writer is None or not self._writer.is_alive():
                self._writer = threading.Thread(target=self._run, name="ballot-box", daemon=True)
                self._writer.start()

    def _run(self) -> None:
        while True:
            batch = [self._waiting.get()]
            while len(batch) < BATCH:
                try:
                    batch.append(self._waiting.get_nowait())
                except queue.Empty:
                    break
            self._commit(batch)

    def _commit(self, batch: list[tuple[Arrival, "Future[Answer]"]]) -> None:
        answers = attempt([tap for tap, _answer in batch])
        for (_tap, future), answer in zip(batch, answers, strict=True):
            if not future.cancelled():
                future.set_result(answer)
        close_old_connections()


def attempt(taps: list[Arrival]) -> list[Answer]:
    """Commit a batch; one that fails is tried tap by tap, so that no neighbour's vote is lost with it."""
    try:
        return voting.cast(taps=taps)
    except Exception as error:
        log.warning("A batch of %s taps failed: %s", len(taps), error)
        give_up_connection(error)
    if len(taps) == 1:
        return [Later()]
    return [attempt([tap])[0] for tap in taps]


def give_up_connection(error: Exception) -> None:
    """After a database error the connection may be broken; a new one is opened by the next batch."""
    if isinstance(error, DatabaseError) and not transaction.get_connection().in_atomic_block:
        connection.close()


box = BallotBox()
