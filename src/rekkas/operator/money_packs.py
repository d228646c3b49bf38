"""A whole country into the database: places, mail, money, and how it writes to people. All of it, or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from django.db import transaction

from postkit.pack import Country, Mistake, Pack
from postkit.pack import bank as bank_file
from postkit.pack import cash as cash_file
from postkit.pack import clearing as clearing_file
from postkit.pack import counter as counter_file
from postkit.pack import merchants as merchants_file
from postkit.pack import payments as payments_file
from postkit.pack import reach as reach_file
from postkit.pack import staff as staff_file
from postkit.pack.bank_model import Bank
from rekkas.bank.commands import load_bank, load_bank_terms
from rekkas.base.actors import Actor, Moment
from rekkas.base.choices import Role
from rekkas.base.commands import load_staff
from rekkas.cash.commands import load_cash
from rekkas.counter.commands import load_counter
from rekkas.merchant.commands import load_merchants
from rekkas.operator.country_loading import PackMistaken, load_pack, pack_folder, read_pack_named
from rekkas.payments.commands import load_clearing, load_payments
from rekkas.reach.commands import load_reach

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class MoneyPack:
    """The files of a pack that need not be there, of money and of texts; nothing for one that is not."""

    bank: Bank | None
    cash: cash_file.Cash | None
    payments: payments_file.Payments | None
    clearing: clearing_file.Clearing | None
    counter: counter_file.Counter | None = None
    reach: reach_file.Reach | None = None
    staff: staff_file.Staff | None = None
    merchants: merchants_file.Merchants | None = None


def read_country_named(name: str) -> tuple[Pack, MoneyPack]:
    """The pack of a country with its money, or every mistake in it (PackMistaken)."""
    pack = read_pack_named(name)
    return pack, _read_money(name, pack.country)


def load_country(pack: Pack, money: MoneyPack, *, by: Actor, at: Moment) -> None:
    """Take it in, in one transaction. Loading it twice changes nothing."""
    country = pack.country.iso
    with transaction.atomic():
        load_pack(pack, by=by, at=at)
        if money.bank:
            load_bank(bank=money.bank, country=country, by=by, at=at)
            load_bank_terms(bank=money.bank, country=country, by=by, at=at)
        if money.cash:
            load_cash(rules=money.cash, country=country, by=by, at=at)
        if money.payments:
            load_payments(payments=money.payments, country=country, by=by, at=at)
        if money.clearing:
            load_clearing(clearing=money.clearing, country=country, by=by, at=at)
        if money.counter:
            load_counter(rules=money.counter, country=country, by=by, at=at)
        if money.reach:
            load_reach(rules=money.reach, country=country, by=by, at=at)
        if money.staff:
            load_staff(rules=money.staff, country=country, by=by, at=at)
        if money.merchants:
            load_merchants(rules=money.merchants, country=country, by=by, at=at)


def _read_money(name: str, country: Country) -> MoneyPack:
    folder, mistakes = pack_folder(name), list[Mistake]()

    def read(module: Any, reader: Callable[..., tuple[T | None, list[Mistake]]]) -> T | None:
        path = folder / module.FILE
        if not path.is_file():
            return None
        found, wrong = reader(path.read_bytes(), currency=country.currency)
        mistakes.extend(wrong)
        return found

    money = MoneyPack(
        read(bank_file, bank_file.read_bank), read(cash_file, cash_file.read_cash),
        read(payments_file, payments_file.read_payments), read(clearing_file, clearing_file.read_clearing),
        read(counter_file, counter_file.read_counter),
        read(reach_file, reach_file.read_reach),
        read(staff_file, partial(staff_file.read_staff, roles=Role.values)),
        read(merchants_file, merchants_file.read_merchants),
    )  # fmt: skip
    if mistakes:
        raise PackMistaken(folder, mistakes)
    return money
