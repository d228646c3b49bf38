"""Money orders at the desk: the price first, the code on the slip alone, no money before the page says: paid."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from postkit.moneyorder import SecretCode
from rekkas.base.choices import Role
from rekkas.cash.queries import receipt_lines
from rekkas.money.queries import balance
from rekkas.payments import papers
from rekkas.payments.queries import orders as queries
from tests.build import AGENCY, ZAGORA_OFFICE
from tests.desk import at_desk, sent, with_second_factor
from tests.payments.desks import FLOAT, TILLS, state

pytestmark = pytest.mark.usefixtures("open_desks")
ISSUE, BEGIN = "/desk/payments/issue-money-order/", "/desk/payments/begin-payment/"
TYPED = {
    "product": "electronic", "amount": "500", "sender_name": "Driss Berrada", "document_kind": "national-id",
    "document_number": "ab 123456", "document_expires_on": "2040-01-01", "payee_name": "Amina Alaoui",
    "payee_name_ar": "أمينة العلوي",
}  # fmt: skip
SHOWN = {
    "document_kind": "national-id", "document_number": "CD654321", "document_expires_on": "2040-01-01",
    "name": "Amina El Alaoui",
}  # fmt: skip


@pytest.fixture
def fatima() -> Client:
    return at_desk("fatima", Role.CLERK, AGENCY)


@pytest.fixture
def salma() -> Client:
    return at_desk("salma", Role.CLERK, AGENCY)


@pytest.fixture
def omar() -> Client:
    return at_desk("omar", Role.CLERK, ZAGORA_OFFICE)


@pytest.fixture
def leila() -> Client:
    return at_desk("leila", Role.MANAGER, ZAGORA_OFFICE)


def priced(clerk: Client, **changes: str) -> Any:
    return clerk.post(ISSUE, sent(clerk.get(ISSUE), **{**TYPED, **changes}, price="1"))


def issued(clerk: Client, **changes: str) -> tuple[str, SecretCode, Any]:
    """An order issued on the page: its number, the code on its slip, the page."""
    page = priced(clerk, **changes)
    said = sent(page, fee_shown=page.context["fee"], accept="1")
    done = clerk.post(ISSUE, said)
    number = done.context["order"].number
    return number, page.context["form"].fields["seed"].clean(said["seed"]), done


def begun(clerk: Client, number: str, code: SecretCode, **changes: str) -> Any:
    page = clerk.get(BEGIN, {"number": number})
    return clerk.post(BEGIN, sent(page, **{**SHOWN, "code": code.spoken, **changes}), follow=True)


def pay(clerk: Client, page: Any) -> Any:
    token = page.context["payment"].token
    return clerk.post(f"/desk/payments/payments/{token}/pay-money-order/", sent(page), follow=True)


# ---- issue -----------------------------------------------------------------------------------------------------


def test_the_price_is_shown_and_nothing_is_taken_yet(fatima: Client) -> None:
    page = priced(fatima)

    assert (page.context["fee"], page.context["total"]) == (1_500, 51_500)
    assert len(queries.orders_of()) == 0


def test_a_form_sent_twice_issues_one_order_with_one_code(fatima: Client) -> None:
    page = priced(fatima)
    said = sent(page, fee_shown=page.context["fee"], accept="1")

    first, second = fatima.post(ISSUE, said), fatima.post(ISSUE, said)

    assert first.context["order"].number == second.context["order"].number
    assert balance(TILLS["fatima"]) == FLOAT + 51_500
    slips = [_slip(fatima, one) for one in (first, second)]
    assert slips[0] == slips[1]


def test_a_page_opened_anew_asks_before_it_issues_the_same_once_more(fatima: Client) -> None:
    issued(fatima)
    page = priced(fatima)

    asked = fatima.post(ISSUE, sent(page, fee_shown=page.context["fee"], accept="1"))
    before = len(queries.orders_of())
    fatima.post(ISSUE, sent(asked, fee_shown=page.context["fee"], accept="1", again="on"))

    assert b'data-refusal="payments.issued-just-now"' in asked.content
    assert b'name="again"' in asked.content
    assert (before, len(queries.orders_of())) == (1, 2)


def test_the_payees_notice_is_printed_until_somebody_was_paid(fatima: Client, omar: Client) -> None:
    number, code, page = issued(fatima)
    notice = f"/desk/payments/orders/{number}/notice.pdf"

    printed = fatima.get(notice)
    pay(omar, begun(omar, number, code))
    late = fatima.get(notice)

    assert f'href="{notice}"' in page.content.decode()
    assert (printed.status_code, printed.content[:5]) == (200, b"%PDF-")
    assert late.status_code == 409
    assert f'href="{notice}"' not in fatima.get(f"/desk/payments/orders/{number}/").content.decode()


def _slip(clerk: Client, page: Any) -> bytes:
    number = page.context["order"].number
    paper = clerk.post(f"/desk/payments/orders/{number}/slip.pdf", {"slip": page.context["slip"]})
    assert paper["Content-Type"] == "application/pdf"
    return bytes(paper.content)


def test_the_code_is_nowhere_on_the_page_and_on_the_slip(fatima: Client) -> None:
    number, code, page = issued(fatima)

    assert code.spoken not in page.content.decode()
    assert _slip(fatima, page).startswith(b"%PDF-")
    shown = fatima.get(f"/desk/payments/orders/{number}/").content.decode()
    assert code.spoken not in shown
    assert f"{code.spoken[:3]} {code.spoken[3:]}" not in shown


@pytest.mark.parametrize("slip", ["", "made up", "eyJ.x:y:z"])
def test_a_slip_is_printed_from_its_own_page_only(fatima: Client, slip: str) -> None:
    number, _, _ = issued(fatima)

    assert fatima.post(f"/desk/payments/orders/{number}/slip.pdf", {"slip": slip}).status_code == 422
    assert fatima.get(f"/desk/payments/orders/{number}/slip.pdf").status_code == 405


def test_no_colleague_prints_the_slip_of_another(fatima: Client) -> None:
    number, _, page = issued(fatima)
    salma = at_desk("salma", Role.CLERK, AGENCY)

    paper = salma.post(f"/desk/payments/orders/{number}/slip.pdf", {"slip": page.context["slip"]})

    assert paper.status_code == 422


def test_a_price_that_changed_is_shown_again(fatima: Client) -> None:
    page = priced(fatima)

    again = fatima.post(ISSUE, sent(page, fee_shown=page.context["fee"], accept="1", amount="2000"))

    assert again.context["fee"] == 2_500
    assert len(queries.orders_of()) == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": "5,000"}, "amount"),
        ({"amount": "5.001"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"amount": ""}, "amount"),
        ({"sender_name": ""}, "sender_name"),
        ({"payee_name": "", "payee_name_ar": ""}, "payee_name"),
        ({"product": "into-account"}, "payee_account"),
        ({"product": "from-account"}, "sender_account"),
        ({"document_number": ""}, "document_number"),
        ({"document_expires_on": "yesterday"}, "document_expires_on"),
    ],
)
def test_what_is_wrong_stands_beside_its_question(
    fatima: Client, changes: dict[str, str], field: str
) -> None:
    page = priced(fatima, **changes)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert len(queries.orders_of()) == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": "20000"}, "payments.no-fee"),
        ({"document_number": "1"}, "bank.document-number-not-right"),
    ],
)
def test_a_refusal_is_said_on_the_page_with_its_code(
    fatima: Client, changes: dict[str, str], code: str
) -> None:
    page = priced(fatima, **changes)
    if page.status_code == 200:
        page = fatima.post(ISSUE, sent(page, fee_shown=page.context["fee"], accept="1"))

    assert f'data-refusal="{code}"'.encode() in page.content
    assert b"Driss Berrada" in page.content


def test_only_who_issued_an_order_prints_the_mark_that_gives_its_money_back(
    fatima: Client, salma: Client, leila: Client
) -> None:
    number, *_ = issued(fatima)
    row = queries.order(number)
    lines = receipt_lines([row.issue_entry])

    printed = [
        who.get(f"/desk/payments/orders/{number}/receipt.pdf").content for who in (fatima, salma, leila)
    ]

    with override("en"):
        original = papers.sender_pdf(row, "Electronic money order", lines)
        copy = papers.sender_pdf(row, "Electronic money order", [], is_copy=True)
    assert printed == [original, copy, copy]


# ---- pay -------------------------------------------------------------------------------------------------------


def test_an_order_from_casablanca_is_paid_in_zagora(fatima: Client, omar: Client) -> None:
    number, code, _ = issued(fatima)

    page = begun(omar, number, code)
    done = pay(omar, page)

    assert b"Hand nothing out before this page says" in page.content
    assert b"Paid and recorded" in done.content
    assert (state(number), balance(TILLS["omar"])) == ("paid", FLOAT - 50_000)
    token = page.context["payment"].token
    assert omar.get(f"/desk/payments/payments/{token}/receipt.pdf").content.startswith(b"%PDF-")
    assert fatima.get(f"/desk/payments/orders/{number}/receipt.pdf").content.startswith(b"%PDF-")


def test_the_payment_pressed_twice_pays_once(fatima: Client, omar: Client) -> None:
    number, code, _ = issued(fatima)
    page = begun(omar, number, code)

    pay(omar, page)
    done = pay(omar, page)

    assert b"Paid and recorded" in done.content
    assert balance(TILLS["omar"]) == FLOAT - 50_000
    assert state(number) == "paid"


@pytest.mark.parametrize("signature", ["cut of", "٣٤", "\x00"])
def test_a_signature_that_is_no_drawing_pays_nothing(fatima: Client, omar: Client, signature: str) -> None:
    number, code, _ = issued(fatima)
    page = begun(omar, number, code)
    token = page.context["payment"].token

    done = omar.post(f"/desk/payments/payments/{token}/pay-money-order/", sent(page, signature=signature))

    assert "signature" in done.context["form"].errors
    assert state(number) == "available"


def test_a_wrong_code_says_how_many_tries_are_left_and_keeps_what_was_typed_but_the_code(
    fatima: Client, omar: Client
) -> None:
    number, code, _ = issued(fatima)
    wrong = SecretCode("730194" if code.spoken != "730194" else "482913")

    pages = [begun(omar, number, wrong) for _ in range(3)]

    assert [page.status_code for page in pages] == [422] * 3
    assert b"2 more tries" in pages[0].content
    assert b'data-refusal="payments.code-wrong"' in pages[0].content
    assert b"Amina El Alaoui" in pages[0].content
    assert b'data-refusal="payments.code-locked"' in pages[2].content
    assert state(number) == "locked"
    assert wrong.spoken.encode() not in pages[0].content


def test_the_code_that_was_typed_does_not_come_back_on_any_page(fatima: Client, omar: Client) -> None:
    number, code, _ = issued(fatima)

    refused = begun(omar, number, code, document_number="1")

    assert refused.status_code == 422
    assert code.spoken.encode() not in refused.content


def test_a_page_of_the_clerk_lists_what_was_asked_and_not_answered(fatima: Client, omar: Client) -> None:
    number, code, _ = issued(fatima)
    token = begun(omar, number, code).context["payment"].token

    waiting = omar.get("/desk/payments/awaiting-answers/")
    answer = omar.post(f"/desk/payments/payments/{token}/resolve-payment/", sent(waiting), follow=True)

    assert f'data-token="{token}"'.encode() in waiting.content
    assert b"Hand nothing out" in answer.content
    assert b"data-token" not in omar.get("/desk/payments/awaiting-answers/").content
    assert state(number) == "available"


def test_a_large_payment_waits_for_the_manager(fatima: Client, omar: Client, leila: Client) -> None:
    number, code, _ = issued(fatima, amount="6000")
    page = begun(omar, number, code)
    token = page.context["payment"].token

    too_soon = omar.post(f"/desk/payments/payments/{token}/pay-money-order/", sent(page))
    listed = leila.get("/desk/payments/signatures/")
    seen = leila.get(f"/desk/payments/payments/{token}/")
    leila.post(f"/desk/payments/payments/{token}/sign-payment/", sent(seen))
    done = pay(omar, omar.get(f"/desk/payments/payments/{token}/"))

    assert b'id="verb"' not in page.content
    assert b'data-refusal="payments.signature-missing"' in too_soon.content
    assert str(token).encode() in listed.content
    assert b'id="sign"' in seen.content
    assert b"Paid and recorded" in done.content


def test_the_manager_of_another_office_does_not_sign(fatima: Client, omar: Client) -> None:
    number, code, _ = issued(fatima, amount="6000")
    page = begun(omar, number, code)
    token = page.context["payment"].token
    karim = at_desk("karim", Role.MANAGER, AGENCY)

    seen = karim.get(f"/desk/payments/payments/{token}/")
    done = karim.post(f"/desk/payments/payments/{token}/sign-payment/", sent(page))

    assert b'id="sign"' not in seen.content
    assert done.status_code == 403
    assert b'data-refusal="base.not-your-office"' in done.content
    assert queries.payment(token).waits_for_signature


def test_the_clerk_sees_both_names_and_how_alike_they_are(fatima: Client, omar: Client) -> None:
    number, code, _ = issued(fatima)

    page = begun(omar, number, code, name="Rachid Tazi")

    content = page.content.decode()
    assert "Amina Alaoui" in content
    assert "Rachid Tazi" in content
    assert re.search(r'data-likeness="\d+"', content)
    assert b"The names differ" in page.content


# ---- what else is done -----------------------------------------------------------------------------------------


def test_an_order_is_found_by_its_number_and_its_page_says_everything(fatima: Client) -> None:
    number, _, _ = issued(fatima)

    found = fatima.get("/desk/payments/orders/", {"number": queries.order(number).printed}, follow=True)
    wrong = fatima.get("/desk/payments/orders/", {"number": number[:-1] + "0"})

    content = found.content.decode()
    assert 'data-event="issued"' in content
    assert 'data-entry="order-issued"' in content
    assert b"payments.order-number-not-right" in wrong.content or b"payments.unknown-order" in wrong.content


def test_a_redirection_is_asked_signed_and_done_by_two(fatima: Client, omar: Client, leila: Client) -> None:
    number, _, _ = issued(fatima)
    ask = f"/desk/payments/orders/{number}/redirect/ask-signature/"
    document = {
        "document_kind": "national-id",
        "document_number": "AB123456",
        "document_expires_on": "2040-01-01",
    }

    omar.post(ask, sent(omar.get(ask), **document, payee_name="Rachid Tazi", reason="the sender wishes it"))
    (asked,) = queries.requests_of(queries.order(number))
    base = f"/desk/payments/signatures/{asked.number}/"
    look = leila.get(f"{base}sign-request/")
    leila.post(f"{base}sign-request/", sent(look))
    omar.post(f"{base}redirect-money-order/", sent(omar.get(f"{base}redirect-money-order/")))

    assert b"Rachid Tazi" in look.content
    assert queries.order(number).payee_name == "Rachid Tazi"


def test_the_way_back_to_the_sender(fatima: Client, salma: Client) -> None:
    number, _, page = issued(fatima)
    (line,) = page.context["lines"]
    document = {
        "document_kind": "national-id",
        "document_number": "AB123456",
        "document_expires_on": "2040-01-01",
    }
    refuse = f"/desk/payments/orders/{number}/refuse-money-order/"
    back = f"/desk/payments/orders/{number}/reimburse-money-order/"

    fatima.post(refuse, sent(fatima.get(refuse), why="sender", reason="changed her mind", **document))
    wrong = salma.post(back, sent(salma.get(back), receipt_mark="00000000", **document))
    alone = fatima.post(back, sent(fatima.get(back), receipt_mark=line.mark, **document))
    done = salma.post(back, sent(salma.get(back), receipt_mark=line.mark, **document), follow=True)

    assert b'data-refusal="payments.receipt-differs"' in wrong.content
    assert b'data-refusal="payments.own-money-back"' in alone.content
    assert b"Hand" in done.content
    assert (state(number), balance(TILLS["salma"])) == ("reimbursed", FLOAT - 50_000)


def test_whoever_issued_it_gives_it_back_when_a_second_person_has_signed(fatima: Client) -> None:
    number, _, page = issued(fatima)
    (line,) = page.context["lines"]
    document = {
        "document_kind": "national-id",
        "document_number": "AB123456",
        "document_expires_on": "2040-01-01",
    }
    base = f"/desk/payments/orders/{number}"
    karim = at_desk("karim", Role.MANAGER, AGENCY)

    for verb, said in (("refuse-money-order", {"why": "payee"}), ("reimburse/ask-signature", {})):
        url = f"{base}/{verb}/"
        fatima.post(url, sent(fatima.get(url), reason="nobody else is here", **said, **document))
    (asked,) = queries.requests_of(queries.order(number))
    sign = f"/desk/payments/signatures/{asked.number}/sign-request/"
    karim.post(sign, sent(karim.get(sign)))
    back = f"{base}/reimburse-money-order/"
    fatima.post(back, sent(fatima.get(back), receipt_mark=line.mark, request=asked.number, **document))

    assert (state(number), balance(TILLS["fatima"])) == ("reimbursed", FLOAT + 1_500)


@pytest.mark.parametrize(
    "verb",
    [
        "cancel-money-order", "refuse-money-order", "reimburse-money-order", "send-to-door", "bring-back-money-order",
        "lock-money-order", "clear-money-order", "unlock-money-order", "renew-code", "redirect/ask-signature",
        "reverse/ask-signature", "reimburse/ask-signature",
    ],
)  # fmt: skip
def test_every_act_has_a_page_in_three_languages(fatima: Client, verb: str) -> None:
    number, _, _ = issued(fatima)
    boss = at_desk("boss", Role.MANAGER, AGENCY)
    boss.get("/")
    from django.contrib.auth import get_user_model

    get_user_model().objects.filter(username="boss").update(is_superuser=True)
    with_second_factor(get_user_model().objects.get(username="boss"))

    for language, turn in (("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")):
        page = boss.get(f"/desk/payments/orders/{number}/{verb}/", {"lang": language})
        assert page.status_code == 200
        assert f'<html lang="{language}" dir="{turn}">' in page.content.decode()
        assert b'id="verb"' in page.content


@pytest.mark.parametrize(
    "address",
    [
        "orders/",
        "issue-money-order/",
        "begin-payment/",
        "awaiting-answers/",
        "signatures/",
        "expiring/",
        "suspicions/",
    ],
)
def test_every_list_opens_for_a_manager(address: str) -> None:
    manager = at_desk("samira", Role.MANAGER, AGENCY)

    assert manager.get(f"/desk/payments/{address}").status_code == 200


def test_who_has_no_business_there_is_refused(fatima: Client) -> None:
    number, _, _ = issued(fatima)
    sorter = at_desk("hassan", Role.SORTER, AGENCY)
    inspector = at_desk("idriss", Role.INSPECTOR)

    assert sorter.get("/desk/payments/orders/").status_code == 403
    assert inspector.get(f"/desk/payments/orders/{number}/").status_code == 200
    assert inspector.get(ISSUE).status_code == 403
    assert fatima.get("/desk/payments/suspicions/").status_code == 403
    assert Client().get("/desk/payments/orders/")["Location"].startswith("/desk/log-in/")


def test_the_treasury_sees_what_is_owed_and_ends_what_is_over(fatima: Client) -> None:
    issued(fatima)
    treasurer = at_desk("rachid", Role.TREASURER)

    page = treasurer.get("/desk/payments/expiring/")
    done = treasurer.post("/desk/payments/expire-money-orders/", follow=True)

    assert b'data-owed="available"' in page.content
    assert b'data-ledger="50000"' in page.content
    assert done.status_code == 200
