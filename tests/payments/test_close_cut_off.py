"""Everything that waits goes into one file, once; the file is written once and never changes."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from postkit.iso20022.parts import Agent
from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed
from rekkas.payments import queries
from rekkas.payments.commands import cutting_off
from rekkas.payments.errors import CutOffNotDue, NoClearing, NoSuchCutOff
from rekkas.payments.queries.clearing import cut_off_moments, next_cut_offs
from tests.bank.accounts import holds
from tests.build import MONDAY, staff
from tests.payments import transfers_world as world
from tests.payments.transfers_world import (
    account,
    arrival,
    arrivals,
    cut_off,
    elsewhere,
    employer,
    files,
    payment_file,
    receive,
    send,
    state,
    take_arrivals,
    wage,
)

pytestmark = pytest.mark.usefixtures("clearing")


def test_one_file_holds_every_transfer_that_waits() -> None:
    source = account(amount=2_000_000)
    one = send(source, 250_000, reference="RENT-3")
    two = receive(payment_file(source, wage(elsewhere(9, "902"), 300_000, "E-9")), source)

    closed = cut_off()

    assert (closed.transfer_count, closed.total, closed.return_count) == (2, 550_000, 0)
    (message,) = files()
    assert (message.message_id, message.settlement.settled_date, message.settlement.system) == (
        "REKKMAMC-20260302-1", date(2026, 3, 2), "REKKASDEMO",
    )  # fmt: skip
    first, second = message.transfers
    assert (first.transaction_id, first.end_to_end_id, first.amount, first.creditor, first.remittance.text) == (
        one.number, "RENT-3", 250_000, "Karima Idrissi", "Rent of March",
    )  # fmt: skip
    assert (first.debtor_agent, first.creditor_agent) == (world.US, world.COAST)
    assert first.debtor_account.number == world.iban(source)
    assert (second.end_to_end_id, second.creditor_agent, second.creditor_account.number) == (
        "E-9", world.ATLAS, elsewhere(9, "902"),
    )  # fmt: skip
    assert (state(one.number), world.states(two.number)) == ("sent", ["sent"])
    assert world.cleared() == 550_000
    assert world.nothing_is_wrong()


def test_a_bank_that_has_no_bic_and_one_that_is_not_listed_go_by_their_number() -> None:
    source = account(amount=2_000_000)
    send(source, 1, elsewhere(1, "903"))
    send(source, 2, elsewhere(1, "777"))

    cut_off()

    (message,) = files()
    assert [one.creditor_agent for one in message.transfers] == [Agent("", "903"), Agent("", "777")]


def test_closing_again_answers_the_same_and_the_file_stays_byte_for_byte() -> None:
    source = account(amount=2_000_000)
    send(source)
    first = cut_off()
    (file,) = queries.files_of(queries.cut_off("MA", first.business_date, 1))
    content = world.content_of(file.digest)
    send(source)

    again = cut_off(by=world.LATIFA, at=MONDAY + timedelta(days=1))

    assert again == first
    assert world.content_of(file.digest) == content
    assert len(queries.clearing_files()) == 1


def test_what_comes_later_is_in_the_next_file_and_in_no_other() -> None:
    source = account(amount=2_000_000)
    one = send(source, 1)
    cut_off(1)
    two = send(source, 2)

    cut_off(2)
    cut_off(3)

    assert [[sent.transaction_id for sent in message.transfers] for message in files(1) + files(2)] == [
        [one.number], [two.number],
    ]  # fmt: skip
    assert files(3) == []
    assert world.nothing_is_wrong()


def test_a_cut_off_is_not_closed_before_its_time() -> None:
    send(account(amount=2_000_000))

    with pytest.raises(CutOffNotDue, match="09:30"):
        cut_off(1, at=datetime(2026, 3, 2, 9, 29, 59, tzinfo=UTC))

    assert cut_off(1, at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC)).transfer_count == 1


@pytest.mark.parametrize(
    ("day", "ordinal"),
    [
        (date(2026, 3, 2), 0),
        (date(2026, 3, 2), 4),
        (date(2026, 3, 1), 1),  # a Sunday
        (date(2026, 3, 20), 1),  # a holiday
    ],
)
def test_there_is_no_cut_off_on_a_day_of_rest_nor_beyond_the_last(day: date, ordinal: int) -> None:
    with pytest.raises(NoSuchCutOff):
        cut_off(ordinal, day)


def test_the_next_cut_offs_pass_over_days_of_rest() -> None:
    rules = queries.clearing_rules("MA")
    friday = datetime(2026, 3, 6, 13, 0, tzinfo=UTC)

    found = next_cut_offs(rules, friday, count=4)

    assert [(one.business_date.day, one.ordinal) for one in found] == [(6, 1), (6, 2), (6, 3), (9, 1)]
    assert cut_off_moments(rules, date(2026, 3, 20)) == []


def test_without_a_clearing_there_is_no_cut_off() -> None:
    with pytest.raises(NoClearing):
        cut_off(country="SN")


def test_whoever_may_not_is_refused() -> None:
    with pytest.raises(NotAllowed):
        cut_off(by=staff("ali", Role.CLERK))


# ---- what goes back --------------------------------------------------------------------------------------------


def test_what_could_not_be_credited_goes_back_in_a_file_for_each_file_in_which_it_came() -> None:
    amina = account("amina")
    unknown = elsewhere(31, "999")
    take_arrivals(arrivals(arrival(unknown, 100, "X-1"), arrival(world.iban(amina), 5), message_id="C-1"))
    take_arrivals(arrivals(arrival(unknown, 200, "X-2"), arrival(unknown, 400, "X-3"), message_id="C-2"))
    assert (world.kept(), world.cleared()) == (700, -705)

    closed = cut_off()

    assert (closed.transfer_count, closed.return_count, closed.return_total) == (0, 3, 700)
    one, two = files()
    assert (one.original_message_id, [(sent.transaction_id, sent.amount) for sent in one.transfers]) == (
        "C-1", [("X-1", 100)],
    )  # fmt: skip
    assert [(sent.transaction_id, sent.reasons[0].code) for sent in two.transfers] == [
        ("X-2", "AC03"), ("X-3", "AC03"),
    ]  # fmt: skip
    assert (one.instructed, one.original_name) == (world.COAST, "pacs.008.001.08")
    assert (world.kept(), world.cleared()) == (0, -5)
    assert world.nothing_is_wrong()


# ---- many, and half-way ----------------------------------------------------------------------------------------


def test_a_cut_off_of_any_size_takes_the_same_number_of_statements(statements: Any) -> None:
    source = employer()

    def wait(count: int, word: str) -> None:
        receive(
            payment_file(
                source, *(wage(elsewhere(n), 1, f"{word}-{n}") for n in range(count)), message_id=word
            ),
            source,
        )

    wait(2, "few")
    with statements() as few:
        cut_off(1)
    wait(300, "many")
    with statements() as many:
        cut_off(2)

    assert len(many) == len(few) <= 20


def test_a_cut_off_that_was_killed_half_way_is_closed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    source = account(amount=2_000_000)
    done = send(source)
    before = world.everything()
    real = cutting_off.take_steps

    def dies(*args: Any, **kwargs: Any) -> None:
        real(*args, **kwargs)
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(cutting_off, "take_steps", dies)
        with pytest.raises(SystemExit), transaction.atomic():
            cut_off()
    assert world.everything() == before

    cut_off()

    (message,) = files()
    assert [one.transaction_id for one in message.transfers] == [done.number]


@hypothesis_settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(["send", "close", "cancel", "reject"]), max_size=12))
def test_whatever_happens_a_transfer_is_in_one_file_and_the_clearing_agrees(deeds: list[str]) -> None:
    with transaction.atomic():
        source = account(f"w{uuid4().hex[:6]}", amount=2_000_000)
        sent: list[str] = []
        closed = 0
        for deed in deeds:
            if deed == "send":
                sent.append(send(source, 1_000).number)
            elif deed == "close" and closed < 3:
                closed += 1
                cut_off(closed)
            elif deed == "cancel" and sent and state(sent[-1]) == "waiting":
                world.cancel(sent[-1])
            elif deed == "reject" and closed and files(closed):
                world.take_status(world.status(whole="RJCT", original=f"REKKMAMC-20260302-{closed}"))
        inside = [
            one.transaction_id
            for ordinal in range(1, closed + 1)
            for m in files(ordinal)
            for one in m.transfers
        ]
        assert len(inside) == len(set(inside))
        assert set(inside) == {number for number in sent if state(number) in {"sent", "rejected"}}
        lost = sum(1_300 for number in sent if state(number) in {"sent", "waiting"})
        lost += sum(300 for number in sent if state(number) == "rejected")
        assert holds(source) == 2_000_000 - lost
        assert world.nothing_is_wrong()
        transaction.set_rollback(True)


# ---- going round the command -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE payments_credittransfer SET sent_file_id = NULL", "evidence_is_never_written_anew"),
        ("UPDATE payments_clearingfile SET message_id = 'M'", "append-only"),
        ("DELETE FROM payments_clearingfile", "append-only"),
        ("UPDATE payments_cutoff SET total = 0", "append-only"),
        ("DELETE FROM payments_cutoff", "append-only"),
    ],
)
def test_what_was_sent_is_never_written_anew(statement: str, what: str) -> None:
    send(account(amount=2_000_000))
    cut_off()

    with pytest.raises(IntegrityError, match=what), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_cut_off_has_one_file_of_transfers() -> None:
    send(account(amount=2_000_000))
    cut_off()

    with (
        pytest.raises(IntegrityError, match=r"cut_off_has_one_file_of_transfers|cut_off_id"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO payments_clearingfile (direction, message, message_id, sender, name, content, digest, "
            "currency, transfer_count, total, cut_off_id, recorded_at, recorded_by) SELECT direction, message, "
            "'other', sender, name, content, 'other', currency, transfer_count, total, cut_off_id, recorded_at, "
            "recorded_by FROM payments_clearingfile"
        )
