"""A small post in which something of everything has just happened, and who walks through its pages."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client

from postkit.iban import make_rib
from postkit.iso20022.interbank import Settlement as SettledBy
from rekkas.bank.commands import transfer_between
from rekkas.base.actors import Actor
from rekkas.base.choices import ActorKind, Role
from rekkas.cash import commands as cash
from rekkas.cash.commands import load_cash
from rekkas.commerce.commands import note_due, pay_merchant, report_robbery
from rekkas.counter.commands import take_ticket
from rekkas.delivery.choices import Recipient
from rekkas.delivery.commands import await_collection, bank_cash, deliver_items, hand_over_cash, take_out
from rekkas.delivery.entries import Handover
from rekkas.mail import commands as mail
from rekkas.mail.scans import Scan
from rekkas.merchant.choices import KeyUse
from rekkas.merchant.commands import issue_merchant_key, load_merchants
from rekkas.money.choices import Book
from rekkas.money.commands import close_day
from rekkas.network.commands import close_office, disrupt_run, draft_timetable
from rekkas.payments.choices import Act
from rekkas.payments.entries import Redirection
from rekkas.reach.commands import load_reach
from rekkas.strategy.choices import StudyKind
from rekkas.web.guard import IS_WHOLE
from tests import citizens
from tests.bank.people import screened, suspect
from tests.build import AGENCY, BOSS, FATIMA, HUB, OUARZAZATE, PNG, ZAGORA_OFFICE, accepted, key, staff
from tests.cash import drawers
from tests.cash.test_declare_known_error import error
from tests.citizen.citizens import browser_of as browser_of_citizen
from tests.citizens import account, browser_of, citizen, now
from tests.counter import windows
from tests.desk import PASSWORD, at_desk
from tests.merchant import merchants
from tests.merchant.merchants import browser_of as browser_of_merchant
from tests.merchant.test_add_pickup_address import kept as kept_address
from tests.payments import bills, desks, transfers_world
from tests.reach import texts
from tests.reach.texts import AMINA
from tests.shipping import batches
from tests.shipping.shipments import sent
from tests.strategy.asking import asked
from tests.web.walking import Reader

STAFF = (
    ("fatima", Role.CLERK, AGENCY), ("leila", Role.MANAGER, ZAGORA_OFFICE), ("youssef", Role.COURIER, ZAGORA_OFFICE),
    ("omar", Role.CLERK, ZAGORA_OFFICE), ("salma", Role.CLERK, AGENCY), ("rachid", Role.TREASURER, ""),
    ("zineb", Role.ENGINEER, ""),
)  # fmt: skip


DOORS = (
    "/", "/design/", "/docs/errors", "/me/log-in/", "/me/activate-login/", "/me/post/log-in/", "/no-such-page/",
    f"/queue/{AGENCY}/", f"/queue/{AGENCY}/A1/", f"/queue/{AGENCY}/wall/", "/pro/sign-up/", "/pro/log-in/",
)  # fmt: skip
# No page leads there as the director stands: who has no second factor yet.
KEPT_FOR_LAST = ("/desk/account/second-factor/app/", "/desk/account/second-factor/keys/add/")
DIRECTOR = Actor(ActorKind.PERSON, "director", AGENCY, frozenset({"*"}))


def world() -> list[Reader]:
    """Build it. Returns who looks: everybody, a citizen, a customer, somebody who may do all, and some staff."""
    citizens.world()
    at = now()
    load_cash(rules=drawers.rules(), country="MA", by=BOSS, at=at)
    load_reach(rules=texts.manners(), country="MA", by=BOSS, at=at)
    for office in (AGENCY, ZAGORA_OFFICE):
        desks.fund(office, at=at - timedelta(days=1))
    for clerk in (FATIMA, desks.OMAR, DIRECTOR):
        drawers.open_till(by=clerk, taken=desks.FLOAT, at=at)
    amina = _customers(at)
    _orders_and_bills(at)
    _cash(at)
    numbers = _mail(at)
    windows.load()
    take_ticket(office=AGENCY, errand="mail", by=BOSS, at=at, key=key("ticket"))
    _merchant(at)
    _network(at)
    close_day(book=Book.POST, business_date=at.date() - timedelta(days=1), by=BOSS, at=at)
    return [
        Reader(
            "everybody", Client(), (*DOORS, f"/track/?numbers={'+'.join(numbers)}", f"/track/{numbers[0]}/")
        ),
        Reader("a citizen", browser_of_citizen(AMINA), ("/me/post/",)),
        Reader("a customer", browser_of(amina), ("/me/",)),
        Reader("a merchant", browser_of_merchant(), ("/pro/",)),
        Reader("the director", _director(), ("/desk/", *KEPT_FOR_LAST)),
        *(
            Reader(name, at_desk(name, role, office), ("/desk/", "/desk/cash/open-till/"))
            for name, role, office in STAFF
        ),
    ]


def _director() -> Client:
    """Who has just given a password may also change how they log in."""
    get_user_model().objects.create_superuser("director", password=PASSWORD)
    client = Client()
    client.post("/desk/log-in/", {"username": "director", "password": PASSWORD})
    session = client.session
    session[IS_WHOLE] = True  # as after a second factor, which they may still set up anew
    session.save()
    client.get(f"/desk/mail/?office={AGENCY}")  # where they stand
    return client


def _customers(at: datetime) -> str:
    """Amina with two accounts, a transfer to another bank, one that came, and somebody who may be on a list."""
    amina, brahim = citizen(), citizen("brahim")
    current, savings = account(amina, amount=2_000_000), account(amina, "savings")
    transfer_between(
        source=current, target=savings, amount=10_000, currency="MAD", by=BOSS, at=at, key="saved"
    )
    transfers_world.send(current, at=at)
    file = transfers_world.file_of_today(current, transfers_world.wage(account(brahim)))
    transfers_world.receive(file, current, at=at)
    coming = (transfers_world.arrival(savings), transfers_world.arrival(str(make_rib("999", "780", 12345))))
    settled = SettledBy(at.date())
    transfers_world.take_arrivals(transfers_world.arrivals(*coming, settlement=settled), at=at)
    suspect(at=at)
    screened(at=at)
    return amina


def _merchant(at: datetime) -> None:
    """A shop with a team, an address, a machine, a parcel announced, and tables: named, in doubt, announced."""
    load_merchants(rules=merchants.RULES, country="MA", by=BOSS, at=at)
    owner = merchants.merchant()
    merchants.colleague(owner)
    kept_address(owner)
    issue_merchant_key(name="Shop", uses=[KeyUse.SHIPPING], by=owner, at=at)
    sent(owner, at=at)
    batches.made(owner, "C-1;Amina;;12 rue;Zagora;1;", at=at)
    columns = batches.proposed(owner, batches.uploaded(owner, batches.csv(batches.GOOD), at=at))
    doubtful = (
        "C-2;Brahim;;13 rue;Atlantis;1;",
        "C-3;Sara;06 x;14 rue;Zagora;1;",
        "C-4;Omar;;15 rue;Zagora;1;",
    )
    batches.checked(owner, *doubtful, at=at, fields=columns)


def _orders_and_bills(at: datetime) -> None:
    """Money orders waiting, being paid, paid and asked about; a bill paid."""
    desks.issue(at=at)
    desks.begin(desks.issue(at=at).number, at=at)
    desks.begin(desks.issue(at=at).number, word="paid", at=at)
    desks.pay(word="paid", at=at)
    desks.ask(
        desks.issue(at=at).number, Act.REDIRECT, redirection=Redirection(payee_name="Amina Alami"), at=at
    )
    bills.load(at=at)
    bills.pay_bill(at=at)


def _cash(at: datetime) -> None:
    """A till closed short, money between vault and till, a pouch on the road, an engineer who is let in."""
    here: dict[str, Any] = {"by": drawers.KARIM, "at": at}
    cash.entrust_vault(office=AGENCY, keeper="karim", **here)
    drawers.open_till(drawers.SALMA, at=at)
    drawers.close_till(49_800, by=drawers.SALMA, at=at)
    cash.move_to_till(office=AGENCY, clerk="fatima", currency="MAD", pieces="20000x1", **here)
    cash.send_cash(
        pouch="P0001", seal="S-1", office=AGENCY, destination=ZAGORA_OFFICE, currency="MAD", pieces="20000x5", **here
    )  # fmt: skip
    access = cash.ask_support_access(branch=AGENCY, reason="?", minutes=30, by=drawers.ENGINEER, at=at)
    cash.grant_support_access(access=access, office=AGENCY, **here)
    cash.ask_support_access(branch=AGENCY, reason="again", minutes=30, by=drawers.ENGINEER, at=at)
    cash.declare_known_error(error=error(), by=drawers.IDRISS, at=at)


def _mail(at: datetime) -> list[str]:
    """The numbers of parcels: in a bag, on the road, on a shelf, handed over. A merchant is paid, a postman robbed."""
    posted = [one.number for one in accepted("a", "b", "c", "d", "e", "f", at=at)]
    _in_bags(posted[:2], at)
    there, lost, *rest = posted[2:]
    karim, youssef = (
        staff("leila", Role.MANAGER, ZAGORA_OFFICE),
        staff("youssef", Role.COURIER, ZAGORA_OFFICE),
    )
    here: dict[str, Any] = {"office": ZAGORA_OFFICE, "at": at}
    scans = [Scan(key("EMG", one), one, "EMG", at, ZAGORA_OFFICE) for one in (*posted[2:], "PC000000999MA")]
    mail.record_scans(scans=scans, by=BOSS, at=at)
    await_collection(numbers=rest[:1], by=karim, **here)
    take_out(numbers=[there, lost], by=youssef, **here)
    deliver_items(
        handovers=[Handover(there, at, Recipient.ADDRESSEE, "Amina Alaoui", 35_000, PNG)], by=youssef, **here
    )
    hand_over_cash(courier="youssef", counted=35_000, currency="MAD", by=karim, **here)
    bank_cash(counted=35_000, currency="MAD", by=karim, **here)
    note_due(items=[(there, "ATLAS", 35_000, "MAD")], due_at=at, by=BOSS, at=at)
    pay_merchant(merchant="ATLAS", currency="MAD", by=staff("rachid", Role.TREASURER), at=at)
    deliver_items(
        handovers=[Handover(lost, at, Recipient.ADDRESSEE, "Amina Alaoui", 35_000, PNG)], by=youssef, **here
    )
    report_robbery(
        courier="youssef", currency="MAD", police_report="PV 417", account="Two men.", robbed_at=at, items=(), by=karim,
        **here,
    )  # fmt: skip
    return posted


def _in_bags(numbers: list[str], at: datetime) -> None:
    """One bag that is filled, one on its way in a dispatch on a lorry."""
    way: dict[str, Any] = {"office": AGENCY, "by": BOSS, "at": at}
    for number, leaves in zip(numbers, (False, True), strict=True):
        bag = mail.prepare_receptacle(destination=HUB, **way)
        mail.fill_receptacle(receptacle=bag, numbers=[number], **way)
        if leaves:
            mail.close_receptacle(receptacle=bag, **way)
            dispatch = mail.close_dispatch(destination=HUB, receptacles=[bag], **way)
            mail.depart_run(trip="MAT00001", date=at.date(), dispatches=[dispatch], **way)


def _network(at: datetime) -> None:
    """A draft of the timetable, a late run, an office that is shut, a study that waits."""
    draft_timetable(country="MA", name="Winter", by=BOSS, at=at)
    disrupt_run(trip="MAT00003", date=at.date(), delay_min=30, reason="Snow", by=BOSS, at=at)
    close_office(office=OUARZAZATE, first=at.date() + timedelta(days=2), until=None, by=BOSS, at=at)
    asked(StudyKind.SITES, at=at)
