"""Transfers for tests, made by the real commands: an enterprise, its staff, and two banks that do not exist."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.utils import timezone

from postkit.iban import iban_of, make_rib
from postkit.iso20022 import initiation, interbank, read, statuses
from postkit.iso20022.initiation import CreditTransfer, Initiation, PaymentInformation
from postkit.iso20022.interbank import (
    InterbankTransfer,
    InterbankTransfers,
    ReturnedTransfer,
    ReturnedTransfers,
)
from postkit.iso20022.interbank import Settlement as SettledBy
from postkit.iso20022.parts import Agent, Reason, account_of
from postkit.iso20022.statuses import InterbankStatus, TransferStatus
from postkit.pack.clearing import Clearing, read_clearing
from rekkas.bank import queries as bank
from rekkas.bank.choices import BlockKind
from rekkas.bank.commands import block_account, close_account, deposit, open_account
from rekkas.base.actors import Actor
from rekkas.base.choices import ActorKind
from rekkas.money import queries as money
from rekkas.payments import queries
from rekkas.payments.choices import FilePurpose, TransferState
from rekkas.payments.commands import (
    cancel_transfer,
    close_cut_off,
    load_clearing,
    receive_interbank_file,
    receive_payment_file,
    receive_return,
    receive_status,
    send_transfer,
)
from rekkas.payments.entries import CutOffClosed, FileTaken, InterbankTaken, StatusesTaken, TransferTaken
from rekkas.payments.queries.clearing_faults import clearing_faults
from tests.bank.accounts import PAPERS, customer, holds, terms
from tests.bank.people import world as bank_world
from tests.build import AGENCY, BOSS, FATIMA, MONDAY, with_till
from tests.money.purses import wrong

ROOT = Path(__file__).parents[2]
COUNTRY = "MA"
LATIFA = Actor(ActorKind.PERSON, "latifa", None, frozenset({"payments.*"}))  # the second person
CLEARING, UNALLOCATED, RESERVE = "clearing:demo:MAD", "unallocated:demo:MAD", "reserve:central:MAD"
COAST, ATLAS, OASES = Agent("DEMAMAMC", "901"), Agent("DEMBMAMC", "902"), Agent("", "903")
US = Agent("REKKMAMC", "999")
TODAY = date(2026, 3, 2)


@cache
def pack() -> Clearing:
    clearing, mistakes = read_clearing((ROOT / "countries" / "morocco" / "clearing.toml").read_bytes())
    assert clearing is not None, mistakes
    return clearing


def world(**changes: Any) -> None:
    """The small country with its bank and its clearing; ``changes`` are other rules of the clearing."""
    bank_world()
    terms()
    rules(**changes)


def rules(**changes: Any) -> None:
    from dataclasses import replace

    load_clearing(clearing=replace(pack(), **changes), country=COUNTRY, by=BOSS, at=MONDAY)


def elsewhere(serial: int = 1, member: str = "901") -> str:
    """The IBAN of an account at another bank."""
    return str(iban_of(make_rib(member, "780", serial)))


def iban(number: str) -> str:
    """The IBAN of an account of ours."""
    return str(bank.account(number).iban)


def account(
    word: str = "amina", product: str = "current", *, level: str = "3", amount: int = 0, of: str = ""
) -> str:
    """An account of somebody, or of a customer who is known, with so much on it."""
    done = open_account(
        customer=of or customer(word, level),
        product=product,
        office=AGENCY,
        by=BOSS,
        at=MONDAY,
        key=str(uuid4()),
    )
    if amount:
        deposit(
            account=done.number,
            amount=amount,
            currency="MAD",
            office=AGENCY,
            by=with_till(FATIMA),
            at=MONDAY,
            key=str(uuid4()),
        )
    return str(done.number)


def pay_in(number: str, amount: int) -> None:
    deposit(
        account=number,
        amount=amount,
        currency="MAD",
        office=AGENCY,
        by=with_till(FATIMA),
        at=MONDAY,
        key=str(uuid4()),
    )


def employer(amount: int = 10_000_000, word: str = "atlas") -> str:
    """An account from which salaries are paid."""
    return account(word, amount=amount)


def holder(number: str) -> str:
    return str(bank.account(number).holder.number)


# ---- files of payments -----------------------------------------------------------------------------------------


def shut(number: str) -> None:
    """Close an account a second ago."""
    paper = PAPERS[holder(number)]
    close_account(account=number, document=paper, office=AGENCY, by=BOSS, at=MONDAY, key=str(uuid4()))


def frozen(number: str) -> None:
    block_account(
        account=number,
        kind=BlockKind.FROZEN,
        reference="C-1",
        authority="Court",
        reason="Seizure",
        by=BOSS,
        at=MONDAY,
    )


def wage(to: str, amount: int = 450_000, reference: str = "", **changes: Any) -> CreditTransfer:
    """One payment to an account, named by its IBAN, RIB or number."""
    said: dict[str, Any] = {
        "end_to_end_id": reference or f"E-{to[-8:]}-{amount}", "amount": amount, "currency": "MAD",
        "creditor": "Leïla Alaoui", "creditor_account": account_of(to), **changes,
    }  # fmt: skip
    return CreditTransfer(**said)


def block(source: str, day: date, *wages: CreditTransfer, name: str = "") -> PaymentInformation:
    """Payments from one account on one day."""
    return PaymentInformation(name or f"P-{day}", day, "Atelier Atlas", account_of(iban(source)), wages)


def payment_file_of(*blocks: PaymentInformation, message_id: str = "M-1") -> bytes:
    return initiation.write(Initiation(message_id, datetime(2026, 3, 2, 8, 30), blocks, "Atelier Atlas"))


def payment_file(source: str, *wages: CreditTransfer, message_id: str = "M-1", day: date = TODAY) -> bytes:
    """A file of payments (pain.001) from an account."""
    return payment_file_of(block(source, day, *wages, name=f"P-{message_id}"), message_id=message_id)


def file_of_today(source: str, *wages: CreditTransfer, message_id: str = "M-1") -> bytes:
    """The same for a page or a machine, which read the real clock."""
    return payment_file(source, *wages, message_id=message_id, day=timezone.localdate())


def receive(content: bytes, source: str, **changes: Any) -> FileTaken:
    said: dict[str, Any] = {
        "content": content, "name": "march.xml", "purpose": FilePurpose.SALARIES, "by": BOSS, "at": MONDAY,
        "key": str(uuid4()), **changes,
    }  # fmt: skip
    return receive_payment_file(**said if "customer" in said else {**said, "customer": holder(source)})


def states(number: str) -> list[str]:
    """Where each payment of a file stands, with the reason where there is one."""
    rows = queries.credit_transfers(file=queries.payment_file(number))
    return [f"{row.state} {row.reason}".strip() for row in rows]


def state(number: str) -> str:
    return TransferState(queries.credit_transfer(number).state).value


# ---- single transfers and cut-offs -----------------------------------------------------------------------------


def send(source: str, amount: int = 100_000, to: str = "", **changes: Any) -> TransferTaken:
    """A transfer to another bank."""
    said: dict[str, Any] = {
        "account": source, "payee_name": "Karima Idrissi", "payee_account": to or elsewhere(), "amount": amount,
        "currency": "MAD", "remittance": "Rent of March", "by": BOSS, "at": MONDAY, "key": str(uuid4()), **changes,
    }  # fmt: skip
    return send_transfer(**said)


def cancel(number: str) -> None:
    cancel_transfer(number=number, why="A mistake", by=BOSS, at=MONDAY)


def cut_off(ordinal: int = 1, day: date = TODAY, **changes: Any) -> CutOffClosed:
    """A cut-off, closed a minute after its time."""
    due = datetime(day.year, day.month, day.day, tzinfo=MONDAY.tzinfo) + timedelta(hours=18)
    said: dict[str, Any] = {
        "country": COUNTRY, "business_date": day, "ordinal": ordinal, "by": BOSS, "at": due, **changes,
    }  # fmt: skip
    return close_cut_off(**said)


def files(ordinal: int = 1, day: date = TODAY) -> list[Any]:
    """The messages in the files of a cut-off, as another bank reads them."""
    found = queries.cut_off(COUNTRY, day, ordinal)
    assert found is not None
    return [read(content_of(file.digest)) for file in queries.files_of(found)]


def content_of(digest: str) -> bytes:
    return bytes(queries.clearing_file(digest).content)


def answer_to(digest: str) -> Any:
    """The message with which a file was answered."""
    (answer,) = queries.clearing_file(digest).answered_by.all()
    return read(bytes(answer.content))


# ---- what other banks send -------------------------------------------------------------------------------------


def status(
    *lines: TransferStatus, original: str = "REKKMAMC-20260302-1", whole: str = "", message_id: str = "",
    name: str = "pacs.008.001.08", reasons: Sequence[Reason] = (),
) -> bytes:  # fmt: skip
    """What another bank says of a file of ours (pacs.002)."""
    return statuses.write_interbank_status(
        InterbankStatus(
            message_id or f"S-{uuid4().hex[:20]}", datetime(2026, 3, 2, 12, 0), original, name, whole, lines,
            tuple(reasons), COAST, US,
        )
    )  # fmt: skip


def said(status: str, number: str, code: str = "") -> TransferStatus:
    return TransferStatus(status, transaction_id=number, reasons=(Reason(code),) if code else ())


def take_status(content: bytes, **changes: Any) -> StatusesTaken:
    return receive_status(**{
        "country": COUNTRY, "content": content, "name": "status.xml", "by": BOSS, "at": MONDAY + timedelta(hours=9),
        **changes,
    })  # fmt: skip


def arrival(to: str, amount: int = 200_000, transaction: str = "", **changes: Any) -> InterbankTransfer:
    """A transfer from a customer of another bank."""
    said: dict[str, Any] = {
        "transaction_id": transaction or f"X-{uuid4().hex[:16]}", "end_to_end_id": "RENT-1", "amount": amount,
        "currency": "MAD", "debtor": "Hassan Mansouri", "debtor_agent": COAST, "creditor": "Amina Alaoui",
        "creditor_account": account_of(to), "creditor_agent": US, "debtor_account": account_of(elsewhere(77)),
        **changes,
    }  # fmt: skip
    return InterbankTransfer(**said)


def arrivals(
    *rows: InterbankTransfer, message_id: str = "", sender: Agent | None = COAST, **changes: Any
) -> bytes:
    """A file of transfers from another bank (pacs.008)."""
    said: dict[str, Any] = {
        "message_id": message_id or f"C-{uuid4().hex[:20]}", "created_at": datetime(2026, 3, 2, 10, 0),
        "settlement": SettledBy(TODAY), "transfers": rows, "instructing": sender, "instructed": US, **changes,
    }  # fmt: skip
    return interbank.write_transfers(InterbankTransfers(**said))


def take_arrivals(content: bytes, **changes: Any) -> InterbankTaken:
    return receive_interbank_file(**{
        "country": COUNTRY, "content": content, "name": "coast.xml", "by": BOSS, "at": MONDAY, **changes,
    })  # fmt: skip


def returned(number: str, amount: int = 100_000, code: str = "AC04", **changes: Any) -> ReturnedTransfer:
    said: dict[str, Any] = {
        "return_id": f"R-{uuid4().hex[:16]}", "transaction_id": number, "amount": amount, "currency": "MAD",
        "reasons": (Reason(code),), **changes,
    }  # fmt: skip
    return ReturnedTransfer(**said)


def returns(*rows: ReturnedTransfer, original: str = "REKKMAMC-20260302-1", message_id: str = "") -> bytes:
    """Transfers of ours that another bank sends back (pacs.004)."""
    return interbank.write_returns(
        ReturnedTransfers(
            message_id or f"B-{uuid4().hex[:20]}", datetime(2026, 3, 3, 10, 0), SettledBy(date(2026, 3, 3)), original,
            rows, instructing=COAST, instructed=US,
        )
    )  # fmt: skip


def take_returns(content: bytes, **changes: Any) -> StatusesTaken:
    return receive_return(**{
        "country": COUNTRY, "content": content, "name": "returns.xml", "by": BOSS, "at": MONDAY + timedelta(days=1),
        **changes,
    })  # fmt: skip


# ---- looking ---------------------------------------------------------------------------------------------------


def cleared() -> int:
    """What we owe other banks, less what they owe us."""
    return -money.balance(CLEARING)


def kept() -> int:
    """What came and no account took."""
    return -money.balance(UNALLOCATED)


def nothing_is_wrong() -> bool:
    """The books agree, and the clearing agrees with the transfers."""
    return [*wrong(), *(f"{one.name}: {one.reason}" for one in clearing_faults())] == []


def everything() -> dict[str, list[Any]]:
    """Every row of money and payments: what did not move is what is equal before and after."""
    models = [
        model for app in ("money", "payments", "bank") for model in apps.get_app_config(app).get_models()
    ]
    return {model.__name__: sorted(model._default_manager.values_list(), key=str) for model in models}


__all__ = ["OASES", "holds"]


# ---- files that do harm ----------------------------------------------------------------------------------------

BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">%s]><a>&b9;</a>""" % b"".join(
    b'<!ENTITY b%d "%s">' % (n, b"&b%d;" % (n - 1) * 10 if n else b"&b;" * 10) for n in range(10)
)
EXTERNAL = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>"""
