"""A parcel that could not be handed over: why, and what is done next."""

import pytest

from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed, NotYourOffice
from rekkas.delivery.choices import FAILURES, NEXT_STEPS
from rekkas.delivery.commands import attempt_delivery
from rekkas.delivery.errors import UnknownReason
from rekkas.mail.errors import AlreadyDelivered, NotHere, UnknownUnit
from rekkas.mail.queries import events_of, track
from rekkas.money.queries import cod_places
from tests.build import AGENCY, YOUSSEF, ZAGORA_OFFICE, accepted, later, staff
from tests.delivery.doorstep import bagged, delivered, handover, outcomes, parcels

pytestmark = pytest.mark.usefixtures("post_office")


def attempt(number: str, reason: str = "absent", next_step: str = "redeliver", **changes: object) -> None:
    said: dict[str, object] = {"office": ZAGORA_OFFICE, "by": YOUSSEF, "at": later(48), **changes}
    attempt_delivery(number=number, reason=reason, next_step=next_step, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize("reason", FAILURES)
def test_each_reason_is_one_that_the_public_is_told(reason: str) -> None:
    (number,) = parcels()

    attempt(number, reason)

    (found,) = track([number], at=later(25))
    assert (found.status, found.raw_code or "EMH") == ("attempt_failed", "EMH")
    assert found.reason_label
    assert found.reason_label != reason


@pytest.mark.parametrize("next_step", NEXT_STEPS)
def test_the_next_step_stands_beside_the_reason(next_step: str) -> None:
    (number,) = parcels()

    attempt(number, "absent", next_step)

    event = events_of(number)[-1]
    assert (event.code, event.reason, event.action) == ("EMH", "absent", next_step)


@pytest.mark.parametrize(
    ("reason", "next_step"), [("lost", "redeliver"), ("Absent", "redeliver"), ("absent", "burn")]
)
def test_words_that_delivery_does_not_know_are_refused_by_name(reason: str, next_step: str) -> None:
    (number,) = parcels()

    with pytest.raises(UnknownReason, match=reason if reason != "absent" else next_step):
        attempt(number, reason, next_step)

    assert [event.code for event in events_of(number)] == ["EMA", "EMG"]


def test_no_cash_moves_and_the_parcel_may_be_delivered_later() -> None:
    (number,) = parcels()
    attempt(number, "cod-not-paid")

    assert cod_places([number]) == {}
    assert outcomes(handover(number)) == ["delivered"]


def test_what_was_delivered_cannot_be_attempted() -> None:
    (number,) = delivered()

    with pytest.raises(AlreadyDelivered):
        attempt(number, at=later(60))
    with pytest.raises(UnknownUnit):
        attempt("PC999999996MA")


def test_what_lies_at_another_office_or_in_a_closed_bag_was_not_tried() -> None:
    elsewhere, packed = (taken.number for taken in accepted("elsewhere", "packed"))
    bagged(packed, until="received")

    for number in (elsewhere, packed):
        with pytest.raises(NotHere, match=number):
            attempt(number)
        assert "EMH" not in [event.code for event in events_of(number)]


def test_a_request_sent_twice_is_one_attempt() -> None:
    (number,) = parcels()
    attempt(number, key="door-1")
    attempt(number, key="door-1")
    attempt(number)

    assert [event.code for event in events_of(number)] == ["EMA", "EMG", "EMH"]


@pytest.mark.parametrize("role", [Role.SORTER, Role.TREASURER, Role.INSPECTOR])
def test_only_those_who_deliver_may_say_so(role: Role) -> None:
    (number,) = parcels()

    with pytest.raises(NotAllowed):
        attempt(number, by=staff("someone", role, ZAGORA_OFFICE))
    with pytest.raises(NotYourOffice):
        attempt(number, office=AGENCY)
