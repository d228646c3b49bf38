"""A merchant's shop with its machine, and what it sends."""

import os
from pathlib import Path
from typing import Any

import msgspec
from django.db import transaction

from rekkas.merchant.choices import KeyUse
from rekkas.merchant.commands import check_merchant, issue_merchant_key
from rekkas.shipping.queries import shipments_of
from rekkas_client import AddressSent, ParcelSent, Patience, ShipmentSent
from tests.architecture.ladder import ROOT
from tests.build import BOSS, MONDAY
from tests.merchant import merchants
from tests.merchant.test_add_pickup_address import kept

MERCHANT = "ZELLIGE"
SOURCES = ROOT / "clients" / "python" / "src"
SOON = Patience(tries=5, first_wait_s=0.001, connect_s=30, answer_s=30)


def opened() -> str:
    """Leila's shop, checked, with an address; returns the token of its machine."""
    merchants.country()
    with transaction.atomic():  # members are read to be changed
        owner = merchants.merchant()
    kept(owner)
    check_merchant(merchant=MERCHANT, notes="papers", by=BOSS, at=MONDAY)
    return issue_merchant_key(name="Shop", uses=[KeyUse.SHIPPING], by=owner, at=MONDAY).token


def shipment(reference: str = "A-1", **changes: Any) -> ShipmentSent:
    said = ShipmentSent(
        reference=reference, product="parcel-cod", destination="Zagora",
        addressee=AddressSent(name="Amina Alaoui", street="12, avenue Mohammed V", phone="+212600000000"),
        parcels=[ParcelSent(weight_g=1_200, cod_amount=35_000, contents="plates")],
    )  # fmt: skip
    return msgspec.structs.replace(said, **changes)


def references() -> list[str]:
    """Those of what the post has of the shop, in order."""
    return sorted(row.reference for row in shipments_of(MERCHANT))


def environment(url: str, token: str, programs: Path | None = None) -> dict[str, str]:
    """What a process of the merchant's has: the client, the post's address and the token."""
    path = os.environ["PATH"]
    return {
        **os.environ, "PYTHONPATH": str(SOURCES), "REKKAS_URL": url, "REKKAS_TOKEN": token,
        "PATH": f"{programs}{os.pathsep}{path}" if programs else path,
    }  # fmt: skip
