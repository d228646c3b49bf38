"""The cash of an office: rules, limits, keeper, what lies there; which offices hold too much or too little."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from django.db.models import Q, Sum

from postkit.cash import Advice, Denomination, Limits, Position, advise
from postkit.pack.cash import Cash, Waits
from rekkas.cash.models import CashNeed, CashRules, CashTerms, OfficeCash, Pouch, VaultKeeper
from rekkas.cash.queries.calendar import PayDays
from rekkas.desk.listings import Listing
from rekkas.money.choices import AccountKind
from rekkas.money.entries import account_code
from rekkas.money.queries import AccountLine, accounts
from rekkas.network import queries as network

IN_THE_OFFICE = (AccountKind.TILL, AccountKind.VAULT)


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for an office's cash: its limits, how far a count may differ, who looks into differences."""

    limits: Limits | None
    tolerance: int
    investigator: str


@dataclass(frozen=True, slots=True)
class OfficePosition:
    """What lies in an office beside what should, and what to do about it."""

    office: str
    cash: int
    vault: int
    tills: int
    liabilities: int
    on_the_way: int
    limits: Limits
    advice: Advice

    @property
    def is_above(self) -> bool:
        return self.cash > self.limits.maximum

    @property
    def is_below(self) -> bool:
        return self.cash < self.limits.minimum


def vault_of(office: str, currency: str) -> str:
    return account_code(AccountKind.VAULT, office, currency)


def till_of(office: str, clerk: str, currency: str) -> str:
    return account_code(AccountKind.TILL, f"{office}/{clerk}", currency)


def office_for_update(office: str) -> OfficeCash:
    """The cash of an office, held until the transaction ends: one change at a time."""
    found = OfficeCash.objects.select_for_update().filter(office_id=office).first()
    if found is None:
        network.office(office)
        OfficeCash.objects.bulk_create([OfficeCash(office_id=office)], ignore_conflicts=True)
        found = OfficeCash.objects.select_for_update().get(office_id=office)
    return found


def rules_of(country: str) -> Cash | None:
    """The notes and coins, limits and days of payment of a country, if its pack brought them."""
    row = CashRules.objects.filter(pk=country).first()
    return msgspec.convert(row.body, Cash) if row else None


def waits_of(country: str) -> Waits:
    """How long questions about cash may wait in a country, and a supporter stay; the usual where its pack is silent."""
    rules = rules_of(country)
    return rules.waits if rules else Waits()


def denominations_of(country: str, currency: str) -> tuple[Denomination, ...]:
    """The notes and coins in which a currency is counted; none where nobody said."""
    rules = rules_of(country)
    return rules.denominations if rules and rules.currency == currency else ()


def keeper_of(office: str) -> str:
    """To whom the vault of an office is entrusted now; nobody where that was never said."""
    row = VaultKeeper.objects.filter(office_id=office).order_by("-id").first()
    return row.keeper if row else ""


def terms_of(office: Any, currency: str) -> Terms:
    """What holds for an office's cash: what was said of it, else what holds for offices of its kind."""
    own = CashTerms.objects.filter(office_id=office.code, currency=currency).order_by("-id").first()
    if own is not None:
        return _own(own)
    return _of_kind(rules_of(office.country_id), office.kind, currency)


def _own(row: CashTerms) -> Terms:
    return Terms(Limits(row.minimum, row.maximum, row.bundle), row.tolerance, row.investigator)


def _of_kind(rules: Cash | None, kind: str, currency: str) -> Terms:
    if rules is None or rules.currency != currency:
        return Terms(None, 0, "")
    return Terms(rules.limits_of(kind), rules.recount_tolerance, "")


def office_cash(office: str, currency: str) -> list[AccountLine]:
    """The vault and each till of an office with what it holds; by code."""
    tills = accounts(kinds=IN_THE_OFFICE, owner_starts=f"{office}/")
    vault = accounts(codes=[vault_of(office, currency)])
    return [*vault, *(line for line in tills if line.currency == currency)]


def needs_of(office: str, currency: str, since: date) -> Listing[CashNeed]:
    """What an office knows that it will pay out from a day on; the nearest first."""
    rows = CashNeed.objects.filter(office_id=office, currency=currency, day__gte=since, withdrawn_at=None)
    return Listing(rows.order_by("day", "id"), list)


def positions(country: str, currency: str, today: date, *, office: str = "") -> list[OfficePosition]:
    """What lies in each office of a country, or in one, beside its limits, with advice.

    Left out are offices for which no limits hold, and those that keep no cash: without terms of their own, they never
    had a till or vault, and have no pouch under way nor payments announced. A constant number of statements.
    """
    rules = rules_of(country)
    own = {row.office_id: _own(row) for row in _latest_terms(currency, office)}
    held = _held(currency, office)
    needs = _sums(CashNeed.objects.filter(day__gte=today, withdrawn_at=None), "office", currency, office)
    coming = _sums(Pouch.objects.filter(received_at=None), "destination", currency, office)
    pays = PayDays(rules, country, today)
    found = []
    for row in [network.office(office)] if office else network.offices_of(country):
        limits = (own.get(row.code) or _of_kind(rules, row.kind, currency)).limits
        keeps_cash = any(row.code in told for told in (own, held, needs, coming))
        if limits is None or not keeps_cash:
            continue
        vault, tills = held.get(row.code, (0, 0))
        known = needs.get(row.code, 0), coming.get(row.code, 0)
        advice = advise(
            Position(max(vault + tills, 0), *known, is_pay_day=pays.is_one(row.open_days)), limits
        )
        found.append(OfficePosition(row.code, vault + tills, vault, tills, *known, limits, advice))
    return found


def outside_limits(
    country: str, currency: str, today: date
) -> tuple[list[OfficePosition], list[OfficePosition]]:
    """The offices that hold more than they may, the farthest above first; and those that hold too little."""
    found = positions(country, currency, today)
    above = [one for one in found if one.is_above]
    below = [one for one in found if one.is_below]
    above.sort(key=lambda one: (one.limits.maximum - one.cash, one.office))
    below.sort(key=lambda one: (one.cash - one.limits.minimum, one.office))
    return above, below


def _latest_terms(currency: str, office: str) -> Iterable[CashTerms]:
    rows = CashTerms.objects.filter(currency=currency)
    return (rows.filter(office_id=office) if office else rows).order_by("id")


def _held(currency: str, office: str) -> Mapping[str, tuple[int, int]]:
    """What lies in the vault and in the tills of each office that ever had any."""
    found: dict[str, tuple[int, int]] = {}
    for line in accounts(kinds=IN_THE_OFFICE, owner_starts=office):
        if line.currency != currency:
            continue
        code = line.owner.partition("/")[0]
        vault, tills = found.get(code, (0, 0))
        is_vault = line.kind == AccountKind.VAULT
        found[code] = (vault + line.amount, tills) if is_vault else (vault, tills + line.amount)
    return found


def _sums(rows: Any, by: str, currency: str, office: str) -> dict[str, int]:
    chosen = rows.filter(Q(**{by: office}) if office else Q(), currency=currency)
    return dict(chosen.order_by().values_list(by).annotate(total=Sum("amount")))
