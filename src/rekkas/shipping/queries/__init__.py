"""What can be asked of what merchants send."""

from rekkas.shipping.queries.places import localities_meant
from rekkas.shipping.queries.rates import rates_for
from rekkas.shipping.queries.shipments import (
    Sent,
    made_since,
    same_since,
    shipment,
    shipment_by_reference,
    shipments_after,
    shipments_of,
)
from rekkas.shipping.queries.starts import offices_to_hand_over_at

__all__ = [
    "Sent",
    "localities_meant",
    "made_since",
    "offices_to_hand_over_at",
    "rates_for",
    "same_since",
    "shipment",
    "shipment_by_reference",
    "shipments_after",
    "shipments_of",
]
