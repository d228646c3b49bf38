"""A device is known at one office, goes on where its journal was heard, and carries today's prices."""

import pytest
from django.db import DatabaseError, transaction

from rekkas.base.errors import NotAllowed
from rekkas.counter.commands import know_device
from rekkas.counter.commands.devices import start_of
from rekkas.counter.errors import DeviceElsewhere
from rekkas.counter.models import Sheet, SheetGiven
from rekkas.counter.queries import device as known
from rekkas.counter.queries.acts import last_heard
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


def test_what_a_device_was_given_and_when_is_written_down_and_a_silence_is_seen() -> None:
    device = Device()
    for at in (later(0.08), later(0.16), later(1)):
        know_device(device=device.id, name="till", office=AGENCY, unsent=2, by=FATIMA, at=at)

    given = SheetGiven.objects.order_by("from_at").values_list("sheet", "from_at", "until_at")

    assert list(given) == [(device.sheet, MONDAY, later(0.16)), (device.sheet, later(1), later(1))]
    assert last_heard(known(device.id), later(0.5)) == later(0.16)
    assert last_heard(known(device.id), later(-1)) is None


def test_an_act_that_was_heard_is_a_moment_too_at_which_the_post_spoke_with_its_device() -> None:
    device = Device()
    device.send(device.write(visit(stamps()), later(1)), later(2))

    assert last_heard(known(device.id), later(3)) == later(2)


def test_when_a_device_last_kept_nothing_is_known() -> None:
    device = Device()
    said = {"device": device.id, "name": "", "office": AGENCY, "by": FATIMA}

    know_device(**said, unsent=0, at=later(1))  # type: ignore[arg-type]
    know_device(**said, unsent=3, at=later(2))  # type: ignore[arg-type]
    know_device(**said, at=later(3))  # type: ignore[arg-type]

    assert (known(device.id).cleared_at, known(device.id).unsent) == (later(1), 3)


def test_what_was_given_and_when_is_never_written_anew() -> None:
    device = Device()
    know_device(device=device.id, name="", office=AGENCY, by=FATIMA, at=later(0.05))

    for change in ({"from_at": later(-1)}, {"until_at": MONDAY}):
        with pytest.raises(DatabaseError), transaction.atomic():
            SheetGiven.objects.update(**change)
