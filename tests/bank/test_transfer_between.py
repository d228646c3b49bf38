"""Money goes from account to account at once, inside the bank, and to a wallet by its telephone."""

from typing import Any

import pytest

from rekkas.bank import queries
from rekkas.bank.commands import block_customer
from rekkas.bank.errors import (
    AccountElsewhere,
    AccountNumberNotRight,
    AnotherCurrency,
    BalanceTooLow,
    CeilingReached,
    ChannelClosed,
    CustomerNotActive,
    LimitReached,
    NotYourAccount,
    PaperDiffers,
    SameAccount,
    UnknownBankAccount,
)
from rekkas.base.actors import Actor
from rekkas.base.choices import ActorKind
from rekkas.base.errors import KeyReused
from rekkas.money import queries as money
from rekkas.money.errors import NothingMoves
from tests.bank.accounts import PAPERS, account, customer, days, holds, sent, snapshot, terms
from tests.bank.people import KARIM
from tests.build import AGENCY, FATIMA, MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]


def test_an_amount_leaves_one_account_and_arrives_in_the_other() -> None:
    amina, brahim = account("amina", amount=50_000), account("brahim", amount=1_000)

    done = sent(amina, brahim, 20_000, note="rent of March")

    assert (done.balance, holds(amina), holds(brahim)) == (30_000, 30_000, 21_000)
    entry = money.entry_keyed(done.entry)
    assert entry is not None
    assert (entry.kind, entry.note) == ("account-transfer", "rent of March")


def test_a_transfer_sent_twice_is_one() -> None:
    amina, brahim = account("amina", amount=50_000), account("brahim")

    first = sent(amina, brahim, 20_000, word="k-1")

    assert sent(amina, brahim, 20_000, word="k-1") == first
    with pytest.raises(KeyReused):
        sent(amina, brahim, 20_000, word="k-1", note="another")
    assert holds(brahim) == 20_000


def test_a_wallet_is_reached_by_its_telephone() -> None:
    amina, brahim = account("amina", "wallet", amount=50_000), account("brahim", "wallet")
    phone = queries.account(brahim).holder.phone

    sent(amina, phone, 20_000)

    assert holds(brahim) == 20_000


def test_an_account_is_reached_by_its_rib_and_its_iban() -> None:
    terms()
    amina, brahim = account("amina", amount=50_000), account("brahim")
    row = queries.account(brahim)

    sent(amina, row.rib, 10_000)
    sent(amina, row.iban, 10_000)

    assert holds(brahim) == 20_000


def wrong_targets(row: Any) -> list[tuple[str, type[Exception]]]:
    wrong_key = row.rib[:-2] + ("01" if row.rib[-2:] != "01" else "02")
    return [
        (wrong_key, AccountNumberNotRight),
        (row.iban[:-1] + str((int(row.iban[-1]) + 1) % 10), AccountNumberNotRight),
        (f"MA64{'0' * 24}", AccountNumberNotRight),
        ("011519000001205000534921", AccountElsewhere),
        ("+212600000001", UnknownBankAccount),
        ("", AccountNumberNotRight),
    ]


def test_a_wrong_number_moves_nothing() -> None:
    terms()
    amina, brahim = account("amina", amount=50_000), account("brahim")
    before = snapshot()

    for target, refusal in wrong_targets(queries.account(brahim)):
        with pytest.raises(refusal):
            sent(amina, target, 20_000)

    assert snapshot() == before


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"amount": 50_001}, BalanceTooLow),
        ({"amount": 0}, NothingMoves),
        ({"currency": "XOF"}, AnotherCurrency),
        ({"target": "own"}, SameAccount),
    ],
)
def test_what_cannot_be_moved_moves_nothing(changes: dict[str, Any], refusal: type[Exception]) -> None:
    amina, brahim = account("amina", amount=50_000), account("brahim")
    said = {"source": amina, "target": brahim, "amount": 1_000, **changes}
    said["target"] = amina if said["target"] == "own" else said["target"]
    before = snapshot()

    with pytest.raises(refusal):
        sent(**said)

    assert snapshot() == before


def test_each_wallet_keeps_its_own_level() -> None:
    amina, brahim = (
        account("amina", "wallet", level="2", amount=100_000),
        account("brahim", "wallet", level="1"),
    )
    sent(amina, brahim, 15_000)

    with pytest.raises(LimitReached, match=brahim):
        sent(amina, brahim, 20_001)
    with pytest.raises(CeilingReached, match=brahim):
        sent(amina, brahim, 5_001)

    assert (holds(amina), holds(brahim)) == (85_000, 15_000)


def test_a_savings_book_moves_with_its_holders_own_account_only() -> None:
    amina = customer("amina")
    book, current = account(holder=amina, product="savings", amount=50_000), account(holder=amina)
    other = account("brahim")

    sent(book, current, 20_000)
    sent(current, book, 5_000)
    with pytest.raises(ChannelClosed):
        sent(book, other, 1_000)
    with pytest.raises(ChannelClosed):
        sent(other, book, 1_000)

    assert (holds(book), holds(current)) == (35_000, 15_000)


def test_at_a_counter_a_paper_is_shown() -> None:
    amina, brahim = account("amina", amount=50_000), account("brahim")
    said = {"office": AGENCY, "by": FATIMA}

    with pytest.raises(PaperDiffers):
        sent(amina, brahim, 1_000, **said)
    with pytest.raises(PaperDiffers):
        sent(amina, brahim, 1_000, document=PAPERS[queries.account(brahim).holder.number], **said)
    paper = PAPERS[queries.account(amina).holder.number]

    assert sent(amina, brahim, 1_000, document=paper, **said).balance == 49_000


def test_nothing_leaves_the_account_of_a_blocked_customer_and_money_may_come_in() -> None:
    amina, brahim = account("amina", amount=50_000), account("brahim", amount=50_000)
    block_customer(number=queries.account(amina).holder.number, reason="court", by=KARIM, at=MONDAY)

    with pytest.raises(CustomerNotActive):
        sent(amina, brahim, 1_000)
    assert sent(brahim, amina, 1_000).balance == 49_000


def test_a_transfer_wakes_the_account_of_whoever_sends() -> None:
    amina, brahim = account("amina", amount=50_000), account("brahim")

    sent(amina, brahim, 1_000, at=days(40))

    assert queries.account(amina).last_moved_on == days(40).date()
    assert queries.account(brahim).last_moved_on == MONDAY.date()


def test_a_customer_who_acts_alone_sends_from_their_own_account_only() -> None:
    amina, brahim = account("amina", amount=50_000), account("brahim", amount=50_000)
    number = queries.account(amina).holder.number
    alone = Actor(
        ActorKind.PERSON,
        f"customer {number}",
        permissions=frozenset({"bank.transfer_between"}),
        holder=number,
    )

    assert sent(amina, brahim, 1_000, by=alone).balance == 49_000
    with pytest.raises(NotYourAccount):
        sent(brahim, amina, 1_000, by=alone)
    assert holds(brahim) == 51_000
