"""Every refusal that the post can give, read from the code itself: the page that a problem's type leads to."""

import re
from dataclasses import dataclass
from typing import Any

from rekkas.base.errors import Refused

PLACE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Refusal:
    code: str
    status: int
    sentence: str

    @property
    def app(self) -> str:
        return self.code.partition(".")[0]


def all_refusals() -> list[Refusal]:
    """One row a code, by code. What differs from case to case stands as an ellipsis."""
    found: dict[str, Refusal] = {}
    waiting: list[type[Any]] = [Refused]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("rekkas."):
            found[kind.code] = Refusal(kind.code, kind.status, PLACE.sub("…", str(kind.message)))
    return [found[code] for code in sorted(found)]
