"""Moments as evidence writes them: whole microseconds since 1970, UTC."""

from datetime import UTC, datetime, timedelta
from typing import overload

from rekkas.base.bulk import moment as moment_in

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@overload
def microseconds(moment: datetime) -> int: ...


@overload
def microseconds(moment: None) -> None: ...


def microseconds(moment: datetime | None) -> int | None:
    """A moment as evidence writes it.

    >>> microseconds(datetime(1970, 1, 1, 0, 1, tzinfo=UTC))
    60000000
    """
    return None if moment is None else (moment - EPOCH) // MICROSECOND


def microseconds_stored(value: int | str) -> int:
    """The same of what a plain cursor gives for ``stored_moment``."""
    return value if isinstance(value, int) else microseconds(moment_in(value))
