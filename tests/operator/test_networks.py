"""A timetable is checked in words, and goes out and comes in as GTFS."""

from datetime import date
from pathlib import Path

import pytest

from rekkas.network.commands import draft_timetable
from rekkas.network.queries import network_in, timetable, timetables_of
from rekkas.operator.errors import StopsNotMatched
from rekkas.operator.networks import export_gtfs, faults_of_version, import_gtfs
from tests import build
from tests.build import BOSS, MONDAY, ZAGORA_OFFICE

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 3, 2), date(2026, 12, 31)


def exported(tmp_path: Path) -> Path:
    file = tmp_path / "feed.zip"
    assert export_gtfs(file, country="MA", version=0, first=FIRST, last=LAST, url="https://post.example") == 6
    return file


def test_what_goes_out_as_gtfs_comes_in_as_a_draft_of_the_same_trips(tmp_path: Path) -> None:
    build.country()

    taken = import_gtfs(exported(tmp_path), country="MA", stops=None, name="feed", at=MONDAY)

    assert taken.number is not None
    draft, published = timetable("MA", taken.number), timetable("MA", 1)
    assert (draft.state, draft.name, taken.mistakes, taken.unmatched) == ("draft", "feed", [], [])
    assert network_in(draft).trips == network_in(published).trips
    assert network_in(draft).sites == network_in(published).sites


def test_a_feed_that_cannot_be_read_drafts_nothing(tmp_path: Path) -> None:
    build.country()
    (tmp_path / "feed.zip").write_bytes(b"no zip at all")

    taken = import_gtfs(tmp_path / "feed.zip", country="MA", stops=None, name="feed", at=MONDAY)

    assert taken.number is None
    assert taken.mistakes[0].startswith("feed.zip, line 1")
    assert len(timetables_of("MA")) == 1


def test_a_list_of_stops_without_its_columns_is_refused(tmp_path: Path) -> None:
    build.country()
    (tmp_path / "stops.csv").write_text("stop,code\nA,MA0001\n")

    with pytest.raises(StopsNotMatched):
        import_gtfs(exported(tmp_path), country="MA", stops=tmp_path / "stops.csv", name="feed", at=MONDAY)


def test_the_faults_of_a_timetable_are_sentences_that_name_the_office() -> None:
    build.country()

    told = faults_of_version("MA", 1, FIRST)

    assert all("MA0" in sentence and sentence.endswith(".") for sentence in told)


def test_what_a_draft_no_longer_reaches_is_named_before_its_faults() -> None:
    build.country()
    rows = timetable("MA", 1).files["trips.csv"].splitlines()
    left = "\n".join(row for row in rows if ZAGORA_OFFICE not in row)
    number = draft_timetable(country="MA", name="Less", files={"trips.csv": left}, by=BOSS, at=MONDAY)

    told = faults_of_version("MA", number, FIRST)

    assert f"({ZAGORA_OFFICE}) can no longer be reached from" in told[0]
    assert not any("no longer" in sentence for sentence in faults_of_version("MA", 1, FIRST))
