"""Each way in which a document does not agree with itself has its code and, where it has one, its rule of EN 16931."""

from collections.abc import Iterator
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from peppol import check_rules

from postkit.ubl import (
    Allowance,
    CreditNote,
    Identifier,
    Invoice,
    NotWritable,
    Payment,
    Period,
    Reference,
    Tax,
    Totals,
    problems_of,
    tax_on,
    totalled,
    write,
)
from postkit.ubl.writing import bytes_of
from tests.postkit.ubl.samples import CREDIT_NOTE, EXEMPT, INVOICE, REASONS, REDUCED, STANDARD, documents

FIRST, SECOND, THIRD = INVOICE.lines
OFF, ON = INVOICE.allowances
TAXED, LESS, FREE = INVOICE.taxes


def line(**changes: Any) -> Invoice:
    return replace(INVOICE, lines=(replace(FIRST, **changes), SECOND, THIRD))


def untaxed(tax: Tax, exemption: str = "") -> Invoice:
    """One line and one group under this tax, whatever may be said of it."""
    made = totalled(replace(INVOICE, lines=(replace(THIRD, tax=tax),), allowances=()))
    return replace(made, taxes=(replace(made.taxes[0], exemption=exemption),))


def share(**changes: Any) -> Invoice:
    return replace(INVOICE, taxes=(replace(TAXED, **changes), LESS, FREE))


def totals(**more: int) -> Invoice:
    """Totals that are so much more than they were."""
    said = INVOICE.totals
    return replace(
        INVOICE,
        totals=replace(said, **{name: getattr(said, name) + amount for name, amount in more.items()}),
    )


def paid(**changes: Any) -> Invoice:
    return replace(INVOICE, payments=(Payment(**changes),))


def allowed(allowance: Allowance) -> Invoice:
    return totalled(replace(INVOICE, allowances=(allowance,)), REASONS)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (INVOICE, []),
        (CREDIT_NOTE, []),
        # What must be said
        (replace(INVOICE, number=" "), [("missing", "BR-02")]),
        (replace(INVOICE, kind=""), [("missing", "BR-04")]),
        (replace(INVOICE, tax_scheme=""), [("missing", "")]),
        (replace(INVOICE, currency="dirham"), [("currency", "")]),
        (replace(INVOICE, seller=replace(INVOICE.seller, name="")), [("missing", "BR-06")]),
        (replace(INVOICE, buyer=replace(INVOICE.buyer, name="")), [("missing", "BR-07")]),
        (replace(INVOICE, seller=replace(INVOICE.seller, country="")), [("missing", "BR-09")]),
        (replace(INVOICE, buyer=replace(INVOICE.buyer, country="")), [("missing", "BR-11")]),
        (replace(INVOICE, buyer=replace(INVOICE.buyer, country="Maroc")), [("code", "")]),
        (replace(INVOICE, buyer=replace(INVOICE.buyer, tax_numbers=(Identifier("7"),))), [("missing", "")]),
        (replace(CREDIT_NOTE, corrects=Reference("")), [("missing", "BR-55")]),
        (replace(INVOICE, period=Period()), [("period", "BR-CO-19")]),
        (replace(INVOICE, period=Period(INVOICE.due_date, INVOICE.issue_date)), [("period", "BR-29")]),
        (replace(INVOICE, due_date=None, terms=""), [("due-date", "BR-CO-25")]),
        (replace(INVOICE, due_date=None), []),  # the terms say it
        (replace(INVOICE, terms=""), []),
        # Lines
        (totalled(replace(INVOICE, lines=(), allowances=())), [("missing", "BR-16"), ("taxes-missing", "BR-CO-18")]),
        (line(number=""), [("missing", "BR-21")]),
        (line(number="2"), [("line-number", "")]),
        (line(description=""), [("missing", "BR-25")]),
        (line(unit=""), [("unit", "BR-23")]),
        (line(unit="pièce"), [("unit", "")]),
        (line(price=-1, quantity=-FIRST.price_quantity, price_quantity=Decimal(1), amount=1_240), [
            ("price", "BR-27"), ("taxable-amount", "BR-S-08"), ("lines-total", "BR-CO-10"),
        ]),
        (line(price_quantity=Decimal(0)), [("price-quantity", "PEPPOL-EN16931-R121")]),
        (line(quantity=Decimal("NaN")), [("number", "")]),
        (line(price_quantity=Decimal("Infinity")), [("number", "")]),
        (line(price=FIRST.price + 1), [("line-amount", "PEPPOL-EN16931-R120")]),
        (line(quantity=Decimal(1_239)), [("line-amount", "PEPPOL-EN16931-R120")]),
        # Categories and rates
        (untaxed(Tax("X")), [("tax-category", "")]),
        (untaxed(Tax("S")), [("tax-percent", "BR-S-05")]),
        (line(tax=Tax("S", Decimal("NaN"))), [("number", "")]),
        (untaxed(Tax("Z", Decimal(5))), [("tax-percent", "BR-Z-05")]),
        (untaxed(Tax("K", Decimal(5)), "x"), [("tax-percent", "BR-IC-05")]),
        (untaxed(Tax("L", Decimal(7))), []),  # the tax of the Canaries has rates of its own
        (untaxed(Tax("L", Decimal(-7))), [("tax-percent", "")]),
        (untaxed(EXEMPT), [("exemption", "BR-E-10")]),
        (untaxed(Tax("O")), [("exemption", "BR-O-10")]),
        (untaxed(Tax("O"), "not taxed"), []),
        (untaxed(Tax("Z"), "why?"), [("exemption", "BR-Z-10")]),
        (share(exemption_code="VATEX-EU-O"), [("exemption", "BR-S-10")]),
        (totalled(replace(INVOICE, lines=(replace(THIRD, tax=Tax("O")), THIRD)), REASONS), [
            ("line-number", ""), ("tax-mixed", "BR-O-11"),
        ]),
        # What is taken off and put on
        (allowed(replace(OFF, reason="")), [("missing", "BR-33")]),
        (allowed(replace(ON, reason="")), [("missing", "BR-38")]),
        (allowed(replace(OFF, amount=-1)), [("allowance", "")]),
        (allowed(replace(OFF, tax=Tax("E", Decimal(1)))), [("tax-percent", "BR-E-06")]),
        (allowed(replace(ON, tax=Tax("AE", Decimal(1)))), [("tax-percent", "BR-AE-07")]),
        # The tax of each rate
        (replace(INVOICE, taxes=()), [
            ("taxes-missing", "BR-CO-18"), ("tax-share-missing", "BR-S-01"), ("tax-share-missing", "BR-S-01"),
            ("tax-share-missing", "BR-E-01"), ("tax-total", "BR-CO-14"),
        ]),
        (replace(INVOICE, taxes=(TAXED, LESS)), [("tax-share-missing", "BR-E-01")]),
        (replace(INVOICE, taxes=(TAXED, LESS, FREE, FREE)), [("tax-share-twice", "")]),
        (share(taxable=TAXED.taxable + 1), [("taxable-amount", "BR-S-08")]),  # one unit more, and the same tax
        (share(amount=TAXED.amount + 1), [("tax-amount", "BR-CO-17"), ("tax-total", "BR-CO-14")]),
        # The totals
        (totals(lines=1, allowances=1), [("lines-total", "BR-CO-10"), ("allowances-total", "BR-CO-11")]),
        (totals(lines=1, without_tax=1, with_tax=1, payable=1), [("lines-total", "BR-CO-10")]),
        (totals(charges=1, allowances=1), [("allowances-total", "BR-CO-11"), ("charges-total", "BR-CO-12")]),
        (totals(without_tax=1, with_tax=1, payable=1), [("without-tax", "BR-CO-13")]),
        (totals(tax=1, with_tax=1, payable=1), [("tax-total", "BR-CO-14")]),
        (totals(with_tax=1, payable=1), [("with-tax", "BR-CO-15")]),
        (totals(payable=1), [("payable", "BR-CO-16")]),
        (totals(paid_before=5), [("payable", "BR-CO-16")]),
        (totals(paid_before=5, payable=-5), []),
        (totals(rounding=-2, payable=-2), []),
        # How it is paid
        (paid(means=""), [("missing", "BR-49")]),
        (paid(), [("account-missing", "BR-61")]),
        (paid(means="48", holder="Amina"), [("account-missing", "BR-50")]),
        (paid(means="10"), []),
        (paid(account="MA64011519000001205000534922"), [("account", "")]),  # a wrong digit
        (paid(account="CCP 0042-17"), []),
    ],
)  # fmt: skip
def test_what_does_not_agree_is_named_with_its_rule(
    document: Invoice | CreditNote, expected: list[tuple[str, str]]
) -> None:
    found = problems_of(document)

    assert [(problem.code, problem.rule) for problem in found] == expected
    if expected:
        with pytest.raises(NotWritable) as refused:
            write(document)
        assert refused.value.problems == tuple(found)


@pytest.mark.parametrize(
    ("taxable", "percent", "tax"),
    [
        (1_000, "20", 200),
        (1_002, "20", 200),  # 200.4
        (1_003, "20", 201),  # 200.6
        (50, "1", 1),  # a half goes up
        (49, "1", 0),
        (-50, "1", -1),  # what takes back takes back as much
        (1_000, "9.975", 100),  # 99.75
        (10**15, "33.333333", 333_333_330_000_000),  # exact, however large
        (1_000, "0", 0),
    ],
)
def test_tax_is_rounded_once_a_half_up(taxable: int, percent: str, tax: int) -> None:
    assert tax_on(taxable, Decimal(percent)) == tax


def test_tax_is_of_the_sum_of_a_rate_and_not_of_each_line() -> None:
    small = [
        replace(THIRD, number=str(number), quantity=Decimal(1), price=2, amount=2, tax=STANDARD)
        for number in range(10)
    ]

    made = totalled(replace(INVOICE, lines=tuple(small), allowances=()))

    assert [(group.taxable, group.amount) for group in made.taxes] == [
        (20, 4)
    ]  # ten times 0.4 would be nothing


def test_allowances_and_charges_stand_under_their_own_rate() -> None:
    assert (TAXED.tax, TAXED.taxable) == (STANDARD, FIRST.amount - OFF.amount)
    assert (LESS.tax, LESS.taxable) == (REDUCED, SECOND.amount + ON.amount)


def one_more(document: Invoice | CreditNote, amount: int) -> Iterator[Invoice | CreditNote]:
    """The document with each of its amounts changed by so much, one after the other."""
    for name in (field.name for field in fields(Totals)):
        totals = replace(document.totals, **{name: getattr(document.totals, name) + amount})
        yield replace(document, totals=totals)
    for at, each in enumerate(document.lines):
        other = replace(each, amount=each.amount + amount)
        yield replace(document, lines=(*document.lines[:at], other, *document.lines[at + 1 :]))
    for at, group in enumerate(document.taxes):
        for name in ("taxable", "amount"):
            spoiled = replace(group, **{name: getattr(group, name) + amount})
            yield replace(document, taxes=(*document.taxes[:at], spoiled, *document.taxes[at + 1 :]))
    for at, one in enumerate(document.allowances):
        more = replace(one, amount=one.amount + amount)
        yield replace(document, allowances=(*document.allowances[:at], more, *document.allowances[at + 1 :]))


@given(documents(), st.integers(1, 5))
def test_no_amount_can_be_changed_without_being_found(document: Invoice | CreditNote, amount: int) -> None:
    assert problems_of(document) == []
    assert all(problems_of(spoiled) for spoiled in one_more(document, amount))


# What the other reading asks for beyond sums: names of specifications, letters before a number of VAT.
NOT_SUMS = {"BR-01", "BR-02", "BR-CO-09"}


def another_finds(document: Invoice | CreditNote) -> set[str]:
    return {found.rule_id for found in check_rules(bytes_of(document))} - NOT_SUMS


@given(documents())
def test_another_reading_of_the_rules_finds_our_sums_right(document: Invoice | CreditNote) -> None:
    if document.currency != "XOF":  # the other knows no currency without decimals
        assert another_finds(document) == set()


def test_another_reading_of_the_rules_finds_each_wrong_sum_too() -> None:
    spoiled = list(one_more(INVOICE, 200))  # it lets a cent pass

    assert len(spoiled) == 20
    for document in spoiled:
        if document.totals.rounding == INVOICE.totals.rounding:  # which it does not look at
            assert another_finds(document)
