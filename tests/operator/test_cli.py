"""The operator's command under bad circumstances and good ones."""

import signal
import socket
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from rekkas.base.choices import Role
from rekkas.base.errors import PasswordTooWeak, UserExists
from rekkas.commerce import queries as commerce
from rekkas.delivery.choices import Recipient
from rekkas.delivery.commands import bank_cash, deliver_items, hand_over_cash
from rekkas.delivery.entries import Handover
from rekkas.operator.errors import PortInUse
from rekkas.operator.serving import check_port, relay
from rekkas.operator.staff import add_user
from tests import build
from tests.build import YOUSSEF, ZAGORA_OFFICE, later
from tests.delivery.doorstep import arrived
from tests.operator.terminal import ON_SQLITE_ONCE, free_port, rekkas, rows, started


@pytest.fixture
def empty_post(tmp_path_factory: pytest.TempPathFactory, migrated: Callable[[Path], None]) -> Path:
    """A data folder with a migrated database and nothing in it."""
    data = tmp_path_factory.mktemp("post")
    migrated(data)
    return data


@ON_SQLITE_ONCE
@pytest.mark.parametrize(
    "arguments",
    [
        ("simulate", "--from", "9999-12-30"),
        ("network", "gtfs", "export", "feed.zip", "--until", "1999-12-31"),
        ("network", "gtfs", "export", "feed.zip", "--from", "2026-12-01", "--until", "2026-11-01"),
    ],
)
def test_days_that_cannot_be_are_refused_before_the_work(
    empty_post: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    refused = rekkas(empty_post, *arguments, cwd=tmp_path)

    assert refused.returncode == 2
    assert arguments[-2] in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "feed.zip").exists()


@ON_SQLITE_ONCE
@pytest.mark.parametrize(
    "arguments",
    [
        ("serve", "--port", "1"),
        ("verify",),
        ("country", "load", "morocco"),
        ("relay", "--once"),
        ("batches", "--once"),
    ],
)
def test_without_a_database_it_says_how_to_make_one(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    if arguments[0] == "serve":
        arguments = ("serve", "--port", str(free_port()))

    refused = rekkas(tmp_path, *arguments)

    assert refused.returncode == 1
    assert "operator.no-database" in refused.stderr
    assert "rekkas demo" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "rekkas.sqlite3").exists()


@ON_SQLITE_ONCE
def test_a_data_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    refused = rekkas(tmp_path / "file" / "data", "verify")

    assert refused.returncode == 1
    assert "file/data" in refused.stderr
    assert "Traceback" not in refused.stderr


@ON_SQLITE_ONCE
def test_a_database_that_does_not_answer_is_told(tmp_path: Path) -> None:
    refused = rekkas(tmp_path, "verify", DATABASE_URL=f"postgres://nobody@127.0.0.1:{free_port()}/nothing")

    assert refused.returncode == 1
    assert "operator.database-unreachable" in refused.stderr
    assert "DATABASE_URL" in refused.stderr


@ON_SQLITE_ONCE
def test_django_s_own_commands_pass_through_with_their_options(empty_post: Path) -> None:
    helped = rekkas(empty_post, "manage", "migrate", "--help")
    checked = rekkas(empty_post, "manage", "check")

    assert "--fake-initial" in helped.stdout
    assert checked.returncode == 0, checked.stderr


@ON_SQLITE_ONCE
def test_a_key_is_issued_and_revoked(empty_post: Path) -> None:
    issued = rekkas(empty_post, "api-key", "issue", "scanner 7", "--scope", "mail.record_scans")
    prefix = issued.stdout.split()[-1]
    revoked = rekkas(empty_post, "api-key", "revoke", prefix)
    unknown = rekkas(empty_post, "api-key", "revoke", "nothing")

    assert issued.returncode == 0, issued.stderr
    assert revoked.returncode == 0, revoked.stderr
    assert rows(empty_post, "SELECT name, revoked_at IS NOT NULL FROM base_apikey") == [("scanner 7", 1)]
    assert unknown.returncode == 1
    assert "base.not-found" in unknown.stderr


@ON_SQLITE_ONCE
def test_a_login_is_given_with_a_made_password(empty_post: Path) -> None:
    added = rekkas(empty_post, "user", "add", "hicham", "--role", "inspector")
    again = rekkas(empty_post, "user", "add", "hicham", "--role", "inspector")
    at_no_office = rekkas(empty_post, "user", "add", "samira", "--role", "clerk", "--office", "MA9999")

    assert "password" in added.stdout
    assert len(added.stdout.split()[-1]) >= 12
    assert "base.user-exists" in again.stderr
    assert at_no_office.returncode == 1
    assert "network.unknown-office" in at_no_office.stderr


@ON_SQLITE_ONCE
def test_the_site_is_served_and_stops_at_ctrl_c(empty_post: Path) -> None:
    port = free_port()
    server = started(empty_post, "serve", "--port", port)

    try:
        page = wait_for(f"http://127.0.0.1:{port}/healthz")
        twin = rekkas(empty_post, "serve", "--port", port)
    finally:
        server.send_signal(signal.SIGINT)
        said, _ = server.communicate(timeout=120)

    assert page == 200
    assert server.returncode == 0
    assert "Traceback" not in said
    assert twin.returncode == 1
    assert f"Port {port} of 127.0.0.1 is in use" in twin.stderr
    assert (empty_post / "static" / ".collected").is_file()


def wait_for(address: str) -> int:
    for _ in range(1000):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return int(answer.status)
        except OSError:
            time.sleep(0.25)
    raise TimeoutError(address)


def test_a_port_in_use_is_refused() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(PortInUse, match=f"Port {port}"):
            check_port("127.0.0.1", port)


@pytest.mark.django_db
def test_a_login_is_given_once_and_not_with_a_weak_password() -> None:
    build.country()
    add_user("amal", Role.CLERK, build.AGENCY.lower(), "a long enough one")

    with pytest.raises(UserExists):
        add_user("amal", Role.CLERK, "", "a long enough one")
    with pytest.raises(PasswordTooWeak):
        add_user("nabil", Role.CLERK, "", "short")


@pytest.mark.django_db
def test_news_is_relayed_to_the_higher_apps() -> None:
    build.country()
    build.merchant()
    (receipt,) = build.accepted()
    arrived(receipt.number)
    handover = Handover(receipt.number, later(49), Recipient.ADDRESSEE, "Amina", 35_000, build.PNG)
    deliver_items(handovers=[handover], office=ZAGORA_OFFICE, by=YOUSSEF, at=later(49))
    karim = build.staff("karim", Role.MANAGER, ZAGORA_OFFICE)
    cash = {"counted": 35_000, "currency": "MAD", "office": ZAGORA_OFFICE, "by": karim, "at": later(50)}
    hand_over_cash(courier="youssef", **cash)
    bank_cash(**cash)

    relayed = relay(once=True)

    assert relayed == 1
    assert [due.amount for due in commerce.dues()] == [35_000]
    assert relay(once=True) == 0
