"""What the relay does beside its notices: people hear what is new, and texts go out."""

from datetime import timedelta

import pytest
from django.apps import apps

from rekkas.operator.reaching import Reaching
from rekkas.reach.choices import TextState
from tests.build import MONDAY, accepted, later
from tests.reach.texts import row, written


def test_texts_go_out_each_time_and_followers_hear_every_minute() -> None:
    moments = iter([MONDAY, MONDAY + timedelta(seconds=10), later(1)])
    now = [MONDAY]
    reaching = Reaching(lambda: now[0])
    sweeps = apps.get_model("citizen", "Sweep").objects
    written("one")

    for moment in moments:
        now[0] = moment
        reaching()
        accepted(f"parcel {moment}", at=moment)

    assert row("one").state == TextState.DELIVERED
    assert sweeps.count() == 2


def test_what_fails_keeps_nothing_else_from_being_done(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_at: object) -> int:
        raise RuntimeError("no")

    monkeypatch.setattr("rekkas.operator.reaching.tell_followers", fails)
    written("one")

    Reaching(lambda: MONDAY)()

    assert row("one").state == TextState.DELIVERED
