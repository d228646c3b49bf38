"""Cut-offs: everything that waits goes into files, once. And what the clearing is told from its pack."""

from dataclasses import asdict
from datetime import date
from itertools import groupby

from postkit.pack import clearing as pack
from rekkas.bank.queries.accounts import bank_terms
from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.command import command
from rekkas.design.formats import moment_text
from rekkas.money.choices import EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import TransferEntry
from rekkas.payments.choices import TransferState, TransferWay
from rekkas.payments.commands.clearing_files import write_returns, write_transfers
from rekkas.payments.commands.transfer_money import part_key
from rekkas.payments.commands.transfer_steps import Step, take_steps
from rekkas.payments.entries import CutOffClosed
from rekkas.payments.errors import ClearingDiffers, CutOffNotDue, NoSuchCutOff
from rekkas.payments.models import Clearing, ClearingBank, ClearingFile, CreditTransfer, CutOff
from rekkas.payments.queries.clearing import (
    clearing_rules_for_update,
    cut_off,
    cut_off_moments,
    day_of,
    waiting_for_update,
)
from rekkas.territory import queries as territory

S = TransferState


@command
def load_clearing(*, clearing: pack.Clearing, country: str, by: Actor, at: Moment) -> int:
    """Take in how a country's transfers reach other banks, and which these are. Returns how many banks it reaches.

    A bank that left the pack is retired. Loading it twice changes nothing.
    """
    kept, terms = territory.country(country), bank_terms(country)
    for said, known in (
        (clearing.currency, kept.currency), (clearing.bic, terms.bic), (clearing.member, terms.rib_bank),
    ):  # fmt: skip
        if known and said != known:
            raise ClearingDiffers(given=said, kept=known)
    said_of = {name: value for name, value in asdict(clearing).items() if name not in ("banks", "source")}
    Clearing.objects.update_or_create(
        country_id=country, defaults=said_of | {"cut_offs": list(clearing.cut_offs)}
    )
    made = [ClearingBank(country_id=country, retired=False, **asdict(one)) for one in clearing.banks]
    ClearingBank.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["country", "member"],
        update_fields=["bic", "name_en", "name_fr", "name_ar", "retired"],
    )  # fmt: skip
    members = [one.member for one in made]
    ClearingBank.objects.filter(country=country).exclude(member__in=members).update(retired=True)
    return len(made)


@command
def close_cut_off(
    *, country: str, business_date: date, ordinal: int, by: Actor, at: Moment, key: str | None = None
) -> CutOffClosed:
    """Close a cut-off: every transfer that waits goes into its file (pacs.008), what goes back into others (pacs.004).

    Closing it again answers the same: a transfer is in one file, and a file is written once.
    """
    rules = clearing_rules_for_update(country)
    found = cut_off(country, business_date, ordinal)
    if found is None:
        _check_is_due(rules, business_date, ordinal, at)
        found = _close(rules, business_date, ordinal, by=by, at=at)
    return CutOffClosed(
        found.business_date, found.ordinal, found.transfer_count, found.total, found.return_count,
        found.return_total, found.currency,
    )  # fmt: skip


def _check_is_due(rules: Clearing, day: date, ordinal: int, at: Moment) -> None:
    moments = cut_off_moments(rules, day)
    if not 1 <= ordinal <= len(moments):
        raise NoSuchCutOff(date=day.isoformat(), ordinal=ordinal)
    if at < moments[ordinal - 1]:
        raise CutOffNotDue(due=moment_text(moments[ordinal - 1]))


def _close(rules: Clearing, day: date, ordinal: int, *, by: Actor, at: Moment) -> CutOff:
    going = waiting_for_update(rules.country_id, TransferWay.OUT)
    back = waiting_for_update(rules.country_id, TransferWay.IN)
    closed = CutOff.objects.create(
        country_id=rules.country_id, business_date=day, ordinal=ordinal, transfer_count=len(going),
        total=sum(row.amount for row in going), return_count=len(back), return_total=sum(row.amount for row in back),
        currency=rules.currency, closed_at=at, closed_by=author_name(by),
    )  # fmt: skip
    name = f"{rules.bic}-{day:%Y%m%d}-{ordinal}"
    if going:
        file = write_transfers(rules, going, name, day, cut_off=closed, by=by, at=at)
        _send(going, file, by=by, at=at)
    _send_back(rules, back, closed, name, by=by, at=at)
    return closed


def send_at_once(rules: Clearing, row: CreditTransfer, *, by: Actor, at: Moment) -> None:
    """Send one transfer in a file of its own, without waiting for a cut-off."""
    file = write_transfers(rules, [row], row.number, day_of(rules, at), cut_off=None, by=by, at=at)
    _send([row], file, by=by, at=at)


def _send(rows: list[CreditTransfer], file: ClearingFile, *, by: Actor, at: Moment) -> None:
    for row in rows:
        row.sent_file = file
    take_steps([Step(row, S.SENT) for row in rows], "sent_file_id", by=by, at=at)


def _send_back(
    rules: Clearing, rows: list[CreditTransfer], closed: CutOff, name: str, *, by: Actor, at: Moment
) -> None:
    """What cannot be credited goes back: a file for each file in which it came."""
    if not rows:
        return
    post_all(
        transfers=[
            TransferEntry(
                key=part_key(row, "return"), source=rules.ledger, target=rules.unallocated_ledger, amount=row.amount,
                currency=row.currency, kind=EntryKind.CREDIT_TRANSFER_RETURN, happened_at=at, subject=row.number,
            )
            for row in rows
        ],
        by=by, at=at,
    )  # fmt: skip
    originals = ClearingFile.objects.defer("content").in_bulk({row.came_file_id for row in rows})
    ordered = sorted(rows, key=lambda row: (row.came_file_id or 0, row.pk))
    for place, (came, group) in enumerate(groupby(ordered, key=lambda row: row.came_file_id), start=1):
        part = list(group)
        file = write_returns(rules, part, originals[came], f"{name}-R{place}", cut_off=closed, by=by, at=at)
        for row in part:
            row.return_file, row.returned = file, row.amount
    take_steps([Step(row, S.RETURNED) for row in ordered], "return_file_id", "returned", by=by, at=at)
