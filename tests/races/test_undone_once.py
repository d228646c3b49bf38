"""A counter gives postage back while somebody moves it back by hand: one of both, and the till loses it once."""

from uuid import UUID

import pytest

from rekkas.base.errors import Refused
from rekkas.counter.models import VisitLine
from rekkas.money.commands import reverse_entry
from rekkas.money.queries import balance, balance_faults
from tests.build import BOSS, later
from tests.counter import windows
from tests.counter.windows import TILL, refund, sending, settle
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_postage_is_given_back_or_moved_back_and_never_both() -> None:
    windows.world()
    before = balance(TILL)
    number = settle(sending()).number
    entry = UUID(VisitLine.objects.get(visit__number=number).entries[0])

    answers = together(
        lambda: refund(number, at=later(0.5)),
        lambda: reverse_entry(entry=entry, note="by hand", by=BOSS, at=later(0.5)),
    )

    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert len(refused) == 1, answers
    assert isinstance(refused[0], Refused)
    assert balance(TILL) == before
    assert list(balance_faults()) == []
