"""What goes wrong with cash on delivery, one by one: each has an answer, none costs a merchant or a postman.

The list is that of the trade; some of it is tested in more depth in the files of the verbs.
"""

from datetime import date

import msgspec
import pytest

from rekkas.base.outbox import relay_notices
from rekkas.commerce.choices import CorrectionReason
from rekkas.commerce.commands import approve_robbery, correct_due, return_payout
from rekkas.commerce.queries import dues, said, statement, statements_of
from rekkas.counter.commands import accept_parcels
from rekkas.delivery.commands import attempt_delivery
from rekkas.mail.commands import announce_items
from rekkas.money.queries import balance, cod_places, trail_of
from tests.build import AGENCY, BOSS, FATIMA, MONDAY, YOUSSEF, ZAGORA_OFFICE, key, later, parcel, with_till
from tests.commerce.checks import bare_delivery, compared, listed
from tests.commerce.merchants import (
    FEES,
    NADIA,
    OTHER_RIB,
    PERIOD,
    agreed,
    in_the_bank,
    nothing_is_wrong,
    settled,
    taken,
)
from tests.commerce.robbed import report
from tests.delivery.doorstep import (
    BAG,
    SAFE,
    arrived,
    bank,
    collected,
    deliver,
    hand_over,
    handover,
    outcomes,
    parcels,
    taken_back,
    to_be_posted,
)

pytestmark = pytest.mark.usefixtures("trade")

COD = 35_000


def kinds(number: str) -> list[str]:
    return [row.entry.kind for row in trail_of(number) if row.entry.kind.startswith("cod-")]


def test_delivered_without_cash_pays_nobody_and_is_listed() -> None:
    agreed()
    (number,) = parcels()
    bare_delivery(number)

    compared()

    assert listed() == [(number, "delivered-without-cash", COD, 0)]
    assert (settled(PERIOD), dues(), cod_places([number])) == ([], [], {})


def test_cash_without_a_scan_waits_for_the_device_that_was_offline() -> None:
    """The postman hands the cash in before his device could tell of the round: it is counted once the device has."""
    (number,) = parcels()
    deliver(handover(parcels("other")[0]))
    assert hand_over(2 * COD).case  # what is too much is a question
    assert (balance(SAFE), cod_places([number])) == (2 * COD, {})

    deliver(handover(number), at=later(30))  # told five hours later, as it happened

    assert hand_over(0).case  # and so is what is too little now: the two answer one another
    assert balance(SAFE) == 2 * COD


@pytest.mark.parametrize("counted", [COD - 5_000, COD + 5_000, 0])
def test_a_partial_payment_or_a_wrong_amount_is_refused_at_the_door(counted: int) -> None:
    (number,) = parcels()

    assert outcomes(handover(number, cod_taken=counted)) == ["delivery.cod-differs"]

    assert (balance(BAG), cod_places([number])) == (0, {})
    assert outcomes(handover(number)) == ["delivered"]


def test_a_wrong_amount_that_is_found_later_is_corrected_on_the_next_statement() -> None:
    agreed()
    (number,) = in_the_bank({"one": COD})
    settled(PERIOD)

    correct_due(
        item=number, amount=-5_000, reason=CorrectionReason.WRONG_AMOUNT, note="50 MAD of the notes were false",
        by=NADIA, at=later(70), key="false notes",
    )  # fmt: skip

    (answer,) = settled(date(2026, 3, 6))
    assert answer.carried == -5_000
    assert nothing_is_wrong()


def test_a_refused_parcel_that_is_delivered_after_all_is_paid_for_and_one_that_is_only_scanned_is_not() -> (
    None
):
    agreed()
    paid, scanned = parcels("paid", "scanned")
    for number in (paid, scanned):
        attempt_delivery(
            number=number,
            reason="refused",
            next_step="return",
            office=ZAGORA_OFFICE,
            by=YOUSSEF,
            at=later(24),
        )
    assert outcomes(collected(paid)) == ["delivered"]  # at the office, to which the postman brought it back
    bare_delivery(scanned, at=later(27))

    compared(later(40))

    assert listed() == [(scanned, "refused-then-delivered", COD, 0)]
    assert (kinds(paid), kinds(scanned)) == (["cod-collected"], [])


def test_a_refused_parcel_that_went_back_was_never_paid_for() -> None:
    agreed(**FEES)
    (number,) = parcels()
    taken_back(number)

    assert outcomes(handover(number, happened_at=later(27))) == ["mail.already-delivered"]

    (answer,) = settled(PERIOD)
    assert [(line.kind, line.net) for line in said(statement(answer.number)).lines] == [("returned", -2_400)]


def test_a_device_that_tells_a_round_twice_takes_the_cash_once() -> None:
    one, two = parcels("one", "two")
    round_ = [handover(one), handover(two)]
    assert outcomes(*round_) == ["delivered", "delivered"]

    assert outcomes(*round_, at=later(30)) == ["repeated", "repeated"]
    assert outcomes(handover(one, happened_at=later(26))) == ["mail.already-delivered"]

    assert (balance(BAG), kinds(one)) == (2 * COD, ["cod-collected"])
    compared(later(40))
    assert listed() == []


def test_a_postman_who_is_robbed_owes_nothing_and_the_merchant_is_paid() -> None:
    agreed()
    taken({"one": COD})

    approve_robbery(number=report(), by=NADIA, at=later(40))

    assert (balance(BAG), balance("expense:losses:MAD")) == (0, COD)
    assert [one.paid for one in settled(PERIOD)] == [COD]
    assert nothing_is_wrong()


def test_a_payment_that_the_merchants_bank_rejects_is_due_again_once() -> None:
    agreed(pay_to=OTHER_RIB)
    in_the_bank({"one": COD})
    (first,) = settled(PERIOD)
    for _ in range(3):  # told thrice
        return_payout(number=first.number, reason="AC01", by=BOSS, at=later(70))

    agreed(valid_from=date(2026, 3, 6), at=later(71))
    (second,) = settled(date(2026, 3, 6))

    assert (second.paid, balance("clearing:payouts:MAD"), settled(date(2026, 3, 9))) == (COD, -COD, [])
    assert nothing_is_wrong()


def test_a_payment_run_that_is_tried_again_pays_once() -> None:
    agreed()
    in_the_bank({"one": COD})

    answers = [settled(PERIOD) for _ in range(3)]

    assert [len(one) for one in answers] == [1, 0, 0]
    assert nothing_is_wrong()


def test_a_merchant_cannot_change_the_amount_once_the_parcel_is_on_its_way() -> None:
    said_first = to_be_posted(reference="ORDER-1")
    (announced,) = announce_items(items=[said_first], by=BOSS, at=MONDAY)
    more = msgspec.structs.replace(said_first, cod_amount=COD + 100)
    (same_key,) = announce_items(items=[more], by=BOSS, at=later(1))
    (same_reference,) = announce_items(
        items=[msgspec.structs.replace(more, key=key("another"))], by=BOSS, at=later(1)
    )
    counter = parcel(number=announced.number, cod_amount=COD + 100, key=key("counter"))
    with_till(FATIMA)
    (accepted,) = accept_parcels(parcels=[counter], office=AGENCY, by=FATIMA, at=later(1))
    (taken_in,) = accept_parcels(
        parcels=[msgspec.structs.replace(counter, cod_amount=COD, key=key("right"))], office=AGENCY, by=FATIMA,
        at=later(1),
    )  # fmt: skip
    (after,) = announce_items(
        items=[msgspec.structs.replace(more, key=key("third"), number=announced.number, reference="")], by=BOSS,
        at=later(2),
    )  # fmt: skip

    assert [one.code for one in (same_key, same_reference, accepted, after)] == [
        "base.key-reused", "mail.reference-in-use", "mail.announced-otherwise", "mail.number-in-use",
    ]  # fmt: skip
    assert taken_in.number == announced.number
    arrived(announced.number, at=later(3))
    assert outcomes(handover(announced.number, cod_taken=COD + 100)) == ["delivery.cod-differs"]
    assert outcomes(handover(announced.number, cod_taken=COD)) == ["delivered"]


def test_fees_that_are_more_than_what_came_in_make_the_merchant_owe_openly() -> None:
    agreed(return_fee=40_000)
    taken_back(*parcels("back"))
    in_the_bank({"one": COD})

    (answer,) = settled(PERIOD)

    kept = said(statement(answer.number))
    assert (kept.paid, kept.closing, kept.why_not_paid) == (0, COD - 40_000, "negative")
    assert balance("merchant:ATLAS/owed:MAD") == 5_000
    assert nothing_is_wrong()


@pytest.mark.parametrize(
    ("amount", "reason"), [(-COD, CorrectionReason.TAKEN_BACK), (2_000, CorrectionReason.CLAIM)]
)
def test_a_dispute_after_the_payment_is_a_line_on_the_next_statement(
    amount: int, reason: CorrectionReason
) -> None:
    agreed()
    (number,) = in_the_bank({"one": COD})
    settled(PERIOD)
    first = said(statements_of("ATLAS")[0])

    correct_due(item=number, amount=amount, reason=reason, note="as agreed", by=NADIA, at=later(70), key="d")

    (answer,) = settled(date(2026, 3, 6))
    assert [(line.kind, line.item, line.amount) for line in said(statement(answer.number)).lines] == [
        ("correction", number, amount)
    ]
    assert said(statement(first.number)) == first
    assert nothing_is_wrong()


def test_news_that_is_told_twice_or_late_pays_once() -> None:
    agreed()
    taken({"one": COD})
    hand_over(COD)
    bank(COD)
    assert settled(PERIOD) == []
    relay_notices()
    relay_notices()

    assert [one.paid for one in settled(date(2026, 3, 5))] == [COD]
    assert settled(date(2026, 3, 5)) == []
    assert nothing_is_wrong()
