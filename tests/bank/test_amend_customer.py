from typing import Any

import pytest

from rekkas.bank import queries
from rekkas.bank.choices import EventKind
from rekkas.bank.commands import amend_customer, block_customer
from rekkas.bank.errors import CustomerNotActive, MaybeKnown, NothingAmended, ReasonMissing, UnknownCustomer
from rekkas.bank.models import Customer, NameKey
from rekkas.base.errors import InvalidInput, NotAllowed
from tests.bank.people import NADIA, enrolled, person, screened
from tests.build import AGENCY, FATIMA, MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]


def amend(number: str, reason: str = "read wrongly", **changes: Any) -> None:
    more = {name: changes.pop(name) for name in ("by", "not_any_of", "key") if name in changes}
    amend_customer(
        number=number,
        customer=person(**changes),
        reason=reason,
        **({"by": FATIMA, "at": MONDAY, "office": AGENCY} | more),
    )


def test_what_was_wrong_is_corrected_and_what_it_was_is_kept() -> None:
    number = enrolled().number

    amend(number, family_name="Benallal", phone="+212600000001")

    row = queries.customer(number)
    event = queries.history_of(row)[0]
    assert (row.family_name, row.phone) == ("Benallal", "+212600000001")
    assert (event.kind, event.details["reason"], event.actor_name) == (
        EventKind.AMENDED,
        "read wrongly",
        "fatima",
    )
    assert event.details["before"] == {"family_name": "Benali", "phone": "+212•••••••78"}


def test_a_new_spelling_is_found_from_then_on_and_the_old_one_is_not() -> None:
    number = enrolled().number

    amend(number, given_name="Omar", family_name="Sebti", given_name_ar="", family_name_ar="")

    assert [row.number for row in queries.find_customers("عمر السبتي")[0]] == [number]
    assert queries.find_customers("Benali Abdelkader")[0] == []
    assert NameKey.objects.filter(key="bdkdr+bnl").count() == 0


def test_another_name_is_compared_with_the_lists_anew_another_address_is_not() -> None:
    number = enrolled().number
    screened()

    amend(number, birth_place="Meknès")
    assert not Customer.objects.get().to_screen
    amend(number, born="1971")
    assert Customer.objects.get().to_screen


def test_nobody_is_corrected_into_somebody_whom_the_bank_knows() -> None:
    known = enrolled().number
    other = enrolled(
        given_name="Omar", family_name="Tazi", given_name_ar="", family_name_ar="", born="1990", phone=""
    )

    with pytest.raises(MaybeKnown, match=known):
        amend(other.number)
    amend(other.number, not_any_of=[known])

    assert queries.customer(other.number).latin_name == "Abdelkader Benali"


def test_a_correction_has_a_reason_and_changes_something() -> None:
    number = enrolled().number

    with pytest.raises(ReasonMissing):
        amend(number, reason="  ", phone="+212600000001")
    with pytest.raises(NothingAmended):
        amend(number)
    with pytest.raises(InvalidInput):
        amend(number, born="soon")
    assert len(queries.history_of(queries.customer(number))) == 1


def test_the_same_correction_sent_twice_is_made_once() -> None:
    number = enrolled().number

    amend(number, phone="+212600000001", key="k-1")
    amend(number, phone="+212600000001", key="k-1")

    assert len(queries.history_of(queries.customer(number))) == 2


def test_who_is_blocked_is_not_corrected() -> None:
    number = enrolled().number
    block_customer(number=number, reason="court", by=NADIA, at=MONDAY)

    with pytest.raises(CustomerNotActive, match=number):
        amend(number, phone="+212600000001")


def test_who_is_not_known_is_not_corrected() -> None:
    with pytest.raises(UnknownCustomer):
        amend("MA0000000014")


def test_compliance_does_not_correct() -> None:
    number = enrolled().number

    with pytest.raises(NotAllowed):
        amend(number, by=NADIA, phone="+212600000001")
