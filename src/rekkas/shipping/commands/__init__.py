"""What merchants do with what they send."""

from rekkas.shipping.commands.cancelling import cancel_shipment
from rekkas.shipping.commands.creating import create_shipments

__all__ = ["cancel_shipment", "create_shipments"]
