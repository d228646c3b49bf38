"""A contract ends with its last day, and a reason; what was agreed stays to be read."""

from datetime import date

import pytest

from rekkas.base.choices import Role
from rekkas.base.errors import InvalidInput, NotAllowed
from rekkas.catalogue.commands import end_contract
from rekkas.catalogue.errors import ContractTooEarly, NoContract
from rekkas.catalogue.queries import contract_history, contract_on
from tests import build
from tests.build import MONDAY, staff
from tests.catalogue.contracts import OWN, RACHID, TODAY, agreed

pytestmark = pytest.mark.django_db
LAST = date(2026, 3, 31)


@pytest.fixture(autouse=True)
def _world() -> None:
    build.country_with_merchant()


def end(day: date = LAST, reason: str = "they moved away", key: str | None = None) -> str:
    return end_contract(merchant="ATLAS", last_date=day, reason=reason, by=RACHID, at=MONDAY, key=key)


def test_a_contract_holds_on_its_last_day_and_not_after_it() -> None:
    agreed(credit_limit=100_000, prices=OWN)

    assert end() == "2026-03-31"

    assert contract_on("ATLAS", LAST) is not None
    assert contract_on("ATLAS", date(2026, 4, 1)) is None
    (last, _), (first, said) = contract_history("ATLAS")
    assert (last.is_end, last.reason, first.is_end, said.credit_limit) == (
        True,
        "they moved away",
        False,
        100_000,
    )


def test_what_has_ended_may_be_agreed_anew() -> None:
    agreed()
    end()
    agreed(valid_from=date(2026, 5, 1), credit_limit=7)

    assert contract_on("ATLAS", date(2026, 4, 30)) is None
    assert contract_on("ATLAS", date(2026, 5, 1)) is not None


def test_nothing_that_was_not_agreed_ends() -> None:
    with pytest.raises(NoContract):
        end()

    agreed()
    end()
    with pytest.raises(NoContract):
        end(date(2026, 4, 5))


def test_it_says_why_and_not_for_days_that_are_over() -> None:
    agreed()

    with pytest.raises(InvalidInput):
        end(reason="  ")
    with pytest.raises(ContractTooEarly):
        end(date(2026, 2, 28))
    assert contract_on("ATLAS", TODAY) is not None


def test_the_same_request_again_ends_once() -> None:
    agreed()

    assert end(key="end-1") == end(key="end-1")
    assert len(contract_history("ATLAS")) == 2


def test_a_clerk_ends_no_contract() -> None:
    agreed()

    with pytest.raises(NotAllowed):
        end_contract(
            merchant="ATLAS", last_date=LAST, reason="x", by=staff("karim", Role.CLERK), at=MONDAY
        )  # fmt: skip
