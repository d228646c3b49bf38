"""What another bank says of our transfers acts once; what is said twice, too early or of nobody is kept, never lost."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from postkit.iso20022.parts import Reason
from postkit.iso20022.statuses import TransferStatus
from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed
from rekkas.payments import queries
from rekkas.payments.errors import NotForUs, PaymentFileNotRight
from tests.bank.accounts import holds
from tests.build import MONDAY, staff
from tests.payments import transfers_world as world
from tests.payments.transfers_world import (
    BOMB,
    EXTERNAL,
    account,
    arrival,
    arrivals,
    cut_off,
    said,
    send,
    shut,
    state,
    status,
    take_arrivals,
    take_returns,
    take_status,
)

pytestmark = pytest.mark.usefixtures("clearing")


def sent(count: int = 1, amount: int = 100_000) -> tuple[str, list[str]]:
    """Transfers in the first file of the day: the account that paid, and their numbers."""
    source = account(amount=1_000_000)
    numbers = [send(source, amount).number for _ in range(count)]
    cut_off()
    return source, numbers


def outcomes() -> list[tuple[str, str]]:
    """What became of each line of the latest file."""
    file = queries.clearing_files("in")[0]
    return [(note.outcome, note.aside) for note in queries.notes_of(file)]


def test_an_accepted_transfer_is_settled() -> None:
    source, (number,) = sent()

    taken = take_status(status(said("ACSC", number)))

    assert (taken.applied, taken.repeated, taken.aside, taken.is_new) == (1, 0, 0, True)
    assert (state(number), holds(source), world.cleared()) == ("settled", 899_700, 100_000)
    assert world.nothing_is_wrong()


def test_a_refused_transfer_goes_back_to_its_payer_with_the_reason() -> None:
    source, (number, other) = sent(2)

    take_status(status(said("RJCT", number, "AC04"), said("ACCC", other)))

    row = queries.credit_transfer(number)
    assert (row.state, row.reason, state(other)) == ("rejected", "AC04", "settled")
    assert (holds(source), world.cleared()) == (1_000_000 - 100_000 - 600, 100_000)  # both fees stay
    assert world.nothing_is_wrong()


def test_a_transfer_is_named_by_its_reference_too() -> None:
    _, (number,) = sent()

    take_status(status(TransferStatus("ACSC", end_to_end_id=number)))

    assert state(number) == "settled"


@pytest.mark.parametrize(("whole", "becomes"), [("ACSC", "settled"), ("RJCT", "rejected"), ("ACSP", "sent")])
def test_what_is_said_of_the_whole_holds_for_what_has_no_line(whole: str, becomes: str) -> None:
    _source, (one, two, three) = sent(3)
    lines = [said("RJCT", one)] if whole == "ACSC" else [said("ACSC", one)] if whole == "RJCT" else []

    take_status(status(*lines, whole=whole, reasons=[Reason("MS02")] if whole == "RJCT" else []))

    assert (state(two), state(three)) == (becomes, becomes)
    assert world.nothing_is_wrong()


@pytest.mark.parametrize("early", ["ACTC", "ACSP", "PDNG", "RCVD", "ACCP"])
def test_what_is_only_under_way_changes_nothing(early: str) -> None:
    _, (number,) = sent()

    taken = take_status(status(said(early, number)))

    assert (taken.applied, state(number)) == (1, "sent")


def test_the_very_same_file_again_gets_the_same_answer() -> None:
    source, (number,) = sent()
    content = status(said("RJCT", number))
    first = take_status(content)

    again = take_status(content, name="again.xml")

    assert (again.file, again.applied, again.is_new) == (first.file, 1, False)
    assert holds(source) == 1_000_000 - 300


def test_what_is_said_twice_in_two_files_acts_once() -> None:
    source, (number,) = sent()
    take_status(status(said("RJCT", number)))

    taken = take_status(status(said("RJCT", number)))

    assert (taken.applied, taken.repeated, taken.aside) == (0, 1, 0)
    assert holds(source) == 1_000_000 - 300
    assert world.nothing_is_wrong()


@pytest.mark.parametrize("order", permutations(["ACSP", "ACSC", "ACCC"]), ids="-".join)
def test_statuses_that_agree_may_come_in_any_order(order: tuple[str, ...]) -> None:
    _, (number,) = sent()

    taken = [take_status(status(said(word, number))) for word in order]

    assert state(number) == "settled"
    assert sum(one.aside for one in taken) == 0
    assert world.nothing_is_wrong()


@pytest.mark.parametrize(("first", "second"), [("ACSC", "RJCT"), ("RJCT", "ACSC")])
def test_what_contradicts_is_kept_aside_and_the_first_stands(first: str, second: str) -> None:
    source, (number,) = sent()
    take_status(status(said(first, number)))
    before = (state(number), holds(source), world.cleared())

    taken = take_status(status(said(second, number)))

    assert (taken.aside, outcomes()) == (1, [("aside", "contradicts")])
    assert (state(number), holds(source), world.cleared()) == before
    (note,) = queries.kept_aside()
    assert (note.transfer.number, note.status) == (number, second)
    assert world.nothing_is_wrong()


def test_what_is_said_of_nobody_is_kept_aside() -> None:
    sent()

    taken = take_status(status(said("RJCT", "TR9999999999", "AC01")))

    assert (taken.aside, outcomes()) == (1, [("aside", "unknown")])


def test_so_is_a_whole_file_that_we_never_sent() -> None:
    _, (number,) = sent()

    taken = take_status(status(said("RJCT", number), original="REKKMAMC-20200101-1"))

    assert (taken.aside, state(number)) == (1, "sent")


def test_what_is_said_before_it_was_sent_is_kept_aside() -> None:
    source, _ = sent()
    waiting = send(source).number

    take_status(status(said("ACSC", waiting)))

    assert (outcomes(), state(waiting)) == ([("aside", "unknown")], "waiting")


def test_money_of_an_account_that_was_closed_meanwhile_waits_for_a_person() -> None:
    source = account(amount=100_300)
    number = send(source, 100_000).number
    cut_off()
    shut(source)

    take_status(status(said("RJCT", number, "AC04")))

    assert (state(number), world.kept(), world.cleared()) == ("rejected", 100_000, 0)
    (held,) = queries.unallocated_open()
    assert (held.transfer.number, held.amount, held.code) == (number, 100_000, "money.account-closed")
    assert world.nothing_is_wrong()


def test_a_refused_return_is_kept_aside_and_an_accepted_one_is_not() -> None:
    take_arrivals(arrivals(arrival(world.elsewhere(31, "999"), 100, "X-1"), message_id="C-1"))
    cut_off()
    of_returns: dict[str, Any] = {"original": "REKKMAMC-20260302-1-R1", "name": "pacs.004.001.09"}

    assert take_status(status(said("ACSC", "X-1"), **of_returns)).applied == 1
    assert take_status(status(said("RJCT", "X-1"), **of_returns)).aside == 1
    assert world.nothing_is_wrong()


@pytest.mark.parametrize("content", [BOMB, EXTERNAL, b""], ids=["bomb", "entity", "nothing"])
def test_what_is_no_status_is_refused_and_nothing_moved(content: bytes) -> None:
    sent()
    before = world.everything()

    with pytest.raises(PaymentFileNotRight):
        take_status(content)

    assert world.everything() == before


def test_a_status_for_another_bank_is_refused() -> None:
    content = status(whole="ACSC").replace(b"<BICFI>REKKMAMC</BICFI>", b"<BICFI>DEMBMAMC</BICFI>")

    with pytest.raises(NotForUs):
        take_status(content)


def test_whoever_may_not_is_refused() -> None:
    with pytest.raises(NotAllowed):
        take_status(b"", by=staff("ali", Role.CLERK))


def test_any_number_of_lines_takes_the_same_number_of_statements(statements: Any) -> None:
    source = account(amount=1_000_000)
    numbers = [send(source, 1).number for _ in range(45)]
    cut_off()
    few, many = numbers[:2], numbers[2:]
    with statements() as some:
        take_status(status(*(said("RJCT", number) for number in few)))
    with statements() as all_others:
        take_status(status(*(said("RJCT", number) for number in many)))

    assert len(all_others) == len(some) <= 40


def test_a_return_before_the_status_is_not_undone_by_it() -> None:
    source, (number,) = sent()
    take_returns(world.returns(world.returned(number)))

    taken = take_status(status(said("ACSC", number)), at=MONDAY + timedelta(days=2))

    assert (taken.repeated, state(number), holds(source)) == (1, "returned", 999_700)
    assert world.nothing_is_wrong()
