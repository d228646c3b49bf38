"""What an entry moved is moved back, once, in the name of whoever does it."""

from typing import Any
from uuid import UUID

import pytest
from django.apps import apps

from rekkas.base.actors import system
from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed, Refused
from rekkas.money.choices import AccountState, EntryKind
from rekkas.money.commands import close_day, reverse_entry, set_account_states
from rekkas.money.entries import AccountStanding, Leg, TransferEntry, reversal
from rekkas.money.models import Entry, Line
from rekkas.money.queries import balance, lines_of
from tests.build import BOSS, MONDAY, key, later, staff
from tests.money.purses import (
    AMINA,
    BANK,
    BRAHIM,
    INCOME,
    SAFE,
    TILL,
    everything,
    hold,
    holds,
    opened,
    outcomes,
    paid_in,
    post,
    transfer,
    wrong,
)

pytestmark = pytest.mark.django_db
WHY, POSTAGE = "keyed twice", transfer().key


def reverse(entry: UUID = POSTAGE, **changes: Any) -> UUID:
    return reverse_entry(entry=entry, **{"note": WHY, "by": BOSS, "at": MONDAY, **changes})


def back(of: UUID, word: str = "back", **changes: Any) -> TransferEntry:
    """A reversal under a key of its own."""
    return reversal(of, key=key("transfer", word), happened_at=MONDAY, note=WHY, **changes)


def code_of(entry: UUID, **changes: Any) -> str:
    with pytest.raises(Refused) as refused:
        reverse(entry, **changes)
    return f"{refused.value.code} {refused.value}"


def test_what_moved_is_moved_back_and_both_entries_stay() -> None:
    post(transfer())

    reverse()

    assert (balance(TILL), balance(INCOME)) == (0, 0)
    first, second = Entry.objects.order_by("id")
    assert (second.reverses, second.kind, second.note) == (first, EntryKind.REVERSAL, WHY)
    assert wrong() == []


def test_it_carries_its_own_author_and_never_the_first_ones() -> None:
    post(transfer(), by=system("fatima"))

    reverse(by=system("support 12"))

    line = list(lines_of(TILL))[-1]
    assert (line.actor_kind, line.actor_name, line.delta, line.note) == ("system", "support 12", -3_500, WHY)


def test_all_legs_are_moved_back_in_both_books() -> None:
    opened()
    post(paid_in(10_000))
    fee = Leg("fees:transfers:MAD", AMINA, 50, "MAD")
    post(transfer("paid", source=BRAHIM, target=AMINA, amount=1_000, also=(fee,)))

    reverse(key("transfer", "paid"))
    reverse(paid_in(1).key)

    assert [holds(one) for one in (AMINA, BRAHIM, "fees:transfers:MAD", TILL, BANK)] == [0] * 5
    assert wrong() == []


def test_a_second_request_for_the_same_reversal_moves_nothing_more() -> None:
    post(transfer())

    assert reverse() == reverse() == reverse(at=later(48))

    assert balance(TILL) == 0
    assert Entry.objects.count() == 2


def test_an_entry_is_reversed_once_whatever_the_key() -> None:
    post(transfer(), transfer("other"))
    reverse()
    before = everything()

    assert outcomes(back(transfer().key)) == ["money.already-reversed"]
    assert code_of(transfer().key, note="another reason").startswith("money.already-reversed")

    assert everything() == before


def test_of_two_reversals_in_one_batch_one_moves() -> None:
    post(transfer())

    assert outcomes(back(transfer().key, "1st"), back(transfer().key, "2nd"), back(transfer().key, "1st")) == [
        "posted", "money.already-reversed", "repeated",
    ]  # fmt: skip
    assert balance(TILL) == 0


def test_a_reversal_is_not_reversed() -> None:
    post(transfer())
    again = reverse()

    assert "cannot be reversed" in code_of(again)
    assert balance(TILL) == 0


def test_a_hold_is_let_go_and_not_reversed() -> None:
    opened()
    post(paid_in(10_000), hold())

    assert "cannot be reversed" in code_of(hold().key)


def test_an_entry_that_nobody_knows_cannot_be_reversed() -> None:
    assert "No entry is known" in code_of(key("nobody"))
    assert Entry.objects.count() == 0


def test_a_reversal_brings_no_legs_of_its_own() -> None:
    post(transfer(), transfer("more"))

    odd = transfer(
        "odd", source=TILL, target=INCOME, amount=1, kind=EntryKind.REVERSAL, reverses=transfer().key
    )
    odder = back(transfer().key, "odder", office="MA0001")
    legs = TransferEntry(
        key=key("legs"), source="", target="", amount=0, currency="", kind=EntryKind.REVERSAL, happened_at=MONDAY,
        reverses=transfer().key, also=(Leg(TILL, INCOME, 1, "MAD"),),
    )  # fmt: skip

    assert outcomes(odd, legs, odder) == ["money.not-reversible", "money.not-reversible", "posted"]


def test_what_was_spent_meanwhile_cannot_be_moved_back() -> None:
    post(transfer())
    post(transfer("on", source=TILL, target=SAFE, amount=1))
    before = everything()

    assert "cannot give" in code_of(transfer().key)

    assert everything() == before
    post(transfer("refill", amount=1))
    reverse()
    assert balance(TILL) == 0


def test_what_was_paid_to_a_closed_account_cannot_be_moved_back() -> None:
    opened()
    post(paid_in(100))
    post(transfer("on", source=BRAHIM, target=AMINA, amount=100))
    set_account_states(states=[AccountStanding(AMINA, AccountState.CLOSED)], by=BOSS, at=MONDAY)

    assert "is closed" in code_of(key("transfer", "on"))
    assert holds(BRAHIM) == 100


def test_an_entry_of_a_closed_day_is_moved_back_on_an_open_one() -> None:
    post(transfer())
    close_day(book="post", business_date=MONDAY.date(), by=BOSS, at=later(20))

    reverse(at=later(26))

    first, second = Entry.objects.order_by("id")
    assert (first.business_date, second.business_date) == (MONDAY.date(), later(26).date())
    assert wrong() == []


def test_a_line_is_added_and_none_is_taken_away() -> None:
    post(transfer())
    before = list(Line.objects.values_list())

    reverse()

    assert list(Line.objects.order_by("number").values_list())[:1] == before
    assert [line.after for line in lines_of(TILL)] == [3_500, 0]


def test_the_act_is_recorded_with_its_author() -> None:
    post(transfer())
    reverse()

    assert (
        apps.get_model("base", "ActionRecord")
        .objects.filter(verb="money.reverse_entry", actor_name=BOSS.name)
        .count()
        == 1
    )


@pytest.mark.parametrize("role", [Role.CLERK, Role.COURIER, Role.INSPECTOR])
def test_those_who_handle_mail_reverse_nothing_freely(role: Role) -> None:
    post(transfer())

    with pytest.raises(NotAllowed):
        reverse(by=staff("someone", role))
    assert balance(TILL) == 3_500
