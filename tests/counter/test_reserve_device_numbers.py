"""Numbers of a device are its own: nobody else ever gets them, and a lost answer wastes none."""

import pytest
from django.db import DatabaseError, transaction

from postkit.s10 import judge
from rekkas.base.errors import InvalidInput
from rekkas.counter.choices import ActState
from rekkas.counter.commands import reserve_device_numbers
from rekkas.counter.errors import DeviceElsewhere, NumbersEnough, UnknownDevice
from rekkas.counter.models import NumberRange
from rekkas.counter.queries import device as known
from rekkas.counter.queries.acts import numbers_left
from tests import build
from tests.build import AGENCY, FATIMA, MONDAY, ZAGORA_OFFICE, key, later
from tests.counter.windows import Device, load, sending, visit
from tests.payments.desks import OMAR

pytestmark = pytest.mark.usefixtures("counters")


def test_two_devices_and_the_counter_never_share_a_number() -> None:
    load(numbers_reserved=5)
    one, two = Device("one"), Device("two")
    (taken,) = build.accepted("between")

    numbers = [*one.numbers["PC"], *two.numbers["PC"], taken.number]
    assert len(numbers) == 11 == len(set(numbers))
    assert {judge(number).outcome for number in numbers} == {"valid"}


def test_the_same_request_gives_the_same_numbers() -> None:
    device = Device()
    said = {"device": device.id, "indicators": ("PA", "PC"), "office": AGENCY, "by": FATIMA, "at": MONDAY}

    again = reserve_device_numbers(**said, key=key("range", "till-1"))  # type: ignore[arg-type]
    more = reserve_device_numbers(**said, key=key("more"))  # type: ignore[arg-type]

    assert again["PA"] == device.numbers["PA"]
    assert len(more["PA"]) == 2 * len(again["PA"])


def test_only_a_device_of_the_office_gets_numbers() -> None:
    device = Device()

    with pytest.raises(DeviceElsewhere):
        reserve_device_numbers(
            device=device.id, indicators=("PA",), office=ZAGORA_OFFICE, by=OMAR, at=MONDAY, key=key("x")
        )
    with pytest.raises(UnknownDevice):
        reserve_device_numbers(
            device=key("nobody"), indicators=("PA",), office=AGENCY, by=FATIMA, at=MONDAY, key=key("x")
        )


def ask(device: Device, word: str, *indicators: str) -> dict[str, list[str]]:
    return reserve_device_numbers(
        device=device.id, indicators=indicators or ("PA",), office=AGENCY, by=FATIMA, at=MONDAY, key=key(word)
    )


def test_a_device_has_so_many_unused_numbers_and_no_more() -> None:
    load(numbers_reserved=5)
    device = Device()
    for word in ("two", "three", "four"):
        ask(device, word)

    with pytest.raises(NumbersEnough) as told:
        ask(device, "five")
    again = ask(device, "four")

    assert (told.value.details["left"], len(again["PA"]), len(again["PC"])) == (20, 20, 5)


def test_numbers_of_what_is_not_sold_are_given_to_nobody() -> None:
    device = Device()

    with pytest.raises(InvalidInput):
        ask(device, "other", "ZZ")


def test_what_was_used_and_what_stands_before_it_is_given_out_no_more() -> None:
    load(numbers_reserved=5)
    device = Device()
    numbers = ask(device, "more")["PA"]
    device.send(device.write(visit(sending(number=numbers[6])), later(1)), later(2))

    (left, parcels), more = (
        (queries_left(device)["PA"], queries_left(device)["PC"]),
        ask(device, "next")["PA"],
    )

    assert (left, len(parcels)) == (numbers[7:], 5)
    assert more[:3] == left
    skipped = device.send(device.write(visit(sending(number=numbers[1]), word="two"), later(3)), later(4))
    assert (skipped.state, queries_left(device)["PA"]) == (ActState.DONE, more)  # a label that was put back


def queries_left(device: Device) -> dict[str, list[str]]:
    return numbers_left(known(device.id))


@pytest.mark.parametrize("change", [{"numbers": []}, {"device_id": key("device", "other")}, {"unused": 51}])
def test_numbers_that_were_given_stay_given(change: dict[str, object]) -> None:
    Device()
    Device("other")

    with pytest.raises(DatabaseError), transaction.atomic():
        NumberRange.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        NumberRange.objects.all().delete()
