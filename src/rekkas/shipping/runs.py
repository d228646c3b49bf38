"""Rows of a table are checked: read into drafts, their places understood, priced; nothing is sent by it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import msgspec

from postkit.address import Address
from postkit.sheets import Fault
from postkit.sheets import Mapping as Mapped
from rekkas.base.errors import Refused
from rekkas.shipping import queries
from rekkas.shipping.choices import RowState
from rekkas.shipping.drafts import KeptRow, mark_of, table_columns
from rekkas.shipping.entries import Draft, ParcelSaid, ShipmentEntry
from rekkas.shipping.models import Batch
from rekkas.shipping.queries.pricing import Making, price
from rekkas.territory import queries as territory

CANDIDATES = 5
PLACE_SIGNS = 200  # of a cell, which may hold a whole address


@dataclass(slots=True)
class CheckedRow:
    """A row as it is after a check."""

    line: int
    draft: Draft
    changes: Mapping[str, str]
    faults: list[dict[str, str]] = field(default_factory=list)
    mark: str = ""
    locality: str = ""
    candidates: list[tuple[str, str, float]] = field(default_factory=list)
    amount: int = 0

    @property
    def state(self) -> RowState:
        if self.faults:
            return RowState.WRONG
        return RowState.READY if self.locality else RowState.DOUBTFUL


def check_rows(
    batch: Batch, country: Any, rows: Iterable[tuple[KeptRow, Mapping[str, str]]], at: datetime
) -> list[CheckedRow]:
    """Each row of a part, with what is wrong with it. A constant number of statements for any number of rows."""
    drafting = queries.drafting_of(batch, country)
    checked = []
    for row, changes in rows:
        draft, faults = drafting.draft(row, changes)
        checked.append(CheckedRow(row.line, draft, changes, [_said(one) for one in faults], mark_of(draft)))
    _find_places(checked, batch, country.iso)
    price_rows(batch, country.iso, checked, at)
    return checked


def _said(fault: Fault) -> dict[str, str]:
    said = {"code": fault.code, "field": fault.column, "text": fault.text, "detail": fault.detail}
    return {name: value for name, value in said.items() if value}


def _find_places(checked: Sequence[CheckedRow], batch: Batch, country: str) -> None:
    """The locality of each row: the one that the merchant chose for it before, or the one that nobody need be asked."""
    decided = queries.kept_places(batch.customer_code)
    written = [
        territory.Written(street=row.draft.street[:PLACE_SIGNS], locality=row.draft.locality[:PLACE_SIGNS],
                          region=row.draft.region[:PLACE_SIGNS], postcode=row.draft.postcode[:40])
        if row.draft.locality else
        territory.Written(whole=row.draft.street[:PLACE_SIGNS], region=row.draft.region[:PLACE_SIGNS],
                          postcode=row.draft.postcode[:40])
        for row in checked
    ]  # fmt: skip
    answers = territory.understand_addresses(country, written)
    chosen = queries.localities_chosen(
        country, sorted({decided[r.mark] for r in checked if r.mark in decided})
    )
    for row, answer in zip(checked, answers, strict=True):
        row.draft = _with_what_was_found(row.draft, answer)
        if decided.get(row.mark) in chosen:
            row.locality = decided[row.mark]
        elif answer.is_settled and answer.code:
            row.locality = answer.code
        elif answer.candidates:
            row.candidates = [(one.code, one.name, one.score) for one in answer.candidates[:CANDIDATES]]


def _with_what_was_found(draft: Draft, answer: territory.Understood) -> Draft:
    """Where the whole address stood in one cell, its street is what remains; a telephone in it is theirs."""
    changes: dict[str, str] = {}
    if not draft.locality:
        street = ", ".join(part for part in (answer.street, *answer.landmarks) if part)
        changes = {"street": street[:160], "postcode": draft.postcode or answer.postcode}
    if not draft.phone and answer.telephone:
        changes["phone"] = answer.telephone
    return msgspec.structs.replace(draft, **changes) if changes else draft


def price_rows(batch: Batch, country: str, rows: Iterable[CheckedRow], at: datetime) -> None:
    """What each row with a place would cost; what the post does not carry so is wrong with it."""
    whole = [row for row in rows if row.locality and not row.faults]
    places = territory.held_localities({row.locality for row in whole})
    making = [
        Making(number, entry_of(batch, row.line, row.draft, places[row.locality])) for number, row in enumerate(whole)
    ]  # fmt: skip
    refusals = price(making, country, at, customer=batch.customer_code) if making else {}
    for one, row in zip(making, whole, strict=True):
        if one.place in refusals:
            row.faults.append(_refused(refusals[one.place]))
        else:
            row.amount = one.amount


def _refused(refusal: Refused) -> dict[str, str]:
    return {"code": refusal.code, "said": str(refusal)}


def key_of(batch: Batch, line: int) -> UUID:
    """The key under which a row's shipment is made: the same however often it is tried."""
    return uuid5(batch.key, str(line))


def entry_of(batch: Batch, line: int, draft: Draft, place: Any) -> ShipmentEntry:
    """The shipment that a row asks for."""
    return ShipmentEntry(
        key=key_of(batch, line), product=draft.product, sender=Address.from_dict(batch.sender),
        origin_locality=batch.origin_locality,
        addressee=Address(
            name=draft.name, name_ar=draft.name_ar, organisation=draft.organisation, street=draft.street,
            street_ar=draft.street_ar, locality=place.name, locality_ar=place.name_ar, locality_code=place.code,
            postcode=draft.postcode or place.postcode, phone=draft.phone,
        ),
        destination_locality=place.code,
        parcels=(ParcelSaid(draft.weight_g, draft.cod_amount, draft.declared_value, draft.contents),),
        reference=draft.reference,
    )  # fmt: skip


def cells_of(batch: Batch, row: Any) -> dict[str, str]:
    """The cells of a row by field, as they stand in the table or were corrected."""
    mapping = Mapped.from_dict(batch.mapping).fit(table_columns(batch.columns))
    (kept,) = queries.cells_at(batch, row.part, [row.line])
    return {name: kept.cells[column.position] for name, column in mapping.fields.items()} | dict(row.changes)
