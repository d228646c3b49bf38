"""What a bank is called by other banks, and what it withholds from interest: all of it may be left out."""

from datetime import date

import pytest

from postkit.pack.bank import read_bank
from postkit.pack.bank_model import InterestTax
from tests.postkit.test_pack_bank import SMALL, of, read, wrong

CODES = 'rib_bank = "999"\nrib_locality = "780"\nbic = "rekk mamc"\n'
TAX = "[[taxes]]\nvalid_from = 2026-01-01\nper_mille = 200\n"


def test_a_bank_without_codes_and_taxes_has_none() -> None:
    bank = read(SMALL)

    assert (bank.rib_bank, bank.rib_locality, bank.bic, bank.taxes) == ("", "", "", ())


def test_codes_and_taxes_are_read() -> None:
    bank = read(CODES + SMALL + TAX)

    assert (bank.rib_bank, bank.rib_locality, bank.bic) == ("999", "780", "REKKMAMC")
    assert bank.taxes == (InterestTax(date(2026, 1, 1), 200),)


def test_the_bank_of_the_demonstration_has_a_code_that_no_bank_uses() -> None:
    bank = read(of("morocco"))

    assert (bank.rib_bank, bank.rib_locality) == ("999", "780")
    assert bank.taxes[0].per_mille == 200


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"999"', '"99"', "line 1, rib_bank: '99' will not do; write three digits"),
        ('"999"', '"٩٩٩"', "line 1, rib_bank: '٩٩٩' will not do"),
        ('rib_locality = "780"\n', "", "line 1, rib_bank: a RIB begins with a bank and a locality"),
        ('"rekk mamc"', '"REKKZZMC"', "line 3, bic: 'REKKZZMC' is no BIC"),
        ("per_mille = 200", "per_mille = 1001", "taxes.per_mille: 1001 is out of range"),
        ("per_mille = 200", "", "taxes.per_mille: this key is missing"),
        (TAX, TAX + TAX, "taxes.valid_from: already stands in the row of line"),
    ],
)
def test_a_mistake_is_named_where_it_stands(before: str, after: str, said: str) -> None:
    text = CODES + SMALL + TAX
    assert before in text

    assert any(said in mistake for mistake in wrong(text.replace(before, after, 1)))


def test_nothing_that_is_not_read_is_kept() -> None:
    bank, mistakes = read_bank((CODES + SMALL).replace('"MAD"', '"dirham"', 1).encode())

    assert (bank, len(mistakes)) == (None, 1)
