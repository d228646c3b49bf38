"""A file of payments is taken once, whatever it is called, and once when it was killed half way."""

from typing import Any

import pytest
from django.db import transaction

from rekkas.base.errors import KeyReused
from rekkas.payments.commands import payment_files, transfer_money
from rekkas.payments.errors import (
    FileRepeated,
)
from tests.bank.accounts import holds
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

pytestmark = pytest.mark.usefixtures("clearing")


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
