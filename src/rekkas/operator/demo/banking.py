"""A bank at the counters: customers and their accounts, cash in and out, transfers, a frozen account, a list."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial
from importlib.resources import files
from random import Random
from typing import Any

from postkit.passcode import draw
from rekkas.bank import commands as bank
from rekkas.bank import queries
from rekkas.bank.choices import BlockKind
from rekkas.bank.commands.logins import AT_THE_DOOR, NewSecret
from rekkas.bank.entries import CustomerEntry
from rekkas.commerce.commands import agree_terms
from rekkas.commerce.entries import TermsEntry
from rekkas.operator.demo.acts import Act, Stage
from rekkas.operator.demo.cast import Merchant
from rekkas.operator.demo.people_of_the_bank import (
    AT_THE_LIMIT,
    CITIZEN,
    FROZEN,
    Client,
    clients_of,
    organisations_of,
    suspect_of,
    tills_of,
)
from rekkas.operator.demo.scene import Counter, Scene
from rekkas.operator.demo.tills import clerk_of

ENROLLED, LISTED, FROZEN_AT, MOVED, INVITED = 8 * 60 + 25, 9 * 60, 11 * 60 + 10, 11 * 60 + 40, 15 * 60 + 10
FULL_WALLET = 20_000  # what the first level may hold
NOTE = 5_000  # cash comes in notes of fifty dirhams
FEES: dict[str, Any] = {"fee": 300, "fee_per_mille": 10, "tax_per_mille": 200, "return_fee": 1_500}


def bank_acts(scene: Scene, seed: int) -> Iterator[Act]:
    clients, days = clients_of(scene, seed), scene.days
    first = scene.moment(days[0], ENROLLED)
    for counter in tills_of(scene):
        those = [client for client in clients if client.counter is counter]
        yield Act(first, 21, partial(enrol, counter=counter, clients=those, at=first))
    organisations = list(organisations_of(scene))
    yield Act(first, 22, partial(enrol_merchants, organisations=organisations, day=days[0], at=first))
    listed, frozen = scene.moment(days[1], LISTED), scene.moment(days[1], FROZEN_AT)
    yield Act(listed, 21, partial(screen, suspect=suspect_of(scene, seed), at=listed))
    yield Act(frozen, 21, partial(freeze, at=frozen))
    for day in days[1:]:
        at = scene.moment(day, MOVED)
        yield Act(at, 21, partial(move_money, clients=clients, day=day, seed=seed, at=at))
    invited = scene.moment(days[-2], INVITED)
    yield Act(invited, 21, partial(invite, client=clients[CITIZEN], at=invited))


def enrol(stage: Stage, counter: Counter, clients: Sequence[Client], at: datetime) -> None:
    """Papers are looked at, accounts opened, and the first cash paid in."""
    office, by = counter.office.code, clerk_of(stage, counter)
    for client in clients:
        done = bank.enrol_customer(
            customer=client.entry, documents=client.papers, office=office, by=by, at=at
        )
        if client.papers:
            bank.raise_level(number=done.number, level="3", office=office, by=by, at=at)
        stage.remember(f"customer {client.place}", done.number)
        for product in client.products:
            account = bank.open_account(
                customer=done.number, product=product, office=office, by=by, at=at
            ).number
            stage.remember(f"{product} {client.place}", account)
            amount = FULL_WALLET if product == "wallet" else NOTE * (40 + client.place * 7 % 60)
            if product != "wallet" or client.place % 6 == AT_THE_LIMIT:
                _pay_in(stage, client, account, amount, "first", at)


def _pay_in(stage: Stage, client: Client, account: str, amount: int, word: str, at: datetime) -> None:
    bank.deposit(
        account=account, amount=amount, currency=stage.scene.country.currency, office=client.counter.office.code,
        by=clerk_of(stage, client.counter), at=at, key=f"demo {word} {account}",
    )  # fmt: skip


def enrol_merchants(
    stage: Stage, organisations: Sequence[tuple[Merchant, CustomerEntry]], day: date, at: datetime
) -> None:
    """Merchants with an account here, to which cash on delivery is paid each working day."""
    counter = stage.scene.counters[0]
    office, by = counter.office.code, clerk_of(stage, counter)
    for merchant, entry in organisations:
        number = bank.enrol_customer(customer=entry, office=office, by=by, at=at).number
        account = bank.open_account(customer=number, product="current", office=office, by=by, at=at).number
        stage.remember(f"merchant {merchant.code}", number)
        stage.remember(f"account of {merchant.code}", account)
        terms = TermsEntry(valid_from=day, pay_to=account, **FEES)
        agree_terms(merchant=merchant.code, terms=terms, by=stage.treasurer(), at=at)


def screen(stage: Stage, suspect: CustomerEntry, at: datetime) -> None:
    """A customer comes, and a list: a likeness waits for the reviewer."""
    counter = stage.scene.counters[0]
    bank.enrol_customer(customer=suspect, office=counter.office.code, by=clerk_of(stage, counter), at=at)
    data = (files("rekkas.operator.demo") / "sanctions.xml").read_bytes()
    bank.load_sanction_list(data=data, by=stage.compliance(), at=at)
    while bank.screen_customers(by=stage.compliance(), at=at).is_more:
        pass


def freeze(stage: Stage, at: datetime) -> None:
    bank.block_account(
        account=stage.containers[f"current {FROZEN}"], kind=BlockKind.FROZEN, reference="DEMO-17",
        authority="A court of the demonstration", reason="Until the court has decided", by=stage.compliance(), at=at,
    )  # fmt: skip


def move_money(stage: Stage, clients: Sequence[Client], day: date, seed: int, at: datetime) -> None:
    """Of each counter three customers: one pays in, one takes cash, one sends to another."""
    rng = Random(f"movements {seed} {day}")  # noqa: S311
    movers = [client for client in clients if client.may_move]
    for counter in tills_of(stage.scene):
        those = [client for client in movers if client.counter is counter]
        for word in ("in", "out", "over") if those else ():
            client = rng.choice(those)
            account, amount = stage.containers[f"current {client.place}"], NOTE * rng.randint(1, 8)
            said = {
                "amount": amount, "currency": stage.scene.country.currency, "office": counter.office.code,
                "by": clerk_of(stage, counter), "at": at, "key": f"demo {word} {day} {counter.office.code}",
            }  # fmt: skip
            if word == "in":
                bank.deposit(account=account, **said)
            elif word == "out":
                bank.withdraw(account=account, document=client.paper, **said)
            else:
                payee = rng.choice([other for other in movers if other is not client])
                target = stage.containers[f"current {payee.place}"]
                bank.transfer_between(source=account, target=target, document=client.paper, **said)


def invite(stage: Stage, client: Client, at: datetime) -> None:
    """A customer gets a slip at the counter, and chooses the secret that the closing panel shows."""
    number, code = stage.containers[f"customer {client.place}"], draw(b"the slip of the demonstration")
    bank.invite_customer(
        number=number, document=client.paper, code=code, office=client.counter.office.code,
        by=clerk_of(stage, client.counter), at=at,
    )  # fmt: skip
    attempt, secret = queries.code_compared(number, code.printed), NewSecret(stage.scene.cast.bank.secret)
    bank.activate_login(number=number, attempt=attempt, secret=secret, by=AT_THE_DOOR, at=at)
