"""What the bank tells the apps above it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AccountFellDormant:
    """Its holder has not moved an account for as long as its product says."""

    account: str
    holder: str
    last_moved_on: str
