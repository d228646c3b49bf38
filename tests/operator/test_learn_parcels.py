"""What a file of delivered parcels teaches: honest about time, better than an average, and said as a table."""

import csv
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from rekkas.operator.country_loading import load_pack, read_pack_named
from rekkas.operator.parcels.learning import (
    Report,
    TooLittleToLearn,
    learn_from_file,
    report_table,
)
from tests import build
from tests.operator.test_real_parcels import REAL, ROOT, ROWS

pytestmark = pytest.mark.django_db

MAP = (
    "reference=order", "product:=parcel", "weight_g:=900", "sender_city=from", "addressee_city=to",
    "addressee_name:=Amina", "posted_at=posted", "delivered_at=delivered", "promised_at=promised",
)  # fmt: skip
HEADER = ("order", "from", "to", "posted", "delivered", "promised")
PLACES = ("Casablanca", "Zagora")
BEGIN = datetime(2025, 2, 3, 9)
Change = Callable[[datetime], datetime]


def parcels(folder: Path, count: int = 400, *, late: Change = lambda at: at, **odd: str) -> Path:
    """Parcels made up with a fixed seed, from Casablanca to Zagora and back. The south is late, weekends
    wait, and one in twenty lies somewhere for weeks.

    ``late`` moves the deliveries of the last fourth; ``odd`` are rows that cannot be used.
    """
    chance = np.random.default_rng(5)
    rows = []
    for number in range(count):
        posted = BEGIN + timedelta(hours=13 * number)
        south = chance.random() < 0.5
        days = 1 + chance.gamma(2, 2.0 if south else 0.4) + (25 if chance.random() < 0.05 else 0)
        delivered = posted + timedelta(days=days)
        while delivered.weekday() > 4:
            delivered += timedelta(days=1)
        if number >= count * 3 // 4:
            delivered = late(delivered)
        promised = posted + timedelta(days=20)
        rows.append((f"A{number}", *(PLACES if south else PLACES[::-1]), posted, delivered, promised))
    path = folder / "made-up.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows, *(line.split(",") for line in odd.values())])
    return path


def learned(file: Path, **changes: Any) -> Report:
    said = {"country": "Morocco", "maps": MAP, "at": build.MONDAY, **changes}
    return learn_from_file(file, **said)


@pytest.fixture(autouse=True)
def morocco() -> None:
    build.country()


def test_the_estimate_is_nearer_than_the_average_and_than_every_promise(tmp_path: Path) -> None:
    report = learned(parcels(tmp_path))

    error = {line.name: line.error_days for line in report.lines}
    assert error["once"] < error["pair"] < error["sender"]
    assert error["daily"] < error["pair"]
    assert error["once"] < error["promise"]


def test_each_level_is_kept_about_as_often_as_it_says(tmp_path: Path) -> None:
    report = learned(parcels(tmp_path, 600))

    for name in ("once", "daily"):
        found = report.line(name).calibration
        assert found is not None
        assert found.count == report.tried
        for kept in found.levels:
            assert kept.share == pytest.approx(kept.level, abs=0.1), (name, kept)


def test_nothing_that_happens_after_the_split_changes_what_was_learned(tmp_path: Path) -> None:
    plain = learned(parcels(tmp_path))

    later = learned(parcels(tmp_path, late=lambda at: at + timedelta(days=60)))

    assert (later.split_at, later.taught, later.tried) == (plain.split_at, plain.taught, plain.tried)
    assert (later.once, later.daily, later.memory) == (plain.once, plain.daily, plain.memory)
    assert later.line("once").error_days > plain.line("once").error_days + 20
    assert later.line("pair").error_days > plain.line("pair").error_days + 20


def test_every_row_is_taught_tried_or_counted_with_its_reason(tmp_path: Path) -> None:
    file = parcels(
        tmp_path,
        never="X1,Casablanca,Zagora,2025-03-03 09:00:00,,",
        nowhere="X2,Casablanca,Atlantis,2025-03-03 09:00:00,2025-03-09 09:00:00,",
        backwards="X3,Casablanca,Zagora,2025-03-09 09:00:00,2025-03-03 09:00:00,",
        again="A1,Casablanca,Zagora,2025-03-03 09:00:00,2025-03-09 09:00:00,",
    )

    report = learned(file)

    assert report.rows == 404
    assert report.aside == {
        "import.delivered-before-posted": 1, "import.place-doubtful": 1, "import.repeated": 1
    }  # fmt: skip
    assert report.never_delivered == 1
    used = report.taught + report.known_later + report.tried
    assert used + report.never_delivered + sum(report.aside.values()) == report.rows
    assert report.known_later > 0


def test_a_file_without_the_senders_promise_is_learned_from_too(tmp_path: Path) -> None:
    report = learned(parcels(tmp_path), maps=MAP[:-1])

    assert [line.name for line in report.lines] == ["once", "daily", "pair", "promise"]


def test_too_few_deliveries_teach_nothing(tmp_path: Path) -> None:
    with pytest.raises(TooLittleToLearn):
        learned(parcels(tmp_path, 20))


def test_the_table_tells_who_said_what_and_how_it_was_tried(tmp_path: Path) -> None:
    console = Console(width=200, record=True, quiet=False, file=(tmp_path / "out").open("w"))
    report = learned(parcels(tmp_path))

    console.print(report_table(report))

    text = " ".join(console.export_text().split())
    console.file.close()
    assert "the estimate, going on learning" in text
    assert f"{report.line('once').error_days:.2f}" in text
    assert f"{report.tried} handed over since are tried" in text


@pytest.mark.slow
@pytest.mark.skipif(not REAL.is_file(), reason=f"the real parcels are not here: {REAL}")
def test_real_parcels_are_estimated_better_than_by_their_seller_or_an_average() -> None:
    load_pack(read_pack_named(str(ROOT / "countries" / "brazil")), by=build.BOSS, at=build.MONDAY)
    sample = str(ROOT / "docs" / "examples" / "parcels-map.toml")

    report = learned(REAL, country="brazil", maps=[sample])

    error = {line.name: line.error_days for line in report.lines}
    assert report.rows == ROWS
    assert report.taught + report.known_later + report.tried > 2_800
    for name in ("once", "daily"):
        assert error[name] < 0.85 * error["pair"]
        assert error[name] < 0.3 * error["sender"]
        assert error[name] < 0.8 * error["promise"]
    found = report.line("daily").calibration
    assert found is not None
    half, eight, nineteen = (kept.share for kept in found.levels)
    assert 0.45 < half < 0.62  # it went ever faster in the last third: what is learned lags behind
    assert 0.76 < eight < 0.92
    assert nineteen > 0.93
