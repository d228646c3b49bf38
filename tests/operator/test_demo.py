"""The demonstration: real commands, the same each time, safe to cut off, and careful with what is not its own."""

import struct
import zlib
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from rich.console import Console

from rekkas.bank import queries as bank
from rekkas.cash import queries as cash
from rekkas.commerce.queries import payouts_of
from rekkas.mail.queries import item_count, items_after, track, waiting_strays
from rekkas.money.queries import balance, last_closed_day, sums_by_kind
from rekkas.operator.demo import folder
from rekkas.operator.demo import play as playing
from rekkas.operator.demo.examples import examples
from rekkas.operator.demo.play import Played, Settings, play, played_before
from rekkas.operator.demo.show import closing_panel
from rekkas.operator.demo.signature import HEIGHT, WIDTH, signature
from rekkas.operator.errors import DemoRunning, NotTheDemosFolder, ResetElsewhere
from rekkas.operator.verify import verify
from rekkas.payments.queries.orders import order
from rekkas.payments.queries.transfers import files_to_decide
from tests.operator.terminal import ON_SQLITE_ONCE, rekkas, rows

NOW = datetime(2026, 11, 24, 17, 40, tzinfo=UTC)
SMALL = Settings(items=150, seed=3, now=NOW)
console = Console(width=160)


def quietly(_what: str, _done: int, _total: int) -> None:
    """Nobody looks at the bars."""


def shown(played: Played) -> str:
    """What the closing panel says."""
    with console.capture() as said:
        console.print(closing_panel(played, "http://here"))
    return said.get()


def statuses(played: Played) -> dict[str, str]:
    numbers = sorted(played.numbers.values())
    return {
        found.number: found.status
        for start in range(0, len(numbers), 100)
        for found in track(numbers[start : start + 100], at=NOW)
    }


@pytest.mark.postgresql  # the command plays on SQLite, below
@pytest.mark.django_db
def test_some_days_of_mail_are_played_and_the_records_agree() -> None:
    played = play(SMALL, quietly)

    assert item_count() == len(played.numbers) == SMALL.items
    count = Counter(statuses(played).values())
    assert count["delivered"] > SMALL.items / 2
    assert count["in_transit"] + count["accepted"] > SMALL.items / 20
    assert sum(amount for _, _, amount in sums_by_kind()) == 0
    assert {name: found for name, found in verify().faults.items() if found} == {}
    assert {stray.why for stray in waiting_strays()} == {"misread", "unknown-number"}
    assert next(found.status for found in examples(played)) == "delivered"
    there_is_something_to_try_at_each_desk_of_money(played)


def there_is_something_to_try_at_each_desk_of_money(played: Played) -> None:
    named, busiest = played.named, played.scene.counters[0]
    today = NOW.date()

    # A till that is open today, and yesterday's shortfall, which its clerk disputes.
    assert cash.open_session(busiest.office.code, "fatima", "MAD") is not None
    (case,) = cash.cases()
    assert (case.state, case.clerk, case.amount, balance(case.suspense)) == (
        "disputed",
        "fatima",
        -2_000,
        2_000,
    )

    # Accounts of each sort, one full, one frozen, and a likeness that waits for the reviewer.
    assert {bank.account(named[f"{product} 1"]).product.code for product in ("current", "savings")} == {
        "current", "savings",
    }  # fmt: skip
    assert bank.standing(bank.account(named["wallet 5"])).balance == 20_000
    assert bank.account(named["current 3"]).state == "frozen"
    assert [match.state for match in bank.matches_in()] == ["open"]

    # Money orders in their states, bills due and paid, salaries that wait for a second signature.
    orders = ("waiting", "paid", "to the door", "expired")
    assert [order(named[f"order {word}"]).state for word in orders] == [
        "available", "paid", "out", "expired",
    ]  # fmt: skip
    assert balance("biller:power:MAD") < 0
    (file,) = files_to_decide()
    assert file.total >= 10_000_000

    # Merchants have had their money, the days before today are closed, and a customer has pages of their own.
    assert len(payouts_of()) > 0
    assert {last_closed_day(book) for book in ("bank", "post")} == {today - timedelta(days=1)}
    number, secret = named["customer 0"], played.scene.cast.bank.secret
    assert bank.number_at_door(number) == number
    assert bank.secret_compared(number, secret).fits
    assert secret in shown(played)


@pytest.mark.once
@pytest.mark.django_db
def test_a_demonstration_that_was_cut_off_goes_on_and_ends_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    real, hours = playing._play_hour, []

    def cut_off(*arguments: object) -> None:
        if len(hours) == 30:
            arguments[2][:0] = arguments[2][:1]  # type: ignore[index]
            arguments[2].append(_Fails())  # type: ignore[attr-defined]
        hours.append(arguments[1])
        real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(playing, "_play_hour", cut_off)
    with pytest.raises(KeyboardInterrupt):
        play(SMALL, quietly)
    monkeypatch.setattr(playing, "_play_hour", real)
    before = item_count()

    played = play(Settings(items=9, seed=9, now=NOW), quietly)

    assert 0 < before < SMALL.items
    assert played.settings == SMALL == played_before()
    assert item_count() == SMALL.items
    assert verify().fault_count == 0
    assert {item.key for item in items_after(0, 1000)} == set(played.numbers)


class _Fails:
    def play(self, _stage: object) -> None:
        raise KeyboardInterrupt


@pytest.mark.once
@pytest.mark.django_db
def test_it_plays_on_any_day_of_the_week() -> None:
    sunday_at_dawn = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)

    played = play(Settings(items=60, seed=1, now=sunday_at_dawn), quietly)

    assert item_count() == 60
    assert max(parcel.accepted_at for parcel in played.parcels) < sunday_at_dawn


def test_a_signature_is_a_picture() -> None:
    drawn, same, other = (signature(Random(seed)) for seed in (1, 1, 2))  # noqa: S311

    assert drawn == same != other
    assert drawn.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", drawn[16:24]) == (WIDTH, HEIGHT)
    length = struct.unpack(">I", drawn[33:37])[0]
    assert len(zlib.decompress(drawn[41 : 41 + length])) == HEIGHT * (1 + WIDTH // 8)


def test_reset_deletes_only_what_the_demonstration_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    folder.mark(tmp_path)
    (tmp_path / "rekkas.sqlite3").write_text("mail")
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "a.css").write_text("a")
    (tmp_path / "letters.txt").write_text("mine")

    deleted = folder.reset(tmp_path)

    assert sorted(deleted) == ["rekkas.sqlite3", "static"]
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_reset_leaves_a_folder_alone_that_the_demonstration_did_not_make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (tmp_path / "rekkas.sqlite3").write_text("a real post")

    with pytest.raises(NotTheDemosFolder):
        folder.reset(tmp_path)

    assert (tmp_path / "rekkas.sqlite3").read_text() == "a real post"


def test_reset_refuses_where_the_database_is_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")
    folder.mark(tmp_path)

    with pytest.raises(ResetElsewhere, match="DATABASE_URL"):
        folder.reset(tmp_path)


def test_two_demonstrations_do_not_play_in_one_folder(tmp_path: Path) -> None:
    folder.mark(tmp_path)

    with folder.only_one(tmp_path), pytest.raises(DemoRunning), folder.only_one(tmp_path):
        pass


@ON_SQLITE_ONCE
def test_the_command_plays_shows_what_to_open_and_starts_from_what_is_there(
    tmp_path: Path, migrated: Callable[[Path], None]
) -> None:
    """A first demonstration was cut off before it had played anything: it is given up."""
    migrated(tmp_path)
    folder.mark(tmp_path)
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "of-before.css").write_text("a")

    first = rekkas(tmp_path, "demo", "--no-serve", "--reset", "--items", 30)
    second = rekkas(tmp_path, "demo", "--no-serve")
    verified = rekkas(tmp_path, "verify")

    assert first.returncode == 0, first.stderr
    assert not (tmp_path / "static" / "of-before.css").exists()
    assert "/desk/" in first.stdout
    assert "/api/v1/docs" in first.stdout
    assert "fatima" in first.stdout
    assert "rekkas-demo" in first.stdout
    assert "/track/" in first.stdout
    assert second.returncode == 0, second.stderr
    assert second.stdout.count("30 items") == 1
    assert verified.returncode == 0, verified.stdout
    assert rows(tmp_path, "SELECT count(*) FROM mail_item") == [(30,)]


@ON_SQLITE_ONCE
def test_a_database_with_somebody_s_own_mail_is_left_alone(
    tmp_path: Path, migrated: Callable[[Path], None]
) -> None:
    migrated(tmp_path)
    rekkas(tmp_path, "user", "add", "hicham", "--role", "inspector")

    refused = rekkas(tmp_path, "demo", "--no-serve")

    assert refused.returncode == 1
    assert "operator.not-the-demos" in refused.stderr
    assert not (tmp_path / folder.MARK).exists()
    assert rows(tmp_path, "SELECT username FROM base_user") == [("hicham",)]
