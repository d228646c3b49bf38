"""The ways of the desk: which pages staff are led to, each with the permission that opens it."""

from dataclasses import dataclass
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


DESK_LINKS: tuple[DeskLink, ...] = (
    DeskLink("counter.accept_parcels", "/desk/counter/accept-parcels/", _("Accept a parcel"),
             _("Price, label and receipt."), "label", True),
    DeskLink("view.mail", "/desk/mail/", _("Mail"),
             _("What lies here, what leaves, what arrives: bags, dispatches, runs."), "box", True),
    DeskLink("mail.record_scans", "/desk/mail/record-scans/", _("Scan"),
             _("Any number, any event, as it happened."), "check"),
    DeskLink("delivery.take_out", "/desk/delivery/take-out/", _("Take out"),
             _("The items of a round."), "forward"),
    DeskLink("delivery.deliver_items", "/desk/delivery/deliver-items/", _("Deliver"),
             _("Who took it, a signature or a photograph, the cash due."), "door", True),
    DeskLink("delivery.attempt_delivery", "/desk/delivery/attempt-delivery/", _("Not delivered"),
             _("Why, and what is done next."), "back"),
    DeskLink("delivery.await_collection", "/desk/delivery/await-collection/", _("Keep for collection"),
             _("Put it on the shelf for its addressee."), "clock"),
    DeskLink("delivery.hand_over_cash", "/desk/delivery/hand-over-cash/", _("Count a postman in"),
             _("The cash of a round, item by item, into the safe."), "coin"),
    DeskLink("delivery.bank_cash", "/desk/delivery/bank-cash/", _("Bank the cash"),
             _("From the safe to the bank: the merchants can then be paid."), "out"),
    DeskLink("view.money", "/desk/money/", _("Money"),
             _("Where every coin is, and each movement that brought it there."), "coin", True),
    DeskLink("money.close_day", "/desk/money/close-day/", _("Close a day"),
             _("The books of the post and its bank, signed and printed."), "clock"),
    DeskLink("commerce.pay_merchant", "/desk/commerce/pay-merchant/", _("Pay merchants"),
             _("What is due to each, paid once."), "star", True),
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
    DeskLink("view.mail", "/desk/mail/quarantine/", _("Scans kept aside"),
             _("Numbers that no item is known for yet, and what was misread."), "question"),
    DeskLink("view.mail", "/track/", _("Track"), _("Where an item is and what was said of it."), "search", True),
    DeskLink("view.desk", "/offices/", _("Offices"), _("Hours, days of delivery, last hand-over."), "pin"),
    DeskLink("view.desk", "/prices/", _("Prices"), _("What an item costs, line by line."), "coin"),
)  # fmt: skip


def links_for(actor: Actor) -> list[DeskLink]:
    return [link for link in DESK_LINKS if actor.may(link.permission)]
