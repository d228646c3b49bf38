"""Money, from cash over a counter to the books that anybody can check.

Four things happen, each done by the people whose work it is, with the permissions of their roles and no others: a money
order from Casablanca is paid in Zagora; an enterprise pays five thousand salaries by one file; a parcel against cash
becomes its merchant's money; a clerk closes a till that lacks twenty dirhams. After each, the books of the post and of
its bank balance. In the end the days are closed and signed, and a machine that has neither our server nor a network
works everything out again from the exported files.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from postkit import money
from postkit.iso20022.interbank import InterbankTransfers
from postkit.moneyorder import SecretCode
from rekkas.bank.choices import CustomerKind
from rekkas.bank.commands import enrol_customer, load_bank_terms, open_account, raise_level
from rekkas.bank.entries import CustomerEntry
from rekkas.base.actors import Actor
from rekkas.base.choices import Role
from rekkas.base.outbox import relay_notices
from rekkas.cash import commands as cash
from rekkas.cash import queries as tills
from rekkas.cash.entries import Closing
from rekkas.commerce.choices import Cycle
from rekkas.commerce.commands import agree_terms, settle_merchants
from rekkas.commerce.entries import Settled, TermsEntry
from rekkas.delivery.choices import Recipient
from rekkas.delivery.commands import bank_cash, deliver_items, hand_over_cash
from rekkas.delivery.entries import Handover
from rekkas.mail.commands import record_scans
from rekkas.mail.scans import Scan
from rekkas.money.choices import Book
from rekkas.money.commands import close_day, sign_day
from rekkas.money.queries import accounts, balance, sums_by_kind
from rekkas.money.signing import sign
from rekkas.operator.books import export_books
from rekkas.operator.demo.cast import cast
from rekkas.operator.verify import verify
from rekkas.payments import commands as payments
from rekkas.payments import queries as transfers
from rekkas.payments.choices import CodeAnswer, FilePurpose
from rekkas.payments.entries import FileTaken
from rekkas.payments.errors import FileRepeated, OrderAlreadyPaid
from rekkas.payments.queries.clearing_faults import clearing_faults
from rekkas.payments.queries.faults import order_faults
from tests import build
from tests.bank import people
from tests.bank.accounts import snapshot
from tests.build import AGENCY, FATIMA, MONDAY, PNG, YOUSSEF, ZAGORA_OFFICE, accepted, key, later, staff
from tests.cash.drawers import pieces
from tests.desk import at_desk
from tests.payments import desks
from tests.payments import transfers_world as clearing
from tests.payments.desks import (
    BAG,
    CODE,
    FLOAT,
    HIND,
    KARIM,
    LEILA,
    OMAR,
    PAYEES_CARD,
    RACHID,
    SALMA,
    TILLS,
    WRONG,
)
from tests.payments.transfers_world import (
    arrival,
    arrivals,
    elsewhere,
    payment_file,
    returned,
    returns,
    status,
    wage,
)
from tests.stories.alone import Alone, one_amount_changed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

NADIA = staff("nadia", Role.TREASURER)
IDRISS = staff("idriss", Role.INSPECTOR)
TUESDAY, FRIDAY = later(24), later(96)
WEEK = [date(2026, 3, day) for day in range(2, 8)]
EMPLOYEES, TIMES, ELSEWHERE = 100, 46, 400  # 4,600 payments to accounts of ours and 400 to other banks
FUNDS, FEE_OUTSIDE = 2_500_000_000, 300
OTHER_ICE = "001561191000163"


def test_both_books_balance_after_each_of_four_stories_and_a_machine_without_network_agrees(
    tmp_path: Path,
) -> None:
    a_post_with_its_bank()
    assert the_books_balance()

    a_money_order_from_casablanca_is_paid_in_zagora()
    assert the_books_balance()

    five_thousand_salaries_are_paid_by_one_file()
    assert the_books_balance()

    a_parcel_against_cash_becomes_its_merchants_money()
    assert the_books_balance()

    a_till_that_lacks_twenty_dirhams_is_disputed_and_explained()
    assert the_books_balance()

    key_on_statements = the_days_are_closed_and_signed()
    books, till = tmp_path / "books.jsonl", tmp_path / "till.jsonl"
    export_books(books)
    till.write_bytes(the_same_file_for_the_clerk_and_the_investigator())
    a_machine_without_network_agrees(Alone(tmp_path), books, till, key_on_statements)


# ---- the post on Monday morning ------------------------------------------------------------------------------------


def a_post_with_its_bank() -> None:
    """Casablanca and Zagora, the bank of Morocco, its clearing, a merchant; cash in two safes and four tills."""
    desks.world()
    load_bank_terms(bank=people.morocco(), country="MA", by=build.BOSS, at=MONDAY)
    payments.load_clearing(clearing=clearing.pack(), country="MA", by=build.BOSS, at=MONDAY)
    build.merchant("ATLAS")
    cash.set_cash_terms(
        office=AGENCY, currency="MAD", minimum=1_000_000, maximum=10_000_000, bundle=200_000, tolerance=500,
        investigator="idriss", by=NADIA, at=MONDAY,
    )  # fmt: skip


def the_books_balance() -> bool:
    """In each book and currency what came in is what went out, the two agree, and nothing follows wrongly."""
    for book in Book:
        totals: Counter[str] = Counter()
        for _, currency, held in sums_by_kind(book):
            totals[currency] += held
        assert set(totals.values()) <= {0}
    assert balance("mirror:bank:MAD") + balance("mirror:post:MAD") == 0
    assert {name: found for name, found in verify().faults.items() if found} == {}
    assert [*order_faults(), *clearing_faults()] == []
    return True


# ---- 1. a money order ----------------------------------------------------------------------------------------------


def a_money_order_from_casablanca_is_paid_in_zagora() -> None:
    """Driss brings 500 dirhams to Fatima. Omar pays them to Amina, who shows her card and says the secret code."""
    order = payments.issue_money_order(
        order=desks.asked(50_000), code=CODE, office=AGENCY, by=FATIMA, at=MONDAY
    )
    assert balance(TILLS["fatima"]) == FLOAT + 50_000 + order.fee
    assert balance(f"order:{order.number}:MAD") == -50_000  # what the post owes to whom it may concern

    assert begin(order.number, OMAR, "guessed", code=WRONG) == CodeAnswer.WRONG
    assert begin(order.number, OMAR, "said") == CodeAnswer.RIGHT
    said: dict[str, Any] = {"token": key("said"), "office": ZAGORA_OFFICE, "by": OMAR}
    first = payments.pay_money_order(**said, at=later(1))
    assert balance(TILLS["omar"]) == FLOAT - 50_000
    assert balance(f"order:{order.number}:MAD") == 0

    # The line broke, so Omar presses again. Then somebody comes to Hind with the same code.
    before = snapshot()
    again = payments.pay_money_order(**said, at=later(1.1))
    assert (again.entry, again.is_repeat) == (first.entry, True)
    with pytest.raises(OrderAlreadyPaid):
        begin(order.number, HIND, "once more")
    assert snapshot() == before

    # In the evening Fatima counts without seeing what should be there, and it is.
    assert close_till(50_000 + order.fee + FLOAT, at=later(8)).is_closed
    assert list(tills.cases()) == []


def begin(number: str, by: Actor, word: str, code: SecretCode = CODE) -> str:
    here: dict[str, Any] = {"office": by.office, "by": by, "at": later(1)}
    return payments.begin_payment(number=number, code=code, shown=PAYEES_CARD, token=key(word), **here).answer


# ---- 2. five thousand salaries -------------------------------------------------------------------------------------


def five_thousand_salaries_are_paid_by_one_file() -> None:
    """A file (pain.001) is brought to a counter, approved by a second person, and what goes out goes with a cut-off."""
    employer = open_for(people.organisation())
    numbers = [open_for(employee(place)) for place in range(EMPLOYEES)]
    brought: dict[str, Any] = {"country": "MA", "by": RACHID}
    funds = arrivals(arrival(clearing.iban(employer), FUNDS))
    payments.receive_interbank_file(content=funds, name="coast.xml", at=MONDAY, **brought)
    here = [
        wage(clearing.iban(number), 400_000 + turn, f"{number}-{turn}")
        for number in numbers
        for turn in range(TIMES)
    ]
    away = [wage(elsewhere(place), 300_000, f"AWAY-{place}") for place in range(ELSEWHERE)]
    content = payment_file(employer, *here, *away)

    taken = bring(content, "march.xml", employer)
    assert (taken.state, taken.taken, taken.rejected) == ("received", 5_000, 0)
    # Nothing moves before a second person has looked.
    assert {clearing.holds(number) for number in numbers} == {0}
    done = payments.approve_payment_file(number=taken.number, by=KARIM, at=later(1))
    assert (done.settled, done.waiting, done.rejected) == (len(here), ELSEWHERE, 0)
    each = sum(400_000 + turn for turn in range(TIMES))
    assert {clearing.holds(number) for number in numbers} == {each}
    left = FUNDS - EMPLOYEES * each - ELSEWHERE * (300_000 + FEE_OUTSIDE)
    assert clearing.holds(employer) == left

    before = snapshot()
    with pytest.raises(FileRepeated):
        bring(content, "april.xml", employer)
    assert snapshot() == before

    # What goes to another bank is written by the cut-off; that bank reads it, takes it, and sends one payment back.
    payments.close_cut_off(country="MA", business_date=WEEK[0], ordinal=1, by=RACHID, at=later(2))
    (sent,) = clearing.files()
    assert isinstance(sent, InterbankTransfers)
    assert sum(one.amount for one in sent.transfers) == ELSEWHERE * 300_000
    payments.receive_status(
        content=status(original=sent.message_id, whole="ACSC"), name="status.xml", at=later(9), **brought
    )
    back = returned(sent.transfers[0].transaction_id, 300_000, "AC04")
    payments.receive_return(
        content=returns(back, original=sent.message_id), name="return.xml", at=TUESDAY, **brought
    )
    states = Counter(
        one.state for one in transfers.credit_transfers(file=transfers.payment_file(taken.number))
    )
    assert states == {"settled": 4_999, "returned": 1}
    assert clearing.holds(employer) == left + 300_000

    # At the central bank we receive what came and pay what went.
    for day, net in ((WEEK[0], FUNDS - ELSEWHERE * 300_000), (WEEK[1], 300_000)):
        payments.settle_clearing(settled_date=day, net=net, at=later(30), **brought)
    assert balance("clearing:demo:MAD") == 0


def bring(content: bytes, name: str, account: str) -> FileTaken:
    return payments.receive_payment_file(
        content=content, name=name, customer=clearing.holder(account), purpose=FilePurpose.SALARIES, office=AGENCY,
        by=FATIMA, at=MONDAY,
    )  # fmt: skip


def employee(place: int) -> CustomerEntry:
    """Somebody with a name, a telephone and a year of birth by which they are told from the others."""
    names = cast().people
    given, family = names.given[place % len(names.given)], names.family[place % len(names.family)]
    return people.person(
        given_name=given[0], family_name=family[0], given_name_ar=given[1], family_name_ar=family[1],
        born=f"{1950 + place % 25 * 2}-05-31", phone=f"+2126{place:08}",
    )  # fmt: skip


def open_for(customer: CustomerEntry) -> str:
    """Fatima looks at the papers of somebody and opens a current account. Returns its number."""
    papers = [people.card(f"AB{customer.phone[-6:]}")] if customer.kind == CustomerKind.PERSON else []
    at_counter: dict[str, Any] = {"by": FATIMA, "at": MONDAY}
    done = enrol_customer(customer=customer, documents=papers, office=AGENCY, **at_counter)
    if papers:
        raise_level(number=done.number, level="3", **at_counter)
    return open_account(customer=done.number, product="current", office=AGENCY, **at_counter).number


# ---- 3. a parcel against cash --------------------------------------------------------------------------------------


def a_parcel_against_cash_becomes_its_merchants_money() -> None:
    """From a counter in Casablanca to a door in Zagora; and its cash through bag, safe and bank to the merchant."""
    shop = open_for(
        people.organisation(
            name="Atlas Crafts", name_ar="حرف الأطلس", registration_number=OTHER_ICE, phone="+212522000001"
        )
    )
    agreed: dict[str, Any] = {"fee": 500, "fee_per_mille": 10, "tax_per_mille": 200}
    terms = TermsEntry(valid_from=WEEK[0], cycle=Cycle.WORKING_DAYS, pay_to=shop, **agreed)
    agree_terms(merchant="ATLAS", terms=terms, by=NADIA, at=MONDAY)

    (tea,) = accepted("tea", by=SALMA)
    scanned = Scan(key("arrived", tea.number), tea.number, "EMG", later(20), ZAGORA_OFFICE)
    record_scans(scans=[scanned], by=build.device(ZAGORA_OFFICE), at=later(20))
    there: dict[str, Any] = {"office": ZAGORA_OFFICE}
    at_door = Handover(tea.number, later(25), Recipient.ADDRESSEE, "Amina Alaoui", 35_000, PNG)
    (answer,) = deliver_items(handovers=[at_door], by=YOUSSEF, at=later(25), **there)
    assert (answer.outcome, balance(BAG)) == ("delivered", 35_000)
    assert settle() == []  # nobody is paid from a bag

    counted: dict[str, Any] = {"counted": 35_000, "currency": "MAD", "by": LEILA, **there}
    hand_over_cash(courier="youssef", at=later(31), **counted)
    bank_cash(at=later(32), **counted)
    while relay_notices():
        pass
    assert (balance(BAG), balance("due:ATLAS:MAD")) == (0, -35_000)

    (paid,) = settle()
    fee = 500 + 350
    assert paid.paid == 35_000 - fee - fee // 5
    assert clearing.holds(shop) == paid.paid
    assert (balance("due:ATLAS:MAD"), balance("merchant:ATLAS:MAD")) == (0, 0)
    assert settle() == []


def settle() -> list[Settled]:
    return list(settle_merchants(day=WEEK[3], after="", by=NADIA, at=later(80)).merchants)


# ---- 4. a day that does not come out -------------------------------------------------------------------------------


def a_till_that_lacks_twenty_dirhams_is_disputed_and_explained() -> None:
    """Fatima counts twenty dirhams less than her till's record says. It is a question; and never a debt of hers."""
    till = TILLS["fatima"]
    morning = cash.open_till(
        office=AGENCY, currency="MAD", drawer=pieces(balance(till)), taken="", by=FATIMA, at=FRIDAY
    )
    assert (morning.difference, morning.case) == (0, "")
    payments.issue_money_order(
        order=desks.asked(30_000), code=CODE, office=AGENCY, by=FATIMA, at=later(1, FRIDAY)
    )
    in_drawer = balance(till) - 2_000

    # So much is counted again, by somebody else who does not see either what should be there.
    assert not close_till(in_drawer, at=later(8, FRIDAY)).is_closed
    closing = cash.recount_till(
        session=morning.session, office=AGENCY, pieces=pieces(in_drawer), by=KARIM, at=later(9, FRIDAY)
    )
    case = tills.case(closing.case)
    assert (case.amount, case.state, case.owner, case.due_at) == (
        -2_000, "open", "idriss", later(9, FRIDAY) + timedelta(days=14),
    )  # fmt: skip
    assert (balance(till), balance(case.suspense)) == (in_drawer, 2_000)

    # Fatima has a button for that. An inspector answers within a week, and finds the note.
    cash.dispute_discrepancy(
        case=case.number, statement="I counted every note twice.", by=FATIMA, at=later(10, FRIDAY)
    )
    assert tills.case(case.number).due_at == later(10, FRIDAY) + timedelta(days=7)
    cash.explain_discrepancy(
        case=case.number, reason="The note lay behind the drawer.", account=till, amount=2_000, by=IDRISS,
        at=later(24, FRIDAY),
    )  # fmt: skip
    cash.acknowledge_lines(
        account=till, numbers=[line.number for line in tills.unseen_lines(till)], office=AGENCY, by=FATIMA,
        at=later(25, FRIDAY),
    )  # fmt: skip

    assert tills.case(case.number).state == "recovered"
    assert (balance(till), balance(case.suspense)) == (in_drawer + 2_000, 0)
    assert [one.code for one in accounts() if "fatima" in one.code] == [till]  # nothing is held against her


def close_till(counted: int, at: datetime) -> Closing:
    last = tills.last_line(TILLS["fatima"])
    assert last is not None
    return cash.close_till(
        office=AGENCY, currency="MAD", pieces=pieces(counted), last_mark=last.mark, by=FATIMA, at=at
    )


# ---- the evidence --------------------------------------------------------------------------------------------------


def the_days_are_closed_and_signed() -> str:
    """Returns the public key, as the post prints it on its closing statements."""
    closing: dict[str, Any] = {"by": NADIA, "at": later(24 * 6)}
    for day, book in product(WEEK, Book):
        root = close_day(book=book, business_date=day, **closing)
        signed = sign(bytes.fromhex(root))
        public_key, signature = signed.public_key, signed.signature
        sign_day(book=book, business_date=day, public_key=public_key, signature=signature, **closing)
    assert the_books_balance()
    return public_key.hex()


def the_same_file_for_the_clerk_and_the_investigator() -> bytes:
    address = f"/desk/cash/exports/{TILLS['fatima']}/"
    clerks = at_desk("fatima", Role.CLERK, AGENCY).get(address).content
    investigators = at_desk("idriss", Role.INSPECTOR).get(address).content
    assert clerks == investigators
    return clerks


def a_machine_without_network_agrees(alone: Alone, books: Path, till: Path, public_key: str) -> None:
    assert all(alone.lacks(module) for module in ("django", "rekkas", "psycopg"))

    done = alone.run("postkit.evidence", books, "--quiet", "--key", public_key)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "books of the post: 0.00 MAD (must be zero)" in done.stdout
    assert "books of the bank: 0.00 MAD (must be zero)" in done.stdout
    assert f"{2 * len(WEEK)} closed days ({2 * len(WEEK)} signed)" in done.stdout
    proven = alone.run("postkit.till", till)
    assert (proven.returncode, proven.stderr) == (0, ""), proven.stdout
    assert f"holds {money.to_text(balance(TILLS['fatima']), 'MAD')} MAD after" in proven.stdout

    # One amount in a copy is another, and the row is named.
    name = one_amount_changed(books, at=lambda row: row[0] == "entry" and " (order-paid of " in row[3])
    told = alone.run("postkit.evidence", books, "--quiet")
    assert told.returncode == 1
    assert told.stdout.startswith(f"FIRST WRONG ROW: {name}: ")
    number = one_amount_changed(till, at=lambda row: isinstance(row, list) and row[5] == "order-issued")
    told = alone.run("postkit.till", till)
    assert told.returncode == 1
    assert f"wrong: number {number}: " in told.stdout
