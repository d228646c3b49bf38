"""A pouch of cash from the agency to Zagora."""

from typing import Any

from rekkas.cash import commands
from rekkas.cash.entries import Confirmed
from tests.build import AGENCY, ZAGORA_OFFICE, later
from tests.cash.drawers import KARIM, LEILA, NADIA, pieces

POUCH, SEAL = "P0001", "S-77"
TRANSIT = f"transit:{POUCH}:MAD"


def send(amount: int = 100_000, **changes: Any) -> str:
    said = {
        "pouch": POUCH, "seal": SEAL, "office": AGENCY, "destination": ZAGORA_OFFICE, "currency": "MAD",
        "pieces": pieces(amount), "by": KARIM, "at": later(1),
    }  # fmt: skip
    return commands.send_cash(**{**said, **changes})


def supply(amount: int = 100_000, **changes: Any) -> str:
    said = {
        "pouch": "B0001", "seal": SEAL, "destination": ZAGORA_OFFICE, "currency": "MAD", "pieces": pieces(amount),
        "by": NADIA, "at": later(1),
    }  # fmt: skip
    return commands.supply_cash(**{**said, **changes})


def receive(amount: int = 100_000, **changes: Any) -> Confirmed:
    said = {
        "pouch": POUCH, "seal": SEAL, "office": ZAGORA_OFFICE, "pieces": pieces(amount), "by": LEILA, "at": later(20),
    }  # fmt: skip
    return commands.receive_cash(**{**said, **changes})
