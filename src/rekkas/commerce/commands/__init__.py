"""What is done for merchants, by what it is about."""

from rekkas.commerce.commands.checking import explain_exception, reconcile_cod
from rekkas.commerce.commands.correcting import correct_due
from rekkas.commerce.commands.dues import note_due, note_returns
from rekkas.commerce.commands.returning import return_payout
from rekkas.commerce.commands.robberies import approve_robbery, decline_robbery, report_robbery
from rekkas.commerce.commands.settling import MERCHANTS_AT_ONCE, pay_merchant, settle_merchants
from rekkas.commerce.commands.terms import agree_terms

__all__ = [
    "MERCHANTS_AT_ONCE",
    "agree_terms",
    "approve_robbery",
    "correct_due",
    "decline_robbery",
    "explain_exception",
    "note_due",
    "note_returns",
    "pay_merchant",
    "reconcile_cod",
    "report_robbery",
    "return_payout",
    "settle_merchants",
]
