"""Whoever goes round the commands into the database is found out, and what was touched is named.

A story is lived once. Each test then has it to itself with the guards of the database taken off: on SQLite a
copy of the file, on PostgreSQL a transaction that is given up at the end.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections

from rekkas.mail.commands import record_scans
from rekkas.mail.scans import Scan
from rekkas.operator.verify import CHECKS, verify
from tests import build
from tests.build import BOSS, HUB, key, later
from tests.delivery.doorstep import arrived, taken_back
from tests.emptying import TRIGGERS
from tests.stories import test_one_parcel as story

pytestmark = pytest.mark.django_db
(
    EVENTS,
    STANDINGS,
    ENTRIES,
    BALANCES,
    LINES,
    CASH,
    DAYS,
    ACCOUNTS,
    ORDERS,
    BILLS,
    CLEARING,
    DELIVERIES,
    MERCHANTS,
) = (name for name, _ in CHECKS)
MARK = "ZQ-7731"
Found = list[tuple[str, str]]


def live() -> None:
    """One parcel all the way, and a note of what a machine said in its own words."""
    story.test_a_parcel_goes_from_casablanca_to_zagora_and_its_merchant_is_paid()
    (number,) = rows("SELECT number FROM mail_unit WHERE kind = 'item'")[0]
    note = Scan(key("note"), number, "RNT", later(10), HUB, raw_code=MARK)
    record_scans(scans=[note], by=BOSS, at=later(11))


def rows(statement: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def opened(file: Path) -> Iterator[None]:
    """Another SQLite file in the place of the database."""
    usual, other = connections["default"], connections.create_connection("default")
    other.settings_dict = {**usual.settings_dict, "NAME": str(file)}
    connections["default"] = other
    try:
        yield
    finally:
        other.close()
        connections["default"] = usual


@pytest.fixture(scope="module")
def lived(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The story in the database; on SQLite also as one file."""
    file = tmp_path_factory.mktemp("record") / "lived.sqlite3"
    with django_db_blocker.unblock():
        live()
        if connection.vendor == "sqlite":
            with sqlite3.connect(file) as copy:
                connection.connection.backup(copy)
            copy.close()
        connection.close()
    yield file
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)
        connection.close()


@pytest.fixture
def record(lived: Path, tmp_path: Path) -> Iterator[None]:
    """The record without its guards, to be tampered with."""
    if connection.vendor == "postgresql":
        take_guards_off()
        yield
        return
    copy = tmp_path / "copy.sqlite3"
    shutil.copy(lived, copy)
    with opened(copy):
        take_guards_off()
        yield


def take_guards_off() -> None:
    for drop, _create in rows(TRIGGERS[connection.vendor]):
        rows(drop)


def faults(check: str, **how: Any) -> Found:
    return [(fault.name, fault.reason) for fault in verify(**how).faults[check]]


def delivered() -> Any:
    """The event of delivery: its id, name, lane and seal."""
    found = rows(
        "SELECT e.id, e.code, u.number, e.lane, e.seal_number, e.unit_id FROM mail_event e "
        "JOIN mail_unit u ON u.id = e.unit_id WHERE e.code = 'EMI'"
    )
    (pk, code, number, lane, seal, unit) = found[0]
    return pk, f"event {pk} ({code} of {number})", lane, seal, unit


def collected() -> tuple[int, str, int]:
    """The entry of the cash at the door: its id, name and seal."""
    found = rows("SELECT id, kind, subject, lane, seal_number FROM money_entry WHERE kind = 'cod-collected'")
    (pk, kind, subject, lane, seal) = found[0]
    return pk, f"entry {pk} ({kind} of {subject})", f"money lane {lane} seal {seal}"


def last_seal() -> tuple[int, int]:
    """The lane and number of the last seal of money."""
    return tuple(rows("SELECT lane, number FROM base_seal WHERE record = 'money' ORDER BY id DESC")[0])


def test_after_a_lived_story_nothing_is_found(record: None) -> None:
    report = verify()

    assert report.faults == {name: [] for name, _ in CHECKS}
    assert (report.fault_count, report.rebuilt) == (0, 0)
    assert rows("SELECT count(*) FROM mail_event")[0][0] > 20
    assert rows("SELECT count(*) FROM money_entry")[0][0] == 5


def test_a_rebuild_of_what_is_right_changes_nothing(record: None) -> None:
    held = (
        "SELECT account_id, SUM(received), SUM(given), MAX(line_count) FROM money_balance GROUP BY account_id"
    )
    questions = ("SELECT * FROM mail_standing", held)
    before = [sorted(rows(question), key=str) for question in questions]

    report = verify(rebuild=True)

    assert report.fault_count == 0
    assert report.rebuilt >= 10
    assert [sorted(rows(question), key=str) for question in questions] == before


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("office_code", "MA0005"),
        ("reason", "to-addresseE"),
        ("action", "x"),
        ("raw_code", "x"),
        ("actor_kind", "system"),
        ("actor_name", "youssdf"),
        ("clock", "past"),
        ("happened_at", "2026-03-04 10:00:01"),
        ("effective_at", "2026-03-04 10:00:01"),
        ("recorded_at", "2026-03-04 10:00:01"),
        ("offset_min", "60"),
        ("scan_id", "00000000000000000000000000000001"),
        ("digest", bytes(32)),
    ],
)
def test_an_event_of_which_one_field_was_changed_is_named(record: None, column: str, value: Any) -> None:
    pk, name, *_ = delivered()

    rows(f"UPDATE mail_event SET {column} = %s WHERE id = %s", value, pk)

    assert faults(EVENTS) == [(name, "row-changed")]
    assert faults(EVENTS, rebuild=True) == [(name, "row-changed")]  # nothing can make it right again
    assert faults(ENTRIES) == []


@pytest.mark.parametrize("code", ["EMH", "FMI"])
def test_an_event_made_into_another_is_named(record: None, code: str) -> None:
    pk, name, *_ = delivered()

    rows("UPDATE mail_event SET code = %s WHERE id = %s", code, pk)

    assert faults(EVENTS) == [(name.replace("EMI", code), "row-changed")]


def test_an_event_given_to_another_unit_is_named(record: None) -> None:
    pk, *_ = delivered()
    other, number = rows("SELECT id, number FROM mail_unit WHERE kind = 'receptacle'")[0]

    rows("UPDATE mail_event SET unit_id = %s WHERE id = %s", other, pk)

    assert faults(EVENTS) == [(f"event {pk} (EMI of {number})", "row-changed")]


def test_one_byte_changed_in_the_file_itself_is_found(lived: Path, tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a file of SQLite")
    content = lived.read_bytes()
    assert content.count(MARK.encode()) == 1
    file = tmp_path / "touched.sqlite3"
    file.write_bytes(content.replace(MARK.encode(), b"ZQ-7732"))

    with opened(file):
        (pk, number) = rows(
            "SELECT e.id, number FROM mail_event e JOIN mail_unit u ON u.id = unit_id WHERE code = 'RNT'"
        )[0]
        assert faults(EVENTS) == [(f"event {pk} (RNT of {number})", "row-changed")]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "cod-paid"),
        ("subject", "PC000000028MA"),
        ("office_code", "MA0005"),
        ("business_date", "2026-03-05"),
        ("request", bytes(32)),
        ("phase", "held"),
        ("note", "x"),
        ("rate", "1"),
        ("actor_kind", "system"),
        ("actor_name", "youssdf"),
        ("happened_at", "2026-03-04 10:00:01"),
        ("recorded_at", "2026-03-04 10:00:01"),
        ("expires_at", "2026-03-04 10:00:01"),
        ("key", "00000000000000000000000000000001"),
        ("digest", bytes(32)),
    ],
)
def test_an_entry_of_which_one_field_was_changed_is_named(record: None, column: str, value: Any) -> None:
    pk, _, _ = collected()
    if column == "expires_at":  # the table itself would refuse it
        rows("UPDATE money_entry SET phase = 'held' WHERE id = %s", pk)

    rows(f"UPDATE money_entry SET {column} = %s WHERE id = %s", value, pk)

    kind, subject = rows("SELECT kind, subject FROM money_entry WHERE id = %s", pk)[0]
    assert faults(ENTRIES) == [(f"entry {pk} ({kind} of {subject})", "row-changed")]
    assert faults(EVENTS) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [("amount", 35_001), ("currency", "MAE"), ("business_date", "2026-03-05"), ("is_held", True), ("leg", 7)],
)
def test_a_leg_of_which_one_field_was_changed_names_its_entry(record: None, column: str, value: Any) -> None:
    pk, name, _ = collected()
    if column == "leg":
        rows("UPDATE money_transfer SET amount = 1 WHERE entry_id = %s", pk)

    rows(f"UPDATE money_transfer SET {column} = %s WHERE entry_id = %s", value, pk)

    assert faults(ENTRIES) == [(name, "row-changed")]


def test_a_leg_that_was_taken_away_names_its_entry(record: None) -> None:
    pk, name, _ = collected()

    rows("DELETE FROM money_transfer WHERE entry_id = %s", pk)

    assert faults(ENTRIES) == [(name, "row-changed")]


def test_a_leg_without_an_entry_is_named(record: None) -> None:
    pk, _, _ = collected()
    rows(
        "INSERT INTO money_transfer (entry_id, leg, source_id, target_id, amount, currency, business_date, is_held) "
        "SELECT 99999, leg, source_id, target_id, amount, currency, business_date, is_held "
        "FROM money_transfer WHERE entry_id = %s",
        pk,
    )

    assert faults(ENTRIES) == [("transfers of entry 99999", "transfer-without-entry")]


def test_a_leg_led_to_another_purse_is_named_and_so_are_the_purses(record: None) -> None:
    pk, name, _ = collected()
    till = rows("SELECT id FROM money_account WHERE kind = 'till'")[0][0]

    rows("UPDATE money_transfer SET target_id = %s WHERE entry_id = %s", till, pk)

    assert faults(ENTRIES) == [(name, "row-changed")]
    assert faults(BALANCES) == [
        ("balance of courier:MA0004/youssef:MAD", "differs-from-transfers"),
        ("balance of till:MA0001/fatima:MAD", "differs-from-transfers"),
    ]


def test_a_purse_given_another_name_names_what_moved_through_it(record: None) -> None:
    _, name, _ = collected()

    rows(
        "UPDATE money_account SET code = 'courier:MA0004/hassan:MAD', owner = 'MA0004/hassan' WHERE kind = 'courier'"
    )

    assert (name, "row-changed") in faults(ENTRIES)
    assert ("line 1 of courier:MA0004/hassan:MAD", "line-changed") in faults(LINES)


def test_an_amount_and_its_balances_changed_alike_are_still_found(record: None) -> None:
    pk, name, _ = collected()
    rows("UPDATE money_transfer SET amount = amount + 1 WHERE entry_id = %s", pk)

    report = verify()
    assert [(fault.name, fault.reason) for fault in report.faults[ENTRIES]] == [(name, "row-changed")]
    assert {fault.name for fault in report.faults[BALANCES]} >= {"balance of courier:MA0004/youssef:MAD"}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("delta = delta + 1", ("line 1 of courier:MA0004/youssef:MAD", "line-changed")),
        ("after = after + 1", ("line 1 of courier:MA0004/youssef:MAD", "line-changed")),
        ("number = number + 5", ("line 6 of courier:MA0004/youssef:MAD", "line-changed")),
    ],
)
def test_a_line_that_was_changed_is_named(record: None, change: str, found: tuple[str, str]) -> None:
    bag = rows("SELECT id FROM money_account WHERE kind = 'courier'")[0][0]

    rows(f"UPDATE money_line SET {change} WHERE account_id = %s AND number = 1", bag)

    assert found in faults(LINES)


def test_a_line_that_was_taken_away_is_missed_and_its_entry_has_none(record: None) -> None:
    bag = rows("SELECT id FROM money_account WHERE kind = 'courier'")[0][0]
    entry = rows("SELECT entry_id FROM money_line WHERE account_id = %s AND number = 2", bag)[0][0]

    rows("DELETE FROM money_line WHERE account_id = %s AND number = 2", bag)

    assert faults(LINES) == [
        ("lines of courier:MA0004/youssef:MAD", "head-differs"),
        (f"entry {entry} on courier:MA0004/youssef:MAD", "moved-by-a-hidden-hand"),
    ]


def test_an_event_that_was_taken_away_leaves_a_gap_under_its_seal(record: None) -> None:
    pk, _, _lane, seal, _ = delivered()
    rows("UPDATE mail_standing SET event_id = NULL WHERE code = 'EMI'")

    rows("DELETE FROM mail_event WHERE id = %s", pk)

    ((name, reason),) = faults(EVENTS)
    assert name.endswith(f"seal {seal}")
    assert reason == "rows-missing"
    assert [reason for _, reason in faults(STANDINGS)] == ["differs-from-events"]


def test_an_entry_that_was_taken_away_leaves_a_gap_under_its_seal(record: None) -> None:
    pk, _, seal = collected()
    for table, column in (
        ("line", "entry_id"),
        ("touch", "entry_id"),
        ("transfer", "entry_id"),
        ("entry", "id"),
    ):
        rows(f"DELETE FROM money_{table} WHERE {column} = %s", pk)

    assert faults(ENTRIES) == [(seal, "rows-missing")]
    assert faults(LINES) == [("line 2 of courier:MA0004/youssef:MAD", "line-changed")]


def test_an_entry_slipped_in_is_named(record: None) -> None:
    columns = (
        "request, kind, phase, subject, office_code, business_date, happened_at, recorded_at, actor_kind, "
        "actor_name, rate, note, lane, digest"
    )
    rows(
        f"INSERT INTO money_entry (id, key, seal_number, {columns}) "
        f"SELECT 99999, %s, 999, {columns} FROM money_entry WHERE id = %s",
        "00000000000000000000000000000001", collected()[0],
    )  # fmt: skip

    ((name, reason),) = faults(ENTRIES)
    assert name.startswith("entry 99999 ")
    assert reason == "row-without-seal"


@pytest.mark.parametrize("record_name", ["mail", "money"])
def test_a_seal_that_was_taken_away_leaves_its_rows_without_one(record: None, record_name: str) -> None:
    check, table = {"mail": (EVENTS, "mail_event"), "money": (ENTRIES, "money_entry")}[record_name]
    lane, number = rows(
        "SELECT lane, max(number) - 1 FROM base_seal WHERE record = %s GROUP BY lane ORDER BY max(number) DESC",
        record_name,
    )[0]
    orphans = rows(f"SELECT id FROM {table} WHERE lane = %s AND seal_number = %s", lane, number)

    rows("DELETE FROM base_seal WHERE record = %s AND lane = %s AND number = %s", record_name, lane, number)

    found = faults(check)
    missing = [name for name, reason in found if reason == "seal-missing"]
    without = [name.split()[1] for name, reason in found if reason == "row-without-seal"]
    assert [name.endswith(f"seal {number}") for name in missing] == [True]
    assert sorted(without) == sorted(str(pk) for (pk,) in orphans)
    assert len(found) == 1 + len(orphans)


def test_the_last_seal_of_a_lane_is_missed_too(record: None) -> None:
    lane, number = last_seal()

    rows("DELETE FROM base_seal WHERE record = 'money' AND lane = %s AND number = %s", lane, number)

    assert {reason for _, reason in faults(ENTRIES)} == {"row-without-seal", "head-differs"}


def test_a_batch_taken_away_with_its_seal_is_missed_by_the_head_of_its_lane(record: None) -> None:
    lane, number = last_seal()
    batch = "SELECT id FROM money_entry WHERE lane = %s AND seal_number = %s"
    for table in ("line", "touch", "transfer"):
        rows(f"DELETE FROM money_{table} WHERE entry_id IN ({batch})", lane, number)

    rows("DELETE FROM money_entry WHERE lane = %s AND seal_number = %s", lane, number)
    rows("DELETE FROM base_seal WHERE record = 'money' AND lane = %s AND number = %s", lane, number)

    assert faults(ENTRIES) == [(f"money lane {lane}", "head-differs")]


def test_a_standing_that_was_changed_is_named_and_made_right(record: None) -> None:
    *_, unit = delivered()
    rows("UPDATE mail_standing SET status = 'returned' WHERE unit_id = %s", unit)

    assert faults(STANDINGS) == [(f"standing of unit {unit}", "differs-from-events")]
    assert faults(EVENTS) == []
    assert verify(rebuild=True).fault_count == 0
    assert rows("SELECT status FROM mail_standing WHERE unit_id = %s", unit) == [("delivered",)]


def test_a_standing_that_was_emptied_is_named_and_made_right(record: None) -> None:
    *_, unit = delivered()
    rows("UPDATE mail_standing SET code = '', status = 'unknown' WHERE unit_id = %s", unit)

    assert faults(STANDINGS) == [(f"standing of unit {unit}", "not-projected")]
    assert verify(rebuild=True).fault_count == 0


def test_a_standing_that_no_event_speaks_for_is_named_and_made_right(record: None) -> None:
    unit = rows("SELECT max(id) FROM mail_unit")[0][0] + 1
    rows(
        "INSERT INTO mail_unit (id, kind, number, cycle, opened_at) VALUES (%s, 'item', 'GHOST1', 1, %s)",
        unit, "2026-03-02 09:00:00",
    )  # fmt: skip
    rows(
        "INSERT INTO mail_standing (unit_id, code, status, office_code, effective_at, is_final, rank) "
        "VALUES (%s, 'EMI', 'delivered', 'MA0004', %s, %s, 90)",
        unit, "2026-03-02 09:00:00", True,
    )  # fmt: skip

    assert faults(STANDINGS) == [(f"standing of unit {unit}", "no-event-says-so")]
    assert verify(rebuild=True).fault_count == 0


def test_a_balance_that_was_changed_is_named_and_made_right(record: None) -> None:
    account = rows("SELECT id FROM money_account WHERE kind = 'till'")[0][0]
    rows("UPDATE money_balance SET received = received + 1 WHERE account_id = %s", account)

    assert faults(BALANCES) == [
        ("balance of till:MA0001/fatima:MAD", "differs-from-transfers"),
        ("books of the post in MAD", "does-not-sum-to-zero"),
    ]
    assert faults(ENTRIES) == []
    report = verify(rebuild=True)
    assert report.fault_count == 0
    assert report.rebuilt > 0


def test_of_many_faults_the_first_fifty_are_shown(record: None) -> None:
    rows("UPDATE mail_event SET actor_name = 'somebody else'")

    assert 20 < len(faults(EVENTS)) <= 50


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("happened_at", "2026-03-0X 09:00:00"),  # a letter where a digit was
        ("scan_id", "g" * 32),
        ("digest", "text where bytes were"),
        ("recorded_at", ""),
    ],
)
def test_an_event_that_can_no_longer_be_read_is_named(record: None, column: str, value: str) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL itself refuses a value of another type")
    pk, name, *_ = delivered()

    rows(f"UPDATE mail_event SET {column} = %s WHERE id = %s", value, pk)

    assert (name, "row-changed") in faults(EVENTS)


def test_an_item_that_went_back_to_its_sender_owes_no_cash(record: None) -> None:
    (other,) = build.accepted("back")
    arrived(other.number, at=later(20))

    taken_back(other.number)

    assert verify().fault_count == 0


def test_an_item_delivered_by_a_bare_scan_is_listed_for_its_cash(record: None) -> None:
    (other,) = build.accepted("by a bare scan")

    said = Scan(build.key("bare"), other.number, "EMI", build.later(1), build.ZAGORA_OFFICE)
    record_scans(scans=[said], by=build.device(), at=build.later(1))

    assert faults(DELIVERIES) == [(f"item {other.number}", "delivered-without-its-cash")]
