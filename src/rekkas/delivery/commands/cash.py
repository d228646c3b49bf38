"""Cash taken at doors: from the postman's bag to the office's safe, from the safe to the bank.

It is counted blind. Each item's cash moves whole, so that no merchant gets less for what a bag or a safe lacks: what
differs is set aside as a question of the cash app, and the post stands for it until that is answered.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.utils.translation import gettext as _

from postkit.cash import to_text
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput
from rekkas.base.outbox import tell
from rekkas.cash.choices import MOST, CaseKind, CountPurpose
from rekkas.cash.commands.asking import Found, ask, set_aside
from rekkas.cash.commands.hands import keep_count, next_number
from rekkas.cash.queries import keeper_of, office_for_update
from rekkas.delivery.entries import BagCounted
from rekkas.delivery.errors import NothingToHandOver, OwnCash
from rekkas.delivery.facts import CodBanked
from rekkas.mail.queries import customers_of
from rekkas.money.choices import AccountKind, EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import CENTRAL, Leg, account_code, entry_of, from_the_bank, to_the_bank
from rekkas.money.queries import CodPlace, balance, cod_held, hold_accounts


@command
def hand_over_cash(
    *, courier: str, counted: int, currency: str, office: str, by: Actor, at: Moment, key: str | None = None
) -> BagCounted:
    """Take the cash of a postman's round into the office's safe, as it was counted.

    What differs from what was taken at the doors is a question, which the postman sees and can dispute.
    """
    if courier == by.name:
        raise OwnCash(courier=courier)
    desk = office_for_update(office)
    bag = account_code(AccountKind.COURIER, f"{office}/{courier}", currency)
    safe = account_code(AccountKind.VAULT, office, currency)
    hold_accounts([bag, safe])
    held = _held(bag)
    number = _keep(desk, bag, CountPurpose.MOVE, counted, by, at)
    _post(
        EntryKind.COD_HANDED_OVER, held,
        lambda place: (Leg(bag, safe, place.amount, place.currency),), office, by, at,
    )  # fmt: skip
    expected = _sum(held)
    found = Found(CaseKind.MOVE, bag, number, courier, currency, counted - expected)
    return BagCounted(number, len(held), counted, expected, _ask(desk, found, safe, by, at))


@command
def bank_cash(
    *, counted: int, currency: str, office: str, by: Actor, at: Moment, key: str | None = None
) -> BagCounted:
    """Pay the safe's cash from deliveries into the bank, as it was counted. The merchants can then be paid.

    What the safe lacks of it is made up out of the post's own money at the bank.
    """
    desk = office_for_update(office)
    safe = account_code(AccountKind.VAULT, office, currency)
    hold_accounts([safe])
    held = _held(safe)
    merchants = customers_of(list(held))
    number = _keep(desk, safe, CountPurpose.VAULT, counted, by, at)
    due = _sum(held)
    expected = min(due, max(balance(safe), 0))
    found = Found(CaseKind.VAULT, safe, number, keeper_of(office), currency, counted - expected)
    case = _ask(desk, found, safe, by, at)
    _make_up(number, safe, due - min(counted, due), currency, office, by, at)
    _post(EntryKind.COD_BANKED, held, lambda place: _banked(place, merchants[place.subject]), office, by, at)
    items = tuple((subject, merchants[subject], place.amount, currency) for subject, place in held.items())
    tell(CodBanked(items, office, at.isoformat()))
    return BagCounted(number, len(held), counted, expected, case)


def _banked(place: CodPlace, merchant: str) -> tuple[Leg, ...]:
    """The cash goes to the bank, and what was only taken for a merchant is now due to them."""
    due, taken = (
        account_code(kind, merchant, place.currency) for kind in (AccountKind.DUE, AccountKind.MERCHANT)
    )
    reserve = account_code(AccountKind.RESERVE, CENTRAL, place.currency)
    return (
        *to_the_bank(place.account, reserve, place.amount, place.currency),
        Leg(due, taken, place.amount, place.currency),
    )


def _make_up(number: str, safe: str, amount: int, currency: str, office: str, by: Actor, at: Moment) -> None:
    """What is missing of the merchants' cash, out of the post's own money at the bank."""
    if not amount:
        return
    reserve = account_code(AccountKind.RESERVE, CENTRAL, currency)
    made_up = entry_of(
        from_the_bank(reserve, safe, amount, currency), key=uuid5(NAMESPACE_OID, f"cod-made-up {number}"),
        kind=EntryKind.CASH_SUPPLIED, happened_at=at, subject=number, office=office,
    )  # fmt: skip
    post_all(transfers=[made_up], by=by, at=at)


def _held(account: str) -> Mapping[str, CodPlace]:
    """The items whose cash lies here by the record."""
    held = cod_held(account)
    if not held:
        raise NothingToHandOver(account=account)
    return held


def _sum(held: Mapping[str, CodPlace]) -> int:
    return sum(place.amount for place in held.values())


def _keep(desk: Any, account: str, purpose: CountPurpose, counted: int, by: Actor, at: Moment) -> str:
    """Write down what was counted before anything is made of it. Returns the number of this count."""
    if not 0 <= counted <= MOST:
        raise InvalidInput(field="counted", reason=_("no bag and no safe holds such an amount."))
    number = next_number(desk, "D")
    keep_count(account, purpose, number, to_text({1: counted}), by, at)
    return number


def _ask(desk: Any, found: Found, safe: str, by: Actor, at: Moment) -> str:
    """What differs is a question, and no part of what the safe holds. Returns its number, if any."""
    if not found.amount:
        return ""
    case = ask(desk, found, by=by, at=at)
    set_aside(case, safe, at=at)
    return case.number


def _post(
    kind: EntryKind, held: Mapping[str, CodPlace], legs: Callable[[CodPlace], tuple[Leg, ...]], office: str,
    by: Actor, at: Moment,
) -> None:  # fmt: skip
    """The cash moves an item an entry: no coin loses its name."""
    post_all(
        transfers=[
            entry_of(
                legs(place), key=uuid5(NAMESPACE_OID, f"{kind.value} {subject}"), kind=kind, happened_at=at,
                subject=subject, office=office,
            )
            for subject, place in held.items()
        ],
        by=by, at=at,
    )  # fmt: skip
