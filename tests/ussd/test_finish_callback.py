"""Somebody at the desk calls back whoever complained."""

import pytest

from rekkas.base.choices import Role
from rekkas.ussd.commands import DIALLING, finish_callback, request_callback
from rekkas.ussd.errors import UnknownCallback
from rekkas.ussd.queries import callback
from tests.build import AGENCY, BOSS, MONDAY, key, later
from tests.desk import at_desk
from tests.reach.texts import AMINA

pytestmark = pytest.mark.usefixtures("post")


def test_a_call_is_noted_as_made_once() -> None:
    request_callback(callback=key("one"), phone=AMINA, language="ar", topic="other", by=DIALLING, at=MONDAY)

    finish_callback(callback=key("one"), by=BOSS, at=later(1))
    finish_callback(callback=key("one"), by=BOSS, at=later(2))

    row = callback(key("one"))
    assert row is not None
    assert (row.done_at, row.done_by) == (later(1), BOSS.name)
    with pytest.raises(UnknownCallback):
        finish_callback(callback=key("two"), by=BOSS, at=MONDAY)


def test_the_desk_sees_whom_to_call_and_says_that_it_called() -> None:
    request_callback(
        callback=key("one"), phone=AMINA, language="ar", topic="damaged", number="PC1", by=DIALLING, at=MONDAY
    )
    manager, clerk = at_desk("leila", Role.MANAGER, AGENCY), at_desk("fatima", Role.CLERK, AGENCY)

    shown = manager.get("/desk/ussd/callbacks/").text
    done = manager.post(f"/desk/ussd/callbacks/{key('one')}/finish-callback/")

    assert AMINA in shown
    assert "It came damaged" in shown
    assert done.status_code == 302
    assert "Called" in manager.get("/desk/ussd/callbacks/").text
    assert clerk.get("/desk/ussd/callbacks/").status_code == 403
