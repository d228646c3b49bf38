"""A merchant's table on its way to shipments: sent, its columns named, its doubts settled, announced, or dropped."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import msgspec
from django.utils.translation import gettext as _

from postkit.sheets import Mapping as ColumnMapping
from postkit.sheets import NotAMapping
from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.bulk import insert_all, update_rows
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput
from rekkas.catalogue import queries as catalogue
from rekkas.catalogue.choices import Scope
from rekkas.merchant import queries as merchants
from rekkas.merchant.choices import MerchantState
from rekkas.merchant.errors import MerchantClosed, UnknownPickupAddress
from rekkas.shipping import queries
from rekkas.shipping.choices import BatchState, PartTask, RowState
from rekkas.shipping.drafts import FIELDS, MAY_BE_FIXED, NEEDED, ONE_OF, ReadTable, columns_digest
from rekkas.shipping.entries import Draft
from rekkas.shipping.errors import BatchBusy, BatchNotMapped, BatchWasSent, NotThisPlace
from rekkas.shipping.models import Batch, BatchPart, BatchRow, KeptMapping, KeptPlace
from rekkas.shipping.queries.starts import sender_at
from rekkas.shipping.runs import CheckedRow, check_rows, price_rows

PART_COLUMNS = ("batch_id", "place", "row_count", "body", "task", "attempts")
KEPT_FIELDS = ["mapping", "fixed", "product", "said_at"]


@command
def upload_batch(
    *, name: str, table: ReadTable, by: Actor, at: Moment, again: bool = False, key: str | None = None
) -> int:
    """Take a merchant's table in, in parts. Returns its number. The very same table once more is asked about first."""
    merchant = merchants.merchant(by.customer or "")
    if merchant.state == MerchantState.CLOSED:
        raise MerchantClosed(merchant=merchant.customer.name)
    if not table.row_count:
        raise InvalidInput(field="table", reason=_("it has no rows."))
    before = queries.batch_of_content(merchant.pk, table.digest)
    if before is not None and not again:
        raise BatchWasSent(number=before.number)
    kept = queries.kept_mapping(merchant.pk, table.columns)
    row = Batch.objects.create(
        customer_code=merchant.pk, number=queries.last_number(merchant.pk) + 1, key=uuid4(),
        name=name.strip()[:120] or "—", content_digest=table.digest, facts=table.facts, columns=table.columns,
        mapping=kept.mapping if kept else {}, fixed=kept.fixed if kept else {}, product=kept.product if kept else "",
        row_count=table.row_count, uploaded_at=at, uploaded_by=author_name(by),
    )  # fmt: skip
    insert_all(
        "shipping_batchpart", PART_COLUMNS,
        [(row.pk, place, count, body, "", 0) for place, (count, body) in enumerate(table.parts)],
    )  # fmt: skip
    return int(row.number)


@command
def map_columns(
    *, batch: int, fields: Mapping[str, str], fixed: Mapping[str, str], product: str, start: int, by: Actor, at: Moment,
) -> None:  # fmt: skip
    """Say which column is which field, what counts where a row says nothing, and from where it is sent; then check it.

    ``fields`` are columns' keys by field. It is remembered for the merchant's next table with the same columns.
    """
    merchant = merchants.merchant(by.customer or "")
    row = queries.batch_for_update(merchant.pk, batch)
    if row.state not in {BatchState.COLUMNS, BatchState.CHECKING, BatchState.CHECKED}:
        raise BatchBusy(number=batch)
    mapping = _mapping(row, fields, fixed)
    country = merchant.customer.country
    if product and product not in {one.code for one in catalogue.products_of(country.iso, Scope.DOMESTIC)}:
        raise InvalidInput(field="product", reason=_("it is not sold."))
    address = next((one for one in merchants.pickup_addresses(merchant.pk) if one.pk == start), None)
    if address is None:
        raise UnknownPickupAddress
    BatchRow.objects.filter(batch=row).delete()
    row.mapping, row.product = mapping.as_dict(), product
    row.fixed = {name: text.strip() for name, text in fixed.items() if name in MAY_BE_FIXED and text.strip()}
    row.habits = queries.habits_in(row, mapping, country.currency).as_dict()
    row.sender, row.origin_locality = sender_at(address).as_dict(), address.locality_id
    row.state = BatchState.CHECKING
    row.save()
    _hand_out(row, PartTask.CHECK)
    KeptMapping.objects.bulk_create(
        [KeptMapping(customer_code=merchant.pk, columns_digest=columns_digest(row.columns), mapping=row.mapping,
                     fixed=row.fixed, product=product, said_at=at)],
        update_conflicts=True, unique_fields=["customer_code", "columns_digest"], update_fields=KEPT_FIELDS,
    )  # fmt: skip


def _mapping(row: Batch, fields: Mapping[str, str], fixed: Mapping[str, str]) -> ColumnMapping:
    keys = [key for key, _text in row.columns]
    pairs = tuple((name, key) for name, key in fields.items() if key)
    strange = [name for name, key in pairs if name not in FIELDS or key not in keys]
    if strange:
        raise InvalidInput(field="fields", reason=_("it names a column that the table does not have."))
    said = {name for name, _key in pairs} | {name for name, text in fixed.items() if text.strip()}
    lacking = [name for name in NEEDED if name not in said]
    if not said.intersection(ONE_OF):
        lacking.append("locality")
    if lacking:
        raise BatchNotMapped(fields=", ".join(lacking))
    try:
        return ColumnMapping(pairs, frozenset(keys))
    except NotAMapping:
        raise InvalidInput(field="fields", reason=_("a column stands for two fields.")) from None


@command
def settle_places(*, batch: int, choices: Mapping[str, str], by: Actor, at: Moment) -> int:
    """Say which places are meant, for all rows that write them so, now and in later tables. Returns how many rows.

    ``choices`` are codes of localities by the mark of a doubt.
    """
    merchant = merchants.merchant(by.customer or "")
    row = _to_mend(merchant.pk, batch)
    country = merchant.customer.country_id
    known = queries.localities_chosen(country, list(choices.values()))
    if strange := [code for code in choices.values() if code not in known]:
        raise NotThisPlace(code=strange[0])
    KeptPlace.objects.bulk_create(
        [KeptPlace(customer_code=merchant.pk, mark=mark, locality_code=code, said_at=at)
         for mark, code in choices.items()],
        update_conflicts=True, unique_fields=["customer_code", "mark"], update_fields=["locality_code", "said_at"],
    )  # fmt: skip
    rows = list(BatchRow.objects.filter(batch=row, state=RowState.DOUBTFUL, mark__in=list(choices)))
    settled = [
        CheckedRow(one.line, msgspec.convert(one.draft, Draft), one.changes, [], one.mark, choices[one.mark])
        for one in rows
    ]
    price_rows(row, country, settled, at)
    update_checked(row, {one.line: one.pk for one in rows}, settled)
    return len(settled)


@command
def correct_batch_row(*, batch: int, line: int, changes: Mapping[str, str], by: Actor, at: Moment) -> str:
    """Correct cells of one row, by field; it is checked anew. Returns how it stands then."""
    merchant = merchants.merchant(by.customer or "")
    row = _to_mend(merchant.pk, batch)
    if strange := changes.keys() - set(FIELDS):
        raise InvalidInput(field=min(strange), reason=_("it is no field of a row."))
    if any(len(text) > 2_000 or "\0" in text for text in changes.values()):
        raise InvalidInput(field="changes", reason=_("it is too long."))
    kept = queries.row_at(row, line)
    if kept.state == RowState.MADE:
        raise BatchBusy(number=batch)
    said = {**kept.changes, **{name: " ".join(text.split()) for name, text in changes.items()}}
    rows = [(one, said) for one in queries.cells_at(row, kept.part, [line])]
    checked = check_rows(row, merchant.customer.country, rows, at)
    update_checked(row, {line: kept.pk}, checked)
    return checked[0].state.value


@command
def make_batch(*, batch: int, by: Actor, at: Moment) -> None:
    """Announce every row that is ready. What is to be mended stays, and can be announced later."""
    row = _to_mend(by.customer or "", batch)
    if not BatchRow.objects.filter(batch=row, state=RowState.READY).exists():
        raise InvalidInput(field="batch", reason=_("no row of it is ready."))
    row.state, row.asked_by, row.finished_at = BatchState.MAKING, author_name(by), None
    row.save(update_fields=["state", "asked_by", "finished_at"])
    ready = BatchRow.objects.filter(batch=row, state=RowState.READY).values("part")
    _hand_out(row, PartTask.MAKE, place__in=ready)


@command
def drop_batch(*, batch: int, by: Actor, at: Moment) -> None:
    """Drop a table of which nothing was announced: its rows are gone. Dropped again it changes nothing."""
    row = queries.batch_for_update(by.customer or "", batch)
    if row.state == BatchState.DROPPED:
        return
    if row.state in {BatchState.MAKING, BatchState.MADE}:
        raise BatchBusy(number=batch)
    BatchRow.objects.filter(batch=row).delete()
    BatchPart.objects.filter(batch=row).delete()
    row.state, row.finished_at = BatchState.DROPPED, at
    row.save(update_fields=["state", "finished_at"])


def _to_mend(customer: str, number: int) -> Batch:
    """A table that was checked: of which rows may be mended and announced."""
    row = queries.batch_for_update(customer, number)
    if row.state not in {BatchState.CHECKED, BatchState.MADE}:
        raise BatchBusy(number=number)
    return row


def _hand_out(row: Batch, task: PartTask, **which: Any) -> None:
    """Leave parts to the workers. A part that one of them holds is taken from it."""
    parts = BatchPart.objects.filter(batch=row, **which)
    parts.update(task=task, lease=None, lease_until=None, attempts=0)


def update_checked(row: Batch, ids: Mapping[int, int], checked: list[CheckedRow]) -> None:
    """Write how rows stand after a check, in one statement."""
    update_rows(
        "shipping_batchrow", ("id", *CHECKED_COLUMNS),
        [(ids[one.line], *checked_values(one)) for one in checked], key="id",
    )  # fmt: skip


CHECKED_COLUMNS = (
    "state", "draft", "changes", "faults", "mark", "locality_code", "candidates", "amount", "code", "message",
)  # fmt: skip


def checked_values(one: CheckedRow) -> tuple[Any, ...]:
    return (
        one.state.value, _json(one.draft), _json(one.changes), _json(one.faults), one.mark, one.locality,
        _json(one.candidates), one.amount, "", "",
    )  # fmt: skip


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
