"""What another bank sends is credited once, goes back, or waits for a person; each transfer is answered."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from postkit.iso20022.parts import Agent, Remittance
from rekkas.bank.commands import amend_customer, block_customer
from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed
from rekkas.payments import queries
from rekkas.payments.commands import interbank
from rekkas.payments.errors import FileRepeated, NotForUs, PaymentFileNotRight, SenderNotNamed
from tests.bank.accounts import holds
from tests.bank.people import person, screened
from tests.build import BOSS, MONDAY, staff
from tests.payments import transfers_world as world
from tests.payments.transfers_world import (
    BOMB,
    EXTERNAL,
    account,
    answer_to,
    arrival,
    arrivals,
    elsewhere,
    frozen,
    iban,
    shut,
    take_arrivals,
)

pytestmark = pytest.mark.usefixtures("clearing")


def arrived() -> list[Any]:
    return list(queries.credit_transfers(way="in"))


def answers(content: bytes) -> list[tuple[str, str, str]]:
    """Transaction, status and reason of each line of the answer to a file."""
    from hashlib import sha256

    message = answer_to(sha256(content).hexdigest())
    return [
        (line.transaction_id, line.status, line.reasons[0].code if line.reasons else "")
        for line in message.transfers
    ]


def test_money_is_on_the_account_at_once_and_the_sender_is_told() -> None:
    amina = account("amina")
    content = arrivals(
        arrival(iban(amina), 200_000, "X-1", remittance=Remittance("Rent", ("RF18539007547034",))),
        message_id="C-1",
    )

    taken = take_arrivals(content)

    assert (taken.credited, taken.kept, taken.going_back, taken.refused, taken.repeated) == (1, 0, 0, 0, 0)
    assert (holds(amina), world.cleared()) == (200_000, -200_000)
    (row,) = arrived()
    assert (row.state, row.payer_name, row.payer_bank, row.transaction_id, row.remittance) == (
        "settled", "Hassan Mansouri", "901", "X-1", "Rent",
    )  # fmt: skip
    assert answers(content) == [("X-1", "ACSC", "")]
    assert world.nothing_is_wrong()


def test_the_answer_names_the_file_and_comes_from_us() -> None:
    from hashlib import sha256

    content = arrivals(arrival(iban(account("amina")), 1, "X-1"), message_id="C-1")
    take_arrivals(content)

    message = answer_to(sha256(content).hexdigest())

    assert (message.original_message_id, message.original_name, message.status) == (
        "C-1", "pacs.008.001.08", "ACSC",
    )  # fmt: skip
    assert (message.instructing, message.instructed) == (world.US, world.COAST)


# ---- accounts that do not take it ------------------------------------------------------------------------------


def unknown() -> str:
    return elsewhere(31, "999")


def closed() -> str:
    number = account("amina")
    text = iban(number)
    shut(number)
    return text


def no_longer_moving() -> str:
    number = account("amina")
    frozen(number)
    return iban(number)


def of_a_blocked_customer() -> str:
    number = account("amina")
    block_customer(number=world.holder(number), reason="Seizure", by=BOSS, at=MONDAY)
    return iban(number)


def full() -> str:
    return iban(account("amina", "wallet", level="1"))


def savings() -> str:
    return iban(account("amina", "savings"))


STRAY = [
    (unknown, "AC03"), (closed, "AC04"), (no_longer_moving, "AC06"), (of_a_blocked_customer, "AC06"), (full, "AM02"),
    (savings, "AG01"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "code"), STRAY, ids=lambda value: getattr(value, "__name__", value))
def test_what_an_account_does_not_take_goes_back_with_the_next_file(make: Any, code: str) -> None:
    to, youssef = make(), account("youssef")
    content = arrivals(arrival(to, 200_000, "BAD"), arrival(iban(youssef), 100, "GOOD"))

    taken = take_arrivals(content)

    assert (taken.credited, taken.going_back) == (1, 1)
    assert answers(content) == [("BAD", "ACSP", ""), ("GOOD", "ACSC", "")]
    assert (holds(youssef), world.kept()) == (100, 200_000)
    assert world.nothing_is_wrong()
    world.cut_off()
    (message,) = world.files()
    assert [(one.transaction_id, one.amount, one.reasons[0].code) for one in message.transfers] == [
        ("BAD", 200_000, code)
    ]
    assert world.kept() == 0
    assert world.nothing_is_wrong()


def test_or_waits_for_a_person_under_a_clock_where_the_rules_say_so() -> None:
    world.rules(unknown="keep", keep_hours=48)

    taken = take_arrivals(arrivals(arrival(unknown(), 200_000)))

    assert (taken.kept, taken.going_back) == (1, 0)
    (held,) = queries.unallocated_open()
    assert (held.amount, held.code, held.due_at) == (
        200_000, "bank.account-elsewhere", MONDAY + timedelta(hours=48),
    )  # fmt: skip
    assert (arrived()[0].state, world.kept(), world.cleared()) == ("held", 200_000, -200_000)
    assert queries.clearing_to_do(MONDAY) == queries.clearing_to_do(MONDAY).__class__(0, 1, 0)
    assert queries.clearing_to_do(MONDAY + timedelta(hours=48)).overdue == 1
    assert world.cut_off().return_count == 0
    assert world.nothing_is_wrong()


def test_money_for_somebody_who_may_be_on_a_list_is_never_sent_back_by_a_machine() -> None:
    kacem = account("amina")
    amend_customer(
        number=world.holder(kacem), reason="Name read anew", by=BOSS, at=MONDAY,
        customer=person(given_name="Kacem", family_name="Boutayeb Khayali", given_name_ar="", family_name_ar="",
                        born="1970-02-03", phone="+212699999999"),
    )  # fmt: skip
    assert screened() == 1

    taken = take_arrivals(arrivals(arrival(iban(kacem), 200_000)))

    assert (taken.kept, taken.going_back) == (1, 0)
    (held,) = queries.unallocated_open()
    assert held.code == "bank.held"
    assert world.nothing_is_wrong()


# ---- what is refused in the answer -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"currency": "EUR"}, "AM03"),
        ({"creditor_agent": world.ATLAS}, "RC01"),
        ({"creditor_agent": Agent("REKKMAMC", "902")}, "RC01"),
        ({"creditor_account": world.account_of("GB82WEST12345698765432")}, "RC01"),
        ({"creditor_account": world.account_of(world.elsewhere())}, "RC01"),
    ],
)
def test_what_is_not_meant_for_us_is_refused_before_any_money_moves(
    changes: dict[str, Any], code: str
) -> None:
    amina = account("amina")
    content = arrivals(arrival(iban(amina), 200_000, "BAD", **changes))

    taken = take_arrivals(content)

    assert (taken.refused, taken.credited) == (1, 0)
    assert answers(content) == [("BAD", "RJCT", code)]
    assert [row.state for row in arrived()] == ["rejected"]
    assert (holds(amina), world.cleared(), world.kept()) == (0, 0, 0)
    assert world.nothing_is_wrong()


# ---- the same again --------------------------------------------------------------------------------------------


def test_the_same_file_under_another_name_is_refused() -> None:
    amina = account("amina")
    content = arrivals(arrival(iban(amina), 200_000, "X-1"))
    take_arrivals(content, name="coast.xml")
    before = world.everything()

    with pytest.raises(FileRepeated, match=r"coast\.xml"):
        take_arrivals(content, name="other.xml")

    assert world.everything() == before


def test_so_are_the_same_transfers_in_a_file_made_anew() -> None:
    amina = account("amina")
    take_arrivals(arrivals(arrival(iban(amina), 200_000, "X-1"), message_id="C-1"))

    with pytest.raises(FileRepeated):
        take_arrivals(arrivals(arrival(iban(amina), 200_000, "X-1"), message_id="C-2"))

    assert holds(amina) == 200_000


def test_a_transfer_that_comes_again_in_another_file_is_answered_and_kept_aside() -> None:
    amina = account("amina")
    take_arrivals(arrivals(arrival(iban(amina), 200_000, "X-1")))
    content = arrivals(arrival(iban(amina), 200_000, "X-1"), arrival(iban(amina), 5, "X-2"))

    taken = take_arrivals(content)

    assert (taken.credited, taken.repeated, holds(amina)) == (1, 1, 200_005)
    assert answers(content) == [("X-1", "RJCT", "AM05"), ("X-2", "ACSC", "")]
    (note,) = queries.kept_aside()
    assert (note.aside, note.transaction_id, note.amount) == ("duplicate", "X-1", 200_000)
    assert world.nothing_is_wrong()


def test_another_bank_may_use_the_same_number() -> None:
    amina = account("amina")
    take_arrivals(arrivals(arrival(iban(amina), 100, "X-1"), message_id="C-1"))

    taken = take_arrivals(
        arrivals(
            arrival(iban(amina), 100, "X-1", debtor_agent=world.ATLAS), message_id="C-1", sender=world.ATLAS
        )
    )

    assert (taken.credited, holds(amina)) == (1, 200)


def test_a_bank_is_the_same_by_its_bic_and_by_its_number() -> None:
    amina = account("amina")
    take_arrivals(
        arrivals(arrival(iban(amina), 100, "X-1", debtor_agent=Agent("DEMAMAMC")), sender=Agent("", "901"))
    )

    taken = take_arrivals(
        arrivals(arrival(iban(amina), 999, "X-1", debtor_agent=Agent("", "901")), sender=Agent("DEMAMAMCXXX"))
    )

    assert (taken.repeated, holds(amina)) == (1, 100)


def test_a_request_sent_twice_is_one() -> None:
    content = arrivals(arrival(iban(account("amina")), 100, "X-1"))

    assert take_arrivals(content, key="k-1") == take_arrivals(content, key="k-1")


# ---- files that are none ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content", [BOMB, EXTERNAL, b"", b"<Document/>"], ids=["bomb", "entity", "nothing", "no name"]
)
def test_what_is_no_file_of_transfers_is_refused_and_nothing_moved(content: bytes) -> None:
    before = world.everything()

    with pytest.raises(PaymentFileNotRight):
        take_arrivals(content)

    assert world.everything() == before


def test_a_file_without_a_day_on_which_the_banks_settle_is_refused_whole() -> None:
    whole = arrivals(arrival(iban(account("amina")), 100))
    content = re.sub(rb"<IntrBkSttlmDt>[^<]*</IntrBkSttlmDt>", b"", whole)
    assert content != whole
    before = world.everything()

    with pytest.raises(PaymentFileNotRight, match="IntrBkSttlmDt"):
        take_arrivals(content)

    assert world.everything() == before


def test_a_file_for_another_bank_is_refused_whole() -> None:
    content = arrivals(arrival(iban(account("amina")), 100), instructed=world.ATLAS)

    with pytest.raises(NotForUs, match="DEMBMAMC"):
        take_arrivals(content)


def test_a_file_of_nobody_is_refused_whole() -> None:
    content = arrivals(arrival(iban(account("amina")), 100), sender=None)

    with pytest.raises(SenderNotNamed):
        take_arrivals(content)


def test_whoever_may_not_is_refused() -> None:
    with pytest.raises(NotAllowed):
        take_arrivals(b"", by=staff("ali", Role.CLERK))


# ---- many, and half-way ----------------------------------------------------------------------------------------


def test_a_file_of_any_size_takes_the_same_number_of_statements(statements: Any) -> None:
    amina = iban(account("amina"))

    def file(count: int, word: str) -> bytes:
        good = [arrival(amina, 1 + n, f"{word}-{n}") for n in range(count)]
        return arrivals(
            *good, *(arrival(unknown(), 1, f"{word}-b{n}") for n in range(count)), message_id=word
        )

    three, hundreds = file(3, "few"), file(300, "many")
    take_arrivals(file(1, "before"))
    with statements() as few:
        take_arrivals(three)
    with statements() as many:
        take_arrivals(hundreds)

    assert len(many) == len(few) <= 50


@pytest.mark.parametrize("where", ["credit", "park", "take_steps", "write_statuses"])
def test_a_file_that_was_killed_half_way_is_credited_once_when_it_comes_again(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    amina = account("amina")
    content = arrivals(arrival(iban(amina), 100, "X-1"), arrival(unknown(), 200, "X-2"))
    before = world.everything()
    real = getattr(interbank, where)

    def dies(*args: Any, **kwargs: Any) -> None:
        real(*args, **kwargs)
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(interbank, where, dies)
        with pytest.raises(SystemExit), transaction.atomic():
            take_arrivals(content)
    assert world.everything() == before

    take_arrivals(content)

    assert (holds(amina), world.kept()) == (100, 200)
    assert world.nothing_is_wrong()


def test_whoever_goes_round_the_command_is_refused_by_the_database() -> None:
    take_arrivals(arrivals(arrival(iban(account("amina")), 100, "X-1")))

    with (
        pytest.raises(IntegrityError, match="evidence_is_never_written_anew"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE payments_credittransfer SET came_file_id = NULL")
