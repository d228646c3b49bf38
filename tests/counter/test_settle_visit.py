"""A visit: many services, one total, one receipt. All of it happens, or none."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from rekkas.base.choices import Role
from rekkas.base.errors import KeyReused, NotAllowed
from rekkas.cash.errors import TillNotOpen
from rekkas.counter.choices import Means
from rekkas.counter.commands import settle_visit
from rekkas.counter.entries import AnnouncedLine, DepositLine, MoneyOrderLine, OrderPaymentLine, Payment
from rekkas.counter.errors import (
    LineRefused,
    MeansNotTaken,
    NothingInVisit,
    PaymentsDiffer,
    SlipMissing,
    TooLittleTendered,
)
from rekkas.counter.models import Visit, VisitLine
from rekkas.counter.papers import label_pdf
from rekkas.counter.queries import correspondents_like, visit, visit_lines, wrote_before
from rekkas.mail.queries import item, item_count, track
from rekkas.money.queries import balance
from tests.build import AGENCY, FATIMA, MONDAY, later, staff
from tests.counter.windows import (
    AT_HOME,
    COD_POSTAGE,
    POSTAGE,
    TILL,
    announced,
    bill,
    cod,
    pick_up,
    record,
    sending,
    settle,
    stamps,
    waiting,
)
from tests.counter.windows import visit as visit_of
from tests.payments import desks

FEE = 1_500  # what Morocco's rules ask for 500 MAD

pytestmark = pytest.mark.usefixtures("counters")


def till() -> int:
    return balance(TILL)


def test_a_visit_of_many_services_has_one_total_and_one_receipt() -> None:
    before, (collected,) = till(), waiting("collect")
    shop = announced()

    done = settle(
        sending(), cod(), AnnouncedLine(number=shop, weight_g=900, amount=COD_POSTAGE), stamps(), record(), bill(),
        pick_up(collected), tendered=200_000,
    )  # fmt: skip

    amount = POSTAGE + 2 * COD_POSTAGE + 750 + 3_200 + 31_250 + 35_000
    assert (done.amount, done.change, done.currency) == (amount, 200_000 - amount, "MAD")
    postage_of_the_collected = COD_POSTAGE
    assert till() - before == amount + postage_of_the_collected
    kept = visit(done.number)
    assert [line.service for line in visit_lines(kept)] == [
        "sending", "sending", "announced", "article", "administration", "bill", "pick-up",
    ]  # fmt: skip
    assert track([shop, collected], at=later(1))[0].status == "accepted"
    assert track([collected], at=later(1))[0].status == "delivered"
    assert balance("duty:civil-status:MAD") == -2_000
    assert [line.subject for line in visit_lines(kept)][:2] == [line.subject for line in done.lines][:2]


def test_one_line_that_cannot_be_done_undoes_the_whole_visit() -> None:
    before, items = till(), item_count()

    with pytest.raises(LineRefused) as refused:
        settle(sending(), stamps(), bill(due=99, amount=99))

    assert refused.value.details["line"] == 3
    assert refused.value.details["refusal"] == "payments.bill-amount-differs"
    assert (till(), item_count(), Visit.objects.count()) == (before, items, 0)


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        (sending(amount=POSTAGE - 1), "counter.price-differs"),
        (sending(weight_g=40_000), "catalogue.too-heavy"),
        (sending(product="balloon"), "catalogue.unknown-product"),
        (AnnouncedLine(number="PC000000000MA", weight_g=1, amount=1), "counter.not-announced"),
        (pick_up("PA000000000MA"), "mail.unknown-number"),
        (sending(addressee=replace(AT_HOME, name="\n".join(["Amina"] * 400))), "base.invalid-input"),
        (DepositLine(account="no such account", amount=100), "bank.account-number-not-right"),
    ],
)
def test_a_line_is_refused_with_the_code_of_the_verb_that_refuses_it(line: Any, refusal: str) -> None:
    with pytest.raises(LineRefused) as refused:
        settle(line)

    assert refused.value.details["refusal"] == refusal


def test_payments_are_mixed_and_only_cash_stays_in_the_till() -> None:
    before = till()
    payments = [
        Payment(means=Means.CARD, amount=2_000, reference="SLIP 12"),
        Payment(means=Means.CASH, amount=POSTAGE + 750 - 2_000),
    ]

    settle(sending(), stamps(), payments=payments)

    assert till() - before == POSTAGE + 750 - 2_000
    assert balance("acquirer:cards:MAD") == 2_000


@pytest.mark.parametrize(
    ("payments", "refusal", "changes"),
    [
        ([Payment(means=Means.CASH, amount=749)], PaymentsDiffer, {}),
        ([], PaymentsDiffer, {}),
        ([Payment(means=Means.CARD, amount=750)], SlipMissing, {}),
        (
            [Payment(means=Means.CARD, amount=-50, reference="x"), Payment(means=Means.CASH, amount=800)],
            MeansNotTaken, {},
        ),
        (None, TooLittleTendered, {"tendered": 500}),
    ],
)  # fmt: skip
def test_payments_add_up_to_what_is_due(
    payments: Any, refusal: type[Exception], changes: dict[str, Any]
) -> None:
    with pytest.raises(refusal):
        settle(stamps(), payments=payments, **changes)


def test_a_visit_sent_twice_is_settled_once() -> None:
    before = till()

    first, again = settle(stamps(), sending()), settle(stamps(), sending())

    assert (first, till() - before) == (again, 750 + POSTAGE)
    with pytest.raises(KeyReused):
        settle(stamps(3))


def test_a_money_order_is_issued_in_a_visit_and_paid_out_in_another() -> None:
    order = desks.asked(50_000, pay_office=AGENCY)
    said = visit_of(MoneyOrderLine(order=order, amount=50_000 + FEE), word="issue")
    issued = settle_visit(visit=said, codes={0: desks.CODE}, office=AGENCY, by=FATIMA, at=MONDAY)
    (line,) = issued.lines
    begun = desks.begin(line.subject, by=desks.SALMA, office=AGENCY, at=later(1))
    before = balance(desks.TILLS["salma"])

    paid = settle(
        OrderPaymentLine(token=begun.token, amount=-50_000), stamps(), by=desks.SALMA, at=later(1), word="pay"
    )

    assert paid.amount == 750 - 50_000  # the post pays out where a visit brings less than it takes
    assert balance(desks.TILLS["salma"]) - before == paid.amount
    assert desks.state(line.subject) == "paid"


def test_how_large_an_item_was_is_kept_with_its_line() -> None:
    done = settle(sending(size_mm=(300, 205, 100)), sending())

    assert [line.more for line in visit_lines(visit(done.number))] == [{"size_cm": "30 × 20.5 × 10"}, None]


def test_nothing_is_settled_without_a_till_or_a_line() -> None:
    with pytest.raises(NothingInVisit):
        settle()
    with pytest.raises(TillNotOpen):
        settle(stamps(), by=staff("new", Role.CLERK, AGENCY))
    with pytest.raises(NotAllowed):
        settle(stamps(), by=desks.NADIA)


def test_who_wrote_to_whom_is_known_again_under_any_spelling() -> None:
    settle(sending())

    (found,) = correspondents_like("علوي أمينة", "MA")
    assert (found.name, found.phone) == ("Amina Alaoui", "+212600000000")
    (sender,) = correspondents_like("0611111", "MA")
    assert [one.name for one in wrote_before([sender.pk])[sender.pk]] == ["Amina Alaoui"]
    assert correspondents_like("zzz", "MA") == []


def test_a_settled_visit_is_never_changed() -> None:
    done = settle(stamps())

    for rows in (Visit.objects.filter(number=done.number), VisitLine.objects.all()):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            rows.update(amount=1)


def test_a_signature_that_is_no_picture_hands_nothing_out() -> None:
    (shelf,) = waiting("shelf")

    with pytest.raises(LineRefused) as refused:
        settle(pick_up(shelf, signature=b"<script>alert(1)</script>"))

    assert refused.value.details["refusal"] == "delivery.not-an-image"
    assert track([shelf], at=later(1))[0].status == "ready_for_pickup"


def test_whoever_writes_with_signs_that_nobody_sees_is_found_again() -> None:
    settle(sending(addressee=replace(AT_HOME, name="Nadia\u200b \u202eTazi")))

    assert [one.name for one in correspondents_like("nadia tazi", "MA")] == ["Nadia Tazi"]


def test_one_parcel_is_handed_out_once_in_a_visit() -> None:
    (shelf,) = waiting("shelf")

    with pytest.raises(LineRefused) as refused:
        settle(pick_up(shelf), pick_up(shelf))

    assert refused.value.details["refusal"] == "mail.already-delivered"


@pytest.mark.parametrize("line", [sending(), stamps(), record()], ids=["letters", "stamps", "requests"])
def test_many_lines_of_a_kind_cost_as_many_statements_as_few(
    line: Any, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    settle(line, word="what is looked up once")

    with statements() as few:
        settle(*[line] * 2, word="few")
    with statements() as many:
        settle(*[line] * 20, word="many")

    assert len(many) == len(few)


def test_many_parcels_are_handed_out_in_as_many_statements_as_few(
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    numbers = waiting(*(f"shelf {at}" for at in range(23)))
    settle(pick_up(numbers[0]), word="what is looked up once")

    with statements() as few:
        settle(*map(pick_up, numbers[1:3]), word="few")
    with statements() as many:
        settle(*map(pick_up, numbers[3:]), word="many")

    assert len(many) == len(few)


@pytest.mark.parametrize(
    "name", ["Nadia 🌸 Tazi", "Nadia\u202e Tazi\u202c"], ids=["a picture in a name", "turned round"]
)
def test_a_letter_to_any_name_is_taken_and_labelled(name: str) -> None:
    done = settle(sending(addressee=replace(AT_HOME, name=name, street="12, rue\u202e\u200b Sidi Bou 🏠")))

    (number,) = (line.subject for line in done.lines)
    found = item(number)
    assert "\u202e" not in found.addressee["name"] + found.addressee["street"]
    assert label_pdf([found]).startswith(b"%PDF")


def test_a_name_of_four_hundred_lines_is_no_name() -> None:
    with pytest.raises(LineRefused) as refused:
        settle(sending(addressee=replace(AT_HOME, name="Nadia\n" * 400)))

    assert refused.value.details["refusal"] == "base.invalid-input"
    assert item_count() == 0
