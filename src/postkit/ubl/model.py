"""What an invoice and a credit note say, as plain data. Names in brackets are the business terms of EN 16931."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from postkit.money import decimals

ONE = Decimal(1)
VAT = "VAT"
INVOICE, CREDIT_NOTE = "380", "381"  # types of UN/CEFACT 1001
NOT_TAXED = "O"  # the one category of UN/CEFACT 5305 that has no rate


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number beside the scheme that gives it its meaning: ``Identifier("001538729000056", "ICE")``."""

    number: str
    scheme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """The seller (BG-4) or the buyer (BG-7).

    ``tax_numbers`` stand each under its tax: the scheme is ``VAT``, ``GST`` … ``identifiers`` are any others, and
    ``legal_number`` is that of the register of companies. ``endpoint`` is where electronic documents reach it.
    """

    name: str
    country: str
    trading_name: str = ""
    street: str = ""
    street_more: str = ""
    locality: str = ""
    postcode: str = ""
    region: str = ""
    identifiers: tuple[Identifier, ...] = ()
    tax_numbers: tuple[Identifier, ...] = ()
    legal_number: Identifier | None = None
    endpoint: Identifier | None = None
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Tax:
    """A category of UN/CEFACT 5305 (``S`` standard, ``Z`` zero, ``E`` exempt, ``O`` not taxed …) and its rate."""

    category: str
    percent: Decimal = Decimal(0)

    def __str__(self) -> str:
        return f"{self.category} {plain(self.percent)} %"


@dataclass(frozen=True, slots=True)
class Reference:
    """Another document, by its number and, where it is known, its day."""

    number: str
    issue_date: date | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """From and including, until and including."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line (BG-25). ``amount`` is net of tax: ``quantity`` times ``price``, which is for ``price_quantity``.

    Many items at many prices are one line whose price is that of all together: ``price_quantity`` is their number.
    ``unit`` is a code of UN/ECE recommendation 20: ``C62`` one, ``H87`` piece, ``KGM`` kilogram.
    """

    number: str
    description: str
    quantity: Decimal
    amount: int
    price: int
    tax: Tax
    unit: str = "C62"
    price_quantity: Decimal = ONE
    item_code: str = ""
    note: str = ""
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What is taken off the whole document (BG-20), or put on it where it is a charge (BG-21). It has no sign."""

    amount: int
    reason: str
    tax: Tax
    is_charge: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxShare:
    """One group of the tax breakdown (BG-23): the tax on everything under one category and rate."""

    tax: Tax
    taxable: int
    amount: int
    exemption: str = ""
    exemption_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The totals of the document (BG-22); ``rounding`` is added to what is payable, where cash knows no small coins."""

    lines: int = 0
    allowances: int = 0
    charges: int = 0
    without_tax: int = 0
    tax: int = 0
    with_tax: int = 0
    paid_before: int = 0
    rounding: int = 0
    payable: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """How it is paid (BG-16). ``means`` is a code of UN/CEFACT 4461: 10 cash, 30 transfer, 58 SEPA transfer.

    ``account`` is an IBAN or any other account, ``bank`` its BIC, ``reference`` what the payer is to write.
    """

    means: str = "30"
    account: str = ""
    holder: str = ""
    bank: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What invoices and credit notes share. Every amount is of one currency; ``notes`` hold what the law wants said.

    ``specification`` and ``process`` name the rules that the document claims to follow, where some were agreed on.
    """

    number: str
    issue_date: date
    currency: str
    seller: Party
    buyer: Party
    lines: tuple[Line, ...]
    taxes: tuple[TaxShare, ...] = ()
    totals: Totals = Totals()
    allowances: tuple[Allowance, ...] = ()
    payments: tuple[Payment, ...] = ()
    terms: str = ""
    period: Period | None = None
    notes: tuple[str, ...] = ()
    buyer_reference: str = ""
    order: str = ""
    contract: str = ""
    documents: tuple[Reference, ...] = ()
    tax_scheme: str = VAT
    specification: str = ""
    process: str = ""

    @property
    def decimals(self) -> int:
        """How many decimals its amounts have: those of the currency."""
        return decimals(self.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice(Document):
    """What somebody owes."""

    due_date: date | None = None
    kind: str = INVOICE


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditNote(Document):
    """What is given back of an invoice, which it names. Its amounts are written without a sign, as an invoice's are."""

    corrects: Reference
    kind: str = CREDIT_NOTE


def plain(number: Decimal) -> str:
    """A quantity or a rate in plain digits.

    >>> plain(Decimal("20.00")), plain(Decimal("5.50")), plain(Decimal("1E+3"))
    ('20', '5.5', '1000')
    """
    whole, _, rest = format(number, "f").partition(".")
    rest = rest.rstrip("0")
    return f"{whole}.{rest}" if rest else whole
