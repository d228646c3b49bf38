"""The accounts of the bank: found by any number that people write, with what they hold and what holds them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from postkit import iban
from postkit.text import clean_number
from rekkas.bank.choices import ADULT_AT, State
from rekkas.bank.entries import ACCOUNT_DIGITS, account_number_agrees
from rekkas.bank.errors import AccountElsewhere, AccountNumberNotRight, UnknownBankAccount
from rekkas.bank.models import (
    AccountEvent,
    AccountHolder,
    AccountProduct,
    BankAccount,
    BankTerms,
    BlockingOrder,
    Customer,
    InterestTax,
)
from rekkas.bank.queries.people import phone_of
from rekkas.base import looks
from rekkas.base.bulk import among
from rekkas.base.errors import Refused
from rekkas.desk.listings import Listing
from rekkas.money import queries as money
from rekkas.money.choices import AccountState
from rekkas.money.queries.many import OpenHold, open_holds

RIB_DIGITS = 24
NOT_RIGHT = {
    "length": gettext_lazy("it has too many or too few characters"),
    "characters": gettext_lazy("it has characters that do not belong there"),
    "country": gettext_lazy("it begins with no country that has such numbers"),
    "structure": gettext_lazy("its characters are not arranged as that country does"),
    "check": gettext_lazy("its check digits do not agree with the rest"),
    "key": gettext_lazy("the key of the RIB does not agree with the rest"),
}


def _rows() -> "QuerySet[BankAccount]":
    return BankAccount.objects.select_related("product__country", "holder__level", "holder__country")


def account(number: str) -> BankAccount:
    """One account by its number, RIB, IBAN or telephone."""
    (found,) = accounts_named([number])
    if isinstance(found, Refused):
        raise found
    return found


@looks.knows_holders
def holders_behind(ledger: Iterable[str]) -> list[looks.Subject]:
    """Whose these accounts of the ledger are, as who looks at them is told."""
    rows = BankAccount.objects.filter(ledger__in=list(ledger)).values_list("holder__number", flat=True)
    return [looks.customer(number) for number in dict.fromkeys(rows)]


def accounts_named(texts: Sequence[str]) -> list[BankAccount | Refused]:
    """The account that each text names, or why it names none; in one question for all."""
    wanted: list[str | Refused] = []
    for text in texts:
        try:
            wanted.append(_read(text))
        except Refused as refusal:
            wanted.append(refusal)
    rows = _found({one for one in wanted if isinstance(one, str)})
    return [
        one if isinstance(one, Refused) else rows.get(one) or _unknown(one, text.strip())
        for text, one in zip(texts, wanted, strict=True)
    ]


def _read(text: str) -> str:
    """The number, RIB, IBAN or telephone that a text means, as it is kept."""
    number = clean_number(text)
    if account_number_agrees(number):
        return number
    if phone := phone_of(text):
        return phone
    try:
        if re.fullmatch(f"[0-9]{{{RIB_DIGITS}}}", number):
            return str(iban.parse_rib(number))
        if re.match("[A-Z]{2}", number):
            return str(iban.parse(number))
    except iban.NotAnAccount as fault:
        raise AccountNumberNotRight(account=text.strip(), reason=NOT_RIGHT[fault.reason]) from fault
    if not re.fullmatch(f"[0-9]{{{ACCOUNT_DIGITS}}}", number):
        raise AccountNumberNotRight(account=text.strip(), reason=NOT_RIGHT["length"])
    raise AccountNumberNotRight(account=text.strip(), reason=NOT_RIGHT["check"])


def _found(wanted: set[str]) -> dict[str, BankAccount]:
    """Accounts by what names them. The account inside a RIB is looked up, and the whole of it must be ours."""
    ribs = {one for one in wanted if len(one) == RIB_DIGITS and one.isdecimal()}
    phones = {one for one in wanted if one.startswith("+")}
    ibans = {one for one in wanted if one[:2].isalpha()}
    numbers = (wanted - phones - ibans - ribs) | {one[6:22] for one in ribs}
    rows = list(_rows().filter(Q(number__in=numbers) | Q(iban__in=ibans))) if numbers | ibans else []
    if phones:
        rows += _rows().filter(alias__in=phones).exclude(state=AccountState.CLOSED)
    names = {name: row for row in rows for name in (row.number, row.rib, row.iban, row.alias) if name}
    return {one: names[one] for one in wanted if one in names}


def _unknown(said: str, text: str) -> Refused:
    if said.startswith("+") or len(said) == ACCOUNT_DIGITS:
        return UnknownBankAccount(account=text)
    return AccountElsewhere(account=text)


def accounts_for_update(ids: Iterable[int]) -> dict[int, BankAccount]:
    """These accounts, held until the change is made, always in the same order.

    Read once more after the locks: what is joined to a row that was waited for is otherwise what it was before.
    """
    wanted = set(ids)
    rows = BankAccount.objects.filter(pk__in=wanted).select_for_update(no_key=True)
    list(rows.order_by("pk").values_list("pk"))
    return {row.pk: row for row in _rows().filter(pk__in=wanted).order_by("pk")}


def product_accounts_for_update(product: AccountProduct, ids: Sequence[int]) -> list[BankAccount]:
    """Thousands of accounts of one product, held until the change is made: what is joined is read once for all."""
    condition, values = among("id", ids)
    with connection.cursor() as cursor:
        wait = "FOR NO KEY UPDATE" if connection.vendor == "postgresql" else ""
        cursor.execute(
            f"SELECT id FROM bank_bankaccount WHERE {condition} ORDER BY id {wait}",  # noqa: S608
            values,
        )
    rows = list(
        BankAccount.objects.raw(
            f"SELECT * FROM bank_bankaccount WHERE {condition} ORDER BY id",  # noqa: S608
            values,
        )
    )
    for row in rows:
        row.product = product
    if product.limited_by_level:
        prefetch_related_objects(rows, "holder__level")
    return rows


def account_for_update(number: str) -> BankAccount:
    """One account, held until the change is made."""
    found = account(number)
    return accounts_for_update([found.pk])[found.pk]


def accounts_of(customer: str) -> list[BankAccount]:
    """The accounts on which a customer may act, their own first; closed ones last."""
    others = AccountHolder.objects.filter(customer__number=customer).values("account")
    rows = _rows().filter(holder__number=customer) | _rows().filter(pk__in=others)
    return sorted(
        rows.distinct(), key=lambda row: (row.is_closed, row.holder.number != customer, row.opened_at)
    )


def accounts_opened(*, office: str = "") -> Listing[BankAccount]:
    """Accounts, latest first; those of an office where one is named."""
    rows = _rows().order_by("-id")
    return Listing(rows.filter(opened_office=office) if office else rows, list)


def others_of(row: BankAccount) -> list[AccountHolder]:
    """Who may act on an account beside its holder."""
    return list(AccountHolder.objects.filter(account=row).select_related("customer").order_by("id"))


def is_minor(customer: Customer, day: date) -> bool:
    """Whether somebody is not of age on a day; where only a span of days is known, the latest of them counts."""
    born = customer.birth_last
    return born is not None and (day.year - ADULT_AT, day.month, day.day) < (born.year, born.month, born.day)


@dataclass(frozen=True, slots=True)
class Standing:
    """What an account holds now, in its holder's sense: more is more."""

    balance: int
    set_aside: int
    available: int  # above the floor, and not set aside
    filled: int  # what it would hold if all came that is set aside to come
    floor: int
    ceiling: int | None
    state: str

    @property
    def state_label(self) -> str:
        return str(State(self.state).label)


def standing(row: BankAccount) -> Standing:
    """What an account holds, what is set aside of it, and what it may hold at most."""
    return standings([row])[row.pk]


def standings(rows: Sequence[BankAccount]) -> dict[int, Standing]:
    """The same for many accounts, in one question."""
    lines = {line.code: line for line in money.accounts(codes=[row.ledger for row in rows])}
    return {row.pk: _standing(lines[row.ledger]) for row in rows}


def _standing(line: money.AccountLine) -> Standing:
    floor = line.floor or 0
    coming = line.coming if line.side > 0 else line.leaving
    return Standing(
        line.holds,
        line.set_aside,
        line.available - floor,
        line.holds + coming,
        floor,
        line.ceiling,
        line.state,
    )


def holds_of(row: BankAccount) -> list[OpenHold]:
    """What is set aside on an account, the oldest first."""
    return open_holds(row.ledger)


def blocking_orders_of(row: BankAccount) -> list[BlockingOrder]:
    """What authorities ordered of an account: what still holds first."""
    found = BlockingOrder.objects.filter(account=row).order_by("-id")
    return sorted(found, key=lambda one: one.lifted_at is not None)


def history_of_account(row: BankAccount) -> list[AccountEvent]:
    """Everything that happened to an account beside its movements, the latest first."""
    return list(AccountEvent.objects.filter(account=row).order_by("-id"))


def bank_terms(country: str) -> BankTerms:
    """By which codes the bank of a country is known to others; empty ones where it has none."""
    return BankTerms.objects.filter(country=country).first() or BankTerms(country_id=country)


def interest_taxes(country: str) -> list[InterestTax]:
    """What is withheld from interest, from which day on: the earliest first."""
    return list(InterestTax.objects.filter(country=country, retired=False).order_by("valid_from"))


def what_raises(levels: Sequence[str]) -> str:
    """The sentence that says which level would raise a limit; nothing where it is the highest."""
    return _("The level %(level)s would raise that.") % {"level": levels[0]} if levels else ""
