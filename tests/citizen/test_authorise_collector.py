"""Citizens let others collect: one item or all, until a day, against the last signs of a document."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from rekkas.base.errors import InvalidInput, KeyReused
from rekkas.citizen.commands import authorise_collector
from rekkas.citizen.errors import NotYourItem, NotYourOwn, TooManyKept
from rekkas.citizen.queries import collectors_for
from rekkas.mail.errors import UnknownUnit
from tests.build import MONDAY, accepted, key
from tests.citizen.citizens import citizen
from tests.reach.texts import AMINA, DRISS

pytestmark = pytest.mark.usefixtures("post")
SUNDAY = date(2026, 3, 8)


def authorise(by: Any, word: str = "brother", **changes: Any) -> None:
    said = {
        "phone": AMINA, "name": "Brahim  Alaoui", "document": "ab 1234", "number": "", "until": SUNDAY, **changes,
    }  # fmt: skip
    authorise_collector(authorisation=key(word), by=by, at=MONDAY, **said)


def test_who_may_collect_is_found_at_the_counter_until_the_day_is_over() -> None:
    amina = citizen()
    one, two = (parcel.number for parcel in accepted("one", "two"))

    authorise(amina)
    authorise(amina)
    authorise(amina, "sister", number=one.lower(), name="Sara", document="99887")

    assert [row.name for row in collectors_for(AMINA, one, SUNDAY)] == ["Brahim Alaoui", "Sara"]
    assert [row.document for row in collectors_for(AMINA, two, SUNDAY)] == ["AB1234"]
    assert collectors_for(AMINA, one, date(2026, 3, 9)) == collectors_for(DRISS, one, SUNDAY) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"name": " "}, {"document": "123"}, {"document": "123456789"}, {"document": "12'; --"},
        {"until": date(2026, 3, 1)}, {"until": date(2027, 4, 1)},
    ],
)  # fmt: skip
def test_what_nobody_could_check_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        authorise(citizen(), **changes)


def test_an_item_of_another_and_a_citizen_of_another_are_refused() -> None:
    amina, driss = citizen(), citizen(DRISS)
    (parcel,) = accepted("one")

    with pytest.raises(NotYourItem):
        authorise(driss, phone=DRISS, number=parcel.number)
    with pytest.raises(NotYourOwn):
        authorise(driss)
    with pytest.raises(UnknownUnit):
        authorise(amina, number="NOBODY1")
    authorise(amina)
    with pytest.raises(KeyReused):
        authorise(amina, name="Somebody else")


def test_twenty_are_enough_and_nobody_is_nameless() -> None:
    amina = citizen()
    for number in range(20):
        authorise(amina, f"friend {number}")

    with pytest.raises(TooManyKept):
        authorise(amina, "one more")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE citizen_authorisation SET name = ''")
