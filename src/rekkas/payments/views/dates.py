"""A day in an address, as ISO 8601 writes it."""

from datetime import date


class DayInAddress:
    """`2026-03-02`; what is no day leads to no page."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()
