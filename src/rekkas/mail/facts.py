"""What the record of custody tells the apps above it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DispatchClosed:
    """A dispatch left the hands of its office of origin."""

    dispatch: str
    origin: str
    destination: str
    closed_at: str


@dataclass(frozen=True, slots=True)
class ItemsMissing:
    """Items that a receptacle should have held were not in it when it was opened."""

    receptacle: str
    office: str
    numbers: tuple[str, ...]
    found_at: str
