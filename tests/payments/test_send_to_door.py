"""An order is paid at the door: the money is in a bag, the code with the payee, a signature in the record."""

import pytest

from rekkas.base.errors import NotYourOffice
from rekkas.money.queries import lines_of
from rekkas.payments import errors
from rekkas.payments.choices import CodeAnswer
from rekkas.payments.commands import send_to_door
from rekkas.payments.queries import orders
from tests.build import AGENCY, PNG, YOUSSEF, ZAGORA_OFFICE, later
from tests.payments.accounts import into_account, of
from tests.payments.desks import (
    BAG,
    FLOAT,
    OMAR,
    TILLS,
    WRONG,
    begin,
    held,
    history,
    issue,
    owed,
    paid,
    pay,
    state,
)

pytestmark = pytest.mark.usefixtures("tills")


def send(number: str, **changes: object) -> str:
    said = {"courier": "youssef", "office": ZAGORA_OFFICE, "by": OMAR, "at": later(1)}
    return send_to_door(number=number, **{**said, **changes})


def test_the_money_is_in_the_bag_and_still_owed() -> None:
    number = issue().number

    send(number)

    assert held(TILLS["omar"], BAG) == [FLOAT - 50_000, 50_000]
    assert (owed(number), state(number)) == (50_000, "out")
    assert [row.number for row in orders.out_with(BAG)] == [number]


def test_the_postman_pays_it_against_code_document_and_signature() -> None:
    number = issue().number
    send(number)

    begun = begin(number, by=YOUSSEF, at=later(2))
    pay(by=YOUSSEF, signature=PNG, at=later(2))

    assert begun.answer is CodeAnswer.RIGHT
    assert (held(BAG), owed(number), state(number)) == ([0], 0, "paid")
    row = orders.paid_payment(orders.order(number))
    assert row is not None
    assert bytes(row.receipt_signature or b"") == PNG
    assert [line.kind for line in lines_of(BAG)] == ["cash-moved", "order-paid"]


@pytest.mark.parametrize("signature", [b"", b"not a picture"])
def test_without_a_signature_nothing_is_paid_at_a_door(signature: bytes) -> None:
    number = issue().number
    send(number)
    begin(number, by=YOUSSEF, at=later(2))

    with pytest.raises(errors.ReceiptNotSigned):
        pay(by=YOUSSEF, signature=signature, at=later(2))

    assert held(BAG) == [50_000]


def test_while_it_is_out_no_counter_pays_it() -> None:
    number = issue().number
    send(number)

    with pytest.raises(errors.WithThePostman, match="youssef"):
        begin(number, at=later(2))


def test_no_other_postman_pays_what_is_in_this_bag() -> None:
    from rekkas.base.choices import Role
    from tests.build import staff

    number = issue().number
    send(number)

    with pytest.raises(errors.WithThePostman):
        begin(number, by=staff("brahim", Role.COURIER, ZAGORA_OFFICE), at=later(2))


def test_wrong_codes_at_a_door_lock_the_order_where_it_is() -> None:
    number = issue().number
    send(number)

    answers = [begin(number, by=YOUSSEF, word=f"{turn}", code=WRONG, at=later(2)).answer for turn in range(3)]

    assert answers[-1] is CodeAnswer.LOCKED
    assert state(number) == "out"
    with pytest.raises(errors.OrderLocked):
        begin(number, by=YOUSSEF, word="right", at=later(2))


@pytest.mark.parametrize(("amount", "goes"), [(80_000, True), (80_001, False)])
def test_at_most_eight_hundred_dirhams_go_to_a_door(amount: int, goes: bool) -> None:
    number = issue(amount).number

    if goes:
        assert send(number) == number
    else:
        with pytest.raises(errors.TooMuchForTheDoor, match="800"):
            send(number)


def test_a_bag_is_filled_from_the_clerks_own_open_till_at_their_office() -> None:
    number = issue().number

    with pytest.raises(NotYourOffice):
        send(number, office=AGENCY)


def test_an_order_is_sent_out_once_and_only_when_it_can_be_paid() -> None:
    out, done = issue().number, paid(word="two")
    send(out)

    with pytest.raises(errors.WithThePostman):
        send(out)
    with pytest.raises(errors.OrderAlreadyPaid):
        send(done)
    assert history(out).count("sent-out") == 1


def test_a_request_sent_twice_fills_the_bag_once() -> None:
    number = issue().number

    assert send(number, key="press") == send(number, key="press")
    assert held(BAG) == [50_000]


def test_what_somebody_is_paying_or_what_goes_into_an_account_is_not_sent_out() -> None:
    number = issue().number
    begin(number, at=later(1))
    account, _ = of("amina")

    with pytest.raises(errors.BeingPaid):
        send(number)
    with pytest.raises(errors.OrderAlreadyPaid):
        send(into_account(account).number)
