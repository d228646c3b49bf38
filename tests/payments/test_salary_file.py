"""A salary file of 5,000 payments: taken, approved and paid at once; each employee is paid once."""

from typing import Any

import pytest

from rekkas.payments import queries
from rekkas.payments.commands import approve_payment_file
from tests.bank.accounts import customer, holds
from tests.build import MONDAY
from tests.payments import transfers_world as world
from tests.payments.transfers_world import (
    LATIFA,
    account,
    elsewhere,
    employer,
    iban,
    payment_file,
    receive,
    wage,
)

pytestmark = pytest.mark.slow
STAFF, OFTEN, ELSEWHERE = 90, 50, 500  # 4,500 inside, 500 to other banks


def test_five_thousand_salaries_are_paid_once_in_a_constant_number_of_statements(
    db: None, statements: Any
) -> None:
    world.world()
    source = employer(5_000_000_000)
    everybody = customer("many")
    payees = [account(of=everybody) for _ in range(STAFF)]
    numbers = [iban(payee) for payee in payees]
    inside = [wage(numbers[n % STAFF], 400_000 + n, f"E-{n}") for n in range(STAFF * OFTEN)]
    outside = [wage(elsewhere(n), 300_000, f"O-{n}") for n in range(ELSEWHERE)]
    content = payment_file(source, *inside, *outside)
    payer = world.holder(source)

    with statements() as taking:
        taken = receive(content, source, customer=payer)
    with statements() as paying:
        done = approve_payment_file(number=taken.number, by=LATIFA, at=MONDAY)

    assert (taken.taken, taken.rejected) == (5_000, 0)
    assert (done.settled, done.waiting, done.rejected) == (4_500, 500, 0)
    assert (len(taking), len(paying)) <= (40, 40)
    paid = [sum(400_000 + n for n in range(place, STAFF * OFTEN, STAFF)) for place in range(STAFF)]
    assert [holds(payee) for payee in payees] == paid
    assert world.cleared() == ELSEWHERE * 300_000
    closed = world.cut_off()
    assert (closed.transfer_count, closed.total) == (ELSEWHERE, ELSEWHERE * 300_000)
    assert queries.payment_file(taken.number).state == "executed"
    assert world.nothing_is_wrong()
