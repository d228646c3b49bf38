"""Tills, vaults and pouches as they are kept beside the ledger, which alone says what they hold."""

from rekkas.cash.models.cases import CaseStatement, DiscrepancyCase, QuestionedEntry, WriteOff
from rekkas.cash.models.moves import Move, Pouch
from rekkas.cash.models.offices import CashNeed, CashRules, CashTerms, OfficeCash, VaultKeeper
from rekkas.cash.models.tills import Acknowledgement, CashCount, CountDraft, TillSession
from rekkas.cash.models.trust import KnownError, SupportAccess

__all__ = [
    "Acknowledgement",
    "CaseStatement",
    "CashCount",
    "CashNeed",
    "CashRules",
    "CashTerms",
    "CountDraft",
    "DiscrepancyCase",
    "KnownError",
    "Move",
    "OfficeCash",
    "Pouch",
    "QuestionedEntry",
    "SupportAccess",
    "TillSession",
    "VaultKeeper",
    "WriteOff",
]
