"""A run that calls twice at an office has two movements there; those kept before are told at which stop they were."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from postkit.pack import Trip, TripStop
from rekkas.network.commands import Moved, load_network, note_movements
from rekkas.network.models import Movement
from rekkas.network.queries import planned_moments
from tests import build
from tests.build import BOSS, HUB, MONDAY, OUARZAZATE, ZAGORA_OFFICE

pytestmark = pytest.mark.django_db
LORRY, NIGHT = "MAT00020", date(2026, 3, 2)
RUN = LORRY, NIGHT


@pytest.fixture(autouse=True)
def _road() -> None:
    """It leaves the hub at 13:00, is at Ouarzazate at 15:00, back at 17:30, and leaves again at 18:00."""
    pack = build.country()
    lorry = Trip(LORRY, HUB, ZAGORA_OFFICE, "123456", 13 * 60, 660, "road")
    stops = TripStop(LORRY, OUARZAZATE, 120, 135), TripStop(LORRY, HUB, 270, 300)
    load_network(pack=replace(pack, trips=(*pack.trips, lorry), stops=stops), by=BOSS, at=MONDAY)


def note(*moves: tuple[str, str, datetime]) -> int:
    said = [Moved(*RUN, office, kind, at) for office, kind, at in moves]  # type: ignore[arg-type]
    return note_movements(movements=said, by=BOSS, at=MONDAY)


def noted() -> list[tuple[int, str, str]]:
    return list(Movement.objects.order_by("planned_at", "kind").values_list("stop", "office__code", "kind"))


def test_each_stop_is_planned_and_kept_by_itself() -> None:
    planned = planned_moments([RUN])[RUN]
    late = [(move.office, move.kind, move.at + timedelta(minutes=10)) for move in planned]

    assert (note(*late), note(*late)) == (6, 0)
    assert noted() == [
        (0, HUB, "left"), (1, OUARZAZATE, "arrived"), (1, OUARZAZATE, "left"), (2, HUB, "arrived"),
        (2, HUB, "left"), (3, ZAGORA_OFFICE, "arrived"),
    ]  # fmt: skip
    assert {row.happened_at - row.planned_at for row in Movement.objects.all()} == {timedelta(minutes=10)}


def test_the_database_keeps_one_movement_of_a_kind_at_a_stop() -> None:
    move = planned_moments([RUN])[RUN][0]
    note((move.office, move.kind, move.at))
    again = Movement.objects.get()
    again.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_movements_kept_before_are_told_their_stop() -> None:
    planned = planned_moments([RUN])[RUN]
    note(*((move.office, move.kind, move.at) for move in planned[1:]))  # one a kind and office was kept
    expected = noted()
    Movement.objects.update(stop=0)

    import_module("rekkas.network.migrations.0003_movement_stops").say_at_which_stop(apps, None)

    assert noted() == expected
