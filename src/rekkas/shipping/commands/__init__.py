"""What merchants do with what they send."""

from rekkas.shipping.commands.batches import (
    correct_batch_row,
    drop_batch,
    make_batch,
    map_columns,
    settle_places,
    upload_batch,
)
from rekkas.shipping.commands.cancelling import cancel_shipment
from rekkas.shipping.commands.creating import create_shipments

__all__ = [
    "cancel_shipment",
    "correct_batch_row",
    "create_shipments",
    "drop_batch",
    "make_batch",
    "map_columns",
    "settle_places",
    "upload_batch",
]
