"""The cash of an office as a whole: its limits, its vault counted, what it will need, and the rules of its country."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _

from postkit.cash import Limits
from postkit.pack.cash import Cash
from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.bulk import insert_new
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput
from rekkas.cash.choices import MOST, CaseKind, CountPurpose
from rekkas.cash.commands.asking import Found, ask, set_aside
from rekkas.cash.commands.hands import check_office, counted, enter, keep_count
from rekkas.cash.entries import Confirmed, NeedEntry, Pieces
from rekkas.cash.errors import LimitsWrong, Mismatch, NotYourTill, UnseenLines
from rekkas.cash.models import CashNeed, CashRules, CashTerms
from rekkas.cash.queries import (
    keeper_of,
    line_words,
    mismatches,
    office_for_update,
    standing,
    unseen_lines,
    vault_of,
)
from rekkas.design.formats import comma
from rekkas.money.queries import hold_accounts
from rekkas.network import queries as network
from rekkas.territory import queries as territory

NEED_COLUMNS = (
    "key", "office_id", "currency", "amount", "day", "reason", "announced_by", "announced_at",
)  # fmt: skip


@command
def load_cash(*, rules: Cash, country: str, by: Actor, at: Moment) -> None:
    """Take in what a pack says of a country's cash: notes and coins, limits by kind of office, days of payment."""
    territory.country(country)
    CashRules.objects.update_or_create(
        country_id=country,
        defaults={"currency": rules.currency, "body": msgspec.to_builtins(rules), "loaded_at": at},
    )


@command
def set_cash_terms(
    *, office: str, currency: str, minimum: int, maximum: int, bundle: int, tolerance: int, investigator: str,
    by: Actor, at: Moment,
) -> None:  # fmt: skip
    """Set how much cash an office may hold, how far a count may differ, and who looks into what differs."""
    try:
        Limits(minimum, maximum, bundle)
    except ValueError as problem:
        raise LimitsWrong() from problem
    if tolerance < 0:
        raise LimitsWrong()
    for name, amount in (("minimum", minimum), ("maximum", maximum), ("tolerance", tolerance)):
        _check_size(name, amount)
    office_for_update(office)
    CashTerms.objects.create(
        office_id=office, currency=currency, minimum=minimum, maximum=maximum, bundle=bundle,
        tolerance=tolerance, investigator=investigator.strip(), set_by=by.name, set_at=at,
    )  # fmt: skip


@command
def count_vault(
    *, office: str, currency: str, pieces: Pieces, by: Actor, at: Moment, key: str | None = None
) -> Confirmed:
    """Count the vault, blind, by its keeper. Refused while something does not agree or another's line was not seen."""
    held = enter(office, by, at)
    keeper = keeper_of(office)
    account = vault_of(office, currency)
    if keeper and keeper != by.name:
        raise NotYourTill(account=account, keeper=keeper)
    amount = counted(pieces, network.office(office).country_id, currency)
    hold_accounts([account])
    if wrong := mismatches(account):
        raise Mismatch(what=comma().join(one.what for one in wrong))
    if unseen := unseen_lines(account):
        raise UnseenLines(lines="; ".join(line_words(one) for one in unseen))
    now = standing(account)
    keep_count(account, CountPurpose.VAULT, "vault", pieces, by, at, at_line=now.number)
    case = ""
    if amount != now.after:
        found = Found(CaseKind.VAULT, account, "vault", by.name, currency, amount - now.after)
        asked = ask(held, found, by=by, at=at)
        set_aside(asked, account, at=at)
        case = asked.number
    return Confirmed(account, amount, amount - now.after, case)


@command
def announce_needs(*, needs: Sequence[NeedEntry], by: Actor, at: Moment) -> int:
    """Announce cash that offices know they will pay out, each once for its key. Returns how many are new."""
    for office in {need.office for need in needs}:
        check_office(office, by)
    for need in needs:
        _check_size("amount", need.amount)
    rows = [
        (
            need.key, need.office, need.currency, need.amount, need.day.isoformat(), need.reason[:120],
            author_name(by), at,
        )
        for need in needs
    ]  # fmt: skip
    return len(insert_new("cash_cashneed", NEED_COLUMNS, rows, key="key"))


@command
def withdraw_needs(*, keys: Sequence[UUID], by: Actor, at: Moment) -> int:
    """Withdraw needs that were announced: they were paid, or will not be. Returns how many were still awaited."""
    rows = CashNeed.objects.filter(key__in=list(keys), withdrawn_at=None)
    if by.office:
        rows = rows.filter(office_id=by.office)
    return rows.update(withdrawn_at=at)


def _check_size(name: str, amount: int) -> None:
    if amount > MOST:
        raise InvalidInput(field=name, reason=_("it is too large."))
