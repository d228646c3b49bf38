"""The tables of the bank, by what they speak of. Accounts have a file of their own beside these."""

from rekkas.bank.models.accounts import (
    AccountEvent,
    AccountHolder,
    BankAccount,
    BankTerms,
    BlockingOrder,
    InterestTax,
    LimitUse,
)
from rekkas.bank.models.levels import DocumentKind, Level, LevelLimit, RegistrationKind
from rekkas.bank.models.logins import CustomerLogin
from rekkas.bank.models.people import Customer, CustomerEvent, IdentityDocument, NameKey, Series
from rekkas.bank.models.periods import AccountSweep, FeeLine, InterestLine, IssuedStatement
from rekkas.bank.models.products import AccountProduct, ProductFee, ProductRate
from rekkas.bank.models.screening import SanctionEntry, SanctionKey, SanctionList, ScreeningMatch

__all__ = [
    "AccountEvent",
    "AccountHolder",
    "AccountProduct",
    "AccountSweep",
    "BankAccount",
    "BankTerms",
    "BlockingOrder",
    "Customer",
    "CustomerEvent",
    "CustomerLogin",
    "DocumentKind",
    "FeeLine",
    "IdentityDocument",
    "InterestLine",
    "InterestTax",
    "IssuedStatement",
    "Level",
    "LevelLimit",
    "LimitUse",
    "NameKey",
    "ProductFee",
    "ProductRate",
    "RegistrationKind",
    "SanctionEntry",
    "SanctionKey",
    "SanctionList",
    "ScreeningMatch",
    "Series",
]
