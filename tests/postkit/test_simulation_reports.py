"""What a simulation says in figures, two of them beside one another, and its scans as devices send them."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from postkit.executors import Processes, Serial, Threads
from postkit.network import Network, Site, Stop, Trip
from postkit.network.synthetic import synthetic_network
from postkit.simulation import (
    Demand,
    Devices,
    Offline,
    Outcome,
    Settings,
    Study,
    backlog,
    compare,
    device_scans,
    figures,
    lay_out,
    replicated,
    report,
    simulate,
)  # fmt: skip
from postkit.simulation.compare import t_quantile
from tests.postkit.test_simulation import DAILY, A, B, C, lay, line, sent

MONDAY = date(2026, 3, 16)
TUESDAY = MONDAY + timedelta(1)


def outcome_of(network: Network, count: int, settings: Settings) -> Outcome:
    legs, profiles = lay(network)
    return simulate(legs, profiles, sent(legs, count), settings, seed=1)


def with_regions(network: Network) -> Network:
    named = {A: "North", B: "Centre", C: "South"}
    return replace(network, sites=tuple(replace(site, region=named[site.code]) for site in network.sites))


def test_a_report_counts_what_can_be_counted_by_hand() -> None:
    """Ten items on Tuesday at 9:00, room for four a night: out at 10:00 after one, two and three nights."""
    outcome = outcome_of(with_regions(line(room=4)), 10, Settings())

    found = report(outcome, TUESDAY, TUESDAY)

    assert (found.items, found.promised, found.delivered, found.unfinished) == (10, 10, 10, 0)
    hours = [4 * [25], 4 * [49], 2 * [73]]
    assert found.mean_h == pytest.approx(np.mean([hour for some in hours for hour in some]))
    assert found.kept == pytest.approx(0.4)
    assert found.missed == (("vehicle full", 6),)
    assert found.within == (0.4, 0.8)
    lane = found.lanes[0]
    assert (lane.origin, lane.destination, lane.product, lane.items) == ("North", "South", "item", 10)
    assert (lane.p50_h, lane.p95_h) == (49.0, 73.0)


def test_load_and_backlog_are_those_of_the_runs() -> None:
    outcome = outcome_of(line(room=4), 10, Settings())

    found = report(outcome, TUESDAY, TUESDAY + timedelta(2))
    here = backlog(outcome, [A])[0]

    loads = {load.trip: load for load in found.loads}
    assert (loads["AB"].runs, loads["AB"].items, loads["AB"].left_behind) == (3, 10, 6 + 2)
    assert loads["AB"].share == pytest.approx((4 + 4 + 2) / 12)
    assert loads["BC"].share is None
    assert here.peak == 10
    by_hour = here.standing[24:96]
    assert [by_hour[at] for at in (8, 9, 19, 20, 43, 44, 67, 68)] == [0, 10, 10, 6, 6, 2, 2, 0]


def test_cost_is_that_of_the_runs_that_drove() -> None:
    network = line()
    network = replace(network, trips=tuple(replace(trip, cost=100) for trip in network.trips))
    legs, profiles = lay(network)

    from postkit.simulation import Broken

    whole, less = (
        report(simulate(legs, profiles, sent(legs, 1), one, seed=1), MONDAY, MONDAY + timedelta(6)).cost
        for one in (Settings(), Settings(broken=(Broken("V1", TUESDAY),)))
    )

    assert (whole, less) == (1400, 1300)


def test_what_has_not_come_counts_until_the_window_ends() -> None:
    network = Network("UTC", (Site(A, open_days=DAILY), Site(B)), (
        Trip("AB", DAILY, 1200, (Stop(A, 0, 0), Stop(B, 60, 60)), capacity=1, vehicle="V"),))  # fmt: skip
    legs, profiles = lay(network)
    items = sent(legs, 200)
    outcome = simulate(legs, profiles, replace(items, destination=items.destination - 1), Settings(), seed=1)

    found = report(outcome, TUESDAY, TUESDAY)

    assert found.unfinished > 150
    assert found.p95_h == (21 - 1) * 24 - 9
    assert found.promised == 200


def test_a_report_of_other_days_holds_nothing() -> None:
    outcome = outcome_of(line(), 10, Settings())

    found = report(outcome, MONDAY + timedelta(5), MONDAY + timedelta(6))

    assert (found.items, found.lanes, found.missed, found.mean_h) == (0, (), (), 0.0)
    with pytest.raises(ValueError, match="holds no day"):
        report(outcome, TUESDAY, MONDAY)


@given(level=st.floats(0.55, 0.995), degrees=st.integers(1, 200))
def test_students_t_is_that_of_scipy(level: float, degrees: int) -> None:
    assert t_quantile(level, degrees) == pytest.approx(stats.t.ppf(level, degrees), rel=1e-6, abs=1e-9)


def test_the_interval_holds_the_true_difference_as_often_as_it_says() -> None:
    dice = np.random.default_rng(1)
    held = 0
    for _ in range(400):
        luck = dice.normal(0, 10, 10)
        before = [{"hours": 50 + one} for one in luck]
        after = [{"hours": 48 + one + two} for one, two in zip(luck, dice.normal(0, 1, 10), strict=True)]
        found = compare(before, after)[0]
        held += found.low <= -2 <= found.high
        assert found.is_sure == (not found.low <= 0 <= found.high)

    assert 0.92 < held / 400 < 0.98
    with pytest.raises(ValueError, match="as many of one as of the other"):
        compare([{"hours": 1.0}], [{"hours": 1.0}])


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    network = synthetic_network(60, 4, seed=5, trunk_capacity=400, local_capacity=60)
    folder: Path = tmp_path_factory.mktemp("tables")
    ground = lay_out([(date.min, network)], MONDAY, folder, days=3, warm_up=2, drain=9)
    return Study(ground, Settings(failed_share=0.1, breakdown_share=0.02), Demand(600), days=3, warm_up=2)


def test_any_executor_finds_the_same(study: Study) -> None:
    with Serial(study) as one, Threads(2, study) as threads, Processes(2, study) as processes:
        found = [replicated(each, study, 3, seed=11) for each in (one, threads, processes)]

    assert found[0] == found[1] == found[2]
    assert found[0][0] != found[0][1]
    assert 600 < found[0][0].items < 2_400


def test_scenarios_share_their_luck_and_so_differ_surely(study: Study) -> None:
    """One lorry more on every chain: with the same luck, five runs show it; with other luck they need not."""
    roomy = replace(study, settings=replace(study.settings, vehicles=False))
    with Serial(study) as before, Serial(roomy) as after:
        narrow, wide = (
            [figures(one) for one in replicated(each, which, 5, seed=3)]
            for each, which in ((before, study), (after, roomy))
        )

    found = {one.name: one for one in compare(narrow, wide)}
    assert found["hours to delivery"].is_sure
    assert found["hours to delivery"].high < 0
    assert found["missed: vehicle full"].after == 0
    assert found["cost"].low == found["cost"].high == 0
    assert not found["cost"].is_sure


@pytest.fixture(scope="module")
def traced() -> Outcome:
    legs, profiles = lay(line())
    return simulate(legs, profiles, sent(legs, 300), Settings(failed_share=0.3, trace=True), seed=1)


def test_faithful_devices_tell_the_whole_story_of_each_item_in_order(traced: Outcome) -> None:
    stories: dict[int, list[tuple[str, str, str]]] = {}
    for scan in device_scans(traced, Settings(), seed=1):
        assert scan.happened_at == scan.true_at == scan.sent_at
        stories.setdefault(scan.item, []).append((scan.kind, scan.office, scan.trip))

    way = [
        ("accepted", A, ""), ("left", A, "AB"), ("arrived", B, "AB"), ("left", B, "BC"), ("arrived", C, "BC"),
        ("out", C, ""),
    ]  # fmt: skip
    kinds = Counter(tuple(kind for kind, _, _ in story[6:]) for story in stories.values())
    assert all(story[:6] == way for story in stories.values())
    assert set(kinds) == {
        ("delivered",), ("failed", "out", "delivered"), ("failed", "out", "failed")}  # fmt: skip
    assert kinds["failed", "out", "failed"] == (traced.state == 2).sum()
    assert kinds[("delivered",)] == (traced.attempts == 1).sum()


def test_real_devices_are_late_repeat_themselves_and_have_wrong_clocks(traced: Outcome) -> None:
    real = Devices(offline_share=0.3, wrong_clock_share=0.2, again_share=0.05, twice_share=0.05, delay_s=120)

    scans = list(device_scans(traced, Settings(), real, seed=1))
    faithful = list(device_scans(traced, Settings(), seed=1))

    ids = Counter(scan.scan_id for scan in scans)
    assert {scan.scan_id for scan in faithful} <= set(ids)
    assert max(ids.values()) == 2
    assert 0.02 < sum(count == 2 for count in ids.values()) / len(ids) < 0.09
    assert len(ids) > len(faithful)
    late = [(scan.sent_at - scan.true_at) / timedelta(hours=1) for scan in scans]
    assert 0 <= min(late) < 0.1 < 2 < max(late) < 8
    assert any(abs(scan.happened_at - scan.true_at) > timedelta(hours=1) for scan in scans)
    sent_at = [scan.sent_at for scan in scans]
    assert sent_at == sorted(sent_at)
    true_at = [scan.true_at for scan in scans]
    assert true_at != sorted(true_at)
    assert scans == list(device_scans(traced, Settings(), real, seed=1))


def test_an_office_without_connection_sends_all_its_scans_afterwards(traced: Outcome) -> None:
    off = Settings(offline=(Offline(B, TUESDAY, TUESDAY + timedelta(1)),))

    scans = [scan for scan in device_scans(traced, off, seed=1) if scan.office == B]

    assert {scan.sent_at.date() for scan in scans} == {TUESDAY + timedelta(2)}
    assert {scan.true_at.date() for scan in scans} <= {TUESDAY, TUESDAY + timedelta(1)}


def test_scans_need_a_trace() -> None:
    with pytest.raises(ValueError, match="trace=True"):
        list(device_scans(outcome_of(line(), 1, Settings()), Settings(), seed=1))
