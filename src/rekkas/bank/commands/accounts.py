"""How accounts are opened."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from postkit import iban
from rekkas.bank import numbers, queries
from rekkas.bank.choices import AccountEventKind, AccountKind, CustomerKind, HolderRole
from rekkas.bank.commands.account_history import note_account
from rekkas.bank.commands.renewing import ceilings_of, telephones_taken
from rekkas.bank.entries import Opened
from rekkas.bank.errors import (
    AliasTaken,
    CustomerNotActive,
    GuardianMissing,
    Held,
    HoldersNotRight,
    LevelTooLow,
    NotOffered,
    OneEach,
    PersonsOnly,
)
from rekkas.bank.models import AccountHolder, AccountProduct, BankAccount, Customer
from rekkas.bank.queries.accounts import bank_terms, is_minor
from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.command import command
from rekkas.design.formats import comma
from rekkas.money.choices import AccountKind as LedgerKind
from rekkas.money.choices import AccountState
from rekkas.money.commands import add_accounts
from rekkas.money.entries import AccountLimit, account_code
from rekkas.network.queries import office as known_office

Other = tuple[Customer, HolderRole]


@command
def open_account(
    *, customer: str, product: str, office: str, by: Actor, at: Moment, joint: Sequence[str] = (),
    guardian: str = "", key: str | None = None,
) -> Opened:  # fmt: skip
    """Open an account for a customer who is active, not held, and known well enough for it.

    ``joint`` are customers who may act on it as the holder may. A holder who is not of age has a ``guardian``.
    """
    holder = queries.customer_for_update(customer)
    here = known_office(office)
    wanted = queries.product(holder.country_id, product)
    _check_holder(holder, wanted)
    day = at.astimezone(here.zone).date()
    row = BankAccount(
        product=wanted, holder=holder, currency=wanted.currency, is_single=wanted.one_per_person,
        alias=holder.phone if wanted.kind == AccountKind.WALLET else "", opened_at=at, opened_on=day,
        opened_by=author_name(by), opened_office=office, last_moved_on=day,
    )  # fmt: skip
    others = _others(row, joint, guardian)
    _check_the_only_one(row)
    _name(row)
    row.save(force_insert=True)
    AccountHolder.objects.bulk_create(
        AccountHolder(account=row, customer=other, role=role) for other, role in others
    )
    limit = AccountLimit(row.ledger, wanted.floor, ceilings_of([row], at)[row.pk])
    add_accounts(accounts=[limit], by=by, at=at)
    note_account(
        row.pk, AccountEventKind.OPENED, by=by, at=at, office=office, product=wanted.code,
        others=[other.number for other, _ in others],
    )  # fmt: skip
    return Opened(row.number, row.rib, row.iban)


def _check_holder(holder: Customer, product: AccountProduct) -> None:
    _check_known(holder)
    if product.retired:
        raise NotOffered(product=product.name)
    if product.natural_persons_only and holder.kind != CustomerKind.PERSON:
        raise PersonsOnly(product=product.name)
    if holder.level is None or holder.level.code not in product.levels:
        levels = queries.levels_of(holder.country_id, holder.kind)
        named = [level.name for level in levels if level.code in product.levels]
        raise LevelTooLow(product=product.name, levels=comma().join(named))


def _check_known(customer: Customer) -> None:
    if not customer.is_active:
        raise CustomerNotActive(customer=customer.number, status=customer.get_status_display())
    if queries.is_held(customer.number):
        raise Held(customer=customer.number)


def _check_the_only_one(row: BankAccount) -> None:
    """One account of a product, and one wallet of a telephone. Twins are refused by the database."""
    if row.is_single:
        mine = BankAccount.objects.filter(holder=row.holder, product=row.product)
        other = mine.exclude(state=AccountState.CLOSED).first()
        if other is not None:
            raise OneEach(customer=row.holder.number, account=other.number, product=row.product.name)
    if row.alias and telephones_taken([row.alias]):
        raise AliasTaken(customer=row.holder.number)


def _others(row: BankAccount, joint: Sequence[str], guardian: str) -> list[Other]:
    """Who may act beside the holder; all of them persons whom the bank knows, and of age."""
    found: list[Other] = [(_other(row, number), HolderRole.JOINT) for number in dict.fromkeys(joint)]
    if found and row.is_single:
        raise HoldersNotRight(
            customer=found[0][0].number, reason=_("of this account each person has one of their own.")
        )
    if guardian:
        found.append((_other(row, guardian), HolderRole.GUARDIAN))
    if is_minor(row.holder, row.opened_on) and not guardian:
        raise GuardianMissing(customer=row.holder.number)
    return found


def _other(row: BankAccount, number: str) -> Customer:
    other = queries.customer(number)
    _check_known(other)
    reason = ""
    if other.number == row.holder.number:
        reason = _("it is the holder.")
    elif other.kind != CustomerKind.PERSON:
        reason = _("only a person can.")
    elif is_minor(other, row.opened_on):
        reason = _("not of age.")
    if reason:
        raise HoldersNotRight(customer=other.number, reason=reason)
    return other


def _name(row: BankAccount) -> None:
    """Give the account its number, and the numbers by which others know it."""
    row.number = numbers.account_number()
    row.ledger = account_code(LedgerKind(row.product.kind), row.number, row.currency)
    terms = bank_terms(row.product.country_id)
    if terms.rib_bank:
        rib = iban.make_rib(terms.rib_bank, terms.rib_locality, int(row.number))
        row.rib, row.iban = str(rib), str(iban.iban_of(rib))
