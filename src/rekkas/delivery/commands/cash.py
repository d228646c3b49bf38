"""Cash taken at doors: from the postman's bag to the office's safe, from the safe to the bank."""

from collections.abc import Callable, Mapping
from uuid import NAMESPACE_OID, uuid5

from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.base.outbox import tell
from rekkas.delivery.errors import CashDiffers, NothingToHandOver, OwnCash
from rekkas.delivery.facts import CodBanked
from rekkas.mail.queries import customers_of
from rekkas.money.choices import AccountKind, EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import CENTRAL, Leg, account_code, entry_of, to_the_bank
from rekkas.money.queries import CodPlace, cod_held, hold_accounts


@command
def hand_over_cash(
    *, courier: str, counted: int, currency: str, office: str, by: Actor, at: Moment, key: str | None = None
) -> int:
    """Take the cash of a postman's round into the office's safe, counted. Returns how many items it paid for."""
    if courier == by.name:
        raise OwnCash(courier=courier)
    bag = account_code(AccountKind.COURIER, f"{office}/{courier}", currency)
    safe = account_code(AccountKind.VAULT, office, currency)
    hold_accounts([bag, safe])
    held = _counted(bag, counted)
    _post(
        EntryKind.COD_HANDED_OVER, held,
        lambda place: (Leg(bag, safe, place.amount, place.currency),), office, by, at,
    )  # fmt: skip
    return len(held)


@command
def bank_cash(
    *, counted: int, currency: str, office: str, by: Actor, at: Moment, key: str | None = None
) -> int:
    """Pay the safe's cash from deliveries into the bank. The merchants can then be paid."""
    safe = account_code(AccountKind.VAULT, office, currency)
    hold_accounts([safe])
    held = _counted(safe, counted)
    merchants = customers_of(list(held))
    _post(EntryKind.COD_BANKED, held, lambda place: _banked(place, merchants[place.subject]), office, by, at)
    items = tuple((subject, merchants[subject], place.amount, currency) for subject, place in held.items())
    tell(CodBanked(items, office, at.isoformat()))
    return len(held)


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


def _counted(account: str, counted: int) -> Mapping[str, CodPlace]:
    """The items whose cash lies here, if it was counted right."""
    held = cod_held(account)
    if not held:
        raise NothingToHandOver(account=account)
    expected = sum(place.amount for place in held.values())
    if counted != expected:
        raise CashDiffers(expected=expected, counted=counted)
    return held


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
