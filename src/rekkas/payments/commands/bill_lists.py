"""The list of bills that a biller sends: taken whole, or not at all; the same bytes are taken once."""

import csv
import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date
from io import StringIO

from django.utils.translation import gettext as _

from postkit.money import NotAnAmount, to_minor
from postkit.pack.payments import plain_reference, reference_agrees
from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.bulk import among, insert_all, update_rows
from rekkas.base.command import command
from rekkas.payments.entries import BillEntry, LoadedBills
from rekkas.payments.errors import BillsFileNotRight, UnknownBiller
from rekkas.payments.models import Bill, Biller, BillFile
from rekkas.payments.queries.bills import biller_for_update
from rekkas.payments.queries.rules import biller as known_biller

COLUMNS = ("reference", "amount", "due_on", "name")
NEEDED = frozenset(("reference", "amount"))
LINES_AT_MOST = 500_000
_MOST = 10**15
BILL_COLUMNS = ("biller_id", "reference", "amount", "due_on", "name", "paid_amount", "file_id")


@command
def load_bills(
    *, biller: str, country: str, data: bytes, by: Actor, at: Moment, key: str | None = None
) -> LoadedBills:
    """Take in the bills that a biller wants paid: new ones are added, those that nobody began to pay are changed.

    A bill that is paid, whole or in part, stays as it is. The file is CSV: reference, amount, due_on, name.
    """
    row = biller_for_update(known_biller(country, biller))
    if row.retired or not row.has_list:
        raise UnknownBiller(biller=biller)
    digest = hashlib.sha256(data).hexdigest()
    before = BillFile.objects.filter(biller=row, digest=digest).first()
    if before is not None:
        return LoadedBills(
            digest, before.bill_count, before.new_count, before.changed_count, before.kept_count, is_new=False
        )
    entries = read_bills(data, row)
    known = _known(row, [entry.reference for entry in entries])
    fresh = [entry for entry in entries if entry.reference not in known]
    again = [(known[entry.reference], entry) for entry in entries if entry.reference in known]
    changed = [(pk, entry) for (pk, paid), entry in again if not paid]
    file = BillFile.objects.create(
        biller=row, digest=digest, bill_count=len(entries), new_count=len(fresh), changed_count=len(changed),
        kept_count=len(again) - len(changed), loaded_at=at, loaded_by=author_name(by),
    )  # fmt: skip
    insert_all(
        "payments_bill", BILL_COLUMNS,
        [(row.pk, one.reference, one.amount, one.due_on, one.name, 0, file.pk) for one in fresh],
    )  # fmt: skip
    update_rows(
        "payments_bill", ("id", "amount", "due_on", "name", "file_id"),
        [(pk, one.amount, one.due_on, one.name, file.pk) for pk, one in changed], key="id",
        only_if="payments_bill.paid_amount = 0",
    )  # fmt: skip
    return LoadedBills(digest, len(entries), len(fresh), len(changed), file.kept_count)


def _known(row: Biller, references: Sequence[str]) -> dict[str, tuple[int, int]]:
    """The bills that are there already: their row and what is paid of them, in one statement."""
    condition, values = among("reference", references)
    found = Bill.objects.raw(
        f"SELECT id, reference, paid_amount FROM payments_bill WHERE biller_id = %s AND {condition}",  # noqa: S608
        [row.pk, *values],
    )
    return {one.reference: (one.pk, one.paid_amount) for one in found}


def read_bills(data: bytes, biller: Biller) -> list[BillEntry]:
    """The bills of a file, or the first mistake in it with its line and how many there are."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise BillsFileNotRight(reason=_("it is not UTF-8")) from problem
    rows = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        head = [cell.strip().lower() for cell in next(rows, [])]
        if not set(head) >= NEEDED or not set(head) <= set(COLUMNS) or len(set(head)) < len(head):
            raise BillsFileNotRight(
                reason=_("its first line must be: %(columns)s") % {"columns": ",".join(COLUMNS)}
            )
        found = list(_read(rows, head, biller))
    except csv.Error as problem:
        raise BillsFileNotRight(reason=_("it cannot be parted into fields")) from problem
    mistakes = [one for one in found if isinstance(one, str)]
    if mistakes:
        more = _(" (%(count)s mistakes in all)") % {"count": len(mistakes)} if len(mistakes) > 1 else ""
        raise BillsFileNotRight(reason=f"{mistakes[0]}{more}")
    bills = [one for one in found if isinstance(one, BillEntry)]
    if not bills:
        raise BillsFileNotRight(reason=_("it holds no bill"))
    return bills


def _read(rows: Iterator[list[str]], head: Sequence[str], biller: Biller) -> Iterator[BillEntry | str]:
    seen: set[str] = set()
    for number, cells in enumerate(rows, start=2):
        if number > LINES_AT_MOST:
            yield _("it has more than %(most)s lines: send it in parts") % {"most": LINES_AT_MOST}
            return
        if not any(cell.strip() for cell in cells):
            continue
        try:
            if len(cells) != len(head):
                raise ValueError(_("it has %(count)s fields") % {"count": len(cells)})
            entry = _bill(dict(zip(head, (cell.strip() for cell in cells), strict=True)), biller)
            if entry.reference in seen:
                raise ValueError(_("its reference stands twice"))
        except ValueError as problem:
            yield _("line %(line)s: %(what)s") % {"line": number, "what": problem}
            continue
        seen.add(entry.reference)
        yield entry


def _bill(said: dict[str, str], biller: Biller) -> BillEntry:
    reference = plain_reference(said["reference"])
    if not may_be_reference(reference, biller):
        raise ValueError(_("%(given)s is no reference of this biller") % {"given": said["reference"][:40]})
    try:
        amount = to_minor(said["amount"], biller.currency)
    except NotAnAmount:
        amount = 0
    if not 0 < amount <= _MOST:
        raise ValueError(_("%(given)s is no amount in %(currency)s above zero")
                         % {"given": said["amount"][:40], "currency": biller.currency})  # fmt: skip
    try:
        due_on = date.fromisoformat(said["due_on"]) if said.get("due_on") else None
    except ValueError:
        raise ValueError(
            _("%(given)s is no day such as 2026-03-31") % {"given": said["due_on"][:40]}
        ) from None
    name = " ".join(said.get("name", "").split())
    if len(name) > 160 or not name.isprintable():
        raise ValueError(_("its name cannot be kept"))
    return BillEntry(reference=reference, amount=amount, due_on=due_on, name=name)


def may_be_reference(reference: str, biller: Biller) -> bool:
    """Whether a reference looks like one of this biller's and agrees with its own check."""
    fits = re.fullmatch(biller.reference_pattern, reference) is not None and len(reference) <= 40
    return fits and reference_agrees(reference, biller.check_name)
