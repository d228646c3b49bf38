"""The tables of merchants: who they are, who acts for them, from where their parcels are fetched."""

from rekkas.merchant.models.merchants import Member, Merchant, MerchantRules, PickupAddress

__all__ = ["Member", "Merchant", "MerchantRules", "PickupAddress"]
