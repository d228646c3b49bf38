"""Cash has no limit, state or hold of its own: no line would say so, and the database refuses them, whoever asks."""

import pytest
from django.db import IntegrityError, connection

from rekkas.money.commands import rebuild_balances
from rekkas.money.queries import account
from tests.build import BOSS, MONDAY
from tests.cash import pouches
from tests.cash.drawers import TILL, VAULT, close_till, open_till, sell, sql
from tests.lasting import lasting

pytestmark = pytest.mark.usefixtures("post_office")
OF_THE_ACCOUNT = "account_id = (SELECT id FROM money_account WHERE code = %s)"
HIDDEN = (
    "floor = 100", "floor = NULL", "ceiling = 100000000", "state = 'blocked'", "state = 'frozen'", "leaving = 100",
    "coming = 100", "side = -1, floor = NULL", "id = id + 1", "ceiling = 90000000, received = received + 1",
)  # fmt: skip


def cash_everywhere() -> None:
    """Cash in a till, in the vault and on the road."""
    open_till()
    sell()
    pouches.send()


_lasting_cash = lasting(cash_everywhere, on="_post_office")


@pytest.fixture
def _cash(_lasting_cash: None, db: None) -> None:
    """Cash in all three."""


@pytest.mark.usefixtures("_cash")
@pytest.mark.parametrize("change", HIDDEN)
@pytest.mark.parametrize("code", [TILL, VAULT, pouches.TRANSIT])
def test_by_sql_cash_gets_no_limit_state_or_hold(code: str, change: str) -> None:
    before = account(code)

    with pytest.raises(IntegrityError, match="cash_moves_openly"):
        sql(f"UPDATE money_balance SET {change} WHERE {OF_THE_ACCOUNT}", code)

    assert account(code) == before


@pytest.mark.usefixtures("_cash")
def test_nor_by_the_account_of_another_that_becomes_the_tills() -> None:
    with pytest.raises(IntegrityError, match="cash_moves_openly"):
        sql(
            "UPDATE money_balance SET account_id = (SELECT id FROM money_account WHERE code = %s) WHERE id = "
            "(SELECT min(id) FROM money_balance WHERE side = -1)",
            TILL,
        )


@pytest.mark.usefixtures("_cash")
@pytest.mark.parametrize(
    "standing", ["-500, NULL, 'open'", "0, 5, 'open'", "0, NULL, 'frozen'", "NULL, NULL, 'open'"]
)
def test_nor_by_a_balance_that_is_taken_away_and_added_anew(standing: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM money_account WHERE code = %s", [TILL])
        (number,) = cursor.fetchone()
    sql("DELETE FROM money_balance WHERE account_id = %s", number)

    with pytest.raises(IntegrityError, match="cash_moves_openly"):
        sql(
            "INSERT INTO money_balance (id, account_id, received, given, coming, leaving, side, floor, ceiling, state, "
            f"line_count) VALUES (%s, %s, 0, 0, 0, 0, 1, {standing}, 0)",
            number * 16, number,
        )  # fmt: skip
    rebuild_balances(by=BOSS, at=MONDAY)
    made = account(TILL)
    assert made is not None
    assert (made.floor, made.ceiling, made.state) == (0, None, "open")


@pytest.mark.parametrize(
    ("code", "kind", "is_witnessed", "refusal"),
    [
        ("till:MA0009/nobody:MAD", "till", False, "cash_account_is_witnessed"),
        ("till:MA0009/nobody:MAD", "suspense", False, "account_code_says_what_it_is"),
        ("suspense:MA0009/nobody:MAD", "suspense", True, "cash_account_is_witnessed"),
    ],
)
def test_nor_is_an_account_of_cash_opened_that_leaves_no_lines(
    code: str, kind: str, is_witnessed: bool, refusal: str
) -> None:
    with pytest.raises(IntegrityError, match=refusal):
        sql(
            "INSERT INTO money_account (code, kind, owner, currency, book, stripes, is_witnessed, opened_at) "
            "VALUES (%s, %s, 'MA0009/nobody', 'MAD', 'post', 1, %s, %s)",
            code, kind, is_witnessed, MONDAY,
        )  # fmt: skip


@pytest.mark.usefixtures("_cash")
def test_what_the_verbs_do_with_cash_meets_no_guard() -> None:
    assert close_till(53_500).is_closed
