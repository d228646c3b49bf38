"""Cash goes out over the counter, to whoever may act on the account and shows a paper that is valid."""

import pytest

from rekkas.bank import queries
from rekkas.bank.choices import BlockKind
from rekkas.bank.commands import block_account, block_customer, note_document
from rekkas.bank.errors import (
    BalanceTooLow,
    BankAccountBlocked,
    CustomerNotActive,
    DocumentExpired,
    Held,
    LimitReached,
    PaperDiffers,
    TillTooLow,
)
from rekkas.base.choices import Role
from rekkas.base.errors import KeyReused, NotAllowed
from rekkas.money import queries as money
from rekkas.money.errors import TransferDeclined
from tests.bank.accounts import (
    PAPERS,
    TILL,
    account,
    credited,
    customer,
    days,
    holds,
    paid_in,
    paid_out,
    salary,
    snapshot,
)
from tests.bank.people import KARIM, card, enrolled, screened
from tests.build import AGENCY, BOSS, MONDAY, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]


def test_cash_leaves_the_till_and_the_account() -> None:
    number = account(amount=50_000)

    done = paid_out(number, 20_000)

    assert (done.amount, done.fee, done.balance, done.available) == (20_000, 0, 30_000, 30_000)
    assert (money.balance(TILL), holds(number)) == (30_000, 30_000)


def test_what_it_costs_is_taken_in_the_same_entry() -> None:
    number = account("amina", "wallet", amount=500_000)

    done = paid_out(number, 100_000)

    assert (done.fee, done.balance) == (500, 399_500)  # five thousandths, and not less than 2.00
    assert money.balance("fees:per-withdrawal:MAD") == -500
    assert money.entry_keyed(done.entry).transfers.count() == 3  # type: ignore[union-attr]


def test_a_withdrawal_sent_twice_is_one() -> None:
    number = account(amount=50_000)

    first = paid_out(number, 20_000, word="k-1")

    assert paid_out(number, 20_000, word="k-1") == first
    with pytest.raises(KeyReused):
        paid_out(number, 20_001, word="k-1")
    assert holds(number) == 30_000


def test_nobody_is_paid_without_a_paper_of_theirs() -> None:
    number = account(amount=50_000)
    stranger = customer("stranger")
    before = snapshot()

    for document in ("", "AB000000", PAPERS[stranger]):
        with pytest.raises(PaperDiffers):
            paid_out(number, 1_000, document=document)

    assert snapshot() == before
    paper = PAPERS[queries.account(number).holder.number]
    assert paid_out(number, 1_000, document=f"{paper[:2].lower()} {paper[2:]}").balance == 49_000


def test_a_paper_that_has_expired_or_was_replaced_shows_nobody() -> None:
    number = account(amount=50_000)
    holder = queries.account(number).holder.number

    with pytest.raises(DocumentExpired):
        paid_out(number, 1_000, at=days(366 * 5))
    note_document(number=holder, document=card("XY777777"), by=BOSS, at=MONDAY)

    with pytest.raises(PaperDiffers):
        paid_out(number, 1_000)
    assert paid_out(number, 1_000, document="XY777777").balance == 49_000


def test_a_joint_holder_is_paid_as_the_holder_is() -> None:
    husband = customer("brahim")
    number = account("amina", joint=[husband], amount=50_000)

    assert paid_out(number, 1_000, document=PAPERS[husband]).balance == 49_000


def test_for_a_child_the_guardian_comes() -> None:
    mother = customer("amina")
    child = customer("sami", born="2008-05-01")
    number = account(holder=child, product="savings", guardian=mother, amount=50_000)

    with pytest.raises(PaperDiffers):
        paid_out(number, 1_000, document=PAPERS[child])
    assert paid_out(number, 1_000, document=PAPERS[mother]).balance == 49_000


def test_a_child_that_has_come_of_age_comes_itself() -> None:
    mother = customer("amina")
    child = customer("sami", born="2008-05-01")
    number = account(holder=child, product="savings", guardian=mother, amount=50_000)

    assert paid_out(number, 1_000, document=PAPERS[child], at=days(60)).balance == 49_000
    with pytest.raises(PaperDiffers):
        paid_out(number, 1_000, document=PAPERS[mother], at=days(60))


@pytest.mark.parametrize(
    ("amount", "refusal"),
    [(50_001, BalanceTooLow), (10**15, BalanceTooLow), (10**15 + 1, None)],
)
def test_an_account_gives_no_more_than_it_holds(amount: int, refusal: type[Exception] | None) -> None:
    number = account(amount=50_000)
    before = snapshot()

    with pytest.raises(refusal or Exception) as refused:
        paid_out(number, amount)

    assert snapshot() == before
    if refusal:
        assert "500.00" in str(refused.value)


def test_a_fee_must_be_there_as_well() -> None:
    number = account("amina", "wallet", amount=50_000)

    with pytest.raises(BalanceTooLow, match=r"502\.00|500\.00"):
        paid_out(number, 50_000)
    assert paid_out(number, 49_751).balance == 1


def test_a_till_gives_no_more_than_it_holds() -> None:
    number = account(amount=50_000)
    paid_out(account("brahim", amount=10_000), 10_000)
    other = account("chama", "wallet")
    assert credited(salary("x", other, 400_000))[0].outcome == "posted"

    with pytest.raises(TillTooLow):
        paid_out(other, 300_000)
    assert holds(number) == 50_000


def test_what_leaves_in_a_day_is_limited_and_the_next_day_more_may_leave() -> None:
    number = account("amina", "wallet", level="2", amount=500_000)
    paid_out(number, 400_000)
    paid_in(number, 400_000)

    with pytest.raises(LimitReached, match="a day"):
        paid_out(number, 100_001)
    assert paid_out(number, 100_000).amount == 100_000

    assert paid_out(number, 100_001, at=days(1)).amount == 100_001


def test_an_amount_that_is_set_aside_cannot_leave() -> None:
    number = account(amount=50_000)
    block_account(
        account=number, kind=BlockKind.AMOUNT, amount=30_000, reference="G-7", authority="Court", reason="debt",
        by=KARIM, at=MONDAY,
    )  # fmt: skip

    with pytest.raises(BalanceTooLow, match="200"):
        paid_out(number, 20_001)
    assert paid_out(number, 20_000).available == 0


def test_from_a_blocked_account_and_to_a_blocked_customer_nothing_is_paid() -> None:
    number, other = account("amina", amount=50_000), account("brahim", amount=50_000)
    block_account(
        account=number, kind=BlockKind.WHOLE, reference="C-1", authority="Court", reason="debt", by=KARIM, at=MONDAY
    )  # fmt: skip
    block_customer(number=queries.account(other).holder.number, reason="court", by=KARIM, at=MONDAY)

    with pytest.raises(BankAccountBlocked):
        paid_out(number, 1)
    with pytest.raises((CustomerNotActive, BankAccountBlocked)):
        paid_out(other, 1)


def test_who_may_be_on_a_list_is_paid_nothing_until_it_is_decided() -> None:
    suspicious = enrolled(
        given_name="Kacem", family_name="Boutayeb Khayali", given_name_ar="", family_name_ar="", born="1970-02-03",
        phone="+212699999999", documents=[card("KB123456")],
    ).number  # fmt: skip
    number = account(holder=suspicious, product="wallet", amount=10_000)
    screened()

    with pytest.raises((Held, BankAccountBlocked)):
        paid_out(number, 1, document="KB123456")
    assert holds(number) == 10_000


def test_a_clerk_alone_pays_out() -> None:
    number = account(amount=50_000)

    with pytest.raises(NotAllowed):
        paid_out(number, 1, by=staff("sara", Role.SORTER, AGENCY))


def test_a_note_that_is_too_long_is_cut_and_one_that_cannot_be_kept_is_refused() -> None:
    number = account(amount=50_000)

    done = paid_out(number, 1_000, note="x" * 500)

    entry = money.entry_keyed(done.entry)
    assert entry is not None
    assert len(entry.note) == 200
    with pytest.raises(TransferDeclined):
        paid_out(number, 1_000, note="a\0b")
    assert holds(number) == 49_000
