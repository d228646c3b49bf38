"""Two tills at one limit: a merchant owes no more than was agreed, however many hands take in what they send."""

import pytest

from rekkas.base.choices import Role
from rekkas.counter.choices import Means
from rekkas.counter.commands import accept_parcels, settle_visit
from rekkas.counter.entries import Accepted, Payment
from rekkas.counter.errors import CreditLimitPassed
from rekkas.money.queries import balance, owed_by_merchants
from tests import build
from tests.build import AGENCY, MONDAY, staff
from tests.catalogue.contracts import agreed
from tests.counter import windows
from tests.counter.windows import COD_POSTAGE, cod
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 6


def test_many_tills_at_one_limit_pass_it_by_nothing() -> None:
    build.country_with_merchant()
    windows.load()
    agreed(credit_limit=3 * COD_POSTAGE)
    clerks = [build.with_till(staff(f"clerk-{n}", Role.CLERK, AGENCY)) for n in range(HANDS)]

    def accept(n: int) -> list[Accepted]:
        return accept_parcels(
            parcels=[build.parcel(f"race {n}")], office=AGENCY, by=clerks[n], at=MONDAY, key=f"race-{n}"
        )

    def settle(n: int) -> object:
        payment = Payment(means=Means.CREDIT, amount=COD_POSTAGE, reference="ATLAS")
        visit = windows.visit(cod(), word=f"race {n}", payments=[payment])
        return settle_visit(visit=visit, office=AGENCY, by=clerks[n], at=MONDAY, key=f"race-{n}")

    outcomes = together(*(
        (lambda n=n: accept(n)) if n % 2 else (lambda n=n: settle(n)) for n in range(HANDS)
    ))  # fmt: skip

    refused = [
        one
        for one in outcomes
        if isinstance(one, CreditLimitPassed)
        or (isinstance(one, list) and one[0].code == "counter.credit-limit-passed")
    ]
    assert len(refused) == HANDS - 3, outcomes
    assert owed_by_merchants(["ATLAS"], "MAD") == {"ATLAS": 3 * COD_POSTAGE}
    assert [balance(f"till:{AGENCY}/clerk-{n}:MAD") for n in range(HANDS)] == [0] * HANDS
