"""Rekkas, the open digital post, for Python programs: ``Client``, the shapes it takes and gives, and what it raises."""

from rekkas_client.api import (
    AddressSent,
    ParcelSent,
    RateAnswer,
    RateAsked,
    RateOffer,
    ShipmentResult,
    ShipmentSent,
    ShipmentShown,
    Tracking,
)
from rekkas_client.client import Client, pages
from rekkas_client.door import File, Patience
from rekkas_client.refusals import Declined, NotReached, NotUnderstood, Refused, RekkasError

__all__ = [
    "AddressSent",
    "Client",
    "Declined",
    "File",
    "NotReached",
    "NotUnderstood",
    "ParcelSent",
    "Patience",
    "RateAnswer",
    "RateAsked",
    "RateOffer",
    "Refused",
    "RekkasError",
    "ShipmentResult",
    "ShipmentSent",
    "ShipmentShown",
    "Tracking",
    "pages",
]
