"""A file of payments is taken once, each payment of it for itself; what is wrong with it moves nothing."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from postkit.iso20022.parts import Agent, Remittance, account_of
from rekkas.bank.choices import BlockKind
from rekkas.bank.commands import block_account, block_customer, close_account
from rekkas.base.choices import Role
from rekkas.base.errors import KeyReused, NotAllowed
from rekkas.money.choices import Book
from rekkas.money.commands import close_day
from rekkas.money.queries import trail_of
from rekkas.payments import queries
from rekkas.payments.commands import payment_files, transfer_money
from rekkas.payments.errors import (
    FileRepeated,
    NoClearing,
    PayerNotTheirs,
    PaymentFileNotRight,
    TooManyPayments,
)
from tests.bank.accounts import customer, holds
from tests.build import AGENCY, BOSS, MONDAY, staff
from tests.payments import transfers_world as world
from tests.payments.transfers_world import (
    account,
    elsewhere,
    employer,
    iban,
    payment_file,
    receive,
    states,
    wage,
)


@pytest.fixture(autouse=True)
def clearing(db: None) -> None:
    world.world()


def shut(number: str) -> None:
    """Close an account a second ago."""
    from tests.bank.accounts import PAPERS

    paper = PAPERS[world.holder(number)]
    close_account(account=number, document=paper, office=AGENCY, by=BOSS, at=MONDAY, key=str(uuid4()))


def test_salaries_are_on_the_accounts_at_once() -> None:
    source, amina, youssef = employer(), account("amina"), account("youssef")

    taken = receive(payment_file(source, wage(iban(amina)), wage(iban(youssef), 500_000)), source)

    assert (taken.state, taken.taken, taken.rejected) == ("executed", 2, 0)
    assert states(taken.number) == ["settled", "settled"]
    assert (holds(amina), holds(youssef), holds(source)) == (450_000, 500_000, 10_000_000 - 950_000)
    assert world.cleared() == 0
    assert world.nothing_is_wrong()


def test_a_payment_for_another_bank_leaves_the_payer_and_waits_for_the_next_file() -> None:
    source = employer()

    taken = receive(payment_file(source, wage(elsewhere(), 200_000)), source)

    assert states(taken.number) == ["waiting"]
    assert holds(source) == 10_000_000 - 200_000 - 300  # and the fee for a transfer outside
    assert world.cleared() == 200_000
    assert world.nothing_is_wrong()


def test_an_account_is_named_by_iban_rib_number_or_telephone() -> None:
    source, amina = employer(), account("amina")
    wallet = account("salma", "wallet", level="2")
    rib = iban(amina)[4:]
    phone = world.bank.customer(world.holder(wallet)).phone

    taken = receive(
        payment_file(
            source,
            wage(rib, 100, "A"),
            wage(amina, 200, "B"),
            wage(iban(amina), 400, "C"),
            wage(phone, 800, "D"),
        ),
        source,
    )

    assert states(taken.number) == ["settled"] * 4
    assert (holds(amina), holds(wallet)) == (700, 800)


def test_a_payment_keeps_the_words_and_references_of_its_sender() -> None:
    source, amina = employer(), account("amina")
    told = Remittance("Salary of March", ("RF18539007547034",))

    taken = receive(payment_file(source, wage(iban(amina), 100, "E-1", remittance=told)), source)

    (row,) = queries.credit_transfers(file=queries.payment_file(taken.number))
    assert (row.end_to_end_id, row.remittance, row.payee_references) == (
        "E-1", "Salary of March", ["RF18539007547034"],
    )  # fmt: skip
    assert [event.after for event in queries.events_of(row)] == ["received", "settled"]


# ---- what is wrong with one payment ----------------------------------------------------------------------------


def frozen(number: str) -> None:
    block_account(
        account=number,
        kind=BlockKind.FROZEN,
        reference="C-1",
        authority="Court",
        reason="Seizure",
        by=BOSS,
        at=MONDAY,
    )


DECLINED: dict[str, tuple[Callable[[], str], str]] = {
    "closed": (lambda: _after(account("amina"), shut), "AC04"),
    "blocked": (lambda: _after(account("amina"), frozen), "AC06"),
    "holder blocked": (
        lambda: _after(
            account("amina"),
            lambda number: block_customer(number=world.holder(number), reason="Seizure", by=BOSS, at=MONDAY),
        ),
        "AC06",
    ),
    "savings book": (lambda: account("amina", "savings"), "AG01"),
    "wallet that may hold no more": (lambda: account("amina", "wallet", level="1"), "AM02"),
    "no such account of ours": (lambda: elsewhere(424_242, "999"), "AC03"),
    "account abroad": (lambda: "GB82WEST12345698765432", "RC01"),
}


def _after(number: str, deed: Callable[[str], Any]) -> str:
    text = iban(number)
    deed(number)
    return text


@pytest.mark.parametrize("case", sorted(DECLINED))
def test_a_payment_that_cannot_be_made_is_rejected_for_itself(case: str) -> None:
    make, code = DECLINED[case]
    to = make()
    to = iban(to) if to.isdigit() and len(to) == 16 else to
    source, youssef = employer(), account("youssef")

    taken = receive(
        payment_file(source, wage(to, 450_000, "BAD"), wage(iban(youssef), 300_000, "GOOD")), source
    )

    assert (taken.taken, taken.rejected) == (1, 1)
    assert states(taken.number) == [f"rejected {code}", "settled"]
    assert (holds(youssef), holds(source)) == (300_000, 9_700_000)
    assert world.nothing_is_wrong()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"currency": "EUR"}, "AM03"),
        ({"creditor_account": lambda to: account_of(to).__class__(to, "iban", "EUR")}, "AM03"),
        ({"creditor_agent": Agent("DEMBMAMC")}, "RC01"),
        ({"creditor_agent": Agent("", "902")}, "RC01"),
    ],
)
def test_a_payment_whose_own_words_differ_is_rejected(changes: dict[str, Any], code: str) -> None:
    source, amina = employer(), account("amina")
    said = {name: value(iban(amina)) if callable(value) else value for name, value in changes.items()}

    taken = receive(
        payment_file(source, wage(iban(amina), 1, "BAD", **said), wage(iban(amina), 2, "GOOD")), source
    )

    assert states(taken.number) == [f"rejected {code}", "settled"]


def test_a_reference_of_the_payer_stands_on_one_payment() -> None:
    source, amina = employer(), account("amina")
    receive(payment_file(source, wage(iban(amina), 100, "E-1")), source)

    taken = receive(
        payment_file(source, wage(iban(amina), 999, "E-1"), wage(iban(amina), 5, "E-2"), message_id="M-2"),
        source,
    )

    assert states(taken.number) == ["rejected AM05", "settled"]
    assert holds(amina) == 105


def test_what_names_nothing_may_stand_on_many() -> None:
    source, amina = employer(), account("amina")

    taken = receive(
        payment_file(source, wage(iban(amina), 100, "NOTPROVIDED"), wage(iban(amina), 100, "NOTPROVIDED")),
        source,
    )

    assert states(taken.number) == ["settled", "settled"]


def test_one_wrong_payment_refuses_its_file_where_the_rules_say_so() -> None:
    world.rules(accept="whole")
    source, amina = employer(), account("amina")

    taken = receive(
        payment_file(source, wage(elsewhere(1, "999"), 100, "BAD"), wage(iban(amina), 100, "GOOD")), source
    )

    assert (taken.state, taken.taken, taken.rejected) == ("rejected", 0, 2)
    assert states(taken.number) == ["rejected AC03", "rejected NARR"]
    assert (holds(amina), holds(source)) == (0, 10_000_000)


# ---- too little money ------------------------------------------------------------------------------------------


def test_a_file_is_paid_whole_or_not_at_all_where_the_rules_say_so() -> None:
    source, amina, youssef = employer(500_000), account("amina"), account("youssef")

    taken = receive(
        payment_file(source, wage(iban(amina), 300_000, "A"), wage(iban(youssef), 300_000, "B")), source
    )

    assert (taken.state, taken.rejected) == ("rejected", 2)
    assert states(taken.number) == ["rejected AM04", "rejected AM04"]
    assert (holds(amina), holds(youssef), holds(source)) == (0, 0, 500_000)
    assert world.nothing_is_wrong()


def test_or_as_far_as_the_money_goes() -> None:
    world.rules(funds="each")
    source, amina, youssef = employer(500_000), account("amina"), account("youssef")

    taken = receive(
        payment_file(
            source,
            wage(iban(amina), 300_000, "A"),
            wage(iban(youssef), 300_000, "B"),
            wage(iban(amina), 200_000, "C"),
        ),
        source,
    )

    assert states(taken.number) == ["settled", "rejected AM04", "settled"]
    assert (holds(amina), holds(youssef), holds(source)) == (500_000, 0, 0)


def test_a_file_that_was_turned_down_for_want_of_money_may_come_again() -> None:
    source, amina = employer(100), account("amina")
    content = payment_file(source, wage(iban(amina), 300_000))
    assert receive(content, source).state == "rejected"
    world.pay_in(source, 1_000_000)

    taken = receive(content, source, name="again.xml")

    assert (taken.state, holds(amina)) == ("executed", 300_000)
    assert world.nothing_is_wrong()


# ---- the same again --------------------------------------------------------------------------------------------


def test_the_same_file_under_another_name_is_refused_and_the_first_is_named() -> None:
    source, amina = employer(), account("amina")
    content = payment_file(source, wage(iban(amina)))
    first = receive(content, source, name="march.xml")
    before = world.everything()

    with pytest.raises(FileRepeated, match=f"march.xml.*{first.number}"):
        receive(content, source, name="april.xml")

    assert world.everything() == before
    assert holds(amina) == 450_000


def test_so_are_the_same_payments_under_another_message_id_and_in_another_order() -> None:
    source, amina, youssef = employer(), account("amina"), account("youssef")
    one, two = wage(iban(amina), 100, "A"), wage(iban(youssef), 200, "B")
    receive(payment_file(source, one, two), source)

    with pytest.raises(FileRepeated):
        receive(payment_file(source, two, one, message_id="M-2"), source)


def test_and_other_payments_under_the_same_message_id() -> None:
    source, amina = employer(), account("amina")
    receive(payment_file(source, wage(iban(amina), 100, "A")), source)

    with pytest.raises(FileRepeated):
        receive(payment_file(source, wage(iban(amina), 200, "B")), source)


def test_a_file_that_moves_the_same_with_new_references_is_shown_as_alike() -> None:
    source, amina = employer(), account("amina")
    first = receive(payment_file(source, wage(iban(amina), 100, "A")), source)

    second = receive(payment_file(source, wage(iban(amina), 100, "B"), message_id="M-2"), source)

    assert (second.state, second.like) == ("executed", first.number)
    assert first.like == ""


def test_a_request_sent_twice_is_carried_out_once() -> None:
    source, amina = employer(), account("amina")
    content = payment_file(source, wage(iban(amina)))

    first = receive(content, source, key="k-1")

    assert receive(content, source, key="k-1") == first
    with pytest.raises(KeyReused):
        receive(payment_file(source, wage(iban(amina), 1)), source, key="k-1")
    assert holds(amina) == 450_000


# ---- days and second persons -----------------------------------------------------------------------------------


def test_a_payment_of_a_later_day_waits_for_it() -> None:
    source, amina = employer(), account("amina")

    taken = receive(payment_file(source, wage(iban(amina)), day=date(2026, 3, 5)), source)

    assert (taken.state, states(taken.number)) == ("approved", ["received"])
    assert holds(amina) == 0


def test_a_day_in_books_that_are_closed_is_carried_out_today_and_booked_today() -> None:
    source, amina = employer(), account("amina")
    for book in Book:
        close_day(book=book, business_date=world.TODAY - timedelta(days=1), by=BOSS, at=MONDAY)

    taken = receive(payment_file(source, wage(iban(amina)), day=date(2026, 2, 15)), source)

    (row,) = queries.credit_transfers(file=queries.payment_file(taken.number))
    assert (row.state, row.requested_date) == ("settled", date(2026, 2, 15))
    assert {leg.entry.business_date for leg in trail_of(row.number)} == {world.TODAY}


def test_a_day_more_than_a_year_ahead_is_not_right() -> None:
    source, amina = employer(), account("amina")

    taken = receive(payment_file(source, wage(iban(amina)), day=date(2027, 4, 1)), source)

    assert states(taken.number) == ["rejected DT01"]


def test_a_large_sum_waits_for_a_second_person() -> None:
    source, amina = employer(20_000_000), account("amina")

    taken = receive(payment_file(source, wage(iban(amina), 10_000_000)), source)

    assert (taken.state, states(taken.number)) == ("received", ["received"])
    assert holds(source) == 20_000_000


# ---- files that are none ---------------------------------------------------------------------------------------

GOOD = (b'<InstdAmt Ccy="MAD">4500.00</InstdAmt>', b"<CtrlSum>4500.00</CtrlSum>")
BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">%s]><a>&b9;</a>""" % b"".join(
    b'<!ENTITY b%d "%s">' % (n, b"&b%d;" % (n - 1) * 10 if n else b"&b;" * 10) for n in range(10)
)
EXTERNAL = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>"""
NOT_RIGHT: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a bomb": (lambda content: BOMB, "has-dtd"),
    "an external entity": (lambda content: EXTERNAL, "has-dtd"),
    "no XML": (lambda content: b"dear bank, please pay", "not-xml"),
    "nothing": (lambda content: b"", "not-xml"),
    "another message": (
        lambda content: content.replace(b"pain.001.001.09", b"pain.013.001.07"),
        "unknown-message",
    ),
    "three decimals": (lambda content: content.replace(b"4500.00<", b"4500.001<"), "decimals"),
    "nothing to pay": (lambda content: content.replace(b"4500.00<", b"0.00<"), "amount"),
    "below zero": (lambda content: content.replace(b">4500.00<", b">-4500.00<"), "amount"),
    "beyond 64 bits": (lambda content: content.replace(b">4500.00<", b">99999999999999999999.00<"), "amount"),
    "a sum that differs": (lambda content: content.replace(b"<CtrlSum>4500.00", b"<CtrlSum>4500.01"), "sum"),
    "a count that differs": (lambda content: content.replace(b"<NbOfTxs>1<", b"<NbOfTxs>2<"), "count"),
    "a wrong key of a RIB": (lambda content: _wrong_key(content), "account"),
    "a hidden turn of the writing": (
        lambda content: content.replace("Leïla".encode(), "Le\u202eïla".encode()),
        "text",
    ),
    "another encoding": (lambda content: content.decode().encode("utf-16"), "encoding"),
}


def _wrong_key(content: bytes) -> bytes:
    import re

    return re.sub(rb"(<CdtrAcct>.*?<IBAN>MA64\d{22})(\d\d)(<)", rb"\g<1>98\3", content, flags=re.DOTALL)


@pytest.mark.parametrize("case", sorted(NOT_RIGHT))
def test_what_is_no_file_of_payments_is_refused_and_nothing_moved(case: str) -> None:
    change, reason = NOT_RIGHT[case]
    source, amina = employer(), account("amina")
    content = payment_file(source, wage(iban(amina)))
    bad = change(content)
    assert bad != content
    before = world.everything()

    with pytest.raises(PaymentFileNotRight) as refused:
        receive(bad, source)

    assert (refused.value.code, refused.value.details["fault"]) == ("payments.file-not-right", reason)
    assert "march.xml" in str(refused.value)
    assert world.everything() == before


def test_more_payments_than_are_taken_at_once_are_refused() -> None:
    world.rules(payments_at_most=2)
    source, amina = employer(), account("amina")

    with pytest.raises(TooManyPayments, match="3"):
        receive(payment_file(source, *(wage(iban(amina), n, f"E-{n}") for n in (1, 2, 3))), source)


@pytest.mark.parametrize("case", ["another's", "nobody's", "at another bank"])
def test_nobody_pays_from_an_account_of_another(case: str) -> None:
    source, amina = employer(), account("amina")
    content = payment_file(source, wage(iban(amina)))
    if case == "nobody's":
        content = content.replace(iban(source).encode(), elsewhere(424_242, "999").encode())
    if case == "at another bank":
        content = content.replace(iban(source).encode(), elsewhere().encode())
    payer = world.holder(source) if case != "another's" else customer("thief")
    before = world.everything()

    with pytest.raises(PayerNotTheirs):
        receive(content, source, customer=payer)

    assert world.everything() == before


def test_without_a_clearing_nothing_is_taken() -> None:
    source, amina = employer(), account("amina")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM payments_clearingbank")
        cursor.execute("DELETE FROM payments_clearing")

    with pytest.raises(NoClearing):
        receive(payment_file(source, wage(iban(amina))), source)


def test_whoever_may_not_is_refused() -> None:
    source, amina = employer(), account("amina")

    with pytest.raises(NotAllowed):
        receive(payment_file(source, wage(iban(amina))), source, by=staff("ali", Role.SORTER))


# ---- many, and half-way ----------------------------------------------------------------------------------------


def test_a_file_of_any_size_takes_the_same_number_of_statements(statements: Any) -> None:
    source, payee = employer(), account("amina")
    other = account("youssef")

    def file(count: int, word: str) -> bytes:
        half = [wage(iban(payee), 1 + n, f"{word}-{n}") for n in range(count)]
        return payment_file(source, *half, *(wage(elsewhere(n), 1, f"{word}-o{n}") for n in range(count)),
                            wage(iban(other), 1, f"{word}-last"), message_id=word)  # fmt: skip

    payer = world.holder(source)
    before, three, hundreds = file(1, "before"), file(3, "few"), file(400, "many")
    receive(before, source)
    with statements() as few:
        receive(three, source, customer=payer)
    with statements() as many:
        receive(hundreds, source, customer=payer)

    assert len(many) == len(few) <= 50


@pytest.mark.parametrize("where", ["take_steps", "carry_out", "add_transfers"])
def test_a_file_that_was_killed_half_way_is_paid_once_when_it_comes_again(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, amina, youssef = employer(), account("amina"), account("youssef")
    content = payment_file(
        source, wage(iban(amina), 100, "A"), wage(elsewhere(), 200, "B"), wage(iban(youssef), 300, "C")
    )
    before = world.everything()
    name = payment_files if where != "take_steps" else transfer_money
    real = getattr(name, where)

    def dies(*args: Any, **kwargs: Any) -> Any:
        real(*args, **kwargs)
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(name, where, dies)
        with pytest.raises(SystemExit), transaction.atomic():
            receive(content, source, key="k-1")
    assert world.everything() == before

    for _ in range(2):
        taken = receive(content, source, key="k-1")

    assert states(taken.number) == ["settled", "waiting", "settled"]
    assert (holds(amina), holds(youssef), world.cleared()) == (100, 300, 200)
    assert world.nothing_is_wrong()


# ---- going round the command -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("state = 'sent'", "transfer_takes_a_known_step"),
        ("state = 'held'", "transfer_takes_a_known_step"),
        ("state = 'lost'", "transfer_"),
        ("amount = amount + 1", "transfer_is_never_written_anew"),
        ("payee_account = 'MA64000'", "transfer_is_never_written_anew"),
    ],
)
def test_a_settled_transfer_is_not_changed_by_whoever_goes_round_the_command(
    change: str, constraint: str
) -> None:
    source, amina = employer(), account("amina")
    receive(payment_file(source, wage(iban(amina))), source)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE payments_credittransfer SET {change}")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM payments_credittransfer",
        "DELETE FROM payments_transferevent",
        "UPDATE payments_transferevent SET after = 'sent'",
    ],
)
def test_nor_taken_away(statement: str) -> None:
    source, amina = employer(), account("amina")
    receive(payment_file(source, wage(iban(amina))), source)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_transfer_is_in_one_state_only_for_it_leaves_each_once() -> None:
    source, amina = employer(), account("amina")
    receive(payment_file(source, wage(iban(amina))), source)

    with (
        pytest.raises(IntegrityError, match=r"transfer_leaves_a_state_once|transfer_id.*before"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO payments_transferevent (transfer_id, before, after, reason, happened_at, actor_kind, "
            "actor_name) SELECT transfer_id, 'received', 'waiting', '', happened_at, actor_kind, actor_name "
            "FROM payments_transferevent WHERE after = 'settled'"
        )


def test_a_state_that_was_written_by_a_hidden_hand_is_found() -> None:
    source = employer()
    receive(payment_file(source, wage(elsewhere(), 200_000)), source)
    assert world.nothing_is_wrong()

    with connection.cursor() as cursor:
        cursor.execute("UPDATE payments_credittransfer SET state = 'cancelled'")

    assert {fault.reason for fault in world.clearing_faults()} == {
        "state-differs-from-its-events", "differs-from-its-transfers",
    }  # fmt: skip
