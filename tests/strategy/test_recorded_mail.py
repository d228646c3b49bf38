"""Mail that was recorded is sent once more, at its peaks there is more of it, and devices send its scans."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from postkit.pack import Peak
from rekkas.mail.queries import posted_between
from rekkas.operator.simulated_scans import write_scans
from rekkas.operator.studies import Asked
from rekkas.strategy.choices import StudyKind
from rekkas.strategy.entries import SimulationParams, asked
from rekkas.strategy.errors import NothingToReplay, TooLarge
from rekkas.strategy.runs import mail, run
from rekkas.strategy.runs.worlds import people_of, plan_of, world_of
from rekkas.territory.commands import load_territory
from tests import build
from tests.strategy.asking import SIMULATED

pytestmark = pytest.mark.django_db
RECORDED = "2026-03-02"
LATER = "2026-04-06"


def _run(**params: object):  # type: ignore[no-untyped-def]
    return run(
        "MA", StudyKind.SIMULATION, SIMULATED | params, seed=1, watch=lambda doing, share: None,
        should_stop=lambda: False,
    ).result  # fmt: skip


def test_what_was_handed_over_is_sent_once_more_and_nothing_else() -> None:
    build.country()
    build.merchant()
    build.accepted("one", "two", "three")

    found = _run(first_day=LATER, replay_from=RECORDED)

    assert found.items == 3
    assert [(lane.origin.name, lane.destination.name) for lane in found.lanes] == [
        ("Casablanca", "Ouarzazate")
    ]


def test_an_item_is_handed_over_at_the_same_time_of_the_wall_clock() -> None:
    build.country()
    build.merchant()
    build.accepted("one")  # in Ramadan, when the clock is an hour back
    since = datetime(2026, 3, 2, tzinfo=UTC)

    (posted,) = posted_between("MA", since, since + timedelta(days=1))
    zone = world_of("MA").held.zone
    then = mail.moved(posted.at.astimezone(zone), date.fromisoformat(LATER) - date(2026, 3, 2))

    assert (then.hour, then.utcoffset()) == (posted.at.astimezone(zone).hour, timedelta(hours=1))


def test_days_without_mail_cannot_be_replayed() -> None:
    build.country()

    with pytest.raises(NothingToReplay, match="2025-01-01"):
        _run(replay_from="2025-01-01")


def test_more_is_handed_over_at_a_peak_that_the_pack_names() -> None:
    pack = build.country()
    params = asked(StudyKind.SIMULATION, SIMULATED)
    assert isinstance(params, SimulationParams)
    monday = date.fromisoformat(RECORDED)
    ordinary = mail.demand_of(world_of("MA"), params, people_of(world_of("MA")).at).on(monday)

    feast = Peak(monday, monday, 1500, "Before the feast", "Avant la fête", "قبل العيد")
    load_territory(pack=replace(pack, peaks=(feast,)), by=build.BOSS, at=build.MONDAY)
    at_peak = mail.demand_of(world_of("MA"), params, people_of(world_of("MA")).at).on(monday)

    assert at_peak == pytest.approx(1.5 * ordinary, abs=1)


def test_the_memory_that_is_asked_for_has_room_for_the_mail_of_a_peak() -> None:
    pack = build.country()
    params = asked(StudyKind.SIMULATION, {**SIMULATED, "items_per_day": 1_000_000})
    assert isinstance(params, SimulationParams)
    monday = date.fromisoformat(RECORDED)
    last = monday + timedelta(days=30)
    before = mail.needed_bytes(plan_of(world_of("MA")), params, mail.items_in(world_of("MA"), params))

    feast = Peak(monday, last, 3000, "Before the feast", "Avant la fête", "قبل العيد")
    load_territory(pack=replace(pack, peaks=(feast,)), by=build.BOSS, at=build.MONDAY)

    mail.check_size(world_of("MA"), params, 3 * before)
    with pytest.raises(TooLarge):
        mail.check_size(world_of("MA"), params, int(2.5 * before))


def test_scans_are_written_as_devices_send_them_with_the_truth_beside(tmp_path: Path) -> None:
    build.country()
    study = Asked(StudyKind.SIMULATION, "MA", SIMULATED, seed=5)

    count = write_scans(study, tmp_path / "scans.csv")
    write_scans(study, tmp_path / "again.csv")

    with (tmp_path / "scans.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == count > 500
    assert [row["sent_at"] for row in rows] == sorted(row["sent_at"] for row in rows)
    assert {row["kind"] for row in rows} >= {"accepted", "left", "arrived", "out", "delivered"}
    assert any(row["happened_at"] != row["true_at"] for row in rows)
    assert len({row["scan_id"] for row in rows}) < count
    assert (tmp_path / "again.csv").read_text() == (tmp_path / "scans.csv").read_text()
