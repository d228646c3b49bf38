"""A device is known at one office, goes on where its journal was heard, and carries today's prices."""

import pytest

from rekkas.base.errors import NotAllowed
from rekkas.counter.commands import know_device
from rekkas.counter.commands.devices import start_of
from rekkas.counter.errors import DeviceElsewhere
from rekkas.counter.models import Sheet
from tests.build import AGENCY, FATIMA, MONDAY, YOUSSEF, ZAGORA_OFFICE, key, later
from tests.counter.windows import Device, stamps, visit
from tests.payments.desks import OMAR

pytestmark = pytest.mark.usefixtures("counters")


def test_a_device_goes_on_where_its_journal_was_heard() -> None:
    device = Device()
    device.send(device.write(visit(stamps()), later(1)), later(2))

    known = know_device(device=device.id, name="till", office=AGENCY, by=FATIMA, at=later(3))

    assert (known.heard, known.head) == (1, device.head)
    assert Device("fresh").head == start_of(key("device", "fresh"))


def test_the_prices_that_devices_carry_are_kept_once() -> None:
    first, second = Device("one"), Device("two", at=later(1))

    (kept,) = Sheet.objects.all()
    assert (first.sheet, second.sheet) == (kept.digest, kept.digest)
    assert (kept.first_given_at, kept.last_given_at) == (MONDAY, later(1))


def test_a_device_belongs_to_one_office_and_to_a_counter() -> None:
    device = Device()

    with pytest.raises(DeviceElsewhere):
        know_device(device=device.id, name="", office=ZAGORA_OFFICE, by=OMAR, at=MONDAY)
    with pytest.raises(NotAllowed):
        know_device(device=device.id, name="", office=ZAGORA_OFFICE, by=YOUSSEF, at=MONDAY)
