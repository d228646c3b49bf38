"""Transfers at the desk: files taken in and approved by another, one sent, cut-offs closed, what waits decided."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from postkit.iso20022 import read
from rekkas.bank.entries import account_number_of
from rekkas.base.choices import Role
from rekkas.payments import queries
from tests.bank.accounts import PAPERS, holds
from tests.build import AGENCY
from tests.desk import at_desk, sent
from tests.lasting import lasting
from tests.payments import transfers_world as world
from tests.payments.transfers_world import (
    BOMB,
    account,
    arrival,
    arrivals,
    elsewhere,
    employer,
    file_of_today,
    iban,
    returned,
    returns,
    said,
    send,
    state,
    states,
    status,
    wage,
)

DESK = "/desk/payments/"
TAKE_IN, SEND, CLEARING = f"{DESK}receive-payment-file/", f"{DESK}send-transfer/", f"{DESK}clearing/"


_clearing = lasting(lambda: world.world(days="1234567", cut_offs=(0,)))


@pytest.fixture(autouse=True)
def clearing(_clearing: None, db: None) -> None:
    """A clearing whose one cut-off is at midnight, every day: it is always due."""


@pytest.fixture
def clerk() -> Client:
    return at_desk("leila", Role.CLERK, AGENCY)


@pytest.fixture
def treasurer() -> Client:
    return at_desk("rachid", Role.TREASURER)


def uploaded(content: bytes, name: str = "march.xml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/xml")


def take_in(clerk: Client, content: bytes, source: str, **changes: Any) -> Any:
    said = {"customer": world.holder(source), "purpose": "salaries", "file": uploaded(content), **changes}
    return clerk.post(TAKE_IN, sent(clerk.get(TAKE_IN), **said), follow=True)


def button(page: Any, name: str = "approve") -> dict[str, Any]:
    """What a form of one button sends."""
    return {"key": page.context[name]["key"].value()}


# ---- files of payments -----------------------------------------------------------------------------------------


def test_a_file_is_taken_in_and_each_payment_is_seen(clerk: Client) -> None:
    source, amina = employer(), account("amina")
    content = file_of_today(source, wage(iban(amina), 100_000, "A"), wage(elsewhere(31, "999"), 5, "B"))

    page = take_in(clerk, content, source)

    assert page.redirect_chain[-1][0].endswith("/files/PF00000001/")
    text = page.content.decode()
    assert "One payment is taken." in text
    assert "One payment is rejected." in text
    assert 'data-sum="settled"' in text
    assert "AC03" in text
    assert holds(amina) == 100_000
    listed = clerk.get(f"{DESK}files/PF00000001/?state=rejected").content.decode()
    assert listed.count("data-transfer=") == 1


def test_a_form_sent_twice_takes_a_file_once(clerk: Client) -> None:
    source, amina = employer(), account("amina")
    content = file_of_today(source, wage(iban(amina), 100_000))
    form = sent(clerk.get(TAKE_IN), customer=world.holder(source), purpose="payments")

    for _ in range(2):
        page = clerk.post(TAKE_IN, {**form, "file": uploaded(content)}, follow=True)
        assert page.redirect_chain[-1][0].endswith("/files/PF00000001/")

    assert holds(amina) == 100_000


def test_the_same_file_under_another_name_is_refused_on_the_page(clerk: Client) -> None:
    source, amina = employer(), account("amina")
    content = file_of_today(source, wage(iban(amina), 100_000))
    take_in(clerk, content, source)

    page = take_in(clerk, content, source, file=uploaded(content, "april.xml"))

    assert page.status_code == 409
    assert 'data-refusal="payments.file-repeated"' in page.content.decode()
    assert "march.xml" in page.content.decode()


def test_a_bomb_is_refused_with_its_reason(clerk: Client) -> None:
    page = take_in(clerk, BOMB, employer())

    assert page.status_code == 422
    assert "document type" in page.content.decode()


def test_one_that_looks_like_another_is_shown_beside_it(clerk: Client) -> None:
    source, amina = employer(), account("amina")
    take_in(clerk, file_of_today(source, wage(iban(amina), 100_000, "A")), source)

    page = take_in(clerk, file_of_today(source, wage(iban(amina), 100_000, "B"), message_id="M-2"), source)

    assert 'id="like"' in page.content.decode()
    assert "PF00000001" in page.content.decode()


def test_a_large_file_is_approved_by_another_at_another_desk(clerk: Client, treasurer: Client) -> None:
    world.rules(second_person_from=50_000)
    source, amina = employer(), account("amina")
    page = take_in(clerk, file_of_today(source, wage(iban(amina), 100_000)), source)
    assert "somebody else approves it" in page.content.decode()
    address = f"{DESK}files/PF00000001/"
    assert clerk.post(f"{address}approve-payment-file/", button(page)).status_code == 403
    assert "PF00000001" in treasurer.get(f"{DESK}transfers/").content.decode()

    done = treasurer.post(f"{address}approve-payment-file/", button(treasurer.get(address)), follow=True)

    assert "The file is approved." in done.content.decode()
    assert holds(amina) == 100_000


def test_what_was_not_paid_can_be_declined(treasurer: Client) -> None:
    world.rules(second_person_from=50_000)
    source, amina = employer(), account("amina")
    world.receive(world.payment_file(source, wage(iban(amina), 100_000)), source)
    address = f"{DESK}files/PF00000001/"

    done = treasurer.post(
        f"{address}decline-payment-file/",
        {**button(treasurer.get(address), "decline"), "why": "Wrong month"},
        follow=True,
    )

    assert "Wrong month" in done.content.decode()
    assert states("PF00000001") == ["cancelled CUST"]


def test_the_file_and_its_answer_are_handed_out(clerk: Client) -> None:
    source, amina = employer(), account("amina")
    content = file_of_today(
        source, wage(iban(amina), 100, "A"), wage(elsewhere(), 200, "B"), wage(elsewhere(31, "999"), 5, "C")
    )
    take_in(clerk, content, source)

    given = clerk.get(f"{DESK}files/PF00000001/pain.001.xml")
    answer = clerk.get(f"{DESK}files/PF00000001/pain.002.xml")

    assert given.content == content
    assert given["Content-Disposition"] == 'attachment; filename="PF00000001.pain.001.xml"'
    message = read(answer.content)
    assert (message.version, message.original_message_id, message.status) == (
        "pain.002.001.10",
        "M-1",
        "PART",
    )
    (payment,) = message.payments
    assert [(one.end_to_end_id, one.status) for one in payment.transfers] == [
        ("A", "ACSC"), ("B", "ACSP"), ("C", "RJCT"),
    ]  # fmt: skip
    assert payment.transfers[2].reasons[0].code == "AC03"
    assert clerk.get(f"{DESK}files/PF00000001/pain.002.xml").content == answer.content


@pytest.mark.parametrize(
    ("after", "told"),
    [("waiting", "ACSP"), ("settled", "ACSC"), ("rejected", "RJCT"), ("returned", "RJCT")],
)
def test_the_answer_follows_what_became_of_a_payment(clerk: Client, after: str, told: str) -> None:
    source = employer()
    number = world.receive(world.payment_file(source, wage(elsewhere(), 200, "B")), source).number
    (row,) = queries.credit_transfers(file=queries.payment_file(number))
    if after != "waiting":
        world.cut_off()
        world.take_status(status(said("RJCT" if after == "rejected" else "ACSC", row.number)))
    if after == "returned":
        world.take_returns(returns(returned(row.number, 200)))

    message = read(clerk.get(f"{DESK}files/{number}/pain.002.xml").content)

    assert (message.status, message.payments[0].status) == (told, told)


# ---- single transfers ------------------------------------------------------------------------------------------


def asked(source: str, **changes: Any) -> dict[str, Any]:
    return {
        "account": source, "document": PAPERS[world.holder(source)], "payee_account": elsewhere(),
        "payee_name": "Karima Idrissi", "amount": "1500.00", **changes,
    }  # fmt: skip


def test_the_bank_and_the_fee_are_shown_before_anything_is_sent(clerk: Client) -> None:
    source = account(amount=1_000_000)

    page = clerk.post(SEND, sent(clerk.get(SEND), **asked(source), look="1"))

    assert page.context["seen"]["total"] == 150_300
    assert "Demonstration Bank of the Coast" in page.content.decode()
    assert holds(source) == 1_000_000
    done = clerk.post(SEND, sent(page, shown=page.context["seen"]["shown"], accept="1"), follow=True)
    number = done.redirect_chain[-1][0].split("/")[-2]
    assert (state(number), holds(source)) == ("waiting", 849_700)
    assert 'data-step="waiting"' in done.content.decode()


def test_a_bank_that_is_not_listed_is_shown_by_its_number(clerk: Client) -> None:
    source = account(amount=1_000_000)

    page = clerk.post(
        SEND, sent(clerk.get(SEND), **asked(source, payee_account=elsewhere(1, "777")), look="1")
    )

    assert page.context["seen"]["bank"] == "777"


def test_what_was_changed_after_it_was_shown_is_shown_again(clerk: Client) -> None:
    source = account(amount=1_000_000)
    page = clerk.post(SEND, sent(clerk.get(SEND), **asked(source), look="1"))

    again = clerk.post(SEND, sent(page, shown=page.context["seen"]["shown"], amount="9000.00", accept="1"))

    assert (again.status_code, again.context["seen"]["total"], holds(source)) == (200, 900_300, 1_000_000)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"payee_account": "011519000001205000534912"}, "payments.payee-account-not-right"),
        ({"payee_account": elsewhere(5, "999")}, "payments.payee-is-ours"),
        ({"account": account_number_of(99)}, "bank.unknown-account"),
    ],
)
def test_what_is_not_right_is_said_beside_it(clerk: Client, changes: dict[str, str], code: str) -> None:
    source = account(amount=1_000_000)

    page = clerk.post(SEND, sent(clerk.get(SEND), **asked(source, **changes), look="1"))

    assert page.status_code in (404, 422)
    assert f'data-refusal="{code}"' in page.content.decode()


@pytest.mark.parametrize("amount", ["1500.001", "-1", "", "1,500", "9" * 40])
def test_an_amount_that_is_none_is_said_beside_its_question(clerk: Client, amount: str) -> None:
    source = account(amount=1_000_000)

    page = clerk.post(SEND, sent(clerk.get(SEND), **asked(source, amount=amount), look="1"))

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["amount"])
    assert holds(source) == 1_000_000


def test_a_large_transfer_is_approved_by_another_or_taken_back(treasurer: Client) -> None:
    world.rules(second_person_from=50_000)
    source = account(amount=1_000_000)
    one, two = send(source, 100_000).number, send(source, 200_000).number
    first, second = f"{DESK}transfers/{one}/", f"{DESK}transfers/{two}/"
    assert one in treasurer.get(f"{DESK}transfers/").content.decode()

    treasurer.post(f"{first}approve-transfer/", button(treasurer.get(first)))
    page = treasurer.post(
        f"{second}cancel-transfer/",
        {**button(treasurer.get(second), "cancel"), "why": "A mistake"},
        follow=True,
    )

    assert (state(one), state(two)) == ("waiting", "cancelled")
    assert "its payer has the money again" in page.content.decode()


# ---- the clearing ----------------------------------------------------------------------------------------------


def test_a_cut_off_is_closed_and_its_file_handed_out_the_same_each_time(treasurer: Client) -> None:
    source = account(amount=1_000_000)
    number = send(source, 100_000).number
    page = treasurer.get(CLEARING)
    assert 'data-waiting="out"' in page.content.decode()
    assert "They agree" in page.content.decode()
    ((due, is_due, form), *_) = page.context["due"]
    assert is_due

    done = treasurer.post(
        f"{CLEARING}close-cut-off/",
        {"key": form["key"].value(), "business_date": due.business_date.isoformat(), "ordinal": due.ordinal},
        follow=True,
    )

    assert "One transfer is in its file." in done.content.decode()
    ((file, _),) = done.context["files"]
    first, again = (treasurer.get(f"{CLEARING}files/{file.digest}/content.xml").content for _ in range(2))
    assert first == again
    assert sha256(first).hexdigest() == file.digest
    assert [one.transaction_id for one in read(first).transfers] == [number]
    assert state(number) == "sent"


def test_files_of_other_banks_are_told_apart_and_taken(treasurer: Client) -> None:
    source, amina = account(amount=1_000_000), account("youssef")
    number = send(source, 100_000).number
    world.cut_off(at=timezone.now())
    page = f"{CLEARING}receive-interbank-file/"

    def take(content: bytes) -> str:
        form = sent(treasurer.get(page), file=uploaded(content, "coast.xml"))
        answer = treasurer.post(page, form, follow=True)
        assert answer.status_code == 200, answer.content.decode()
        return answer.content.decode()

    credited = take(arrivals(arrival(iban(amina), 5_000), arrival(elsewhere(31, "999"), 7)))
    answered = take(status(said("ACSC", number)))
    sent_back = take(returns(returned(number)))

    assert "1 credited, 0 kept for a person, 1 go back, 0 refused." in credited
    assert "1 done, 0 said before, 0 kept aside." in answered
    assert "1 done" in sent_back
    assert (holds(amina), state(number), holds(source)) == (5_000, "returned", 999_700)
    listed = treasurer.get(f"{CLEARING}files/").content.decode()
    assert (
        listed.count("data-direction=") == 6
    )  # three in, our file, and the answers to transfers and to returns


def test_a_file_that_is_no_message_is_refused(treasurer: Client) -> None:
    page = f"{CLEARING}receive-interbank-file/"

    answer = treasurer.post(page, sent(treasurer.get(page), file=uploaded(BOMB)))

    assert answer.status_code == 422
    assert 'data-refusal="payments.file-not-right"' in answer.content.decode()


def test_what_was_kept_aside_is_explained(treasurer: Client) -> None:
    world.take_status(status(said("RJCT", "TR9999999999", "AC04")))
    listed = treasurer.get(f"{CLEARING}exceptions/")
    (row,) = listed.context["aside"]
    page = f"{CLEARING}exceptions/{row['note'].number}/explain-exception/"
    assert "The account is closed" in listed.content.decode()

    done = treasurer.post(page, sent(treasurer.get(page), explanation="Another bank’s"), follow=True)

    assert "Nothing is kept aside" in done.content.decode()


def test_money_that_no_account_took_is_given_or_sent_back(treasurer: Client) -> None:
    world.rules(unknown="keep", days="1234567", cut_offs=(0,))
    amina = account("amina")
    unknown = elsewhere(31, "999")
    world.take_arrivals(arrivals(arrival(unknown, 100), arrival(unknown, 200)), at=timezone.now())
    listed = treasurer.get(f"{CLEARING}unallocated/")
    one, two = (row.number for row, _, _ in listed.context["rows"])
    first, second = (f"{CLEARING}unallocated/{number}/allocate-money/" for number in (one, two))

    proposed = treasurer.post(first, sent(treasurer.get(first), account=iban(amina)), follow=True)
    other = at_desk("aziz", Role.TREASURER)
    done = other.post(first, sent(other.get(first), account=iban(amina)), follow=True)
    back = treasurer.post(
        f"{CLEARING}unallocated/{two}/send-money-back/",
        {"key": treasurer.get(second).context["form"]["key"].value()},
        follow=True,
    )

    assert f"It is on the account {amina}." not in proposed.content.decode()
    assert f"It is on the account {amina}." in done.content.decode()
    assert "All money is where it belongs" in back.content.decode()
    assert (holds(amina), world.kept()) == (100, 200)


def test_what_waits_too_long_is_shown_as_overdue(treasurer: Client) -> None:
    world.rules(unknown="keep", keep_hours=1)
    late = timezone.now() - timedelta(hours=2)
    world.take_arrivals(arrivals(arrival(elsewhere(31, "999"), 100)), at=late)

    assert "Overdue" in treasurer.get(f"{CLEARING}unallocated/").content.decode()
    assert "Overdue" in treasurer.get(CLEARING).content.decode()


def test_the_banks_settle_only_what_both_say(treasurer: Client) -> None:
    world.take_arrivals(arrivals(arrival(iban(account("amina")), 30_000)))
    page = f"{CLEARING}settle-clearing/"

    wrong = treasurer.post(page, sent(treasurer.get(page), comes="299.00", goes="0"))
    right = treasurer.post(page, sent(treasurer.get(page), comes="300.00", goes="0"), follow=True)

    assert 'data-refusal="payments.settlement-differs"' in wrong.content.decode()
    assert "The banks have settled." in right.content.decode()
    assert world.cleared() == 0


# ---- who may, in which language, how long lists are ------------------------------------------------------------

PAGES = (
    f"{DESK}transfers/", TAKE_IN, SEND, CLEARING, f"{CLEARING}files/", f"{CLEARING}unallocated/",
    f"{CLEARING}exceptions/", f"{CLEARING}receive-interbank-file/", f"{CLEARING}settle-clearing/",
)  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_a_sorter_sees_none_of_it(address: str) -> None:
    assert at_desk("ali", Role.SORTER, AGENCY).get(address).status_code == 403


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_page_opens_in_each_language(language: str) -> None:
    manager = at_desk("karima", Role.MANAGER, AGENCY)
    treasurer = at_desk("rachid", Role.TREASURER, AGENCY)
    world.rules(unknown="keep", days="1234567", cut_offs=(0,))
    source, amina = account(amount=1_000_000), account("youssef")
    number = send(source, 100_000).number
    file = world.receive(
        file_of_today(source, wage(iban(amina), 5, "A"), wage(elsewhere(31, "999"), 5, "B")), source
    )
    world.take_arrivals(arrivals(arrival(elsewhere(31, "999"), 100)))
    world.take_status(status(said("RJCT", "TR9999999999", "AC04")))
    closed = world.cut_off(at=timezone.now())
    (sent_file,) = queries.files_of(queries.cut_off("MA", closed.business_date, 1))
    (note,), (held,) = queries.kept_aside(), queries.unallocated_open()
    more = (
        f"{DESK}files/{file.number}/", f"{DESK}transfers/{number}/", f"{CLEARING}files/{sent_file.digest}/",
        f"{CLEARING}cut-offs/MA/{closed.business_date.isoformat()}/1/",
        f"{CLEARING}unallocated/{held.number}/allocate-money/",
        f"{CLEARING}exceptions/{note.number}/explain-exception/",
    )  # fmt: skip

    for address in (*PAGES, *more):
        reader = manager if address in (TAKE_IN, SEND) else treasurer
        page = reader.get(address, headers={"accept-language": language})
        assert page.status_code == 200, address
        turn = "rtl" if language == "ar" else "ltr"
        assert f'<html lang="{language}" dir="{turn}">' in page.content.decode(), address


def test_a_list_of_any_length_asks_the_same_number_of_questions(treasurer: Client, statements: Any) -> None:
    source, amina = employer(), iban(account("amina"))
    few = world.receive(world.payment_file(source, wage(amina, 5, "A")), source).number
    rows = [wage(amina if n % 2 else elsewhere(n), 5, f"B-{n}") for n in range(120)]
    many = world.receive(world.payment_file(source, *rows, message_id="M-2"), source).number
    treasurer.get(f"{DESK}files/{few}/")

    with statements() as short:
        treasurer.get(f"{DESK}files/{few}/")
    with statements() as long:
        treasurer.get(f"{DESK}files/{many}/")

    assert len(long) == len(short) <= 30


def test_no_such_day_and_no_such_file_are_not_found(treasurer: Client) -> None:
    for address in ("cut-offs/MA/2026-13-40/1/", "cut-offs/MA/2026-03-02/9/", "files/abc/"):
        assert treasurer.get(f"{CLEARING}{address}").status_code == 404
