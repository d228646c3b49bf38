from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from postkit.iso20022.fingerprint import fingerprint
from postkit.iso20022.initiation import Initiation, read, write
from postkit.iso20022.parts import Remittance
from tests.postkit.iso20022.samples import AT, CLEARED, DAY, SENT_BACK, WAGES, initiations


def changed(message: Initiation, **changes: object) -> Initiation:
    """The message with its first transfer changed."""
    payment = message.payments[0]
    transfers = (replace(payment.transfers[0], **changes), *payment.transfers[1:])  # type: ignore[arg-type]
    return replace(message, payments=(replace(payment, transfers=transfers), *message.payments[1:]))


def test_the_same_payments_in_another_file_have_the_same_content() -> None:
    again = replace(
        WAGES,
        message_id="WAGES-2",
        created_at=AT + timedelta(hours=1),
        initiator="",
        version="pain.001.001.03",
    )
    turned = tuple(
        replace(payment, payment_id=f"X{at}", transfers=payment.transfers[::-1])
        for at, payment in enumerate(WAGES.payments[::-1])
    )

    first, second, third = (fingerprint(each) for each in (WAGES, again, replace(WAGES, payments=turned)))

    assert first.content == second.content == third.content
    assert first.likeness == second.likeness == third.likeness
    assert (first.message, first.message_id, second.message_id) == ("pain.001", "WAGES-2026-07", "WAGES-2")


def test_new_identifications_make_another_file_that_is_like_the_first() -> None:
    first, second = fingerprint(WAGES), fingerprint(changed(WAGES, end_to_end_id="NEW"))

    assert first.content != second.content
    assert first.likeness == second.likeness


def test_anything_that_is_moved_otherwise_is_another_payment() -> None:
    payment = WAGES.payments[0]
    others = [
        changed(WAGES, amount=450001),
        changed(WAGES, currency="EUR"),
        changed(WAGES, creditor="Ali"),
        changed(WAGES, creditor_account=payment.transfers[1].creditor_account),
        changed(WAGES, remittance=Remittance("August")),
        replace(WAGES, payments=(replace(payment, requested_date=DAY + timedelta(31)), *WAGES.payments[1:])),
        replace(WAGES, payments=WAGES.payments[:1]),
        replace(WAGES, payments=(replace(payment, transfers=payment.transfers[:1]), *WAGES.payments[1:])),
    ]

    every = [fingerprint(message).likeness for message in (WAGES, *others)]

    assert len(set(every)) == len(every)


def test_a_transfer_that_stands_twice_is_not_one_that_stands_once() -> None:
    payment = WAGES.payments[0]
    twice = replace(payment, transfers=payment.transfers + payment.transfers[:1])

    assert fingerprint(replace(WAGES, payments=(payment,))) != fingerprint(replace(WAGES, payments=(twice,)))


def test_messages_between_banks_have_their_content_too() -> None:
    assert fingerprint(replace(CLEARED, message_id="X")).content == fingerprint(CLEARED).content
    assert (
        fingerprint(replace(CLEARED, transfers=CLEARED.transfers[:1])).content != fingerprint(CLEARED).content
    )
    assert fingerprint(replace(SENT_BACK, message_id="X")).content == fingerprint(SENT_BACK).content
    assert fingerprint(replace(SENT_BACK, transfers=())).likeness != fingerprint(SENT_BACK).likeness


@given(initiations(), st.randoms())
def test_the_content_of_a_file_survives_its_writing_in_any_sequence(
    message: Initiation, chance: st.DrawFn
) -> None:
    payments = list(message.payments)
    chance.shuffle(payments)  # type: ignore[attr-defined]
    again = read(write(replace(message, payments=tuple(payments), message_id="ANOTHER")))

    assert fingerprint(again).content == fingerprint(message).content
