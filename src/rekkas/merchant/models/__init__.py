"""The tables of merchants: who they are, who acts for them, where their parcels are fetched, what they are told."""

from rekkas.merchant.models.changes import (
    Attempt,
    Change,
    Endpoint,
    Held,
    Journal,
    RecordRead,
    webhook_id_of,
)
from rekkas.merchant.models.merchants import Member, Merchant, MerchantRules, PickupAddress

__all__ = [
    "Attempt",
    "Change",
    "Endpoint",
    "Held",
    "Journal",
    "Member",
    "Merchant",
    "MerchantRules",
    "PickupAddress",
    "RecordRead",
    "webhook_id_of",
]
