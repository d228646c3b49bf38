"""Numbers of a device are its own: nobody else ever gets them, and a lost answer wastes none."""

import pytest

from postkit.s10 import judge
from rekkas.counter.commands import reserve_device_numbers
from rekkas.counter.errors import DeviceElsewhere, UnknownDevice
from tests import build
from tests.build import AGENCY, FATIMA, MONDAY, ZAGORA_OFFICE, key
from tests.counter.windows import Device, load
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
