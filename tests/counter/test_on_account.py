"""A merchant with credit does not pay at the counter: what they send waits to be invoiced, up to their limit."""

from typing import Any

import msgspec
import pytest

from rekkas.base.choices import Role
from rekkas.cash.errors import TillNotOpen
from rekkas.catalogue.entries import OwnPrice
from rekkas.counter.choices import Means
from rekkas.counter.commands import accept_parcels
from rekkas.counter.entries import Accepted, AnnouncedLine, ParcelEntry, Payment, SendingLine
from rekkas.counter.errors import (
    CreditLimitPassed,
    LineRefused,
    MeansNotTaken,
    NoCredit,
    PaidOnAccount,
    PaymentsDiffer,
)
from rekkas.counter.papers.visits import visit_data, visit_sentences
from rekkas.counter.queries import receipt, refunds_of, visit, visit_lines
from rekkas.counter.queries.visits import payments_of
from rekkas.counter.views.telling import line_told
from rekkas.mail.queries import track
from rekkas.money.commands import reverse_entry
from rekkas.money.errors import NotByHand
from rekkas.money.queries import balance, owed_by_merchants, trail_of
from rekkas.operator.verify import verify
from tests.build import AGENCY, FATIMA, MONDAY, later, parcel, staff
from tests.catalogue.contracts import agreed
from tests.counter.windows import COD_POSTAGE, TILL, Device, announced, cod, refund, sending, settle, stamps
from tests.counter.windows import visit as visit_of

pytestmark = pytest.mark.usefixtures("counters")
OWES = "merchant:ATLAS/invoices:MAD"


def accept(*parcels: ParcelEntry, **changes: Any) -> list[Accepted]:
    return accept_parcels(parcels=parcels, **{"office": AGENCY, "by": FATIMA, "at": MONDAY, **changes})


def on_account(amount: int, customer: str = "ATLAS") -> Payment:
    return Payment(means=Means.CREDIT, amount=amount, reference=customer)


def sent(amount: int = COD_POSTAGE, **changes: Any) -> SendingLine:
    return msgspec.structs.replace(cod(), amount=amount, **changes)


def owed() -> int:
    return owed_by_merchants(["ATLAS"], "MAD")["ATLAS"]


def test_what_a_merchant_with_credit_hands_in_goes_onto_their_account() -> None:
    agreed(credit_limit=100_000, payment_days=30)
    before = balance(TILL)

    (taken,) = accept(parcel())

    assert (taken.outcome, taken.amount, taken.on_account) == ("taken", COD_POSTAGE, "ATLAS")
    assert receipt(taken.receipt).on_account == "ATLAS"
    assert (balance(TILL), balance(OWES), owed()) == (before, COD_POSTAGE, COD_POSTAGE)
    (leg,) = trail_of(taken.number)
    assert (leg.source.code, leg.target.code, leg.entry.kind) == ("income:postage:MAD", OWES, "postage")
    assert leg.entry.actor_name == "fatima"


def test_no_till_is_needed_where_nothing_is_paid() -> None:
    agreed(credit_limit=100_000)
    ines = staff("ines", Role.CLERK, AGENCY)

    (taken,) = accept(parcel(), by=ines)

    assert taken.on_account == "ATLAS"
    with pytest.raises(TillNotOpen):
        accept(parcel("two", pays_now=True), by=ines)


def test_the_same_parcel_again_is_owed_once_even_at_the_limit() -> None:
    agreed(credit_limit=COD_POSTAGE)
    (first,) = accept(parcel())

    (again,) = accept(parcel(), at=later(1))

    assert (again.outcome, again.on_account, again.receipt) == ("repeated", "ATLAS", first.receipt)
    assert owed() == COD_POSTAGE


def test_what_passes_the_limit_is_said_and_then_paid_as_by_anybody() -> None:
    agreed(credit_limit=2 * COD_POSTAGE - 1)
    before = balance(TILL)

    first, second = accept(parcel("one"), parcel("two"))

    assert (first.on_account, second.outcome, second.code) == (
        "ATLAS",
        "declined",
        "counter.credit-limit-passed",
    )
    assert (owed(), balance(TILL)) == (COD_POSTAGE, before)
    (paid,) = accept(parcel("two", pays_now=True))
    assert (paid.outcome, paid.on_account, receipt(paid.receipt).on_account) == ("taken", "", "")
    assert (owed(), balance(TILL)) == (COD_POSTAGE, before + COD_POSTAGE)


def test_the_limit_itself_may_be_owed() -> None:
    agreed(credit_limit=2 * COD_POSTAGE)

    assert [one.on_account for one in accept(parcel("one"), parcel("two"))] == ["ATLAS", "ATLAS"]


def test_without_credit_a_merchant_pays_at_the_counter_by_contract() -> None:
    agreed(prices=(OwnPrice("parcel-cod", "any", 5_000, 3_000),))
    before = balance(TILL)

    (taken,) = accept(parcel())

    assert (taken.amount, taken.on_account) == (3_000 + 850, "")
    assert balance(TILL) == before + taken.amount


def test_a_visit_is_paid_in_part_on_account() -> None:
    agreed(credit_limit=100_000, prices=(OwnPrice("parcel-cod", "any", 5_000, 3_000),))
    before, number = balance(TILL), announced()
    cheaper = COD_POSTAGE - 500
    line = AnnouncedLine(number=number, weight_g=900, amount=cheaper)

    done = settle(
        line, sent(cheaper), stamps(),
        payments=(on_account(2 * cheaper), Payment(means=Means.CASH, amount=750)),
    )  # fmt: skip

    assert done.amount == 2 * cheaper + 750
    assert (balance(TILL) - before, owed()) == (750, 2 * cheaper)
    told = [line_told(row, "MA") for row in visit_lines(visit(done.number))]
    assert [one["on_account"] for one in told] == ["ATLAS", "ATLAS", ""]
    (credit, cash) = payments_of(visit(done.number))
    assert (credit.means, credit.reference, credit.entry, cash.means) == ("credit", "ATLAS", None, "cash")


def test_the_papers_of_a_visit_say_what_is_on_account() -> None:
    agreed(credit_limit=100_000)
    done = settle(cod(), payments=(on_account(COD_POSTAGE),))
    row = visit(done.number)
    lines = [(line_told(line, "MA"), refunds_of(row).get(line.place)) for line in visit_lines(row)]

    data = visit_data(row, lines, payments_of(row), [])

    assert any("ATLAS" in note and "On account" in note for note in data["services"][0]["notes"])
    assert data["paid"][0][0].startswith("On account")
    assert any("on account" in sentence for sentence in visit_sentences(row, lines, payments_of(row)))


def test_a_visit_over_the_limit_is_not_settled_and_says_so() -> None:
    agreed(credit_limit=COD_POSTAGE - 1)
    before = balance(TILL)

    with pytest.raises(CreditLimitPassed):
        settle(cod(), payments=(on_account(COD_POSTAGE),))

    assert (owed(), balance(TILL)) == (0, before)
    assert settle(cod(), word="paid").amount == COD_POSTAGE
    assert (owed(), balance(TILL)) == (0, before + COD_POSTAGE)


@pytest.mark.parametrize(
    ("lines", "payments", "refusal"),
    [
        ((cod(),), (on_account(COD_POSTAGE, "OTHER"),), NoCredit),  # they have no contract
        ((cod(),), (on_account(COD_POSTAGE, " "),), NoCredit),
        ((stamps(),), (on_account(750),), NoCredit),  # only what is sent goes on account
        ((sending(),), (on_account(3_000),), PaymentsDiffer),  # somebody else's parcel
        (
            (cod(), stamps()),
            (on_account(COD_POSTAGE + 1), Payment(means=Means.CASH, amount=749)),
            PaymentsDiffer,
        ),
        ((cod(),), (on_account(COD_POSTAGE - 1), Payment(means=Means.CASH, amount=1)), PaymentsDiffer),
        ((cod(),), (on_account(COD_POSTAGE + 1), Payment(means=Means.CASH, amount=-1)), PaymentsDiffer),
        ((sent(COD_POSTAGE + 1),), (on_account(COD_POSTAGE + 1),), LineRefused),  # not the price of today
        ((sent(COD_POSTAGE, weight_g=0),), (on_account(COD_POSTAGE),), LineRefused),  # its own reason is said
    ],
)
def test_nothing_else_goes_on_account(
    lines: tuple[Any, ...], payments: tuple[Payment, ...], refusal: type[Exception]
) -> None:
    agreed(credit_limit=100_000)

    with pytest.raises(refusal):
        settle(*lines, payments=payments)

    assert owed() == 0


def test_what_is_given_back_is_turned_back_on_the_account() -> None:
    agreed(credit_limit=2 * COD_POSTAGE)
    before = balance(TILL)
    done = settle(cod(), stamps(), payments=(on_account(COD_POSTAGE), Payment(means=Means.CASH, amount=750)))

    with pytest.raises(PaidOnAccount):
        refund(done.number)
    with pytest.raises(MeansNotTaken):
        refund(done.number, place=1, means=Means.CREDIT)
    given = refund(done.number, means=Means.CREDIT, at=later(0.5))

    assert (given.amount, balance(TILL) - before, owed()) == (COD_POSTAGE, 750, 0)
    assert track([done.lines[0].subject], at=later(1))[0].status == "cancelled"
    assert refund(done.number, means=Means.CREDIT, at=later(0.6)) == given
    assert owed() == 0


def test_what_stands_on_account_is_not_moved_by_hand() -> None:
    agreed(credit_limit=100_000)
    (taken,) = accept(parcel())
    (leg,) = trail_of(taken.number)

    with pytest.raises(NotByHand):
        reverse_entry(
            entry=leg.entry.key, note="by hand", by=staff("samira", Role.MANAGER, AGENCY), at=MONDAY, by_hand=True
        )  # fmt: skip


def test_without_a_network_nothing_goes_on_account() -> None:
    agreed(credit_limit=100_000)
    device = Device()
    line = sent(COD_POSTAGE, number=device.own_number("PC"))

    act = device.write(visit_of(line, payments=(on_account(COD_POSTAGE),)), later(0.1))
    answer = device.send(act, later(1))

    assert (answer.state, answer.code) == ("held", "counter.means-not-taken")
    assert owed() == 0


def test_a_device_settles_on_account_by_the_contract_and_not_by_the_tariff_that_it_carries() -> None:
    device = Device()
    agreed(credit_limit=100_000, prices=(OwnPrice("parcel-cod", "any", 5_000, 3_000),))

    def told(amount: int, word: str, at: float) -> Any:
        line = sent(amount, number=device.own_number("PC"))
        said = visit_of(line, word=word, payments=(on_account(amount),))
        return device.send(device.write(said, later(at), kept=False), later(at))

    assert told(COD_POSTAGE, "tariff", 0.1).state == "not-done"
    assert told(COD_POSTAGE - 500, "contract", 0.2).state == "done"
    assert owed() == COD_POSTAGE - 500


def test_the_books_agree() -> None:
    agreed(credit_limit=3 * COD_POSTAGE)
    accept(parcel("one"))
    done = settle(cod(), payments=(on_account(COD_POSTAGE),))
    refund(done.number, means=Means.CREDIT)

    assert owed() == COD_POSTAGE
    assert verify().fault_count == 0
