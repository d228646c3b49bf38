"""A report that does not hold is declined with its reason: the cash is still the postman's to hand over."""

import pytest

from rekkas.base.choices import Role
from rekkas.base.errors import InvalidInput, NotAllowed
from rekkas.commerce.commands import approve_robbery, decline_robbery
from rekkas.commerce.errors import OwnRobbery, RobberyDecided
from rekkas.commerce.queries import robbery
from rekkas.money.queries import balance
from tests.build import ZAGORA_OFFICE, later, staff
from tests.commerce.merchants import NADIA, taken
from tests.commerce.robbed import BAG, CHIEF, report
from tests.delivery.doorstep import hand_over

pytestmark = pytest.mark.usefixtures("trade")


def decline(number: str, reason: str = "the police know of no such report", **changes: object) -> str:
    return decline_robbery(number=number, reason=reason, **{"by": NADIA, "at": later(40), **changes})  # type: ignore[arg-type]


@pytest.fixture
def number() -> str:
    taken({"one": 10_000})
    return report()


def test_what_is_declined_moves_nothing_and_the_cash_can_be_handed_over(number: str) -> None:
    decline(number)

    kept = robbery(number)
    assert (kept.state, kept.decided_by, kept.decided_why) == (
        "declined", "nadia", "the police know of no such report",
    )  # fmt: skip
    assert (balance(BAG), hand_over(10_000).items) == (10_000, 1)


def test_after_that_it_can_be_reported_anew(number: str) -> None:
    decline(number)

    second = report(police_report="PV 418/2026", at=later(41))

    assert approve_robbery(number=second, by=NADIA, at=later(42)) == 10_000


def test_it_is_decided_once_by_another_and_for_a_reason(number: str) -> None:
    with pytest.raises(InvalidInput):
        decline(number, " ")
    with pytest.raises(OwnRobbery):
        decline(number, by=staff(CHIEF.name, Role.TREASURER))
    decline(number)

    with pytest.raises(RobberyDecided):
        decline(number)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.TREASURER])
def test_only_those_who_keep_the_money_decline(number: str, role: Role) -> None:
    with pytest.raises(NotAllowed):
        decline(number, by=staff("someone", role, ZAGORA_OFFICE))
