"""A study is asked for by a planner, and what cannot be studied is refused before anything begins."""

from typing import Any

import pytest
from django.utils import translation

from rekkas.base.choices import Role
from rekkas.base.errors import KeyReused, NotAllowed
from rekkas.strategy import runs
from rekkas.strategy.choices import StudyKind, StudyState
from rekkas.strategy.commands import begin_study
from rekkas.strategy.entries import SimulationParams, SitesParams, between
from rekkas.strategy.entries import asked as shaped
from rekkas.strategy.errors import NothingToReplay, NothingToStudy, StudyMistaken, TooLarge, WhatIfMistaken
from rekkas.strategy.leases import failure_of
from rekkas.strategy.queries import params_of, studies, study
from rekkas.strategy.words import failure_in_words
from rekkas.territory.errors import UnknownCountry
from tests import build
from tests.build import BOSS, FATIMA, MONDAY, staff
from tests.strategy.asking import PLANNER, SIMULATED, asked

pytestmark = pytest.mark.django_db


def test_a_study_waits_for_a_worker_with_what_was_asked() -> None:
    build.country()

    found = study(asked(new=3, aim="cover", radius_m=2_000))

    assert (found.state, found.progress, found.asked_by, found.seed) == (StudyState.WAITING, 0, "ines", 1)
    assert params_of(found) == SitesParams(new=3, aim="cover", radius_m=2_000)  # type: ignore[arg-type]


def test_studies_are_numbered_as_they_come() -> None:
    build.country()

    numbers = [asked(), asked(), asked()]

    assert numbers == [1, 2, 3]
    assert [row.number for row in studies()] == [3, 2, 1]


def test_a_form_sent_twice_begins_one_study() -> None:
    build.country()

    assert asked(key="one") == asked(key="one")
    assert len(studies()) == 1
    with pytest.raises(KeyReused):
        asked(key="one", new=7)


@pytest.mark.parametrize(
    ("params", "named"),
    [
        ({"days": 0}, "days"),
        ({"days": 22}, "days"),  # no window is longer than the promise can be counted in
        ({"items_per_day": 0}, "items_per_day"),
        ({"first_day": "soon"}, "first_day"),
        ({"speed": 3}, "speed"),
    ],
)
def test_settings_that_cannot_be_are_named(params: dict[str, Any], named: str) -> None:
    build.country()

    with pytest.raises(StudyMistaken) as refused:
        asked(StudyKind.SIMULATION, **{**SIMULATED, **params})

    assert named in str(refused.value)
    assert len(studies()) == 0


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("close-office=MA9999", "MA9999"),
        ("cancel-trip=MAT99999", "MAT99999"),
        ("break-vehicle=LORRY@2026-03-02", "LORRY"),
        ("shut-office=MA0001@2027-01-01", "2027-01-01"),  # long after the days that are simulated
        ("move-cut-off=MA0001@25:00", "25:00"),
        ("close office MA0001", "close-office"),
    ],
)
def test_a_supposition_about_what_is_not_there_is_one_clear_sentence(said: str, names: str) -> None:
    build.country()

    with pytest.raises(WhatIfMistaken) as refused:
        asked(StudyKind.SIMULATION, **SIMULATED, set=[said])

    assert refused.value.code == "strategy.what-if-mistaken"
    assert said in str(refused.value)
    assert names in str(refused.value)


def test_what_does_not_fit_in_memory_is_refused_with_its_size_before_it_begins() -> None:
    build.country()
    wanted = shaped("simulation", {**SIMULATED, "days": 21, "items_per_day": 5_000_000})
    assert isinstance(wanted, SimulationParams)

    with pytest.raises(TooLarge) as refused:
        runs.RUNS["simulation"].check_size("MA", wanted, 8_000_000_000)

    assert "8.0 GB" in str(refused.value)
    assert refused.value.details["needed"] > 8


def test_what_does_not_fit_is_refused_to_whoever_asks_in_the_reader_s_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    build.country()
    monkeypatch.setattr(runs, "free_bytes", lambda: 1_500_000_000)
    many = SIMULATED | {"days": 21, "items_per_day": 5_000_000}

    with pytest.raises(TooLarge) as refused:
        asked(StudyKind.SIMULATION, **many)

    assert len(studies()) == 0
    kept = failure_of(refused.value)
    with translation.override("fr"):
        assert "1,5" in str(refused.value)
        assert failure_in_words(kept) == ("strategy.too-large", str(refused.value))
    assert "1.5 GB" in failure_in_words(kept)[1]


def test_days_without_mail_are_not_begun_to_be_replayed() -> None:
    build.country()

    with pytest.raises(NothingToReplay, match="2025-01-01"):
        asked(StudyKind.COMPARISON, **SIMULATED | {"replay_from": "2025-01-01", "replications": 2})

    assert len(studies()) == 0


def test_the_size_of_a_replay_is_that_of_the_mail_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    build.country()
    build.merchant()
    build.accepted("one", "two")
    monkeypatch.setattr(runs, "free_bytes", lambda: 1_500_000_000)

    assert asked(
        StudyKind.SIMULATION,
        **SIMULATED | {"items_per_day": 5_000_000, "replay_from": MONDAY.date().isoformat()},
    )


def test_a_country_without_trips_or_people_is_not_studied() -> None:
    with pytest.raises(UnknownCountry):
        asked(StudyKind.SIMULATION, **SIMULATED)


def test_a_kind_that_nobody_knows_is_refused() -> None:
    build.country()

    with pytest.raises(StudyMistaken):
        begin_study(kind="guess", country="MA", params={}, by=BOSS, at=MONDAY)  # type: ignore[arg-type]


@pytest.mark.parametrize("by", [FATIMA, staff("samir", Role.INSPECTOR), staff("karim", Role.MANAGER)])
def test_only_who_plans_the_network_begins_a_study(by: Any) -> None:
    build.country()

    with pytest.raises(NotAllowed):
        begin_study(kind=StudyKind.SITES, country="MA", params={}, by=by, at=MONDAY)


def test_a_planner_may_draft_the_timetable_too() -> None:
    assert PLANNER.may("network.draft_timetable")
    assert PLANNER.may("view.network")
    assert not PLANNER.may("mail.record_scans")


def test_nothing_to_study_says_what_to_do() -> None:
    assert "pack" in str(NothingToStudy(country="Morocco"))


def test_what_a_setting_may_be_is_said_in_the_readers_language() -> None:
    build.country()
    refused = []

    for wrong in ({"days": 22}, {"first_day": "soon"}, {"speed": 3}, {"disturbances": "perhaps"}):
        with translation.override("fr"), pytest.raises(StudyMistaken) as said:
            asked(StudyKind.SIMULATION, **{**SIMULATED, **wrong})
        refused.append(said.value.details["reason"])

    with translation.override("fr"):
        assert refused[0] == between("days", 1, 21)
    assert "2026-03-20" in refused[1]
    assert all(name in refused[2] for name in ("speed", "first_day", "items_per_day"))
    assert "true, false" in refused[3]
    assert not any("Expected" in reason or "$" in reason for reason in refused)


@pytest.mark.parametrize("day", ["1900-01-01", "9999-12-31"])
def test_a_day_that_no_timetable_knows_is_refused_before_anything_begins(day: str) -> None:
    build.country()

    with pytest.raises(StudyMistaken, match="first_day lies between"):
        asked(StudyKind.SIMULATION, **SIMULATED | {"first_day": day})
