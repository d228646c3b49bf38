"""What bank.toml holds: how far a customer is known, by which papers, and which accounts there are.

Amounts are minor units of the currency beside them; None means no limit. What changes with time has rows by the day
from which they hold.
"""

from dataclasses import dataclass
from datetime import date

HOLDERS = ("persons", "organisations")
# What a customer can be known by. A paper seen in person is also one seen from afar.
EVIDENCE = ("phone", "document-remote", "document-in-person", "address", "photo", "registration")
ACCOUNT_KINDS = ("current", "savings", "wallet")
DAY_COUNTS = ("act/360", "act/365", "30/360")
CAPITALISED = ("quarter", "half-year", "year")
CHANNELS = ("counter", "own-account", "transfer", "mobile", "merchant", "courier")
FEES = (
    "at-opening", "at-closing", "per-month", "per-deposit", "per-withdrawal", "per-transfer-inside",
    "per-transfer-outside", "per-statement", "when-dormant",
)  # fmt: skip
CHECKS = ("mod97",)
ISSUERS = ("country", "any")


@dataclass(frozen=True, slots=True)
class LevelLimit:
    valid_from: date
    balance_at_most: int | None = None
    operation_at_most: int | None = None
    day_in_at_most: int | None = None
    day_out_at_most: int | None = None
    month_in_at_most: int | None = None
    month_out_at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """How well a customer is known; the levels of one sort of holder rise in the order of the file."""

    code: str
    name_en: str
    name_fr: str
    name_ar: str
    holders: str
    needs: tuple[str, ...]
    limits: tuple[LevelLimit, ...]


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A paper that shows who somebody is; `number` is the pattern of its number."""

    code: str
    name_en: str
    name_fr: str
    name_ar: str
    number: str
    expires: bool
    issuer: str


@dataclass(frozen=True, slots=True)
class RegistrationKind:
    """The register in which an organisation stands; `check` names the arithmetic of its numbers, if any."""

    code: str
    name_en: str
    name_fr: str
    name_ar: str
    number: str
    check: str


@dataclass(frozen=True, slots=True)
class ProductRate:
    valid_from: date
    basis_points: int  # of a hundred hundredths a year


@dataclass(frozen=True, slots=True)
class ProductFee:
    """What something costs: an amount, or thousandths of the sum between two bounds."""

    code: str
    valid_from: date
    amount: int = 0
    per_mille: int = 0
    at_least: int = 0
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class AccountProduct:
    code: str
    name_en: str
    name_fr: str
    name_ar: str
    kind: str
    currency: str
    levels: tuple[str, ...]  # those that may open it
    limited_by_level: (
        bool  # whether the limits of the holder's level hold for it: a wallet, not a savings book
    )
    natural_persons_only: bool
    one_per_person: bool
    floor: int
    ceiling: int | None
    day_count: str
    capitalised: str
    interest_minimum: int
    dormant_after_months: int | None
    channels: tuple[str, ...]
    rates: tuple[ProductRate, ...]
    fees: tuple[ProductFee, ...]


@dataclass(frozen=True, slots=True)
class InterestTax:
    """What is withheld from interest, in thousandths, from a day on."""

    valid_from: date
    per_mille: int


@dataclass(frozen=True, slots=True)
class Bank:
    """``rib_bank`` and ``rib_locality`` begin a RIB, ``bic`` names the bank to others; empty where there is none."""

    currency: str
    source: str
    levels: tuple[Level, ...]
    documents: tuple[DocumentKind, ...]
    registrations: tuple[RegistrationKind, ...]
    products: tuple[AccountProduct, ...]
    taxes: tuple[InterestTax, ...] = ()
    rib_bank: str = ""
    rib_locality: str = ""
    bic: str = ""
