"""A difference is explained: the amount goes where it belongs, with the reason, and the question is settled."""

from typing import Any

import pytest

from rekkas.base.errors import NotAllowed
from rekkas.cash import commands, queries
from rekkas.cash.errors import (
    AccountMissing,
    AlreadyProposed,
    CaseSettled,
    KeptElsewhere,
    MoreThanOpen,
    NotFromAPerson,
    NotItsCash,
    OwnCase,
    ReasonMissing,
)
from rekkas.money.choices import KEPT_BY, AccountKind
from rekkas.money.errors import TransferDeclined
from rekkas.money.queries import balance_faults, sums_by_kind
from tests.build import AGENCY, FATIMA, later
from tests.cash.drawers import IDRISS, KARIM, NADIA, TILL, VAULT, close_till, held, open_till, short

pytestmark = pytest.mark.usefixtures("post_office")


def explain(case: str, **changes: Any) -> str:
    said = {
        "case": case, "reason": "A receipt was entered with 3.00 too much.", "account": "income:postage:MAD",
        "amount": 300, "by": IDRISS, "at": later(30),
    }  # fmt: skip
    return commands.explain_discrepancy(**{**said, **changes})


def test_the_amount_goes_where_it_belongs_and_the_question_is_settled() -> None:
    number = short(300)

    explain(number)

    case = queries.case(number)
    assert (case.state, case.settled_at) == ("explained", later(30))
    assert held(case.suspense) == [0]
    said = queries.statements_of(number)[-1]
    assert (said.kind, said.amount, said.actor_name) == ("explained", 300, "idriss")
    assert said.entry_key is not None
    assert list(balance_faults()) == []


def test_cash_that_is_found_again_goes_back_to_the_till_and_its_clerk_is_told() -> None:
    number = short(300)

    explain(number, account=TILL, reason="The note lay under the drawer.")

    assert queries.case(number).state == "recovered"
    assert held(TILL) == [53_500]
    line = queries.unseen_lines(TILL)[-1]
    assert (line.actor_name, line.note) == ("idriss", f"{number}: The note lay under the drawer.")


def test_a_surplus_is_given_to_whom_it_belongs() -> None:
    open_till()
    number = close_till(50_400).case

    for by in (IDRISS, NADIA):
        explain(number, account="partner:FR:MAD", amount=400, reason="Counted twice by the partner.", by=by)

    assert queries.case(number).state == "explained"
    assert held("partner:FR:MAD") == [-400]


def test_what_belongs_to_a_customer_of_the_bank_goes_there_through_both_books() -> None:
    open_till()
    number = close_till(50_400).case

    for by in (IDRISS, NADIA):
        explain(number, account="unallocated:2:MAD", amount=400, reason="Paid in and not entered.", by=by)

    assert held("unallocated:2:MAD") == [-400]
    assert {sum(held for _, _, held in sums_by_kind(book)) for book in ("post", "bank")} == {0}


def test_what_would_leave_the_posts_own_accounts_is_said_by_two() -> None:
    number = short(300)
    case = queries.case(number)

    explain(number, account="partner:FR:MAD")

    assert held(case.suspense, "partner:FR:MAD") == [300, 0]
    said = queries.statements_of(number)[-1]
    assert (said.kind, said.account, said.amount) == ("suggested", "partner:FR:MAD", 300)
    with pytest.raises(AlreadyProposed):
        explain(number, account="partner:FR:MAD")
    explain(number, account="partner:US:MAD", by=NADIA)  # another account: no approval
    explain(number, account="partner:FR:MAD", amount=200, by=NADIA)  # another amount: neither
    assert queries.case(number).is_waiting

    explain(number, account="partner:FR:MAD", amount=200)

    assert held(case.suspense, "partner:FR:MAD") == [100, 200]
    explain(number, account="partner:FR:MAD", amount=100)
    assert held(case.suspense) == [100]  # an approval serves once
    assert list(queries.cash_faults()) == []


def test_a_difference_is_explained_part_by_part() -> None:
    number = short(300)

    explain(number, amount=100)
    assert (queries.case(number).state, queries.rest_of(queries.case(number))) == ("open", -200)
    explain(number, amount=200)

    assert queries.case(number).state == "explained"
    with pytest.raises(CaseSettled):
        explain(number, amount=1)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"amount": 301}, MoreThanOpen),
        ({"amount": 0}, MoreThanOpen),
        ({"amount": -5}, MoreThanOpen),
        ({"account": ""}, AccountMissing),
        ({"reason": " "}, ReasonMissing),
        ({"account": "nowhere"}, AccountMissing),
        ({"account": "income:postage:XOF"}, TransferDeclined),
        ({"account": "current:99:MAD"}, NotFromAPerson),
        ({"account": "till:MA0001/salma:MAD"}, NotItsCash),
        ({"account": "courier:MA0001/fatima:MAD"}, NotItsCash),
        ({"account": "vault:MA0002:MAD"}, NotItsCash),
        ({"account": "transit:P-1:MAD"}, NotItsCash),
        ({"account": "suspense:fatima:MAD"}, NotItsCash),
    ],
)
def test_what_cannot_be_an_explanation_moves_nothing(
    changes: dict[str, Any], refusal: type[Exception]
) -> None:
    number = short(300)

    with pytest.raises(refusal):
        explain(number, **changes)

    assert queries.case(number).is_waiting
    assert held(queries.case(number).suspense) == [300]


# What becomes of a shortage, and of a surplus, that somebody says belongs to an account of this kind: refused, done on
# one word, or said first for another to say too. A new kind decides.
TAKEN, DONE, SAID = NotFromAPerson, "done", "said"
TARGETS: dict[str, tuple[Any, Any]] = {
    AccountKind.TILL: (NotItsCash, NotItsCash),
    AccountKind.COURIER: (NotItsCash, NotItsCash),
    AccountKind.VAULT: (NotItsCash, NotItsCash),
    AccountKind.TRANSIT: (NotItsCash, NotItsCash),
    AccountKind.SUSPENSE: (NotItsCash, NotItsCash),
    AccountKind.MIRROR: (SAID, SAID),
    AccountKind.MERCHANT: (TAKEN, KeptElsewhere),
    AccountKind.DUE: (TAKEN, KeptElsewhere),
    AccountKind.ORDER: (TAKEN, KeptElsewhere),
    AccountKind.BILLER: (TAKEN, KeptElsewhere),
    AccountKind.DUTY: (TAKEN, KeptElsewhere),
    AccountKind.HELD: (TAKEN, KeptElsewhere),
    AccountKind.ACQUIRER: (SAID, SAID),
    AccountKind.PARTNER: (SAID, SAID),
    AccountKind.EXCHANGE: (SAID, SAID),
    AccountKind.INCOME: (DONE, DONE),
    AccountKind.EXPENSE: (DONE, DONE),
    AccountKind.RESERVE: (SAID, SAID),
    AccountKind.CURRENT: (TAKEN, SAID),
    AccountKind.SAVINGS: (TAKEN, SAID),
    AccountKind.WALLET: (TAKEN, SAID),
    AccountKind.CLEARING: (TAKEN, KeptElsewhere),
    AccountKind.UNALLOCATED: (TAKEN, SAID),
    AccountKind.FEES: (TAKEN, KeptElsewhere),
    AccountKind.INTEREST: (TAKEN, KeptElsewhere),
    AccountKind.TAX: (TAKEN, KeptElsewhere),
    AccountKind.POSITION: (SAID, SAID),
}


@pytest.mark.parametrize("is_short", [True, False], ids=["shortage", "surplus"])
@pytest.mark.parametrize("kind", AccountKind)
def test_nothing_comes_out_of_what_is_kept_for_others(kind: AccountKind, is_short: bool) -> None:
    expected = TARGETS[kind][0 if is_short else 1]
    open_till()
    number = close_till(49_700 if is_short else 50_300).case

    if expected in (DONE, SAID):
        explain(number, account=f"{kind}:elsewhere:MAD")
    else:
        with pytest.raises(expected) as told:
            explain(number, account=f"{kind}:elsewhere:MAD")
        if expected is KeptElsewhere:
            assert KEPT_BY[kind] in str(told.value)

    assert queries.case(number).is_waiting is (expected != DONE)
    assert held(queries.case(number).suspense) == [0 if expected == DONE else 300 if is_short else -300]


def test_nobody_explains_what_went_through_their_hands() -> None:
    number = short(300)
    as_manager = type(FATIMA)(FATIMA.kind, "fatima", AGENCY, KARIM.permissions)

    with pytest.raises(OwnCase):
        explain(number, by=as_manager)
    with pytest.raises(NotAllowed):
        explain(number, by=FATIMA)
    assert held(VAULT)
