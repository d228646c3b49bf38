"""By which codes a bank is known comes from its pack, and accounts that are open keep their numbers."""

from dataclasses import replace
from datetime import date

import pytest

from postkit.pack.bank_model import InterestTax
from rekkas.bank import queries
from rekkas.bank.commands import load_bank_terms
from rekkas.base.errors import NotAllowed
from rekkas.territory.errors import UnknownCountry
from tests.bank.accounts import account
from tests.bank.people import morocco
from tests.build import BOSS, FATIMA, MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]


def loaded(**changes: object) -> None:
    load_bank_terms(bank=replace(morocco(), **changes), country="MA", by=BOSS, at=MONDAY)  # type: ignore[arg-type]


def test_codes_and_what_is_withheld_come_in() -> None:
    loaded()

    terms = queries.bank_terms("MA")
    assert (terms.rib_bank, terms.rib_locality, terms.bic) == ("999", "780", "REKKMAMC")
    assert [(tax.valid_from, tax.per_mille) for tax in queries.interest_taxes("MA")] == [
        (date(2026, 1, 1), 200)
    ]


def test_loading_twice_changes_nothing_and_what_left_the_pack_holds_no_more() -> None:
    loaded()
    loaded()
    loaded(taxes=(InterestTax(date(2026, 7, 1), 100),))

    assert [(tax.valid_from, tax.per_mille) for tax in queries.interest_taxes("MA")] == [
        (date(2026, 7, 1), 100)
    ]
    loaded()
    assert [tax.per_mille for tax in queries.interest_taxes("MA")] == [200]


def test_an_account_keeps_the_numbers_that_it_was_given() -> None:
    loaded()
    number = account()
    rib = queries.account(number).rib

    loaded(rib_bank="998")

    assert queries.account(number).rib == rib
    assert queries.account(rib).number == number


def test_a_country_that_is_not_loaded_has_no_bank() -> None:
    with pytest.raises(UnknownCountry):
        load_bank_terms(bank=morocco(), country="SN", by=BOSS, at=MONDAY)
    with pytest.raises(NotAllowed):
        load_bank_terms(bank=morocco(), country="MA", by=FATIMA, at=MONDAY)
