"""Accounts follow what is known of their holders: limits when a level rises, states when somebody is blocked."""

from datetime import date

import pytest

from rekkas.bank import queries
from rekkas.bank.choices import AccountEventKind, BlockKind, CloseReason, Decision
from rekkas.bank.commands import (
    amend_customer,
    block_account,
    block_customer,
    close_customer,
    decide_match,
    raise_level,
    renew_accounts,
    unblock_customer,
)
from rekkas.bank.models import LevelLimit
from rekkas.money import queries as money
from rekkas.money.choices import EntryKind
from rekkas.money.commands import post_transfers
from rekkas.money.entries import TransferEntry
from tests.bank.accounts import account, days, holds, paid_in
from tests.bank.people import KARIM, NADIA, card, person, screened, suspect
from tests.build import BOSS, MONDAY, key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]


def renewed(number: str) -> None:
    renew_accounts(customer=queries.account(number).holder.number, by=BOSS, at=MONDAY)


def leaves(number: str) -> str:
    """What the ledger itself says when money is to leave, whoever asks."""
    row = queries.account(number)
    entry = TransferEntry(
        key=key("past the bank", number), source="clearing:outgoing:MAD", target=row.ledger, amount=1, currency="MAD",
        kind=EntryKind.CREDIT_TRANSFER_OUT, happened_at=MONDAY,
    )  # fmt: skip
    (result,) = post_transfers(transfers=[entry], by=BOSS, at=MONDAY)
    return result.code or result.outcome.value


def test_a_higher_level_lets_a_wallet_hold_more() -> None:
    number = account("amina", "wallet", level="1", amount=20_000)
    holder = queries.account(number).holder
    from rekkas.bank.commands import note_document

    note_document(number=holder.number, document=card("ZZ111111"), by=BOSS, at=MONDAY)
    raise_level(number=holder.number, level="2", by=BOSS, at=MONDAY)
    renewed(number)

    assert queries.standing(queries.account(number)).ceiling == 500_000
    assert paid_in(number, 480_000).balance == 500_000
    assert queries.history_of_account(queries.account(number))[0].details == {"ceiling": 500_000}


def test_a_lower_limit_takes_nothing_away_and_lets_nothing_in() -> None:
    number = account("amina", "wallet", amount=600_000)
    level = queries.account(number).holder.level
    assert level is not None
    LevelLimit.objects.create(
        level=level, valid_from=date(2026, 4, 1), balance_at_most=300_000, operation_at_most=300_000
    )

    renew_accounts(by=BOSS, at=days(20))
    assert queries.standing(queries.account(number)).ceiling == 2_000_000
    renew_accounts(by=BOSS, at=days(40))

    assert queries.standing(queries.account(number)).ceiling == 600_000
    with pytest.raises(Exception, match="at most"):
        paid_in(number, 1, at=days(40))
    assert holds(number) == 600_000


def test_nothing_leaves_the_accounts_of_a_blocked_customer_by_any_path() -> None:
    number = account(amount=50_000)
    holder = queries.account(number).holder.number
    block_customer(number=holder, reason="court", by=KARIM, at=MONDAY)

    renewed(number)

    assert leaves(number) == "money.account-blocked"
    assert queries.account(number).state == "blocked"
    unblock_customer(number=holder, reason="lifted", by=NADIA, at=MONDAY)
    renewed(number)
    assert queries.account(number).state == money.account(queries.account(number).ledger).state == "open"  # type: ignore[union-attr]


def test_who_may_be_on_a_list_is_blocked_until_somebody_decides() -> None:
    number = account(holder=suspect().number, product="wallet", amount=10_000)
    screened()
    renewed(number)
    assert leaves(number) == "money.account-blocked"

    (match,) = queries.matches_in()
    decide_match(
        match=match.number, decision=Decision.CLEARED, note="another day of birth", by=NADIA, at=MONDAY
    )
    renewed(number)

    assert queries.account(number).state == "open"


def test_the_accounts_of_who_has_died_are_blocked() -> None:
    number = account(amount=50_000)
    close_customer(
        number=queries.account(number).holder.number, why=CloseReason.DECEASED, reason="certificate", by=KARIM,
        at=MONDAY,
    )  # fmt: skip

    renewed(number)

    assert queries.account(number).state == "blocked"


def test_a_blocking_order_outlives_what_is_known_of_the_holder() -> None:
    number = account()
    block_account(
        account=number, kind=BlockKind.FROZEN, reference="C-1", authority="Court", reason="debt", by=KARIM, at=MONDAY
    )  # fmt: skip

    renewed(number)

    assert queries.account(number).state == "frozen"


def test_a_wallet_follows_its_holders_telephone_and_takes_no_other_ones() -> None:
    amina, brahim = account("amina", "wallet"), account("brahim", "wallet")
    theirs, taken = queries.account(amina).holder, queries.account(brahim).holder.phone
    entry = person(
        given_name=theirs.given_name, family_name=theirs.family_name, given_name_ar="", family_name_ar="",
        born="1980-01-01", phone="+212655555555",
    )  # fmt: skip

    amend_customer(number=theirs.number, customer=entry, reason="new telephone", by=BOSS, at=MONDAY)
    renewed(amina)
    assert queries.account("+212655555555").number == amina

    amend_customer(
        number=theirs.number,
        customer=person(**{**_named(theirs), "phone": taken}),
        reason="his",
        by=BOSS,
        at=MONDAY,
    )
    renewed(amina)
    assert queries.account(amina).alias == ""
    assert queries.account(taken).number == brahim


def _named(row: object) -> dict[str, str]:
    return {
        "given_name": getattr(row, "given_name", ""), "family_name": getattr(row, "family_name", ""),
        "given_name_ar": "", "family_name_ar": "", "born": "1980-01-01",
    }  # fmt: skip


def test_all_accounts_are_gone_through_a_part_at_a_time() -> None:
    numbers = [account(word, "wallet") for word in ("amina", "brahim", "chama")]

    first = renew_accounts(at_most=2, by=BOSS, at=MONDAY)
    second = renew_accounts(at_most=2, after=first, by=BOSS, at=MONDAY)

    assert (first, second) == (sorted(numbers)[1], "")


def test_what_is_in_line_already_leaves_no_trace() -> None:
    number = account("amina", "wallet")

    renewed(number)

    kinds = [event.kind for event in queries.history_of_account(queries.account(number))]
    assert kinds == [AccountEventKind.OPENED]
