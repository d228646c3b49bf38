"""The items of a simulation: where from, where to, what, and when they are handed over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from postkit.network.model import CARRIAGES, STANDARD
from postkit.promise.clock import minute_of
from postkit.simulation.draws import Identity, identities, number_of


class Product(NamedTuple):
    """What is sold: its name, how it is carried, and its share of all items."""

    name: str
    carriage: str = STANDARD
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Items:
    """One row for each item. Offices are places in ``Legs.offices``, products places in ``products``.

    ``at`` is the UTC minute of the hand-over. ``identity`` is what chance knows an item by: two scenarios that
    give an item the same identity give it the same luck.
    """

    origin: NDArray[np.int32]
    destination: NDArray[np.int32]
    product: NDArray[np.int16]
    at: NDArray[np.int64]
    identity: Identity
    products: tuple[Product, ...]

    def __post_init__(self) -> None:
        if len({len(column) for column in (self.origin, self.destination, self.product, self.at,
                                           self.identity)}) != 1:  # fmt: skip
            raise ValueError("the columns of the items are not of one length")
        for product in self.products:
            if product.carriage not in CARRIAGES:
                raise ValueError(
                    f"{product.name}: is carried {product.carriage!r}; it is standard or express"
                )

    def __len__(self) -> int:
        return len(self.origin)

    @classmethod
    def of(
        cls, origin: NDArray[np.integer], destination: NDArray[np.integer], at: NDArray[np.integer],
        carriage: str = STANDARD,
    ) -> "Items":  # fmt: skip
        """Items of one product, known by their place in the row."""
        count = len(origin)
        return cls(
            np.asarray(origin, np.int32), np.asarray(destination, np.int32), np.zeros(count, np.int16),
            np.asarray(at, np.int64), np.arange(count, dtype=np.uint64), (Product("item", carriage),),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Handed:
    """An item as it was recorded: to be replayed."""

    origin: str
    destination: str
    product: str
    at: datetime
    number: str = ""


def replay(handed: Iterable[Handed], products: Sequence[Product], offices: Sequence[str]) -> Items:
    """The items of a recorded week once more. ValueError names an office or a product that is not known."""
    places = {code: at for at, code in enumerate(offices)}
    kinds = {product.name: at for at, product in enumerate(products)}
    rows = list(handed)
    for row in rows:
        for code in (row.origin, row.destination):
            if code not in places:
                raise ValueError(f"{code} is no office of the network")
        if row.product not in kinds:
            raise ValueError(f"{row.product} is none of the products {', '.join(kinds)}")
    known_by = [number_of(row.number) if row.number else at for at, row in enumerate(rows)]
    return Items(
        np.array([places[row.origin] for row in rows], np.int32),
        np.array([places[row.destination] for row in rows], np.int32),
        np.array([kinds[row.product] for row in rows], np.int16),
        np.array([minute_of(row.at) for row in rows], np.int64),
        identities(np.array(known_by, np.uint64)) if rows else np.zeros(0, np.uint64),
        tuple(products),
    )
