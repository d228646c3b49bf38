"""An amount goes from an account of ours to one at another bank: once, and never more than is there."""

from typing import Any
from uuid import UUID

import pytest

from rekkas.bank.errors import (
    BalanceTooLow,
    BankAccountClosed,
    ChannelClosed,
    LimitReached,
    NotYourAccount,
    PaperDiffers,
)
from rekkas.base.access import customer_actor
from rekkas.base.choices import Role
from rekkas.base.errors import InvalidInput, KeyReused, NotAllowed, Refused
from rekkas.money.errors import NothingMoves
from rekkas.payments import queries
from rekkas.payments.errors import (
    PayeeAccountNotRight,
    PayeeIsOurs,
    TransferAskedBefore,
    TransferCurrencyDiffers,
    TransferTooLarge,
)
from tests.bank.accounts import PAPERS, holds, paid_in
from tests.build import AGENCY, BOSS, FATIMA, staff, with_till
from tests.payments import transfers_world as world
from tests.payments.transfers_world import account, elsewhere, send, state

pytestmark = pytest.mark.usefixtures("clearing")


def available(number: str) -> int:
    return world.bank.standing(world.bank.account(number)).available


def test_it_leaves_the_account_with_its_fee_and_waits_for_the_next_cut_off() -> None:
    source = account(amount=1_000_000)

    done = send(source, 250_000)

    assert (done.state, done.fee, state(done.number)) == ("waiting", 300, "waiting")
    assert (holds(source), world.cleared()) == (749_700, 250_000)
    row = queries.credit_transfer(done.number)
    assert (row.payee_bank, row.end_to_end_id, row.transaction_id) == ("901", done.number, done.number)
    assert [event.after for event in queries.events_of(row)] == ["received", "waiting"]
    assert isinstance(done.entry, UUID)
    assert world.nothing_is_wrong()


def test_a_request_sent_twice_moves_once() -> None:
    source = account(amount=1_000_000)

    assert send(source, key="k-1") == send(source, key="k-1")
    with pytest.raises(KeyReused):
        send(source, 1, key="k-1")
    assert world.cleared() == 100_000


def test_a_rib_and_an_iban_of_another_bank_are_taken_however_spaced() -> None:
    source = account(amount=1_000_000)
    text = elsewhere(7)

    send(source, 1, " ".join(text[at : at + 4] for at in range(0, 28, 4)))
    send(source, 2, text[4:])

    assert world.cleared() == 3


WRONG: dict[str, tuple[dict[str, Any], type[Refused]]] = {
    "wrong key of the RIB": ({"to": elsewhere()[4:-2] + "00"}, PayeeAccountNotRight),
    "wrong check of the IBAN": ({"to": "MA65" + elsewhere()[4:]}, PayeeAccountNotRight),
    "too short": ({"to": "MA64"}, PayeeAccountNotRight),
    "words": ({"to": "my cousin"}, PayeeAccountNotRight),
    "abroad": ({"to": "GB82WEST12345698765432"}, PayeeAccountNotRight),
    "of this bank": ({"to": elsewhere(5, "999")}, PayeeIsOurs),
    "another currency": ({"currency": "EUR"}, TransferCurrencyDiffers),
    "nothing": ({"amount": 0}, NothingMoves),
    "below zero": ({"amount": -5}, NothingMoves),
    "more than is there": ({"amount": 999_800}, BalanceTooLow),
    "nobody": ({"payee_name": "  "}, InvalidInput),
    "a name too long": ({"payee_name": "x" * 141}, InvalidInput),
    "beyond 64 bits": ({"amount": 2**63}, TransferTooLarge),
    "beyond any number": ({"amount": 10**30}, TransferTooLarge),
    "too large at once": ({"amount": 2_000_001, "at_once": True}, TransferTooLarge),
}


@pytest.mark.parametrize("case", sorted(WRONG))
def test_what_is_not_right_is_refused_and_nothing_moved(case: str) -> None:
    changes, refusal = WRONG[case]
    source = account(amount=1_000_000)
    before = world.everything()

    with pytest.raises(refusal):
        send(source, **changes)

    assert world.everything() == before


def test_a_reference_of_the_payer_is_used_once() -> None:
    source = account(amount=1_000_000)
    first = send(source, reference="RENT-3")

    with pytest.raises(TransferAskedBefore, match=first.number):
        send(source, reference="RENT-3")


def test_a_savings_book_sends_nothing_to_others() -> None:
    source = account("amina", "savings", amount=1_000_000)

    with pytest.raises(ChannelClosed):
        send(source)


def test_what_leaves_a_wallet_is_counted_against_the_limits_of_the_day() -> None:
    source = account("amina", "wallet", level="2", amount=500_000)
    send(source, 300_000)

    with pytest.raises(LimitReached):
        send(source, 200_001)


def test_an_account_closed_a_second_ago_sends_nothing() -> None:
    from tests.payments.transfers_world import shut

    source = account()
    shut(source)

    with pytest.raises(BankAccountClosed):
        send(source)


def test_a_small_amount_can_go_at_once_in_a_file_of_its_own() -> None:
    source = account(amount=3_000_000)

    done = send(source, 2_000_000, at_once=True)

    assert (done.state, state(done.number)) == ("sent", "sent")
    row = queries.credit_transfer(done.number)
    assert row.sent_file is not None
    message = world.read(bytes(row.sent_file.content))
    (sent,) = message.transfers
    assert (sent.transaction_id, sent.amount, row.sent_file.cut_off) == (done.number, 2_000_000, None)
    assert world.cut_off().transfer_count == 0
    assert world.nothing_is_wrong()


def test_at_the_counter_somebody_who_may_act_shows_a_paper() -> None:
    source = account(amount=1_000_000)

    done = send(source, office=AGENCY, document=PAPERS[world.holder(source)], by=BOSS)

    assert queries.credit_transfer(done.number).office_code == AGENCY
    with pytest.raises(PaperDiffers):
        send(source, office=AGENCY, document="ZZ999999")


def test_a_customer_who_acts_alone_sends_from_what_is_theirs_only() -> None:
    source, other = account(amount=1_000_000), account("youssef", amount=1_000_000)
    amina = customer_actor(world.holder(source))

    assert send(source, by=amina).state == "waiting"
    with pytest.raises(NotYourAccount):
        send(other, by=amina)

    assert holds(other) == 1_000_000


# ---- large amounts ---------------------------------------------------------------------------------------------


def test_a_large_amount_is_set_aside_until_a_second_person_has_looked() -> None:
    world.rules(second_person_from=500_000)
    source = account(amount=1_000_000)

    done = send(source, 600_000)

    assert (done.state, state(done.number)) == ("held", "held")
    assert (holds(source), available(source), world.cleared()) == (1_000_000, 399_700, 0)
    with pytest.raises(BalanceTooLow):
        send(source, 399_701)
    assert world.nothing_is_wrong()


def test_what_could_not_be_paid_is_not_even_set_aside() -> None:
    world.rules(second_person_from=500_000)
    source = account(amount=600_000)
    before = world.everything()

    with pytest.raises(Refused):
        send(source, 600_000)  # the fee is not there

    assert world.everything() == before


def test_whoever_may_not_is_refused() -> None:
    source = account(amount=1_000_000)

    with pytest.raises(NotAllowed):
        send(source, by=staff("ali", Role.SORTER))


def test_what_was_paid_in_later_can_be_sent() -> None:
    source = account()
    with pytest.raises(BalanceTooLow):
        send(source, 1)
    paid_in(source, 10_000, by=with_till(FATIMA))

    assert send(source, 1).state == "waiting"
