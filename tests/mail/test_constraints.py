"""Go round the commands with raw SQL, and watch each named constraint refuse."""

import re

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import UniqueConstraint

from rekkas.mail.models import Event
from rekkas.mail.queries import custody_faults
from tests.lasting import lasting
from tests.mail.world import closed_bag, closed_dispatch, departed, posted, record, s10, scan

COPIED = """raw_code, reason, action, office_code, happened_at, offset_min, effective_at, recorded_at, clock,
            actor_kind, actor_name, lane, seal_number, digest"""
TRIED = {
    "event_code_has_a_known_status": "UPDATE mail_eventcode SET status = 'gone' WHERE code = 'EMA'",
    "unit_number_is_unique_in_its_cycle": "UPDATE mail_unit SET number = 'TWICE1', cycle = 1",
    "unit_is_of_a_known_kind": "UPDATE mail_unit SET kind = 'crate'",
    "unit_has_a_number": "UPDATE mail_unit SET number = '', cycle = id",
    "item_weighs_something": "UPDATE mail_item SET weight_g = 0",
    "item_reference_is_unique_to_its_customer": "UPDATE mail_item SET customer_code = 'A', reference = '1'",
    "receptacle_goes_somewhere_else": "UPDATE mail_receptacle SET destination_id = origin_id",
    "dispatch_goes_somewhere_else": "UPDATE mail_dispatch SET destination_id = origin_id",
    "trip_runs_once_a_day": "UPDATE mail_run SET date = '2026-03-02'",
    "run_calls_in_an_order": "UPDATE mail_runstop SET place = 0",
    "event_is_not_inside_itself": f"""
        INSERT INTO mail_event (scan_id, unit_id, container_id, code, {COPIED})
        SELECT '00000000000000000000000000000001', unit_id, unit_id, code, {COPIED} FROM mail_event LIMIT 1""",
}  # fmt: skip
UNIQUE = {
    "a scan's id": f"""INSERT INTO mail_event (scan_id, unit_id, code, {COPIED})
        SELECT scan_id, unit_id, code, {COPIED} FROM mail_event LIMIT 1""",
    "an item's key": "UPDATE mail_item SET key = '00000000000000000000000000000001'",
    "what a stray said": "UPDATE mail_strayscan SET content_digest = 'same'",
    "a code": "UPDATE mail_eventcode SET code = 'EMA'",
}


def mail_of_all_kinds() -> None:
    one, two = posted("one", "two")
    departed(closed_dispatch(closed_bag(one)))
    departed(closed_dispatch(closed_bag(two)), hours=33)
    record(scan(s10(1)), scan(s10(2)))


_lasting_mail = lasting(mail_of_all_kinds, on="_lasting_country")


@pytest.fixture(autouse=True)
def _mail(_lasting_mail: None, db: None) -> None:
    """Items in bags on the road, and strays."""


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def refusal(name: str) -> str:
    """How the database names it: SQLite names the columns of what must be unique."""
    for model in apps.get_app_config("mail").get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name and isinstance(constraint, UniqueConstraint):
                columns = [model._meta.get_field(field).column for field in constraint.fields]
                if connection.vendor == "sqlite":
                    return ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
    return name


@pytest.mark.parametrize("name", TRIED)
def test_what_cannot_be_is_refused_by_name(name: str) -> None:
    with pytest.raises(IntegrityError, match=re.escape(refusal(name))):
        run(TRIED[name])


@pytest.mark.parametrize("what", UNIQUE)
def test_what_is_said_once_cannot_be_there_twice(what: str) -> None:
    with pytest.raises(IntegrityError):
        run(UNIQUE[what])


def test_no_named_constraint_is_left_untried() -> None:
    named = {
        constraint.name
        for model in apps.get_app_config("mail").get_models()
        for constraint in model._meta.constraints
    }

    assert named == set(TRIED)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE mail_event SET reason = 'refused' WHERE code = 'EMA'",
        "UPDATE mail_event SET happened_at = happened_at",
        "DELETE FROM mail_event WHERE code = 'EMA'",
        "DELETE FROM mail_event",
    ],
)
def test_an_event_is_neither_changed_nor_taken_away(sql: str) -> None:
    before = list(Event.objects.order_by("id").values())

    with pytest.raises(DatabaseError, match=r"append-only: \w+ on mail_event"):
        run(sql)

    assert list(Event.objects.order_by("id").values()) == before


def test_on_postgresql_the_record_cannot_be_emptied() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    run("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(DatabaseError, match="append-only"):
        run("TRUNCATE mail_event")


def _without_guard(sql: str) -> None:
    """As somebody would who may change the schema."""
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")  # what is still to be checked holds the table
        run("ALTER TABLE mail_event DISABLE TRIGGER mail_event_append_only")
    else:
        run("DROP TRIGGER mail_event_no_update")
        run("DROP TRIGGER mail_event_no_delete")
    run(sql)


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("UPDATE mail_event SET office_code = 'MA0009' WHERE code = 'RDP'", "row-changed"),
        ("UPDATE mail_event SET actor_name = 'nobody' WHERE code = 'RDP'", "row-changed"),
        ("UPDATE mail_event SET container_id = NULL WHERE code = 'RIN'", "row-changed"),
        ("UPDATE mail_event SET offset_min = 60 WHERE code = 'RDP'", "row-changed"),
        ("DELETE FROM mail_event WHERE code = 'RDP'", "rows-missing"),
        ("UPDATE mail_event SET seal_number = seal_number + 900 WHERE code = 'RDP'", "row-without-seal"),
        ("UPDATE mail_event SET lane = lane + 20 WHERE code = 'RDP'", "rows-missing"),
    ],
)
def test_who_goes_round_the_guard_too_is_found_out(sql: str, reason: str) -> None:
    assert list(custody_faults()) == []

    _without_guard(sql)

    assert reason in {fault.reason for fault in custody_faults()}


def test_the_event_that_was_changed_is_named() -> None:
    event = Event.objects.filter(code="EMA").select_related("unit").first()
    assert event is not None

    _without_guard(f"UPDATE mail_event SET reason = 'x' WHERE id = {event.pk}")

    (fault,) = custody_faults()
    assert fault.name == f"event {event.pk} (EMA of {event.unit.number})"
