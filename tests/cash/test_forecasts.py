"""What an office needed each day follows from the lines of its tills and vault, and teaches what it will need."""

from datetime import date, timedelta
from typing import Any

import pytest

from rekkas.cash import queries
from rekkas.cash.errors import TooLittleHistory
from rekkas.money.choices import EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import TransferEntry
from rekkas.network import queries as network
from tests.build import AGENCY, BOSS, FATIMA, MONDAY, key, later
from tests.cash.drawers import KARIM, TILL, open_till, pay_out, sell
from tests.cash.pouches import send

pytestmark = pytest.mark.usefixtures("post_office")


def days_of_payments(count: int) -> None:
    """Each day as many dirhams more as its weekday: 100.00 on Mondays, 200.00 on Tuesdays."""
    entries = []
    for at in range(count):
        day = MONDAY + timedelta(days=at)
        amount = 10_000 * day.isoweekday()
        for word, source, target, moved in (
            ("in", "income:postage:MAD", TILL, 5_000), ("out", TILL, "partner:FR:MAD", 5_000 + amount),
        ):  # fmt: skip
            entries.append(
                TransferEntry(
                    key=key(word, at), source=source, target=target, amount=moved, currency="MAD",
                    kind=EntryKind.POSTAGE if word == "in" else EntryKind.ORDER_PAID, happened_at=day, office=AGENCY,
                )
            )  # fmt: skip
    post_all(transfers=entries, by=BOSS, at=MONDAY + timedelta(days=count))


def test_a_days_need_is_what_went_to_the_public_less_what_came() -> None:
    open_till(taken=50_000)  # from the vault: no need of the public
    sell(amount=3_500)
    pay_out("order", 20_000, by=FATIMA)
    send()  # to another office: neither

    needs = queries.daily_needs(AGENCY, "MAD", date(2026, 3, 1), date(2026, 3, 31))

    assert needs == {date(2026, 3, 2): 16_500}


def test_days_on_which_nobody_works_are_not_in_the_history() -> None:
    open_till(taken=2_000_000)
    days_of_payments(21)

    history = queries.history_of(network.office(AGENCY), "MAD", date(2026, 3, 23))

    assert [day.date.isoweekday() for day in history] == [1, 2, 3, 4, 5, 6] * 2 + [
        1,
        2,
        3,
        4,
        6,
    ]  # the 20th is a feast
    assert history[3].need == 40_000
    assert history[3].flags == {"pensions"}
    assert history[-2].flags == {"eve-of-holiday"}


def test_the_next_days_on_which_it_works_are_forecast(statements: Any) -> None:
    open_till(taken=4_000_000)
    days_of_payments(60)
    office = network.office(AGENCY)

    with statements() as seen:
        forecast = queries.forecast_for(office, "MAD", date(2026, 5, 1))

    assert [one.day.isoweekday() for one in forecast.days] == [5, 6, 1, 2, 3, 4]
    assert [one.need for one in forecast.days[1:3]] == [60_000, 10_000]
    assert (forecast.choice.name, forecast.choice.reason, forecast.level) == (
        "baseline",
        "too-little-history",
        None,
    )
    assert len(seen) <= 20


def test_an_office_without_a_past_has_no_forecast() -> None:
    with pytest.raises(TooLittleHistory, match=AGENCY):
        queries.forecast_for(network.office(AGENCY), "MAD", date(2026, 3, 3))
    assert KARIM.office == AGENCY
    assert later(0) == MONDAY
