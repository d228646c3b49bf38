"""What was taken from a postman is borne by the post: the merchant is paid, the postman owes nothing."""

from datetime import date

import pytest

from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed
from rekkas.commerce.commands import approve_robbery
from rekkas.commerce.errors import NotInTheBag, OwnRobbery, RobberyDecided, UnknownRobbery
from rekkas.commerce.queries import robbery, said, statement
from rekkas.delivery.errors import NothingToHandOver
from rekkas.money.queries import balance, cod_held, cod_places, sums_by_kind
from tests.build import ZAGORA_OFFICE, later, staff
from tests.commerce.merchants import FEES, NADIA, PERIOD, agreed, nothing_is_wrong, settled, taken
from tests.commerce.robbed import BAG, LOSSES, report
from tests.delivery.doorstep import hand_over

pytestmark = pytest.mark.usefixtures("trade")


def approve(number: str, **changes: object) -> int:
    return approve_robbery(number=number, **{"by": NADIA, "at": later(40), **changes})  # type: ignore[arg-type]


def test_the_post_bears_it_and_the_merchant_is_paid() -> None:
    agreed(**FEES)
    one, two = taken({"one": 10_000, "two": 20_000})

    assert approve(report()) == 30_000

    assert (balance(BAG), balance(LOSSES)) == (0, 30_000)
    assert (balance("merchant:ATLAS:MAD"), balance("due:ATLAS:MAD")) == (0, -30_000)
    assert {place.account for place in cod_places([one, two]).values()} == {LOSSES}
    assert sum(amount for _, _, amount in sums_by_kind()) == 0
    (answer,) = settled(PERIOD)
    assert answer.paid == 30_000 - 600 - 700 - 120 - 140
    assert {line.item for line in said(statement(answer.number)).lines} == {one, two}
    assert nothing_is_wrong()


def test_the_postman_has_nothing_left_to_hand_over() -> None:
    taken({"one": 10_000})
    approve(report())

    assert cod_held(BAG) == {}
    with pytest.raises(NothingToHandOver):
        hand_over(10_000)


def test_what_was_not_taken_is_still_handed_over() -> None:
    one, _two = taken({"one": 10_000, "two": 20_000})
    approve(report(one))

    assert (balance(BAG), hand_over(20_000).items) == (20_000, 1)
    assert nothing_is_wrong()


def test_it_is_decided_once_and_the_same_request_gets_the_same_answer() -> None:
    taken({"one": 10_000})
    number = report()
    assert approve(number, key="a-1") == approve(number, key="a-1") == 10_000

    with pytest.raises(RobberyDecided):
        approve(number)

    assert balance(LOSSES) == 10_000
    assert robbery(number).decided_by == "nadia"


def test_four_eyes_decide() -> None:
    taken({"one": 10_000})
    number = report(by=NADIA)

    with pytest.raises(OwnRobbery, match="nadia"):
        approve(number)
    with pytest.raises(OwnRobbery, match="youssef"):
        approve(number, by=staff("youssef", Role.TREASURER))

    assert balance(BAG) == 10_000
    assert approve(number, by=staff("salma", Role.TREASURER)) == 10_000


def test_cash_that_was_handed_over_after_all_is_not_lost() -> None:
    taken({"one": 10_000, "two": 20_000})
    number = report()
    hand_over(30_000, at=later(35))

    with pytest.raises((NotInTheBag, NothingToHandOver)):
        approve(number)

    assert (balance(LOSSES), robbery(number).state) == (0, "reported")


def test_an_unknown_report_is_refused_by_its_number() -> None:
    with pytest.raises(UnknownRobbery, match="RB-1"):
        approve("RB-1")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.TREASURER])
def test_only_those_who_keep_the_money_decide(role: Role) -> None:
    taken({"one": 10_000})
    number = report()

    with pytest.raises(NotAllowed):
        approve(number, by=staff("someone", role, ZAGORA_OFFICE))


def test_a_second_postman_is_robbed_later_and_gets_a_report_of_their_own() -> None:
    taken({"one": 10_000})
    first = report()
    approve(first)
    taken({"two": 20_000})

    second = report(police_report="PV 500/2026", at=later(60), robbed_at=later(59))

    assert first != second
    assert approve(second, at=later(61)) == 20_000
    assert settled(date(2026, 3, 4)) == []  # no terms: by hand
