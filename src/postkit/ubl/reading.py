"""Invoices and credit notes read from UBL 2.1, strictly: understood whole, or refused with the place.

The bytes are opened as messages of payment are (`postkit.iso20022.opening`): UTF-8 alone, no document type, so no
entities and no network; the size and the depth are limited before anything else is looked at.
"""

from decimal import Decimal
from typing import Any

from postkit.iso20022 import NotAMessage
from postkit.iso20022.opening import open_tree
from postkit.ubl.elements import ROOTS
from postkit.ubl.model import (
    NOT_TAXED,
    ONE,
    Allowance,
    CreditNote,
    Identifier,
    Invoice,
    Line,
    Party,
    Payment,
    Period,
    Reference,
    Tax,
    TaxShare,
    Totals,
)
from postkit.ubl.parts import Part, currency_decimals, refusal
from postkit.ubl.refusal import NotAnInvoice

MOST_BYTES = 16 * 1024 * 1024
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}
_TOTALS = {
    "lines": "LineExtensionAmount", "allowances": "AllowanceTotalAmount", "charges": "ChargeTotalAmount",
    "without_tax": "TaxExclusiveAmount", "with_tax": "TaxInclusiveAmount", "paid_before": "PrepaidAmount",
    "rounding": "PayableRoundingAmount", "payable": "PayableAmount",
}  # fmt: skip


def read(data: bytes, most_bytes: int = MOST_BYTES) -> Invoice | CreditNote:
    """Read an invoice or a credit note, or refuse it. Whether its sums agree is asked of ``problems_of``."""
    try:
        root = open_tree(data, most_bytes)
    except NotAMessage as wrong:
        raise NotAnInvoice(wrong.reason, wrong.said, wrong.path, wrong.line) from None
    name = str(root.tag).rpartition("}")[2]
    if ROOTS.get(name, "") + name != root.tag:
        raise refusal("unknown-document", root, "")
    part = Part(root, name)
    currency = part.text("DocumentCurrencyCode")
    currency_decimals(currency, part.leaf("DocumentCurrencyCode"))
    shared = _Reader(currency, _tax_scheme(part)).document(part, name)
    if name == "Invoice":
        return Invoice(**shared, due_date=part.day("DueDate"), kind=part.text("InvoiceTypeCode"))
    corrected = part.one("BillingReference").one("InvoiceDocumentReference")
    return CreditNote(**shared, corrects=_reference(corrected), kind=part.text("CreditNoteTypeCode"))


def _tax_scheme(part: Part) -> str:
    """The one tax of the document; each category of it must name the same."""
    line = part.each("InvoiceLine" if "InvoiceLine" in part.inside else "CreditNoteLine")[0]
    return line.one("Item").one("ClassifiedTaxCategory").one("TaxScheme").text("ID")


class _Reader:
    """Reads what holds amounts: they are all of one currency, under one tax."""

    __slots__ = ("currency", "tax_scheme")

    def __init__(self, currency: str, tax_scheme: str) -> None:
        self.currency = currency
        self.tax_scheme = tax_scheme

    def document(self, part: Part, name: str) -> dict[str, Any]:
        period = part.maybe("InvoicePeriod")
        total = part.one("TaxTotal")
        credited = name == "CreditNote"
        return {
            "number": part.text("ID"),
            "issue_date": part.sure_day("IssueDate"),
            "currency": self.currency,
            "specification": part.text("CustomizationID"),
            "process": part.text("ProfileID"),
            "notes": part.texts("Note"),
            "buyer_reference": part.text("BuyerReference"),
            "period": Period(period.day("StartDate"), period.day("EndDate")) if period else None,
            "order": part.text("OrderReference", "ID"),
            "contract": part.text("ContractDocumentReference", "ID"),
            "documents": tuple(map(_reference, part.each("AdditionalDocumentReference"))),
            "seller": _party(part.one("AccountingSupplierParty").one("Party")),
            "buyer": _party(part.one("AccountingCustomerParty").one("Party")),
            "payments": tuple(map(_payment, part.each("PaymentMeans"))),
            "terms": part.text("PaymentTerms", "Note"),
            "allowances": tuple(map(self.allowance, part.each("AllowanceCharge"))),
            "taxes": tuple(map(self.share, total.each("TaxSubtotal"))),
            "totals": self.totals(part.one("LegalMonetaryTotal"), total),
            "lines": tuple(
                self.line(line, "CreditedQuantity" if credited else "InvoicedQuantity")
                for line in part.each("CreditNoteLine" if credited else "InvoiceLine")
            ),
            "tax_scheme": self.tax_scheme,
        }

    def totals(self, part: Part, total: Part) -> Totals:
        amounts = {field: part.amount(name, self.currency) for field, name in _TOTALS.items()}
        return Totals(**amounts, tax=total.amount("TaxAmount", self.currency))

    def share(self, part: Part) -> TaxShare:
        category = part.one("TaxCategory")
        return TaxShare(
            tax=self.tax(category),
            taxable=part.amount("TaxableAmount", self.currency),
            amount=part.amount("TaxAmount", self.currency),
            exemption=category.text("TaxExemptionReason"),
            exemption_code=category.text("TaxExemptionReasonCode"),
        )

    def tax(self, part: Part) -> Tax:
        """A category and its rate; only what is not taxed at all may be without one."""
        scheme = part.one("TaxScheme")
        if scheme.text("ID") != self.tax_scheme:
            raise refusal("unsupported", scheme.element, "another tax than the rest of the document")
        category = part.text("ID")
        if "Percent" not in part.inside and category != NOT_TAXED:
            raise refusal("missing", part.element, inside="Percent")
        return Tax(category, part.number("Percent") if "Percent" in part.inside else Decimal(0))

    def allowance(self, part: Part) -> Allowance:
        return Allowance(
            amount=part.amount("Amount", self.currency),
            reason=part.text("AllowanceChargeReason"),
            tax=self.tax(part.one("TaxCategory")),
            is_charge=part.code("ChargeIndicator", _TRUTHS),
        )

    def line(self, part: Part, quantity: str) -> Line:
        item, price = part.one("Item"), part.one("Price")
        has_base = "BaseQuantity" in price.inside
        unit = part.unit(quantity)
        if has_base and price.unit("BaseQuantity") not in ("", unit):
            raise refusal("unsupported", price.leaf("BaseQuantity"), "another unit than the quantity has")
        return Line(
            number=part.text("ID"),
            description=item.text("Name"),
            quantity=part.number(quantity),
            unit=unit,
            amount=part.amount("LineExtensionAmount", self.currency),
            price=price.amount("PriceAmount", self.currency),
            price_quantity=price.number("BaseQuantity") if has_base else ONE,
            tax=self.tax(item.one("ClassifiedTaxCategory")),
            item_code=item.text("SellersItemIdentification", "ID"),
            note=part.text("Note"),
            references=tuple(map(_reference, part.each("DocumentReference"))),
        )


def _party(part: Part) -> Party:
    trading, legal = part.text("PartyName", "Name"), part.maybe("PartyLegalEntity")
    registered = legal.text("RegistrationName") if legal else ""
    return Party(
        name=registered or trading,
        trading_name=trading if registered else "",
        country=part.text("PostalAddress", "Country", "IdentificationCode"),
        street=part.text("PostalAddress", "StreetName"),
        street_more=part.text("PostalAddress", "AdditionalStreetName"),
        locality=part.text("PostalAddress", "CityName"),
        postcode=part.text("PostalAddress", "PostalZone"),
        region=part.text("PostalAddress", "CountrySubentity"),
        identifiers=tuple(
            number for one in part.each("PartyIdentification") if (number := one.identifier("ID"))
        ),
        tax_numbers=tuple(
            Identifier(one.text("CompanyID"), one.text("TaxScheme", "ID"))
            for one in part.each("PartyTaxScheme")
        ),
        legal_number=legal.identifier("CompanyID") if legal else None,
        endpoint=part.identifier("EndpointID"),
        phone=part.text("Contact", "Telephone"),
        email=part.text("Contact", "ElectronicMail"),
    )


def _payment(part: Part) -> Payment:
    return Payment(
        means=part.text("PaymentMeansCode"),
        account=part.text("PayeeFinancialAccount", "ID"),
        holder=part.text("PayeeFinancialAccount", "Name"),
        bank=part.text("PayeeFinancialAccount", "FinancialInstitutionBranch", "ID"),
        reference=part.text("PaymentID"),
    )


def _reference(part: Part) -> Reference:
    return Reference(part.text("ID"), part.day("IssueDate"))
