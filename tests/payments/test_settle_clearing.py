"""What banks owe one another is settled through the central bank, if their figures agree with ours."""

from datetime import date, timedelta
from typing import Any

import pytest

from rekkas.money import queries as money
from rekkas.payments import queries
from rekkas.payments.commands import settle_clearing
from rekkas.payments.entries import ClearingSettled
from rekkas.payments.errors import NothingToSettle, SettlementDiffers
from rekkas.payments.queries.clearing import net_of
from tests.build import BOSS, MONDAY
from tests.payments import transfers_world as world
from tests.payments.transfers_world import (
    CLEARING,
    RESERVE,
    account,
    arrival,
    arrivals,
    cut_off,
    elsewhere,
    returned,
    returns,
    said,
    send,
    status,
    take_arrivals,
    take_returns,
    take_status,
)

TUESDAY = date(2026, 3, 3)


pytestmark = pytest.mark.usefixtures("clearing")


def settle(net: int, day: date = world.TODAY, **changes: Any) -> ClearingSettled:
    return settle_clearing(**{
        "country": "MA", "settled_date": day, "net": net, "by": BOSS, "at": MONDAY + timedelta(hours=10), **changes,
    })  # fmt: skip


def a_day() -> tuple[str, str]:
    """A day with everything in it: settled, refused, unanswered; credited, and sent back by us."""
    source, amina = account(amount=5_000_000), account("youssef")
    good, bad, open_one = (send(source, amount).number for amount in (100_000, 50_000, 7_000))
    take_arrivals(arrivals(arrival(world.iban(amina), 30_000), arrival(elsewhere(31, "999"), 2_000)))
    cut_off()
    take_status(status(said("ACSC", good), said("RJCT", bad)))
    return good, open_one


def test_what_was_accepted_both_ways_is_settled_and_the_rest_stays() -> None:
    _, open_one = a_day()
    assert net_of("MA", world.TODAY) == 32_000 - 2_000 - 100_000

    done = settle(-70_000)

    assert (done.given, done.received) == (102_000, 32_000)
    assert money.balance(RESERVE) == -70_000
    assert world.cleared() == 7_000  # what was sent and nobody has answered
    assert queries.credit_transfer(open_one).settlement_id is None
    (row,) = queries.settlements("MA")
    assert (row.net, row.settled_date) == (-70_000, world.TODAY)
    assert world.nothing_is_wrong()


def test_what_comes_back_later_is_settled_on_its_own_day() -> None:
    good, open_one = a_day()
    settle(-70_000)
    take_status(status(said("ACSC", open_one)))
    take_returns(returns(returned(good, 99_000)))

    done = settle(99_000 - 7_000, TUESDAY, at=MONDAY + timedelta(days=1))

    assert (done.given, done.received) == (7_000, 99_000)
    assert (money.balance(CLEARING), money.balance(RESERVE)) == (0, 22_000)
    assert world.nothing_is_wrong()


def test_figures_that_differ_settle_nothing() -> None:
    a_day()
    before = world.everything()

    with pytest.raises(SettlementDiffers) as refused:
        settle(-70_001)

    assert "-MAD\xa0700.01" in str(refused.value)
    assert world.everything() == before


def test_a_day_is_settled_once() -> None:
    a_day()

    assert settle(-70_000, key="k-1") == settle(-70_000, key="k-1")
    with pytest.raises(NothingToSettle):
        settle(-70_000)

    assert money.balance(RESERVE) == -70_000


def test_a_day_of_nothing_is_not_settled() -> None:
    send(account(amount=5_000_000))

    with pytest.raises(NothingToSettle):
        settle(0)


def test_only_what_belongs_to_the_days_until_then_is_settled() -> None:
    amina = account("amina")
    take_arrivals(arrivals(arrival(world.iban(amina), 100)))
    take_arrivals(arrivals(arrival(world.iban(amina), 200), settlement=world.SettledBy(TUESDAY)))

    assert settle(100).received == 100
    assert settle(200, TUESDAY).received == 200
    assert world.nothing_is_wrong()
