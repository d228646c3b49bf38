"""A device that is given up stays known, and comes back when it is opened again."""

import pytest

from rekkas.counter.commands import retire_device
from rekkas.counter.errors import DeviceElsewhere
from rekkas.counter.queries import device as known
from tests.build import AGENCY, FATIMA, ZAGORA_OFFICE, later
from tests.counter.windows import Device
from tests.payments.desks import OMAR

pytestmark = pytest.mark.usefixtures("counters")


def test_a_device_is_given_up_at_its_office() -> None:
    device = Device()

    with pytest.raises(DeviceElsewhere):
        retire_device(device=device.id, office=ZAGORA_OFFICE, by=OMAR, at=later(1))
    retire_device(device=device.id, office=AGENCY, by=FATIMA, at=later(1))

    assert known(device.id).retired_at == later(1)
    Device(at=later(2))
    assert known(device.id).retired_at is None
