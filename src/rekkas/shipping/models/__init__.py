"""The tables of what merchants send."""

from rekkas.shipping.models.batches import Batch, BatchPart, BatchRow, KeptMapping, KeptPlace
from rekkas.shipping.models.shipments import Parcel, Shipment

__all__ = ["Batch", "BatchPart", "BatchRow", "KeptMapping", "KeptPlace", "Parcel", "Shipment"]
