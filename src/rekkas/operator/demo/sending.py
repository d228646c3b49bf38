"""What is sent and paid: money orders in their states, bills, and salaries that wait for a second signature."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from uuid import NAMESPACE_OID, uuid5

from postkit.iso20022 import initiation, interbank
from postkit.iso20022.initiation import CreditTransfer, Initiation, PaymentInformation
from postkit.iso20022.interbank import InterbankTransfer, InterbankTransfers, Settlement
from postkit.iso20022.parts import Agent, account_of
from postkit.moneyorder import SecretCode
from postkit.pack.payments import reference_agrees
from rekkas.bank import queries as bank
from rekkas.operator.demo.acts import Act, Stage
from rekkas.operator.demo.people_of_the_bank import PAPER_UNTIL, Client, clients_of, tills_of
from rekkas.operator.demo.scene import Counter, Scene
from rekkas.operator.demo.tills import LONG_AGO, clerk_of
from rekkas.payments import commands
from rekkas.payments.choices import CodeAnswer, FilePurpose
from rekkas.payments.entries import DocumentShown, OrderEntry, PayeeEntry, SenderEntry
from rekkas.payments.queries.clearing import clearing_rules, directory
from rekkas.payments.queries.rules import biller as known_biller
from rekkas.payments.queries.rules import rules_of

EXPIRED_ON = 6 * 60 + 30
ISSUED, PAID, TO_DOOR, LOADED, BILLS_PAID = 11 * 60 + 20, 10 * 60 + 30, 9 * 60 + 40, 11 * 60 + 5, 14 * 60 + 10
FUNDED, SALARIES = 10 * 60 + 5, 14 * 60 + 20
PRODUCT = "electronic"
CODE = "482913"  # of every order of the demonstration; the closing panel shows it
ORDERS = (("waiting", 50_000), ("waiting too", 120_000), ("paid", 80_000), ("to the door", 60_000))
BILLER, BILLS, PAID_BILLS, DIGITS = "power", 12, 3, 10
FUNDS, WAGES = 40_000_000, 13_000_000


def sending_acts(scene: Scene, seed: int) -> Iterator[Act]:
    clients, days, counters = clients_of(scene, seed), scene.days, tills_of(scene)
    long_ago, lately = days[0] - LONG_AGO, days[-3]
    told: list[tuple[date, int, Callable[..., None]]] = [
        (days[1], EXPIRED_ON, expire),
        (days[2], LOADED, load_bills),
        (days[3], BILLS_PAID, partial(pay_bills, counters=counters)),
        (lately, FUNDED, fund_employer),
        (days[-2], SALARIES, partial(bring_salaries, clients=clients, day=days[-2])),
    ]
    if _has_a_price(scene, long_ago):
        told.append((long_ago, ISSUED, partial(issue, word="expired", amount=30_000, clients=clients)))
    if _has_a_price(scene, lately):
        told += [
            (lately, ISSUED, partial(issue, word=word, amount=amount, clients=clients))
            for word, amount in ORDERS
        ]
        told.append((days[-2], PAID, partial(pay, counter=counters[1], payee=clients[1])))
        told.append((days[-1], TO_DOOR, send_to_door))
    for day, minute, do in told:
        at = scene.moment(day, minute)
        yield Act(at, 23, partial(do, at=at))


def _has_a_price(scene: Scene, day: date) -> bool:
    """Whether the pack of the country knows what a money order cost on that day."""
    return rules_of(scene.country.iso).fee_for(PRODUCT, 10_000, day) is not None


def _shown(client: Client) -> DocumentShown:
    return DocumentShown(kind="national-id", number=client.paper, name=client.name, expires_on=PAPER_UNTIL)


def issue(stage: Stage, word: str, amount: int, clients: Sequence[Client], at: datetime) -> None:
    """From the busiest counter to somebody near the second."""
    here, there = stage.scene.counters[:2]
    sender, payee = clients[0], clients[1]
    order = OrderEntry(
        product=PRODUCT, amount=amount, currency=stage.scene.country.currency,
        sender=SenderEntry(name=sender.name, phone=sender.entry.phone, document=_shown(sender)),
        payee=PayeeEntry(
            name=payee.name, name_ar=f"{payee.entry.given_name_ar} {payee.entry.family_name_ar}",
            phone=payee.entry.phone, locality=there.locality.name,
        ),
        pay_office=(here if word == "to the door" else there).office.code,
    )  # fmt: skip
    done = commands.issue_money_order(
        order=order, code=SecretCode(CODE), office=here.office.code, by=clerk_of(stage, here), at=at
    )
    stage.remember(f"order {word}", done.number)


def pay(stage: Stage, counter: Counter, payee: Client, at: datetime) -> None:
    token = uuid5(NAMESPACE_OID, f"demo {stage.containers['order paid']}")
    begun = commands.begin_payment(
        number=stage.containers["order paid"], code=SecretCode(CODE), shown=_shown(payee), token=token,
        office=counter.office.code, by=clerk_of(stage, counter), at=at,
    )  # fmt: skip
    if begun.answer != CodeAnswer.RIGHT:
        raise RuntimeError(f"the demonstration's own code was {begun.answer}")
    commands.pay_money_order(token=token, office=counter.office.code, by=clerk_of(stage, counter), at=at)


def send_to_door(stage: Stage, at: datetime) -> None:
    counter = stage.scene.counters[0]
    office = counter.office.code
    commands.send_to_door(
        number=stage.containers["order to the door"], courier=stage.scene.courier(office), office=office,
        by=clerk_of(stage, counter), at=at,
    )  # fmt: skip


def expire(stage: Stage, at: datetime) -> None:
    commands.expire_money_orders(by=stage.treasurer(), at=at)


def _references(country: str) -> list[str]:
    """Numbers of bills that agree with their biller's check."""
    check = known_biller(country, BILLER).check_name
    first = (f"44{number:0{DIGITS - 2}}" for number in range(1, BILLS + 1))
    return [next(f"{one}{d}" for d in range(10) if reference_agrees(f"{one}{d}", check)) for one in first]


def _due(place: int) -> int:
    """What each bill comes to."""
    return 8_500 + 1_250 * place


def load_bills(stage: Stage, at: datetime) -> None:
    country = stage.scene.country.iso
    rows = [f"{one},{_due(place) / 100:.2f}" for place, one in enumerate(_references(country))]
    data = "\r\n".join(["reference,amount", *rows, ""]).encode()
    commands.load_bills(biller=BILLER, country=country, data=data, by=stage.treasurer(), at=at)


def pay_bills(stage: Stage, counters: Sequence[Counter], at: datetime) -> None:
    for place, reference in enumerate(_references(stage.scene.country.iso)[:PAID_BILLS]):
        counter = counters[place % len(counters)]
        commands.pay_bill(
            biller=BILLER, reference=reference, amount=_due(place), currency=stage.scene.country.currency,
            office=counter.office.code, by=clerk_of(stage, counter), at=at,
        )  # fmt: skip


def fund_employer(stage: Stage, at: datetime) -> None:
    """A customer of another bank pays the first merchant, who pays salaries out of it."""
    scene, merchant = stage.scene, stage.scene.cast.merchants[0]
    rules = clearing_rules(scene.country.iso)
    other = min(directory(scene.country.iso).by_member.values(), key=lambda bank: bank.member)
    us, them = Agent(rules.bic, rules.member), Agent(other.bic, other.member)
    transfer = InterbankTransfer(
        transaction_id="DEMO-1", end_to_end_id="INVOICE-1", amount=FUNDS, currency=rules.currency,
        debtor="A customer of another bank", debtor_agent=them, creditor=merchant.name, creditor_agent=us,
        creditor_account=account_of(_named(stage, merchant.code)),
    )  # fmt: skip
    content = interbank.write_transfers(
        InterbankTransfers(
            message_id="DEMO-1", created_at=at.replace(tzinfo=None), settlement=Settlement(at.date()),
            transfers=(transfer,), instructing=them, instructed=us,
        )
    )  # fmt: skip
    commands.receive_interbank_file(
        country=scene.country.iso, content=content, name="from-another-bank.xml", by=stage.treasurer(), at=at
    )


def bring_salaries(stage: Stage, clients: Sequence[Client], day: date, at: datetime) -> None:
    """A file above the sum from which a second person looks: it waits for one."""
    merchant, counter = stage.scene.cast.merchants[0], stage.scene.counters[0]
    staff = [client for client in clients if client.may_move]
    currency = stage.scene.country.currency
    wages = tuple(
        CreditTransfer(
            end_to_end_id=f"SALARY-{client.place}", amount=WAGES // len(staff), currency=currency,
            creditor=client.name, creditor_account=account_of(stage.containers[f"current {client.place}"]),
        )
        for client in staff
    )  # fmt: skip
    account = account_of(_named(stage, merchant.code))
    payment = PaymentInformation("SALARIES", day, merchant.name, account, wages)
    message = Initiation("SALARIES-1", at.replace(tzinfo=None), (payment,), merchant.name)
    commands.receive_payment_file(
        content=initiation.write(message), name="salaries.xml", purpose=FilePurpose.SALARIES,
        customer=stage.containers[f"merchant {merchant.code}"], office=counter.office.code,
        by=clerk_of(stage, counter), at=at,
    )  # fmt: skip


def _named(stage: Stage, merchant: str) -> str:
    """The account of a merchant as others write it."""
    account = bank.account(stage.containers[f"account of {merchant}"])
    return str(account.iban or account.rib or account.number)
