"""Standings can be thrown away: the events give them again."""

import pytest
from django.db import connection

from rekkas.mail import commands as mail
from rekkas.mail.models import Standing
from rekkas.mail.queries import standing_faults
from tests.build import BOSS
from tests.mail.world import (
    HEARD,
    arrived,
    closed_bag,
    closed_dispatch,
    departed,
    new_bag,
    opened,
    posted,
    received,
    record,
    scan,
)


@pytest.fixture(autouse=True)
def _mail_on_its_way() -> None:
    one, two, three = posted("one", "two", "three")
    bag = closed_bag(one, two)
    dispatch = closed_dispatch(bag)
    arrived(departed(dispatch))
    received(dispatch, [bag])
    opened(bag, [one])
    record(scan(three, "EMI", 20), scan(three, "RNT", 30), scan(three, "LIVRE", 40), scan(one, "EMH", 9_999))
    record(scan(new_bag(), "RNT", 20))
    closed_bag(*posted("four"))


def rebuild() -> int:
    return mail.rebuild_standings(by=BOSS, at=HEARD)


def rows() -> list[tuple[object, ...]]:
    return list(Standing.objects.order_by("unit_id").values_list())


def faults() -> set[str]:
    return {fault.reason for fault in standing_faults()}


def spoil(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("UPDATE mail_standing SET status = 'delivered' WHERE code = 'RMI'", "differs-from-events"),
        ("UPDATE mail_standing SET office_code = 'MA0003' WHERE code = 'ROP'", "differs-from-events"),
        ("UPDATE mail_standing SET container_id = NULL WHERE code = 'RIN'", "differs-from-events"),
        ("UPDATE mail_standing SET is_final = NOT is_final WHERE code <> ''", "differs-from-events"),
        ("UPDATE mail_standing SET event_id = NULL, code = '' WHERE code <> ''", "not-projected"),
        ("DELETE FROM mail_standing", "not-projected"),
        (
            "UPDATE mail_standing SET code = 'EMI', is_final = NOT is_final WHERE code = ''",
            "no-event-says-so",
        ),
    ],
)
def test_whatever_was_spoilt_is_found_and_comes_back(sql: str, reason: str) -> None:
    before = rows()
    assert faults() == set()

    spoil(sql)

    assert reason in faults()
    rebuild()
    assert faults() == set()
    assert rows() == before


def test_it_says_how_many_were_written() -> None:
    assert rebuild() == Standing.objects.exclude(code="").count()


def test_an_empty_record_has_nothing_to_rebuild() -> None:
    assert rebuild() == rebuild()
