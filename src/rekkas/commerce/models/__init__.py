"""The tables of commerce, by what they speak of."""

from rekkas.commerce.models.checks import CarriedCash, CheckedDay, CheckedMerchant, CodCheck, CodException
from rekkas.commerce.models.robberies import RobberyReport
from rekkas.commerce.models.settlement import Payout, SettlementLine, Statement
from rekkas.commerce.models.terms import MerchantTerms

__all__ = [
    "CarriedCash",
    "CheckedDay",
    "CheckedMerchant",
    "CodCheck",
    "CodException",
    "MerchantTerms",
    "Payout",
    "RobberyReport",
    "SettlementLine",
    "Statement",
]
