"""The ways of the desk: which pages staff are led to, each with the permission that opens it, part by part."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from rekkas.base.actors import Actor


@dataclass(frozen=True, slots=True)
class DeskLink:
    """One page: who may open it, where it is, its name, what one does there, its icon, and if it is always near."""

    permission: str
    address: str
    label: Any
    sentence: Any
    icon: str
    always_near: bool = False


@dataclass(frozen=True, slots=True)
class DeskPart:
    """Pages that belong together, under one heading."""

    label: Any
    links: tuple[DeskLink, ...]


DESK: tuple[DeskPart, ...] = (
    DeskPart(_("Counter"), (
        DeskLink("counter.settle_visit", "/desk/window/", _("Counter"),
                 _("Every service in one window, with or without a network."), "door", True),
        DeskLink("counter.accept_parcels", "/desk/counter/accept-parcels/", _("Accept a parcel"),
                 _("Price, label and receipt."), "label"),
        DeskLink("counter.settle_visit", "/desk/counter/visits/", _("Visits"),
                 _("What was settled, its receipts, what is given back."), "coin"),
        DeskLink("counter.release_act", "/desk/counter/held/", _("Held acts"),
                 _("What a counter did without a network and could not be done: somebody decides."), "question"),
        DeskLink("counter.release_act", "/desk/counter/office/", _("Hall of the office"),
                 _("Who stands at which till, who waits, what waits for a decision."), "user"),
    )),
    DeskPart(_("Mail"), (
        DeskLink("view.mail", "/desk/mail/", _("Mail"),
                 _("What lies here, what leaves, what arrives: bags, dispatches, runs."), "box", True),
        DeskLink("mail.record_scans", "/desk/mail/record-scans/", _("Scan"),
                 _("Any number, any event, as it happened."), "check"),
        DeskLink("view.mail", "/desk/mail/quarantine/", _("Scans kept aside"),
                 _("Numbers that no item is known for yet, and what was misread."), "question"),
    )),
    DeskPart(_("Delivery"), (
        DeskLink("delivery.take_out", "/desk/delivery/take-out/", _("Take out"),
                 _("The items of a round."), "forward"),
        DeskLink("delivery.deliver_items", "/desk/delivery/deliver-items/", _("Deliver"),
                 _("Who took it, a signature or a photograph, the cash due."), "door", True),
        DeskLink("delivery.attempt_delivery", "/desk/delivery/attempt-delivery/", _("Not delivered"),
                 _("Why, and what is done next."), "back"),
        DeskLink("delivery.await_collection", "/desk/delivery/await-collection/", _("Keep for collection"),
                 _("Put it on the shelf for its addressee."), "clock"),
        DeskLink("delivery.shelve_items", "/desk/counter/shelf/", _("On the shelf"),
                 _("What waits here, for whom, until when; what goes back."), "box"),
        DeskLink("delivery.hand_over_cash", "/desk/delivery/hand-over-cash/", _("Count a postman in"),
                 _("The cash of a round, item by item, into the safe."), "coin"),
        DeskLink("delivery.bank_cash", "/desk/delivery/bank-cash/", _("Bank the cash"),
                 _("From the safe to the bank: the merchants can then be paid."), "out"),
    )),
    DeskPart(_("Cash"), (
        DeskLink("cash.open_till", "/desk/cash/", _("My till"),
                 _("Open it, what happened today, what others wrote, count and close."), "coin", True),
        DeskLink("view.cash", "/desk/cash/office/", _("Cash of the office"),
                 _("Vault, tills, pouches, limits and what to do today."), "shield"),
        DeskLink("view.cash", "/desk/cash/offices/", _("Cash of all offices"),
                 _("Which hold too much or too little, what is too long on the road."), "pin"),
        DeskLink("view.till", "/desk/cash/cases/", _("Questions about cash"),
                 _("What differs is a question: answer or dispute it."), "question"),
        DeskLink("view.till", "/desk/cash/known-errors/", _("Known errors"),
                 _("Faults of the program that touched cash, and whether your office was hit."), "alert"),
    )),
    DeskPart(_("Postal bank"), (
        DeskLink("view.bank", "/desk/bank/accounts/", _("Accounts"),
                 _("Pay in, pay out, send; limits, blocks, statements."), "coin", True),
        DeskLink("view.customers", "/desk/bank/customers/", _("Customers of the bank"),
                 _("Found again under any spelling, enrolled, raised from level to level."), "user"),
        DeskLink("view.screening", "/desk/bank/screening/", _("Screening"),
                 _("Customers who may be on a list, and the lists."), "shield"),
    )),
    DeskPart(_("Money orders and payments"), (
        DeskLink("view.payments", "/desk/payments/orders/", _("Money orders"),
                 _("Issue, find, redirect, give back; each with what became of it."), "label", True),
        DeskLink("payments.issue_money_order", "/desk/payments/issue-money-order/", _("Issue a money order"),
                 _("The price first, then the money; the secret code on a slip of its own."), "label"),
        DeskLink("payments.begin_payment", "/desk/payments/begin-payment/", _("Pay out a money order"),
                 _("Against a paper and the secret code, once."), "out"),
        DeskLink("payments.resolve_payment", "/desk/payments/awaiting-answers/", _("Asked, not answered"),
                 _("Payments whose answer did not come: see what became of each before anything is given."),
                 "question"),
        DeskLink("view.screening", "/desk/payments/suspicions/", _("To be looked at"),
                 _("Money orders about which somebody should ask."), "alert"),
        DeskLink("payments.pay_bill", "/desk/payments/pay-bill/", _("Pay a bill"),
                 _("By its reference, with a receipt that the biller knows."), "check"),
        DeskLink("view.payments", "/desk/payments/bills/", _("Bills"),
                 _("What was paid for which biller, and what is remitted."), "search"),
        DeskLink("payments.load_bills", "/desk/payments/billers/", _("Billers"),
                 _("Their lists, what was collected, what is remitted."), "out"),
        DeskLink("view.payments", "/desk/payments/transfers/", _("Transfers"),
                 _("To accounts here and at other banks, one by one and by file."), "forward"),
        DeskLink("payments.close_cut_off", "/desk/payments/clearing/", _("Clearing"),
                 _("Cut-offs, files sent and received, money that waits for a person."), "clock"),
    )),
    DeskPart(_("Merchants"), (
        DeskLink("commerce.pay_merchant", "/desk/commerce/pay-merchant/", _("Pay merchants"),
                 _("What is due to each, paid once."), "star", True),
        DeskLink("commerce.settle_merchants", "/desk/commerce/settle-merchants/", _("Settle the merchants"),
                 _("Whom their contract wants paid, what each is told, and what does not agree."), "coin"),
        DeskLink("view.merchants", "/desk/merchants/", _("Merchants"),
                 _("Who signed up, who is to be checked."), "user"),
        DeskLink("view.money", "/desk/commerce/comparison/", _("Compare cash on delivery"),
                 _("Deliveries, cash and payments beside one another, and how long cash is carried."), "search"),
        DeskLink("commerce.report_robbery", "/desk/commerce/robberies/", _("Robberies"),
                 _("Cash taken from a postman: reported here, decided at the treasury."), "alert"),
    )),
    DeskPart(_("Books"), (
        DeskLink("view.money", "/desk/money/", _("Money"),
                 _("Where every coin is, and each movement that brought it there."), "coin", True),
        DeskLink("money.close_day", "/desk/money/close-day/", _("Close a day"),
                 _("The books of the post and its bank, signed and printed."), "clock"),
    )),
    DeskPart(_("Network"), (
        DeskLink("view.network", "/desk/strategy/studies/", _("Studies"),
                 _("Try a network, compare two, improve the timetable, see who lives how near."), "moving"),
        DeskLink("view.network", "/desk/strategy/map/", _("Map of the network"),
                 _("Which links there are, how much each carries and how late its runs come."), "pin"),
        DeskLink("view.network", "/desk/strategy/timetables/", _("Timetables"),
                 _("Draft one, check it, compare it, publish it from a day."), "clock"),
        DeskLink("view.network", "/desk/strategy/disruptions/", _("What differs today"),
                 _("Runs that are late or do not run, offices that are shut."), "alert"),
        DeskLink("view.network", "/desk/strategy/office-day/", _("An office’s day"),
                 _("What comes, what leaves and what is done between, hour by hour."), "door"),
        DeskLink("view.network", "/desk/strategy/heat-map/", _("How far mail gets"),
                 _("From one office: which others are reached on which day."), "forward"),
        DeskLink("view.network", "/desk/strategy/calibration/", _("Promises kept"),
                 _("How often, on which lanes not, and how far the estimates can be trusted."), "check"),
    )),
    DeskPart(_("Words to people"), (
        DeskLink("view.reach", "/desk/reach/", _("Texts to people"),
                 _("SMS and e-mails: what was sent, what waits, what failed."), "out"),
        DeskLink("ussd.finish_callback", "/desk/ussd/callbacks/", _("Calls that were asked for"),
                 _("Complaints by telephone: whom to call, and who was called."), "question"),
    )),
    DeskPart(_("The staff"), (
        DeskLink("view.people", "/desk/people/", _("Who works here"),
                 _("Roles, offices, badges, who lost their password."), "user"),
        DeskLink("view.oneself", "/desk/account/", _("My log-in"),
                 _("PIN, password, second factor, where I am logged in."), "shield"),
    )),
    DeskPart(_("For everybody"), (
        DeskLink("view.mail", "/track/", _("Track"), _("Where an item is and what was said of it."), "search", True),
        DeskLink("view.desk", "/offices/", _("Offices"), _("Hours, days of delivery, last hand-over."), "pin"),
        DeskLink("view.desk", "/prices/", _("Prices"), _("What an item costs, line by line."), "coin"),
    )),
)  # fmt: skip


def desk_for(actor: Actor) -> list[DeskPart]:
    """The parts in which an actor may open something, with what they may open."""
    shown = (
        replace(part, links=tuple(link for link in part.links if actor.may(link.permission))) for part in DESK
    )
    return [part for part in shown if part.links]
