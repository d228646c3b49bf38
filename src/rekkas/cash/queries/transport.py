"""Pouches on the road, and their signatures."""

from datetime import datetime, timedelta

from django.db.models import Q

from rekkas.base.errors import NotFound
from rekkas.cash.models import Pouch
from rekkas.desk.listings import Listing
from rekkas.money.choices import AccountKind
from rekkas.money.entries import account_code

ON_THE_ROAD_AT_MOST = timedelta(days=2)  # a pouch that is longer on the road is asked after


def transit_of(pouch: str, currency: str) -> str:
    return account_code(AccountKind.TRANSIT, pouch, currency)


def pouch(number: str, *, lock: bool = False) -> Pouch:
    """One pouch by its number."""
    rows = Pouch.objects.select_for_update() if lock else Pouch.objects.all()
    found = rows.filter(number=number).first()
    if found is None:
        raise NotFound(what=number)
    return found


def pouches(office: str = "", *, on_the_road: bool = False) -> Listing[Pouch]:
    """The pouches that left an office or are meant for it, or all; the latest first."""
    rows = Pouch.objects.all()
    if office:
        rows = rows.filter(Q(origin=office) | Q(destination=office))
    if on_the_road:
        rows = rows.filter(received_at=None)
    return Listing(rows.order_by("-id"), list)


def pouches_to_sign(office: str) -> list[Pouch]:
    """The pouches that still lack the second signature of this office, the oldest first."""
    lacking = Q(origin=office, sent_witness="") | Q(
        destination=office, received_at__isnull=False, received_witness=""
    )
    return list(Pouch.objects.filter(lacking).order_by("id"))


def late_pouches(at: datetime) -> Listing[Pouch]:
    """The pouches that are longer on the road than any way takes, the oldest first."""
    rows = Pouch.objects.filter(received_at=None, sent_at__lt=at - ON_THE_ROAD_AT_MOST)
    return Listing(rows.order_by("sent_at", "id"), list)
