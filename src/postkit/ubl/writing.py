"""Invoices and credit notes written as UBL 2.1: sums that agree, and bytes that are read back as what was given."""

from decimal import Decimal

from postkit.money import to_text
from postkit.ubl.building import Node, group, identifier, leaf, maybe, node, to_bytes
from postkit.ubl.model import (
    NOT_TAXED,
    ONE,
    Allowance,
    CreditNote,
    Invoice,
    Line,
    Party,
    Payment,
    Period,
    Reference,
    Tax,
    TaxShare,
    Totals,
    plain,
)
from postkit.ubl.problems import problems_of
from postkit.ubl.reading import read
from postkit.ubl.refusal import NotAnInvoice, NotWritable, Problem

UBL_VERSION = "2.1"


def write(document: Invoice | CreditNote) -> bytes:
    """The bytes of a document, the same for the same document; refused with all problems that it has."""
    problems = problems_of(document)
    if problems:
        raise NotWritable(problems)
    data = bytes_of(document)
    try:
        is_same = read(data, most_bytes=len(data)) == document
    except NotAnInvoice as wrong:
        raise NotWritable([Problem(wrong.reason, wrong.path, wrong.said)]) from None
    if not is_same:
        raise NotWritable(
            [Problem("text", document.number, "a text or a value would be read back otherwise")]
        )
    return data


def bytes_of(document: Invoice | CreditNote) -> bytes:
    """The bytes of a document as it stands, whatever its sums; `write` is for those that leave the house."""
    return to_bytes(_Writer(document).root())


class _Writer:
    """Writes what holds amounts: they are all of one currency, under one tax."""

    __slots__ = ("currency", "document")

    def __init__(self, document: Invoice | CreditNote) -> None:
        self.document = document
        self.currency = document.currency

    def root(self) -> Node:
        """Both kinds of document; `node` puts what differs between them into its place."""
        document = self.document
        if isinstance(document, Invoice):
            line, quantity = "InvoiceLine", "InvoicedQuantity"
            own = [maybe("DueDate", document.due_date), leaf("InvoiceTypeCode", document.kind)]
        else:
            line, quantity = "CreditNoteLine", "CreditedQuantity"
            corrects = _reference("InvoiceDocumentReference", document.corrects)
            own = [leaf("CreditNoteTypeCode", document.kind), node("BillingReference", corrects)]
        return node(
            "Invoice" if isinstance(document, Invoice) else "CreditNote",
            *own, *self.head(),
            node("AccountingSupplierParty", _party(document.seller)),
            node("AccountingCustomerParty", _party(document.buyer)),
            map(_payment, document.payments),
            group("PaymentTerms", maybe("Note", document.terms)),
            map(self.allowance, document.allowances),
            node("TaxTotal", self.money("TaxAmount", document.totals.tax), map(self.share, document.taxes)),
            self.totals(document.totals),
            (self.line(line, quantity, one) for one in document.lines),
        )  # fmt: skip

    def head(self) -> list[Node | None]:
        document = self.document
        return [
            leaf("UBLVersionID", UBL_VERSION),
            maybe("CustomizationID", document.specification),
            maybe("ProfileID", document.process),
            leaf("ID", document.number),
            leaf("IssueDate", document.issue_date.isoformat()),
            *(leaf("Note", note) for note in document.notes),
            leaf("DocumentCurrencyCode", self.currency),
            maybe("BuyerReference", document.buyer_reference),
            _period(document.period),
            group("OrderReference", maybe("ID", document.order)),
            group("ContractDocumentReference", maybe("ID", document.contract)),
            *(_reference("AdditionalDocumentReference", one) for one in document.documents),
        ]

    def totals(self, totals: Totals) -> Node:
        return node(
            "LegalMonetaryTotal",
            self.money("LineExtensionAmount", totals.lines),
            self.money("TaxExclusiveAmount", totals.without_tax),
            self.money("TaxInclusiveAmount", totals.with_tax),
            self.maybe_money("AllowanceTotalAmount", totals.allowances),
            self.maybe_money("ChargeTotalAmount", totals.charges),
            self.maybe_money("PrepaidAmount", totals.paid_before),
            self.maybe_money("PayableRoundingAmount", totals.rounding),
            self.money("PayableAmount", totals.payable),
        )

    def share(self, share: TaxShare) -> Node:
        return node(
            "TaxSubtotal",
            self.money("TaxableAmount", share.taxable),
            self.money("TaxAmount", share.amount),
            self.tax("TaxCategory", share.tax, share.exemption, share.exemption_code),
        )

    def tax(self, name: str, tax: Tax, exemption: str = "", exemption_code: str = "") -> Node:
        has_rate = tax.category != NOT_TAXED or tax.percent != 0
        return node(
            name,
            leaf("ID", tax.category),
            leaf("Percent", plain(tax.percent)) if has_rate else None,
            maybe("TaxExemptionReasonCode", exemption_code),
            maybe("TaxExemptionReason", exemption),
            node("TaxScheme", leaf("ID", self.document.tax_scheme)),
        )

    def allowance(self, allowance: Allowance) -> Node:
        return node(
            "AllowanceCharge",
            leaf("ChargeIndicator", "true" if allowance.is_charge else "false"),
            maybe("AllowanceChargeReason", allowance.reason),
            self.money("Amount", allowance.amount),
            self.tax("TaxCategory", allowance.tax),
        )

    def line(self, name: str, quantity: str, line: Line) -> Node:
        return node(
            name,
            leaf("ID", line.number),
            maybe("Note", line.note),
            _quantity(quantity, line.quantity, line.unit),
            self.money("LineExtensionAmount", line.amount),
            *(_reference("DocumentReference", one) for one in line.references),
            node(
                "Item",
                leaf("Name", line.description),
                group("SellersItemIdentification", maybe("ID", line.item_code)),
                self.tax("ClassifiedTaxCategory", line.tax),
            ),
            node(
                "Price",
                self.money("PriceAmount", line.price),
                None if line.price_quantity == ONE
                else _quantity("BaseQuantity", line.price_quantity, line.unit),
            ),
        )  # fmt: skip

    def money(self, name: str, amount: int) -> Node:
        return leaf(name, to_text(amount, self.currency), ("currencyID", self.currency))

    def maybe_money(self, name: str, amount: int) -> Node | None:
        return self.money(name, amount) if amount else None


def _party(party: Party) -> Node:
    return node(
        "Party",
        identifier("EndpointID", party.endpoint),
        *(node("PartyIdentification", identifier("ID", one)) for one in party.identifiers),
        group("PartyName", maybe("Name", party.trading_name)),
        node(
            "PostalAddress",
            maybe("StreetName", party.street),
            maybe("AdditionalStreetName", party.street_more),
            maybe("CityName", party.locality),
            maybe("PostalZone", party.postcode),
            maybe("CountrySubentity", party.region),
            node("Country", leaf("IdentificationCode", party.country)),
        ),
        *(
            node("PartyTaxScheme", leaf("CompanyID", one.number), node("TaxScheme", leaf("ID", one.scheme)))
            for one in party.tax_numbers
        ),
        node(
            "PartyLegalEntity",
            leaf("RegistrationName", party.name),
            identifier("CompanyID", party.legal_number),
        ),
        group("Contact", maybe("Telephone", party.phone), maybe("ElectronicMail", party.email)),
    )


def _payment(payment: Payment) -> Node:
    return node(
        "PaymentMeans",
        leaf("PaymentMeansCode", payment.means),
        maybe("PaymentID", payment.reference),
        group(
            "PayeeFinancialAccount",
            maybe("ID", payment.account),
            maybe("Name", payment.holder),
            group("FinancialInstitutionBranch", maybe("ID", payment.bank)),
        ),
    )


def _period(period: Period | None) -> Node | None:
    if period is None:
        return None
    return node("InvoicePeriod", maybe("StartDate", period.start), maybe("EndDate", period.end))


def _reference(name: str, reference: Reference) -> Node:
    return node(name, leaf("ID", reference.number), maybe("IssueDate", reference.issue_date))


def _quantity(name: str, quantity: Decimal, unit: str) -> Node:
    return leaf(name, plain(quantity), ("unitCode", unit))
