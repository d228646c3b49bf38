"""What a message says twice: its counts, its control sums, and identifications that may stand once only."""

from collections.abc import Iterable
from typing import Protocol

from postkit.iso20022.building import control_sum, scaled_sum
from postkit.iso20022.opening import refusal
from postkit.iso20022.shape import Found, Money, Reader

NOT_PROVIDED = "NOTPROVIDED"

Seen = set[tuple[str, str]]


class Moved(Protocol):
    """Anything that moves an amount."""

    @property
    def amount(self) -> int: ...

    @property
    def currency(self) -> str: ...


def moneys(moved: Iterable[Moved]) -> list[Money]:
    return [Money(each.amount, each.currency) for each in moved]


def check_totals(reader: Reader, found: Found, amounts: list[Money]) -> None:
    """Refuse a count or a control sum that is not that of the transfers."""
    count, total = reader.count(found, "NbOfTxs"), reader.sum(found, "CtrlSum")
    if count is not None and count != len(amounts):
        raise refusal("count", found["NbOfTxs"][0], f"{count} written, {len(amounts)} found")
    if total is not None and total != scaled_sum(amounts):
        raise refusal("sum", found["CtrlSum"][0], f"{control_sum(amounts)} found")


def check_total(reader: Reader, found: Found, name: str, amounts: list[Money]) -> None:
    """Refuse a total in one currency that is not that of the transfers."""
    total = reader.money(found, name)
    if total is None:
        return
    if {currency for _, currency in amounts} != {total.currency}:
        raise refusal("currency", found[name][0], f"not everything is in {total.currency}")
    if total.amount != sum(amount for amount, _ in amounts):
        raise refusal("sum", found[name][0], f"{control_sum(amounts)} found")


def check_once(seen: Seen, found: Found, name: str, identification: str) -> None:
    """Refuse an identification that has stood under this name before; `NOTPROVIDED` names nothing and may."""
    if identification in ("", NOT_PROVIDED):
        return
    if (name, identification) in seen:
        raise refusal("duplicate", found[name][0], repr(identification))
    seen.add((name, identification))
