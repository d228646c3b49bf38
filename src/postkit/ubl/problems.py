"""Every way in which a document does not agree with itself or leaves out what it must say."""

import re
from collections.abc import Iterator

from postkit import iban
from postkit.money import NotAnAmount, decimals, to_text
from postkit.ubl.model import NOT_TAXED, CreditNote, Invoice, Line, Party, Payment, Tax, TaxShare
from postkit.ubl.reckoning import amount_that_follows, tax_on, taxable_of, totals_of
from postkit.ubl.refusal import Problem

_UNIT = re.compile(r"[A-Z0-9]{1,3}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9 ]{11,}")
_TRANSFERS = ("30", "58")  # of UN/CEFACT 4461: to an account
# The categories of UN/CEFACT 5305 that EN 16931 takes, each with the letters of its rules there.
_CATEGORIES = {
    "S": "S", "Z": "Z", "E": "E", "AE": "AE", "K": "IC", "G": "G", NOT_TAXED: "O", "L": "", "M": "",
}  # fmt: skip
_WITH_RATE = {"S", "L", "M"}
_WITH_REASON = {"E", "AE", "K", "G", NOT_TAXED}
_LINE, _ALLOWANCE, _CHARGE = "05", "06", "07"  # the numbers of the rules on a rate, by where it stands
_TOTALS = {
    "lines": ("lines-total", "BR-CO-10"),
    "allowances": ("allowances-total", "BR-CO-11"),
    "charges": ("charges-total", "BR-CO-12"),
    "without_tax": ("without-tax", "BR-CO-13"),
    "tax": ("tax-total", "BR-CO-14"),
    "with_tax": ("with-tax", "BR-CO-15"),
    "payable": ("payable", "BR-CO-16"),
}


def problems_of(document: Invoice | CreditNote) -> list[Problem]:
    """What is wrong with a document, in its own order; nothing where all agrees.

    Codes: ``missing``, ``currency``, ``code``, ``number``, ``period``, ``due-date``, ``line-number``, ``unit``,
    ``price``, ``price-quantity``, ``line-amount``, ``tax-category``, ``tax-percent``, ``allowance``, ``taxes-missing``,
    ``tax-share-missing``, ``tax-share-twice``, ``tax-mixed``, ``exemption``, ``taxable-amount``, ``tax-amount``,
    ``account-missing``, ``account``, and of the totals ``lines-total``, ``allowances-total``, ``charges-total``,
    ``without-tax``, ``tax-total``, ``with-tax``, ``payable``.
    """
    try:
        decimals(document.currency)
    except NotAnAmount as wrong:
        return [Problem("currency", "currency", str(wrong))]
    return list(_Judge(document).problems())


class _Judge:
    """Looks at one document, whose currency is known."""

    def __init__(self, document: Invoice | CreditNote) -> None:
        self.document = document

    def problems(self) -> Iterator[Problem]:
        yield from self.head()
        yield from _party("seller", self.document.seller, "BR-06", "BR-09")
        yield from _party("buyer", self.document.buyer, "BR-07", "BR-11")
        for payment in self.document.payments:
            yield from _payment(payment)
        yield from self.lines()
        yield from self.allowances()
        if all(tax.percent.is_finite() for tax in self.taxes()):
            yield from self.shares()
        yield from self.totals()

    def taxes(self) -> Iterator[Tax]:
        document = self.document
        yield from (line.tax for line in document.lines)
        yield from (one.tax for one in document.allowances)
        yield from (share.tax for share in document.taxes)

    def head(self) -> Iterator[Problem]:
        document = self.document
        yield from _missing("number", document.number, "BR-02")
        yield from _missing("kind", document.kind, "BR-04")
        yield from _missing("tax scheme", document.tax_scheme)
        period = document.period
        if period and not (period.start or period.end):
            yield Problem("period", "period", "it has neither a beginning nor an end", "BR-CO-19")
        if period and period.start and period.end and period.end < period.start:
            yield Problem("period", "period", f"{period.end} is before {period.start}", "BR-29")
        if isinstance(document, CreditNote):
            yield from _missing("invoice that is corrected", document.corrects.number, "BR-55")
        elif document.totals.payable > 0 and not (document.due_date or document.terms):
            yield Problem("due-date", "due date", "say until when it is to be paid, or the terms", "BR-CO-25")

    def lines(self) -> Iterator[Problem]:
        if not self.document.lines:
            yield Problem("missing", "lines", "there is none", "BR-16")
        seen: set[str] = set()
        for line in self.document.lines:
            where = f"line {line.number}"
            if line.number in seen:
                yield Problem("line-number", where, "another line has this number")
            seen.add(line.number)
            yield from self.line(where, line)
            yield from _rate(where, line.tax, _LINE)

    def line(self, where: str, line: Line) -> Iterator[Problem]:
        yield from _missing("number of a line", line.number, "BR-21")
        yield from _missing(f"{where}, description", line.description, "BR-25")
        if not _UNIT.fullmatch(line.unit):
            yield Problem("unit", where, f"{line.unit!r} is no code of a unit", "" if line.unit else "BR-23")
        if line.price < 0:
            yield Problem("price", where, "the price is less than nothing", "BR-27")
        if not (line.quantity.is_finite() and line.price_quantity.is_finite()):
            yield Problem("number", where, "the quantity is no number")
        elif line.price_quantity <= 0:
            yield Problem("price-quantity", where, "a price is for more than nothing", "PEPPOL-EN16931-R121")
        follows = amount_that_follows(line)
        if follows is not None and follows != line.amount:
            yield self.apart("line-amount", where, line.amount, follows, "PEPPOL-EN16931-R120")

    def allowances(self) -> Iterator[Problem]:
        for number, one in enumerate(self.document.allowances, start=1):
            where = f"{'charge' if one.is_charge else 'allowance'} {number}"
            yield from _missing(f"{where}, reason", one.reason, "BR-38" if one.is_charge else "BR-33")
            if one.amount < 0:
                yield Problem("allowance", where, "its amount has a sign; a charge is said to be one")
            yield from _rate(where, one.tax, _CHARGE if one.is_charge else _ALLOWANCE)

    def shares(self) -> Iterator[Problem]:
        """The tax breakdown against what lines, allowances and charges say of each category and rate."""
        follows = taxable_of(self.document)
        if not self.document.taxes:
            yield Problem("taxes-missing", "taxes", "there is no tax breakdown", "BR-CO-18")
        seen: set[Tax] = set()
        for share in self.document.taxes:
            where = f"tax {share.tax}"
            if share.tax in seen:
                yield Problem("tax-share-twice", where, "it stands twice in the breakdown")
            seen.add(share.tax)
            yield from _exemption(where, share)
            if share.taxable != follows.get(share.tax, 0):
                rule = _rule(share.tax, "08")
                yield self.apart("taxable-amount", where, share.taxable, follows.get(share.tax, 0), rule)
            tax = tax_on(share.taxable, share.tax.percent)
            if share.amount != tax:
                yield self.apart("tax-amount", where, share.amount, tax, "BR-CO-17")
        for tax_ in follows:
            if tax_ not in seen:
                said = "lines name it and the breakdown does not"
                yield Problem("tax-share-missing", f"tax {tax_}", said, _rule(tax_, "01"))
        if {NOT_TAXED} < {tax_.category for tax_ in seen | follows.keys()}:
            yield Problem("tax-mixed", "taxes", "what is not taxed at all stands beside others", "BR-O-11")

    def totals(self) -> Iterator[Problem]:
        """Each total against what it follows from; a wrong one is named once, and the next is judged by it."""
        said = self.document.totals
        follow = totals_of(self.document, sum(share.amount for share in self.document.taxes))
        without_tax = said.lines - said.allowances + said.charges
        follows = {
            "lines": follow.lines, "allowances": follow.allowances, "charges": follow.charges,
            "without_tax": without_tax, "tax": follow.tax, "with_tax": said.without_tax + said.tax,
            "payable": said.with_tax - said.paid_before + said.rounding,
        }  # fmt: skip
        for field, (code, rule) in _TOTALS.items():
            if getattr(said, field) != follows[field]:
                where = f"total {field.replace('_', ' ')}"
                yield self.apart(code, where, getattr(said, field), follows[field], rule)

    def apart(self, code: str, where: str, said: int, follows: int, rule: str = "") -> Problem:
        one, other = (to_text(amount, self.document.currency) for amount in (said, follows))
        return Problem(code, where, f"{one} is said, {other} follows", rule)


def _missing(where: str, text: str, rule: str = "") -> Iterator[Problem]:
    if not text.strip():
        yield Problem("missing", where, "it is not said", rule)


def _party(where: str, party: Party, name_rule: str, country_rule: str) -> Iterator[Problem]:
    yield from _missing(f"{where}, name", party.name, name_rule)
    yield from _missing(f"{where}, country", party.country, country_rule)
    if party.country.strip() and not _COUNTRY.fullmatch(party.country):
        yield Problem("code", f"{where}, country", f"{party.country!r} is not two capital letters")
    for number in party.tax_numbers:
        yield from _missing(f"{where}, tax number {number.number}, scheme", number.scheme)


def _payment(payment: Payment) -> Iterator[Problem]:
    yield from _missing("means of payment", payment.means, "BR-49")
    if payment.means in _TRANSFERS and not payment.account:
        yield Problem("account-missing", "payment", "a transfer needs the account that it goes to", "BR-61")
    elif not payment.account and (payment.holder or payment.bank):
        yield Problem("account-missing", "payment", "a holder or a bank without an account", "BR-50")
    if _IBAN.fullmatch(payment.account) and not iban.is_valid(payment.account):
        yield Problem("account", "payment", f"{payment.account} looks like an IBAN and is none")


def _rule(tax: Tax, number: str) -> str:
    """The name of a rule that EN 16931 has for each category; the last two categories have other numbers there."""
    letters = _CATEGORIES.get(tax.category, "")
    return f"BR-{letters}-{number}" if letters else ""


def _rate(where: str, tax: Tax, number: str) -> Iterator[Problem]:
    if tax.category not in _CATEGORIES:
        yield Problem("tax-category", where, f"{tax.category!r} is no category of tax")
    elif not tax.percent.is_finite():
        yield Problem("number", where, "the rate is no number")
    elif tax.category == "S" and tax.percent <= 0:
        yield Problem(
            "tax-percent", where, "the standard category has a rate above nothing", _rule(tax, number)
        )
    elif tax.percent < 0 or (tax.percent and tax.category not in _WITH_RATE):
        yield Problem("tax-percent", where, f"category {tax.category} has no rate but 0", _rule(tax, number))


def _exemption(where: str, share: TaxShare) -> Iterator[Problem]:
    has_reason = bool(share.exemption or share.exemption_code)
    if has_reason != (share.tax.category in _WITH_REASON) and share.tax.category in _CATEGORIES:
        said = "it says why it is not taxed, and it is" if has_reason else "say why it is not taxed"
        yield Problem("exemption", where, said, _rule(share.tax, "10"))
