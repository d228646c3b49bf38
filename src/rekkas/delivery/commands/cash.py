"""Cash taken at doors: from the postman's bag to the office's safe, from the safe to the bank."""

from collections.abc import Mapping
from uuid import NAMESPACE_OID, uuid5

from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.base.outbox import tell
from rekkas.delivery.errors import CashDiffers, NothingToHandOver, OwnCash
from rekkas.delivery.facts import CodBanked
from rekkas.mail.queries import customers_of
from rekkas.money.choices import AccountKind, TransferKind
from rekkas.money.commands import post_all
from rekkas.money.entries import TransferEntry, account_code
from rekkas.money.queries import CodPlace, cod_held, hold_accounts

BANK = "post"


@command
def hand_over_cash(
    *, courier: str, counted: int, currency: str, office: str, by: Actor, at: Moment, key: str | None = None
) -> int:
    """Take the cash of a postman's round into the office's safe, counted. Returns how many items it paid for."""
    if courier == by.name:
        raise OwnCash(courier=courier)
    bag = account_code(AccountKind.COURIER, f"{office}/{courier}", currency)
    safe = account_code(AccountKind.VAULT, office, currency)
    return len(_move(bag, safe, counted, TransferKind.COD_HANDED_OVER, office, by, at))


@command
def bank_cash(
    *, counted: int, currency: str, office: str, by: Actor, at: Moment, key: str | None = None
) -> int:
    """Pay the safe's cash from deliveries into the post's bank account. The merchants can then be paid."""
    safe = account_code(AccountKind.VAULT, office, currency)
    bank = account_code(AccountKind.BANK, BANK, currency)
    moved = _move(safe, bank, counted, TransferKind.COD_BANKED, office, by, at)
    merchants = customers_of(list(moved))
    items = tuple((subject, merchants[subject], place.amount, currency) for subject, place in moved.items())
    tell(CodBanked(items, office, at.isoformat()))
    return len(moved)


def _move(
    source: str, target: str, counted: int, kind: TransferKind, office: str, by: Actor, at: Moment
) -> Mapping[str, CodPlace]:
    """All the cash that lies in one place moves to the next, an item a transfer: no coin loses its name."""
    hold_accounts([source, target])
    held = cod_held(source)
    if not held:
        raise NothingToHandOver(account=source)
    expected = sum(place.amount for place in held.values())
    if counted != expected:
        raise CashDiffers(expected=expected, counted=counted)
    post_all(
        transfers=[
            TransferEntry(
                key=uuid5(NAMESPACE_OID, f"{kind.value} {subject}"), source=source, target=target,
                amount=place.amount, currency=place.currency, kind=kind, happened_at=at, subject=subject,
                office=office,
            )
            for subject, place in held.items()
        ],
        by=by, at=at,
    )  # fmt: skip
    return held
