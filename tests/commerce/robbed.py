"""A postman who was robbed, and those who report and decide it."""

from typing import Any

from rekkas.base.choices import Role
from rekkas.commerce.commands import report_robbery
from tests.build import ZAGORA_OFFICE, later, staff

CHIEF = staff("karim", Role.MANAGER, ZAGORA_OFFICE)
BAG, SAFE = f"courier:{ZAGORA_OFFICE}/youssef:MAD", f"vault:{ZAGORA_OFFICE}:MAD"
LOSSES = "expense:losses:MAD"


def report(*items: str, **changes: Any) -> str:
    """The number of a report that the cash of these items, or of all in the bag, was taken from Youssef."""
    said: dict[str, Any] = {
        "courier": "youssef", "currency": "MAD", "police_report": "PV 417/2026",
        "account": "Two men on a motorcycle, avenue Mohammed V.", "robbed_at": later(30), "office": ZAGORA_OFFICE,
        "by": CHIEF, "at": later(32), "items": items, **changes,
    }  # fmt: skip
    return report_robbery(**said)
