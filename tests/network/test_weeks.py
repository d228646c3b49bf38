"""Tables that lie in the data folder, and everything that may happen to them there."""

import os
from datetime import date
from pathlib import Path
from shutil import rmtree
from threading import Barrier, Event, Thread

import numpy as np
import pytest

from postkit.network.synthetic import synthetic_network
from postkit.promise import Events, Table, digest_of, events_for, unroll
from rekkas.network import weeks
from rekkas.network.weeks import Weeks, table_of

MONDAY = date(2026, 3, 2)
PLAN = [(date.min, synthetic_network(40, 3, seed=1))]


@pytest.fixture(autouse=True)
def _all_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weeks, "SMALL_BYTES", 0)


@pytest.fixture(scope="module")
def events() -> Events:
    return events_for(unroll(PLAN, MONDAY, 21))


def same(one: Table, other: Table) -> bool:
    return np.array_equal(one.soonest, other.soonest) and np.array_equal(one.board, other.board)


@pytest.mark.parametrize("name", ["soonest.npy", "place.npy", "board.npy", "stay.npy"])
@pytest.mark.parametrize("left", [None, 0, 1000])
def test_a_table_that_is_not_whole_is_worked_out_again(
    tmp_path: Path, events: Events, name: str, left: int | None
) -> None:
    whole = Table.build(events)
    table_of(events, tmp_path)
    cut = tmp_path / digest_of(events) / name
    os.truncate(cut, left) if left is not None else cut.unlink()

    found = table_of(events, tmp_path)

    assert same(found, whole)
    assert same(Table.open(tmp_path / digest_of(events)), whole)


def test_who_has_a_table_mapped_keeps_it_when_its_folder_goes(tmp_path: Path, events: Events) -> None:
    mapped = table_of(events, tmp_path)
    rmtree(tmp_path / digest_of(events))

    again = table_of(events, tmp_path)

    assert same(mapped, again)


def test_where_nothing_can_be_written_the_table_is_held_in_memory(tmp_path: Path, events: Events) -> None:
    (tmp_path / "file").write_text("no folder")

    found = table_of(events, tmp_path / "file")

    assert same(found, Table.build(events))


def test_a_table_that_cannot_be_saved_leaves_nothing_half_written(
    tmp_path: Path, events: Events, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, array: object) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "save", full)

    with pytest.raises(OSError, match="No space"):
        Table.build(events).save(tmp_path / "table")

    assert list(tmp_path.iterdir()) == []


def test_a_table_lies_on_the_disk_before_it_bears_its_name(
    tmp_path: Path, events: Events, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[tuple[str, bool]] = []
    table, place = Table.build(events), tmp_path / "table"

    def noted(handle: int) -> None:
        settled.append((Path(os.readlink(f"/proc/self/fd/{handle}")).name, place.exists()))

    monkeypatch.setattr(os, "fsync", noted)
    table.save(place)

    files = [(f"{name}.npy", False) for name in ("soonest", "place", "board", "stay")]
    assert settled[:4] == files
    assert settled[4][0].startswith(".unfinished-")
    assert settled[5:] == [(tmp_path.name, True)]


def test_what_a_killed_process_left_half_written_is_cleared_away(tmp_path: Path, events: Events) -> None:
    left, fresh, headless = (
        tmp_path / ".unfinished-left",
        tmp_path / ".unfinished-fresh",
        tmp_path / "headless",
    )
    for place in (left, fresh, headless):
        place.mkdir()
    for place in (left, headless):
        os.utime(place, (0, 0))

    table_of(events, tmp_path)

    assert (left.exists(), fresh.exists()) == (False, True)


def test_the_tables_needed_last_stay(tmp_path: Path, events: Events, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weeks, "TABLES_KEPT", 2)
    for age, name in enumerate("abc"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "soonest.npy").touch()
        os.utime(tmp_path / name / "soonest.npy", (1000 - age, 1000 - age))

    table_of(events, tmp_path)

    assert {place.name for place in tmp_path.iterdir()} == {"a", digest_of(events)}


def test_threads_that_ask_at_once_wait_for_one_table(monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[Events] = []

    def counted(events: Events, folder: Path | None) -> Table:
        built.append(events)
        return Table.build(events)

    monkeypatch.setattr(weeks, "table_of", counted)
    held, start = Weeks(PLAN, None), Barrier(6)
    found = []

    def ask() -> None:
        start.wait(10)
        found.append(held.of(MONDAY, "standard", 21))

    threads = [Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert len(built) == 1
    assert len({id(week) for week in found}) == 1


def test_while_one_week_is_worked_out_others_are_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    held = Weeks(PLAN, None)
    known = held.of(MONDAY, "standard", 21)
    begun, go_on = Event(), Event()

    def slow(events: Events, folder: Path | None) -> Table:
        begun.set()
        assert go_on.wait(30)
        return Table.build(events)

    monkeypatch.setattr(weeks, "table_of", slow)
    thread = Thread(target=lambda: held.of(MONDAY, "express", 21))
    thread.start()
    asked: list[object] = []
    other = Thread(target=lambda: asked.append(held.of(MONDAY, "standard", 21)))
    try:
        assert begun.wait(30)
        other.start()
        other.join(5)
        assert asked == [known]
    finally:
        go_on.set()
        thread.join(60)
