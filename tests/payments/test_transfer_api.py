"""Files of payments over the interface: a repeat is harmless, a customer's machine knows what is that customer's."""

from typing import Any

import pytest

from postkit.iso20022 import read
from rekkas.payments import queries
from rekkas.payments.api.transfers import A_TRANSFER
from tests.api.caller import Caller, token
from tests.bank.accounts import holds
from tests.payments import transfers_world as world
from tests.payments.transfers_world import account, elsewhere, employer, file_of_today, iban, send, wage

SCOPES = (
    "payments.receive_payment_file",
    "payments.approve_payment_file",
    "payments.send_transfer",
    "view.payments",
)


pytestmark = pytest.mark.usefixtures("clearing")


def machine(customer: str = "", name: str = "atlas") -> Caller:
    return Caller(token(*SCOPES, name=name, customer=customer))


def post(caller: Caller, content: bytes, source: str, key: str = "k-1", **more: str) -> Any:
    said = {"customer": world.holder(source), "name": "march.xml", "purpose": "salaries", **more}
    query = "&".join(f"{name}={value}" for name, value in said.items())
    return caller.client.post(
        f"/api/v1/payment-files?{query}", content, content_type="application/xml",
        headers={**caller.headers, "Idempotency-Key": key},
    )  # fmt: skip


def test_a_file_is_taken_and_where_it_stands_can_be_asked() -> None:
    source, amina = employer(), account("amina")
    caller = machine(world.holder(source))
    content = file_of_today(source, wage(iban(amina), 100, "A"), wage(elsewhere(31, "999"), 5, "B"))

    taken = post(caller, content, source)

    assert (taken.status_code, taken.json()) == (
        201, {"number": "PF00000001", "state": "executed", "taken": 1, "rejected": 1, "like": ""},
    )  # fmt: skip
    shown = caller.get("/payment-files/PF00000001").json()
    assert shown["payments"] == [
        {"state": "settled", "count": 1, "amount": 100}, {"state": "rejected", "count": 1, "amount": 5},
    ]  # fmt: skip
    page = caller.get("/payment-files/PF00000001/payments?limit=1").json()
    rest = caller.get(f"/payment-files/PF00000001/payments?limit=1&after={page['next']}").json()
    assert [row["reference"] for row in (*page["data"], *rest["data"])] == ["A", "B"]
    assert rest["next"] is None
    assert rest["data"][0]["reason"] == "AC03"
    answer = read(caller.get("/payment-files/PF00000001/status").content)
    assert answer.status == "PART"


def test_a_repeat_gets_the_same_answer_and_the_same_file_under_another_key_is_refused() -> None:
    source, amina = employer(), account("amina")
    caller = machine()
    content = file_of_today(source, wage(iban(amina), 100))

    first = post(caller, content, source)

    assert post(caller, content, source).json() == first.json()
    again = post(caller, content, source, key="k-2", name="april.xml")
    assert (again.status_code, again.json()["code"]) == (409, "payments.file-repeated")
    assert holds(amina) == 100


def test_a_large_file_is_approved_by_another_machine_of_the_customer() -> None:
    world.rules(second_person_from=50)
    source, amina = employer(), account("amina")
    one, other = machine(world.holder(source)), machine(world.holder(source), "director")
    assert post(one, file_of_today(source, wage(iban(amina), 100)), source).json()["state"] == "received"

    mine = one.post("/payment-files/PF00000001/approval", {})
    theirs = other.post("/payment-files/PF00000001/approval", {})

    assert (mine.status_code, mine.json()["code"]) == (403, "payments.own-file")
    assert theirs.json() == {"settled": 1, "waiting": 0, "rejected": 0, "is_more": False}
    assert holds(amina) == 100


def test_a_customers_machine_knows_what_is_that_customers_only() -> None:
    source, other, amina = employer(), employer(word="souss"), account("amina")
    world.receive(world.payment_file(source, wage(iban(amina), 100)), source)
    number = send(source).number
    stranger = machine(world.holder(other))

    assert stranger.get("/payment-files/PF00000001").status_code == 404
    assert stranger.get("/payment-files/PF00000001/status").status_code == 404
    assert stranger.post("/payment-files/PF00000001/approval", {}).status_code == 404
    assert stranger.get(f"/transfers/{number}").status_code == 404
    refused = post(stranger, file_of_today(source, wage(iban(amina), 5, "Z"), message_id="M-2"), source)
    assert refused.status_code == 404
    assert holds(amina) == 100


def test_a_transfer_is_sent_once_and_asked_after() -> None:
    source = account(amount=1_000_000)
    caller = machine(world.holder(source))
    asked = {
        "account": source, "payee_name": "Karima Idrissi", "payee_account": elsewhere(), "amount": 250_000,
        "currency": "MAD", "reference": "RENT-3",
    }  # fmt: skip

    first, again = (caller.post("/transfers", asked, key="k-9") for _ in range(2))

    assert (first.status_code, first.json()) == (201, again.json())
    assert (first.json()["state"], first.json()["fee"], holds(source)) == ("waiting", 300, 749_700)
    shown = caller.get(f"/transfers/{first.json()['number']}").json()
    assert (shown["reference"], shown["state"], shown["reason"]) == ("RENT-3", "waiting", "")


def test_nor_does_it_send_from_an_account_of_another() -> None:
    source = account(amount=1_000_000)
    stranger = machine(world.holder(employer()))

    refused = stranger.post(
        "/transfers",
        {"account": source, "payee_name": "K", "payee_account": elsewhere(), "amount": 1, "currency": "MAD"},
    )

    assert refused.status_code == 404
    assert holds(source) == 1_000_000


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"amount": 0}, 422, "money.nothing-moves"),
        ({"amount": 12.5}, 422, "base.invalid-input"),
        ({"amount": 2**63}, 409, "payments.transfer-too-large"),
        ({"amount": 2**70}, 409, "payments.transfer-too-large"),
        ({"currency": "EUR"}, 422, "payments.transfer-currency-differs"),
        ({"payee_account": "MA65" + elsewhere()[4:]}, 422, "payments.payee-account-not-right"),
    ],
)
def test_a_transfer_that_cannot_be_is_a_problem(changes: dict[str, Any], status: int, code: str) -> None:
    source = account(amount=1_000_000)
    asked = {
        "account": source,
        "payee_name": "K",
        "payee_account": elsewhere(),
        "amount": 1,
        "currency": "MAD",
    }

    refused = machine(world.holder(source)).post("/transfers", asked | changes)

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert holds(source) == 1_000_000


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        (b"<!DOCTYPE a><a/>", "application/xml", 422, "payments.file-not-right"),
        (b"{}", "application/json", 415, "payments.not-xml"),
    ],
)
def test_what_is_no_file_of_payments_is_a_problem(content: bytes, kind: str, status: int, code: str) -> None:
    source = employer()
    caller = machine()

    refused = caller.client.post(
        f"/api/v1/payment-files?customer={world.holder(source)}&name=a.xml", content, content_type=kind,
        headers={**caller.headers, "Idempotency-Key": "k"},
    )  # fmt: skip

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert len(queries.payment_files()) == 0


def test_the_key_and_the_scope_are_asked_for() -> None:
    source = employer()
    content = file_of_today(source, wage(iban(account("amina")), 100))
    without = Caller(token("view.payments"))

    assert post(without, content, source).status_code == 403
    keyless = machine().client.post(
        f"/api/v1/payment-files?customer={world.holder(source)}&name=a", content, content_type="application/xml",
        headers=machine(name="b").headers,
    )  # fmt: skip
    assert keyless.json()["code"] == "base.key-missing"


def test_the_example_of_the_description_is_one_that_could_be_sent() -> None:
    source = account("amina", amount=500_000)

    done = machine(world.holder(source)).post("/transfers", {**A_TRANSFER, "account": source})

    assert done.status_code == 201, done.content
