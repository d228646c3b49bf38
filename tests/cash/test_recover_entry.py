"""What a fault of the program posted is moved back by the system: never in a person's name, never unseen."""

from uuid import UUID

import pytest

from rekkas.base.command import COMMANDS
from rekkas.base.errors import NotFound
from rekkas.cash import commands, queries
from rekkas.cash.errors import NotOfThisOffice, ReasonMissing, SlipTakenBack, SupportNotGranted
from rekkas.money.choices import CUSTOMER_KINDS, KEPT_BY, RULES, UNDONE_BY, AccountKind, Book, EntryKind
from rekkas.money.commands import add_accounts
from rekkas.money.entries import AccountLimit, Leg, entry_of, from_the_bank
from rekkas.money.errors import NotByHand, TransferDeclined
from rekkas.money.queries import balance_faults, trail_of
from tests.build import AGENCY, BOSS, FATIMA, MONDAY, ZAGORA_OFFICE, key, later
from tests.cash import pouches
from tests.cash.drawers import (
    ENGINEER,
    FUNDS,
    IDRISS,
    KARIM,
    LEILA,
    NADIA,
    TILL,
    VAULT,
    close_till,
    held,
    open_till,
    pieces,
    said,
    sell,
    short,
)
from tests.cash.test_ask_support_access import ask
from tests.cash.test_explain_discrepancy import explain
from tests.cash.test_grant_support_access import grant

pytestmark = pytest.mark.usefixtures("post_office")

BACK = "moved back"
# What a recovery does with each kind of entry: it moves it back, or names the verb that undoes it. A new kind decides.
RECOVERED = {
    EntryKind.POSTAGE: BACK,
    EntryKind.ARTICLE_SOLD: "counter.refund_line",
    EntryKind.ADMINISTRATION_PAID: "counter.refund_line",
    EntryKind.CARD_PAID: "counter.refund_line",
    EntryKind.REFUNDED: "counter.settle_visit",
    EntryKind.CARD_REFUNDED: "counter.settle_visit",
    EntryKind.ACT_HELD: "counter.release_act",
    EntryKind.ACT_DECIDED: "counter.release_act",
    EntryKind.COD_COLLECTED: "commerce.correct_due",
    EntryKind.COD_HANDED_OVER: "commerce.correct_due",
    EntryKind.COD_BANKED: "commerce.correct_due",
    EntryKind.COD_LOST: "commerce.correct_due",
    EntryKind.COD_PAID: "commerce.correct_due",
    EntryKind.COD_FEE: "commerce.correct_due",
    EntryKind.CASH_MOVED: BACK,  # taken at an opening; handed over or to a door: see below
    EntryKind.CASH_SENT: "cash.receive_cash",
    EntryKind.CASH_RECEIVED: "cash.send_cash",
    EntryKind.CASH_BANKED: BACK,
    EntryKind.CASH_SUPPLIED: "cash.bank_surplus",
    EntryKind.CASH_DIFFERENCE: "cash.explain_discrepancy",
    EntryKind.CASH_EXPLAINED: BACK,
    EntryKind.DEPOSIT: "bank.withdraw",
    EntryKind.WITHDRAWAL: "bank.deposit",
    EntryKind.ACCOUNT_TRANSFER: "bank.transfer_between",
    EntryKind.CREDIT_TRANSFER_OUT: "payments.cancel_transfer",
    EntryKind.CREDIT_TRANSFER_IN: "payments.send_money_back",
    EntryKind.CREDIT_TRANSFER_RETURN: "payments.allocate_money",
    EntryKind.SALARY: "bank.transfer_between",
    EntryKind.ORDER_ISSUED: "payments.cancel_money_order",
    EntryKind.ORDER_PAID: "payments.reverse_payment",
    EntryKind.ORDER_REIMBURSED: "payments.issue_money_order",
    EntryKind.ORDER_FEE: "payments.cancel_money_order",
    EntryKind.BILL_PAID: "payments.cancel_bill_payment",
    EntryKind.BILL_CANCELLED: "payments.pay_bill",
    EntryKind.BILLER_REMITTED: "payments.remit_biller",
    EntryKind.FEE: "bank.transfer_between",
    EntryKind.INTEREST: "bank.capitalise_interest",
    EntryKind.TAX: "bank.capitalise_interest",
    EntryKind.EXCHANGE: BACK,
    EntryKind.SETTLEMENT: "payments.settle_clearing",
    EntryKind.REVERSAL: "",  # nothing moves it back
    EntryKind.CORRECTION: BACK,
}


def recover(entry: UUID, branch: str = AGENCY, reason: str = "Sold twice by a frozen screen.") -> str:
    return commands.recover_entry(entry=entry, branch=branch, reason=reason, by=ENGINEER, at=later(0.5))


def test_a_recovery_names_the_system_and_says_who_asked() -> None:
    open_till()
    sale = sell()
    grant(ask())

    recover(sale.key)

    (line,) = queries.unseen_lines(TILL)
    assert (line.actor_kind, line.actor_name, line.kind, line.delta) == (
        "system",
        "recovery",
        "reversal",
        -3_500,
    )
    assert line.note == "Sold twice by a frozen screen. (zineb)"
    assert held(TILL) == [50_000]


def test_without_a_grant_nothing_is_recovered() -> None:
    sale = sell()

    with pytest.raises(SupportNotGranted):
        recover(sale.key)
    assert held(TILL) == [3_500]


def test_an_entry_is_recovered_once_and_only_where_it_moved_cash() -> None:
    sale = sell()
    grant(ask())
    grant(ask(ZAGORA_OFFICE), by=LEILA, office=ZAGORA_OFFICE)
    with pytest.raises(NotOfThisOffice):
        recover(sale.key, ZAGORA_OFFICE)
    with pytest.raises(NotFound):
        recover(key("nothing"))
    with pytest.raises(ReasonMissing):
        recover(sale.key, reason=" ")
    recover(sale.key)

    recover(sale.key)  # the same again moves nothing
    with pytest.raises(TransferDeclined):
        recover(sale.key, reason="Another reason.")
    assert held(TILL) == [0]
    assert later(0.5) > MONDAY


def moved(*legs: Leg, kind: EntryKind = EntryKind.CORRECTION, subject: str = "") -> UUID:
    """An entry that a fault of the program made."""
    entry = entry_of(
        legs, key=key("fault", *legs, kind), kind=kind, happened_at=MONDAY, subject=subject, office=AGENCY
    )
    said(entry, FATIMA, MONDAY)
    return entry.key


def refused(entry: UUID) -> str:
    """The verb that a recovery names instead of moving an entry back."""
    with pytest.raises(NotByHand) as told:
        recover(entry)
    return str(told.value.details["verb"])


@pytest.mark.parametrize("kind", EntryKind)
def test_each_kind_of_entry_is_moved_back_or_names_the_verb_that_undoes_it(kind: EntryKind) -> None:
    grant(ask())
    if kind is EntryKind.REVERSAL:
        with pytest.raises(TransferDeclined) as told:
            recover(UUID(recover(sell().key)))
        assert told.value.code == "money.not-reversible"
        return
    entry = moved(Leg("income:postage:MAD", TILL, 3_500, "MAD"), kind=kind)

    if RECOVERED[kind] == BACK:
        recover(entry)
    else:
        assert refused(entry) == RECOVERED[kind] in COMMANDS

    assert held(TILL) == [0 if RECOVERED[kind] == BACK else 3_500]


@pytest.mark.parametrize("kind", sorted(KEPT_BY))
def test_what_an_app_keeps_is_not_moved_behind_its_back_whatever_the_entry_is_called(kind: str) -> None:
    grant(ask())
    account = f"{kind}:7:MAD"
    if kind in CUSTOMER_KINDS:
        add_accounts(accounts=[AccountLimit(account)], by=BOSS, at=MONDAY)
    if kind == AccountKind.TRANSIT:
        moved(Leg(VAULT, account, 500, "MAD"), kind=EntryKind.CASH_SENT)
    in_the_bank = RULES[kind].book is Book.BANK
    entry = moved(
        *(from_the_bank(account, TILL, 500, "MAD") if in_the_bank else (Leg(account, TILL, 500, "MAD"),))
    )

    if KEPT_BY[kind].startswith("cash."):
        recover(entry)
    else:
        assert refused(entry) == KEPT_BY[kind]

    assert held(TILL) == [0 if KEPT_BY[kind].startswith("cash.") else 500]


def test_what_keeps_cash_on_the_road_true_is_the_verb_that_undoes_its_sending() -> None:
    """A machine is told to ask for it: nothing that would refuse in its turn."""
    grant(ask())
    entry = moved(Leg(VAULT, "transit:7:MAD", 500, "MAD"), kind=EntryKind.CASH_SENT)

    assert refused(entry) == KEPT_BY[AccountKind.TRANSIT]


def test_what_was_taken_at_an_opening_goes_back_into_the_vault() -> None:
    grant(ask())
    (taken,) = trail_of(open_till(taken=50_000).session)

    recover(taken.entry.key)

    assert held(TILL, VAULT) == [0, FUNDS]


def test_cash_that_was_handed_over_is_confirmed_as_found_or_given_back() -> None:
    grant(ask())
    open_till()
    move = commands.move_to_vault(office=AGENCY, currency="MAD", pieces=pieces(20_000), by=FATIMA, at=MONDAY)
    entry = queries.move(move).entry_key
    assert refused(entry) == "cash.confirm_move"

    commands.confirm_move(move=move, office=AGENCY, pieces=pieces(20_000), by=KARIM, at=MONDAY)

    assert refused(entry) == "cash.move_to_till"
    assert held(TILL) == [30_000]


def test_cash_of_a_money_order_on_its_way_to_a_door_is_brought_back_there() -> None:
    grant(ask())
    sell()
    bag = f"courier:{AGENCY}/youssef:MAD"

    out = moved(Leg(TILL, bag, 3_000, "MAD"), kind=EntryKind.CASH_MOVED)
    home = moved(Leg(bag, TILL, 1_000, "MAD"), kind=EntryKind.CASH_MOVED)

    assert refused(out) == "payments.bring_back_money_order"
    assert refused(home) == "payments.send_to_door"
    assert {"payments.bring_back_money_order", "payments.send_to_door"} <= set(COMMANDS)
    assert held(bag) == [2_000]


def test_a_pouch_is_received_and_sent_back_and_never_moved_behind_its_state() -> None:
    grant(ask())
    pouches.send()
    (sent,) = trail_of(pouches.POUCH)

    assert refused(sent.entry.key) == "cash.receive_cash"
    assert queries.pouch(pouches.POUCH).is_on_the_road
    assert held(pouches.TRANSIT) == [100_000]


def test_a_slip_that_was_taken_back_is_not_said_to_be_paid_in_again() -> None:
    grant(ask())
    slip = {
        "slip": "SL1",
        "office": AGENCY,
        "currency": "MAD",
        "pieces": pieces(20_000),
        "by": KARIM,
        "at": MONDAY,
    }
    commands.bank_surplus(**slip)
    banked = next(one for one in trail_of("SL1"))
    recover(banked.entry.key)

    with pytest.raises(SlipTakenBack):
        commands.bank_surplus(**slip)

    assert held(VAULT) == [FUNDS]


def test_an_answer_that_is_taken_back_is_a_question_anew() -> None:
    number = short(300)
    explain(number)
    entry = queries.statements_of(number)[-1].entry_key
    assert entry is not None
    grant(ask())
    first = recover(entry)
    recover(entry)  # the same again asks nothing again

    (again,) = queries.cases(waiting=True)
    before = queries.case(number)
    assert (again.kind, again.account, again.reference, again.clerk, again.amount) == (
        before.kind, before.account, before.reference, before.clerk, -300,
    )  # fmt: skip
    assert (before.state, queries.rest_of(before), queries.rest_of(again)) == ("explained", 0, -300)
    for one in (before, again):
        told = queries.statements_of(one.number)[-1]
        assert (told.kind, told.actor_name, str(told.entry_key)) == ("said", "zineb", first)
        assert told.text == f"{number} → {again.number}: Sold twice by a frozen screen."
    explain(again.number)
    assert list(queries.cash_faults()) == list(balance_faults()) == []


def test_so_is_a_surplus_that_the_post_kept() -> None:
    open_till()
    number = close_till(50_400).case
    commands.propose_write_off(case=number, reason="Small.", by=IDRISS, at=later(30))
    commands.write_off_discrepancy(case=number, by=NADIA, at=later(31))
    entry = queries.statements_of(number)[-1].entry_key
    assert entry is not None
    grant(ask())

    recover(entry)

    (again,) = queries.cases(waiting=True)
    assert (again.amount, queries.rest_of(again), queries.case(number).state) == (400, 400, "written-off")
    assert list(queries.cash_faults()) == []


def test_an_answer_is_taken_back_where_the_question_is() -> None:
    number = short(300)
    explain(number)
    entry = queries.statements_of(number)[-1].entry_key
    assert entry is not None
    grant(ask(ZAGORA_OFFICE), by=LEILA, office=ZAGORA_OFFICE)

    with pytest.raises(NotOfThisOffice):
        recover(entry, ZAGORA_OFFICE)


def test_what_the_table_of_undoing_names_is_what_a_recovery_names() -> None:
    """The ledger's own table and this one say the same: there is one rule."""
    assert set(RECOVERED) == set(EntryKind)
    named = {kind: verb for kind, verb in RECOVERED.items() if verb not in (BACK, "")}
    assert named == {kind: verb for kind, verb in UNDONE_BY.items() if verb != "cash.recover_entry"}
