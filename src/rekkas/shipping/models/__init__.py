"""The tables of what merchants send."""

from rekkas.shipping.models.shipments import Parcel, Shipment

__all__ = ["Parcel", "Shipment"]
