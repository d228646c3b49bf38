"""What delivery tells the apps above it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CodBanked:
    """Cash taken from addressees is in the post's bank account: the merchants can be paid."""

    items: tuple[tuple[str, str, int, str], ...]  # item number, merchant's code, minor units, currency
    office: str
    banked_at: str


@dataclass(frozen=True, slots=True)
class ItemDelivered:
    """An item was handed over; the post's responsibility has ended."""

    number: str
    recipient: str
    delivered_at: str
