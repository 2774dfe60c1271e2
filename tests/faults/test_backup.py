"""A backup, votes after it, and the database is gone: what a phone heard `counted` for comes back with a restore."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.phones import COUNTED, SOON, breakout, come_in, form_of, item_of, open_room, tap, unanswered, votes
from tests.server import Server


def newest(folder: Path) -> Path:
    return max(path for path in folder.iterdir() if path.name.startswith("eventapp-"))


def lose_database(server: Server) -> None:
    for part in ("", "-wal", "-shm"):
        (server.place.folder / f"db.sqlite3{part}").unlink(missing_ok=True)


@pytest.fixture
def phone(on_a_file: None, server: Server, open_page) -> Page:
    return open_room(
        come_in(open_page("phone", server.url), server, "demo-participant-3"), server.url + breakout(server)
    )


def test_votes_after_the_last_backup_come_back_from_the_phone(phone: Page, server: Server, tmp_path: Path) -> None:
    first = unanswered(phone)
    before = item_of(first)
    tap(first, "support")
    expect(form_of(phone, before)).to_have_class(COUNTED, timeout=SOON)
    server.manage("backup", "--to", str(tmp_path))
    second = unanswered(phone)
    after = item_of(second)
    tap(second, "not_now")
    expect(form_of(phone, after)).to_have_class(COUNTED, timeout=SOON)

    server.kill()
    lose_database(server)
    server.manage("restore", str(newest(tmp_path)))
    assert votes(server, after) == []
    server.start()

    expect(form_of(phone, after)).to_have_class(COUNTED, timeout=SOON)
    for _n in range(200):
        if votes(server, after):
            break
        phone.wait_for_timeout(100)
    assert (votes(server, before), votes(server, after)) == ([("support", 1)], [("not_now", 1)])


def test_a_restore_is_refused_while_a_server_runs(on_a_file: None, server: Server, tmp_path: Path) -> None:
    server.manage("backup", "--to", str(tmp_path))

    with pytest.raises(AssertionError, match=f"Process {server.pid} uses .* Stop it first"):
        server.manage("restore", str(newest(tmp_path)))


def test_a_second_process_on_one_file_refuses_to_start(on_a_file: None, server: Server) -> None:
    with pytest.raises(AssertionError, match=f"Process {server.pid} uses .* Stop it first"):
        Server(server.place).start()
