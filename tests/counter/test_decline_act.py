"""A held act that will not be done: its visitor has the money back, or it stays held for them."""

import pytest

from rekkas.counter.choices import ActState
from rekkas.counter.commands import decline_act
from rekkas.counter.errors import NotHeld
from rekkas.counter.models import Act
from rekkas.money.queries import balance
from tests.build import AGENCY
from tests.counter.test_release_act import EVENING, held
from tests.counter.windows import POSTAGE, SUPERVISOR, TILL

pytestmark = pytest.mark.usefixtures("counters")


@pytest.mark.parametrize(("given_back", "left"), [(True, 0), (False, POSTAGE)])
def test_its_money_is_given_back_or_stays_held(given_back: bool, left: int) -> None:
    act, before = held(), balance(TILL) - POSTAGE

    decline_act(
        act=act.key,
        reason="its sender came back",
        given_back=given_back,
        office=AGENCY,
        by=SUPERVISOR,
        at=EVENING,
    )

    act.refresh_from_db()
    assert (act.state, balance(TILL) - before) == (ActState.NOT_DONE, left)
    assert balance(f"held:{AGENCY}:MAD") == -left
    with pytest.raises(NotHeld):
        decline_act(act=act.key, reason="again", given_back=True, office=AGENCY, by=SUPERVISOR, at=EVENING)
    assert Act.objects.count() == 1
