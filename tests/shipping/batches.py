"""A merchant's table on its way, as the page and the worker take it through."""

import io
from datetime import datetime
from typing import Any

from postkit.sheets import mapping_of, open_table
from rekkas.base.actors import Actor
from rekkas.merchant import queries as merchants
from rekkas.shipping import queries
from rekkas.shipping.commands import make_batch, map_columns, upload_batch
from rekkas.shipping.drafts import ReadTable, read_in_parts, table_columns
from rekkas.shipping.tasks import do_part
from tests.build import MONDAY

HEADINGS = "Commande;Nom;Téléphone;Adresse;Ville;Poids (kg);Montant"
GOOD = "C-1;Amina Alaoui;0612345678;12 rue des Oliviers;Zagora;1,5;350"


def csv(*rows: str, headings: str = HEADINGS) -> bytes:
    return "\n".join([headings, *rows]).encode()


def read(content: bytes, name: str = "commandes.csv") -> ReadTable:
    return read_in_parts(open_table(io.BytesIO(content), name=name))


def uploaded(by: Actor, content: bytes, at: datetime = MONDAY, **changes: Any) -> int:
    return upload_batch(**{"name": "commandes.csv", "table": read(content), **changes}, by=by, at=at)


def proposed(by: Actor, number: int) -> dict[str, str]:
    """The columns by field, as they are proposed."""
    row = queries.batch(by.customer or "", number)
    found = queries.proposals_for(row, queries.sample_of(row))
    return dict(mapping_of(found, table_columns(row.columns)).pairs)


def mapped(by: Actor, number: int, at: datetime = MONDAY, **changes: Any) -> None:
    start = merchants.pickup_addresses(by.customer or "")[0]
    said = {"fields": proposed(by, number), "fixed": {}, "product": "parcel", "start": start.pk, **changes}
    map_columns(batch=number, **said, by=by, at=at)


def worked_off(at: datetime = MONDAY) -> int:
    """What a worker does until nothing waits."""
    count = 0
    while do_part(lambda: at):
        count += 1
    return count


def checked(by: Actor, *rows: str, at: datetime = MONDAY, **changes: Any) -> int:
    """A table that was sent, mapped and checked."""
    number = uploaded(by, csv(*rows), at=at)
    mapped(by, number, at=at, **changes)
    worked_off(at)
    return number


def made(by: Actor, *rows: str, at: datetime = MONDAY) -> int:
    number = checked(by, *rows, at=at)
    make_batch(batch=number, by=by, at=at)
    worked_off(at)
    return number


def rows_of(by: Actor, number: int) -> list[Any]:
    return list(queries.rows_in(queries.batch(by.customer or "", number)))
