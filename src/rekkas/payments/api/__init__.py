"""Payments for machines. Each room puts its addresses on the one router."""

from rekkas.payments.api import bills, orders, transfers
from rekkas.payments.api.asking import router

__all__ = ["bills", "orders", "router", "transfers"]
