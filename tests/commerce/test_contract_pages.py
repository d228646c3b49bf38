"""The desk pages of contracts, runs, statements, comparisons and robberies: who may, what is shown, what is done."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from postkit.iso20022 import read
from postkit.iso20022.statement import Advices
from rekkas.bank.commands import load_bank, load_bank_terms, open_account
from rekkas.base.choices import Role
from rekkas.commerce.commands import note_due
from rekkas.commerce.queries import exceptions, payout, payouts_of, robberies, statements_of, terms_of
from rekkas.delivery.choices import Recipient
from rekkas.delivery.commands import bank_cash, deliver_items, hand_over_cash
from rekkas.delivery.entries import Handover
from rekkas.money.queries import balance
from tests.bank import accounts
from tests.bank.people import morocco
from tests.build import AGENCY, BOSS, PNG, ZAGORA_OFFICE, accepted, staff
from tests.cash.drawers import OMAR
from tests.commerce.checks import bare_delivery
from tests.desk import at_desk, load, open_day_and_night, sent

pytestmark = pytest.mark.django_db
COMMERCE = "/desk/commerce/"
SETTLE, COMPARE, RECONCILE = (
    f"{COMMERCE}settle-merchants/",
    f"{COMMERCE}comparison/",
    f"{COMMERCE}reconcile-cod/",
)
TERMS = f"{COMMERCE}merchants/ATLAS/agree-terms/"
EVERY_DAY = [str(day) for day in range(1, 8)]


@pytest.fixture(autouse=True)
def trading() -> None:
    load(open_day_and_night())
    at = timezone.now()
    load_bank(bank=morocco(), country="MA", by=BOSS, at=at)
    load_bank_terms(bank=morocco(), country="MA", by=BOSS, at=at)


@pytest.fixture
def treasurer() -> Client:
    return at_desk("nadia", Role.TREASURER)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "٣٤"])
def test_a_day_that_no_calendar_has_about_it_is_taken_for_today(treasurer: Client, day: str) -> None:
    page = treasurer.get(SETTLE, {"day": day})

    assert page.context["day"] == timezone.localdate()


def taken(word: str = "one", amount: int = 35_000) -> str:
    """The number of an item whose cash is in the postman's bag."""
    at = timezone.now()
    youssef = staff("youssef", Role.COURIER, ZAGORA_OFFICE)
    (answer,) = accepted(word, by=OMAR, at=at, reference=f"REF-{word}", cod_amount=amount)
    handover = Handover(answer.number, at, Recipient.ADDRESSEE, "Amina Alaoui", amount, PNG)
    (done,) = deliver_items(handovers=[handover], office=ZAGORA_OFFICE, by=youssef, at=at)
    assert done.outcome == "delivered", done
    return answer.number


def in_the_bank(word: str = "one", amount: int = 35_000) -> str:
    number, at = taken(word, amount), timezone.now()
    karim = staff("karim", Role.MANAGER, ZAGORA_OFFICE)
    here: dict[str, Any] = {
        "counted": amount,
        "currency": "MAD",
        "office": ZAGORA_OFFICE,
        "by": karim,
        "at": at,
    }
    hand_over_cash(courier="youssef", **here)
    bank_cash(**here)
    note_due(items=[(number, "ATLAS", amount, "MAD")], due_at=at, by=BOSS, at=at)
    return number


def agree(treasurer: Client, **changes: Any) -> Any:
    """Fill in the page of terms: every day, 5 MAD and 1 % with 20 % of tax."""
    page = treasurer.get(TERMS)
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    answers = {
        "valid_from": yesterday, "days": EVERY_DAY, "fee": "5", "fee_per_mille": "10", "tax_per_mille": "200",
        "return_fee": "20", **changes,
    }  # fmt: skip
    return treasurer.post(TERMS, sent(page, **answers))


def settle(treasurer: Client) -> Any:
    page = treasurer.get(SETTLE)
    return treasurer.post(SETTLE, {"key": page.context["form"]["key"].value(), "day": timezone.localdate()})


def settled(treasurer: Client) -> str:
    """The address of the statement that a run has made."""
    in_the_bank()
    agree(treasurer)
    settle(treasurer)
    return f"{COMMERCE}payouts/{statements_of()[0].number}/"


# ---- terms -----------------------------------------------------------------------------------------------------


def test_terms_are_agreed_on_the_page_and_shown_with_their_history(treasurer: Client) -> None:
    assert agree(treasurer)["Location"] == f"{COMMERCE}merchants/ATLAS/"
    agree(treasurer, fee="٧٫٥٠", valid_from=timezone.localdate().isoformat())

    page = treasurer.get(f"{COMMERCE}merchants/ATLAS/")

    assert [(row.fee, is_in_force) for row, _, is_in_force in page.context["history"]] == [
        (750, True),
        (500, False),
    ]
    assert treasurer.get(TERMS).context["form"]["fee"].value() == "7.50"


def test_what_makes_no_sense_is_said_beside_what_was_typed(treasurer: Client) -> None:
    page = agree(treasurer, cycle="weekly")

    assert page.status_code == 422
    assert b'data-refusal="base.invalid-input"' in page.content
    assert agree(treasurer, pay_to="011519000001205000534922").status_code == 422
    assert agree(treasurer, fee_per_mille="1001").status_code == 422
    assert terms_of("ATLAS") == []


# ---- the run ---------------------------------------------------------------------------------------------------


def test_who_is_due_is_shown_before_the_run_and_paid_by_it_once(treasurer: Client) -> None:
    in_the_bank()
    agree(treasurer)
    page = treasurer.get(SETTLE)
    assert b'data-row="ATLAS" data-paid="33980"' in page.content
    assert balance("due:ATLAS:MAD") == -35_000  # a preview moves nothing

    said = {"key": page.context["form"]["key"].value(), "day": timezone.localdate()}
    treasurer.post(SETTLE, said)
    treasurer.post(SETTLE, said)

    assert [row.amount for row in payouts_of()] == [33_980]
    after = treasurer.get(SETTLE)
    assert b'data-answer="' in after.content
    assert b"data-row" not in treasurer.get(SETTLE).content


def test_a_preview_of_another_day_shows_who_would_be_due_then(treasurer: Client) -> None:
    in_the_bank()
    agree(treasurer, cycle="monthly", month_day=str((timezone.localdate() + timedelta(days=3)).day))

    assert b"data-row" not in treasurer.get(SETTLE).content
    later = (timezone.localdate() + timedelta(days=3)).isoformat()
    assert b'data-row="ATLAS"' in treasurer.get(f"{SETTLE}?day={later}").content


# ---- statements ------------------------------------------------------------------------------------------------


def test_a_statement_is_listed_and_taken_away_as_paper_and_table(treasurer: Client) -> None:
    address = settled(treasurer)

    listing = treasurer.get(f"{COMMERCE}statements/?merchant=atlas")
    page = treasurer.get(address)
    paper, table = treasurer.get(f"{address}statement.pdf"), treasurer.get(f"{address}statement.csv")

    assert f'href="{address}"'.encode() in listing.content
    assert b'data-kind="collected"' in page.content
    assert paper.content.startswith(b"%PDF-")
    assert b"REF-one,350.00,MAD," in table.content
    assert treasurer.get(f"{address}advice.xml").status_code == 404
    assert treasurer.get(f"{COMMERCE}statements/?carried=1").context["rows"] == []


def test_a_merchant_at_the_postal_bank_gets_its_advice(treasurer: Client) -> None:
    number = open_account(
        customer=accounts.customer(), product="current", office=AGENCY, by=BOSS, at=timezone.now(), key="open"
    ).number
    in_the_bank()
    agree(treasurer, pay_to=number)
    settle(treasurer)

    (row,) = payouts_of()
    message = read(treasurer.get(f"{COMMERCE}payouts/{row.number}/advice.xml").content)

    assert isinstance(message, Advices)
    assert (row.way, [entry.amount for entry in message.advices[0].entries]) == ("bank", [33_980])


def test_a_payment_that_came_back_is_noted_on_its_page(treasurer: Client) -> None:
    address = settled(treasurer)
    page = treasurer.get(address)
    back = {"key": page.context["form"]["key"].value(), "reason": "AC04"}

    treasurer.post(f"{address}return-payout/", back)

    assert payout(payouts_of()[0].number).state == "returned"
    assert b"data-returned" in treasurer.get(address).content
    assert b"return-payout" not in treasurer.get(address).content


def test_an_item_is_corrected_from_its_statement(treasurer: Client) -> None:
    address = settled(treasurer)
    subject = treasurer.get(address).context["lines"][0][1]
    correct = f"{COMMERCE}items/{subject}/correct-due/"
    page = treasurer.get(correct)
    said = sent(page, direction="take", amount="50", reason="claim", note="broken")

    assert treasurer.post(correct, said)["Location"] == f"{COMMERCE}merchants/ATLAS/"
    treasurer.post(correct, said)

    assert balance("merchant:ATLAS/owed:MAD") == 5_000
    assert b'data-open="-5000"' in treasurer.get(f"{COMMERCE}merchants/ATLAS/").content
    more = {"direction": "take", "amount": "301", "reason": "claim", "note": "broken"}
    too_much = treasurer.post(correct, sent(treasurer.get(correct), **more))
    assert b'data-refusal="commerce.correction-too-large"' in too_much.content


def test_a_statement_nobody_made_is_not_found(treasurer: Client) -> None:
    for part in ("", "statement.csv", "statement.pdf", "advice.xml"):
        assert treasurer.get(f"{COMMERCE}payouts/20260101-1/{part}").status_code == 404
    assert treasurer.get(f"{COMMERCE}items/PC000009999MA/correct-due/").status_code == 404
    assert treasurer.get(f"{COMMERCE}merchants/NOBODY/").status_code == 404


# ---- comparison ------------------------------------------------------------------------------------------------


def test_what_does_not_agree_is_shown_and_explained(treasurer: Client) -> None:
    taken("agrees")
    at = timezone.now()
    (answer,) = accepted("odd", by=OMAR, at=at)
    bare_delivery(answer.number, at=at)
    assert b"data-items" not in treasurer.get(COMPARE).content

    treasurer.post(RECONCILE, {"key": treasurer.get(COMPARE).context["form"]["key"].value()})

    page = treasurer.get(COMPARE)
    assert b'data-items="2"' in page.content
    assert f'data-exception="{answer.number}" data-reason="delivered-without-cash"'.encode() in page.content
    assert b'data-bag="courier:MA0004/youssef:MAD"' in page.content
    explain = f"{COMMERCE}exceptions/{answer.number}/delivered-without-cash/explain-exception/"
    treasurer.post(explain, sent(treasurer.get(explain), explanation="lent scanner"))
    assert [row.explanation for row in exceptions("explained")] == ["lent scanner"]
    assert b"lent scanner" in treasurer.get(f"{COMPARE}?state=explained").content
    assert (
        treasurer.get(f"{COMMERCE}exceptions/{answer.number}/bad-luck/explain-exception/").status_code == 404
    )
    assert (
        treasurer.get(f"{COMMERCE}exceptions/{answer.number}/partial/explain-exception/").status_code == 404
    )


# ---- robberies -------------------------------------------------------------------------------------------------


def test_a_robbery_is_reported_at_the_office_and_decided_at_the_treasury(treasurer: Client) -> None:
    taken()
    karim = at_desk("karim", Role.MANAGER, ZAGORA_OFFICE)
    report = f"{COMMERCE}report-robbery/"
    said = sent(
        karim.get(report),
        courier="youssef",
        police_report="PV 1",
        account="Two men.",
        robbed_at="2026-03-02T10:00",
    )

    made = karim.post(report, said)

    address = made["Location"]
    assert b"approve-robbery" not in karim.get(address).content
    page = treasurer.get(address)
    treasurer.post(f"{address}approve-robbery/", {"key": page.context["form"]["key"].value()})
    assert (balance("expense:losses:MAD"), robberies()[0].state) == (35_000, "approved")
    refused = treasurer.post(
        f"{address}decline-robbery/", {"key": page.context["decline"]["key"].value(), "reason": "no"}
    )
    assert b'data-refusal="commerce.robbery-decided"' in refused.content
    assert at_desk("other", Role.MANAGER, AGENCY).get(address).status_code == 403
    assert len(at_desk("third", Role.MANAGER, AGENCY).get(f"{COMMERCE}robberies/").context["rows"]) == 0


# ---- who may ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.CLERK, Role.COURIER, Role.SORTER])
@pytest.mark.parametrize(
    "page",
    ["settle-merchants", "statements", "merchants/ATLAS", "merchants/ATLAS/agree-terms", "comparison", "robberies",
     "report-robbery"],
)  # fmt: skip
def test_those_who_handle_mail_see_none_of_it(role: Role, page: str) -> None:
    assert at_desk("someone", role, ZAGORA_OFFICE).get(f"{COMMERCE}{page}/").status_code == 403


@pytest.mark.parametrize(
    "page",
    ["settle-merchants", "merchants/ATLAS/agree-terms", "items/X/correct-due", "payouts/1/return-payout"],
)
def test_an_inspector_reads_and_changes_nothing(page: str) -> None:
    inspector = at_desk("hajar", Role.INSPECTOR)

    assert inspector.get(f"{COMMERCE}{page}/").status_code == 403
    assert inspector.get(f"{COMMERCE}statements/").status_code == 200
    assert inspector.get(COMPARE).status_code == 200


def test_lists_ask_no_more_for_many_rows_than_for_a_few(treasurer: Client, statements: Any) -> None:
    def asked() -> list[int]:
        counts = []
        for page in ("statements/", "pay-merchant/", "merchants/ATLAS/", "comparison/"):
            with statements() as seen:
                assert treasurer.get(f"{COMMERCE}{page}").status_code == 200
            counts.append(len(seen))
        return counts

    agree(treasurer)
    for n in range(2):
        in_the_bank(f"few{n}")
        pay(treasurer)
    treasurer.post(RECONCILE, {"key": treasurer.get(COMPARE).context["form"]["key"].value()})
    few = asked()
    for n in range(5):
        in_the_bank(f"more{n}")
        pay(treasurer)
    treasurer.post(RECONCILE, {"key": treasurer.get(COMPARE).context["form"]["key"].value()})

    assert asked() == few


def pay(treasurer: Client) -> None:
    page = treasurer.get(f"{COMMERCE}pay-merchant/")
    treasurer.post(
        f"{COMMERCE}pay-merchant/",
        {"key": page.context["form"]["key"].value(), "merchant": "ATLAS", "currency": "MAD"},
    )


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_paper_is_set_in_each_language(treasurer: Client, language: str) -> None:
    address = settled(treasurer)

    paper = treasurer.get(f"{address}statement.pdf", headers={"accept-language": language})

    assert paper.content.startswith(b"%PDF-")
