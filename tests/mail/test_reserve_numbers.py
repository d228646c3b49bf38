"""Item numbers given out ahead are nobody else's, and one request gives them once."""

from typing import Any

import pytest

from rekkas.base.errors import InvalidInput
from rekkas.mail.commands import reserve_numbers
from tests import build
from tests.build import AGENCY, FATIMA, MONDAY

pytestmark = pytest.mark.django_db


def reserve(count: int, key: str = "one") -> Any:
    said: dict[str, Any] = {"indicator": "PC", "country": "MA", "office": AGENCY, "by": FATIMA, "at": MONDAY}
    return reserve_numbers(count=count, key=key, **said).numbers


def test_what_was_given_out_is_never_given_again() -> None:
    build.country_with_merchant()

    first, again, others = reserve(10), reserve(10), reserve(10, "two")
    (taken,) = build.accepted("between")

    assert first == again
    assert len({*first, *others, taken.number}) == 21


@pytest.mark.parametrize("count", [0, 1_001])
def test_it_is_a_thousand_at_most(count: int) -> None:
    build.country_with_merchant()

    with pytest.raises(InvalidInput):
        reserve(count)
