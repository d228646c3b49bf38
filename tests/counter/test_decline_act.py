"""A held act that will not be done: its visitor has the money back, or it stays held for them."""

import pytest

from rekkas.counter.choices import ActState
from rekkas.counter.commands import decline_act
from rekkas.counter.errors import NotHeld, NothingSetAside
from rekkas.counter.models import Act
from rekkas.money.queries import balance
from tests.build import AGENCY, FATIMA, later
from tests.cash import drawers
from tests.counter.test_release_act import EVENING, held
from tests.counter.windows import POSTAGE, SUPERVISOR, TILL, Device, visit

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


def test_what_was_never_set_aside_is_not_said_to_be_given_back() -> None:
    device = Device()
    act = device.write(visit(device.parcel()), later(1))
    drawers.close_till(by=FATIMA, counted=balance(TILL), at=later(2))
    device.send(act, later(3))
    said = {"act": act.key, "reason": "gone", "office": AGENCY, "by": SUPERVISOR, "at": EVENING}

    with pytest.raises(NothingSetAside):
        decline_act(**said, given_back=True)  # type: ignore[arg-type]
    decline_act(**said, given_back=False)  # type: ignore[arg-type]

    assert Act.objects.get().state == ActState.NOT_DONE
