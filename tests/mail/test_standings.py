"""What a unit's own events make of it; pure where it can be, whatever the database."""

from datetime import UTC
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekkas.mail.choices import Status
from rekkas.mail.models import Event
from rekkas.mail.projection import (
    EVENT_COLUMNS,
    MICROSECOND,
    NEVER,
    deciding,
    micros,
    outranks,
    said_by,
    standing_row,
)
from rekkas.mail.queries import custody_faults, positions_of, standing_faults
from rekkas.mail.queries.custody import codes_in_force
from tests.build import AGENCY, HUB, later
from tests.mail.world import (
    closed_bag,
    closed_dispatch,
    departed,
    posted,
    record,
    scan,
    standing,
    told,
    where,
)

ROWS = st.tuples(
    st.integers(1, 3), st.uuids(), st.sampled_from(["EMA", "EMI", "EDG"]), st.just(""), st.just(""),
    st.integers(0, 3).map(later), st.booleans(), st.integers(0, 3), st.none(),
)  # fmt: skip


@given(st.lists(ROWS, unique_by=lambda row: row[1]), st.randoms())
def test_the_deciding_row_does_not_depend_on_the_order(rows: list[Any], random: Any) -> None:
    shuffled = random.sample(rows, len(rows))

    assert deciding(rows) == deciding(shuffled)
    assert all(not outranks(row, deciding(rows)[row[0]]) for row in rows)


@given(st.lists(ROWS, unique_by=lambda row: row[1]), st.integers(0, 20))
def test_the_deciding_row_of_two_batches_is_that_of_their_deciding_rows(rows: list[Any], cut: int) -> None:
    halves = [*deciding(rows[:cut]).values(), *deciding(rows[cut:]).values()]

    assert deciding(halves) == deciding(rows)


@given(st.datetimes(timezones=st.timezones()))
def test_a_moment_survives_as_microseconds(moment: Any) -> None:
    assert NEVER + micros(moment) * MICROSECOND == moment.astimezone(UTC)


def test_the_database_and_the_rebuilding_decide_alike_between_twins() -> None:
    (number,) = posted()
    ids = [UUID(int=n << 64) for n in (1, 2**60, 7, 2**63)]

    record(*(scan(number, "EDG", 30, scan_id=scan_id) for scan_id in ids[:2]))
    record(*(scan(number, "EDG", 30, scan_id=scan_id) for scan_id in ids[2:]))

    assert standing(number).event_id == max(ids)
    assert list(standing_faults()) == []


@pytest.mark.parametrize(
    ("code", "reason", "status"),
    [
        ("EMI", "", Status.DELIVERED),
        ("EMI", "to-neighbour", Status.DELIVERED),
        ("EMI", "to-sender", Status.RETURNED),  # delivered, but not to the addressee
        ("RRS", "", Status.RETURNED),
        ("RRT", "", Status.RETURNING),
        ("EDC", "", Status.IN_TRANSIT),  # returned by customs is no return to the sender
        ("EXC", "", Status.IN_TRANSIT),
        ("EME", "missing-documents", Status.CUSTOMS_HOLD),
        ("EMH", "a reason of tomorrow", Status.ATTEMPT_FAILED),
        ("EDX", "", Status.CANCELLED),
        ("RLO", "", Status.LOST),
    ],
)
def test_a_code_and_its_reason_make_a_status(code: str, reason: str, status: Status) -> None:
    assert codes_in_force().status_of(code, reason) == status


def test_every_code_in_force_makes_a_standing_or_is_a_note() -> None:
    codes = codes_in_force()
    event = [UUID(int=1), 7, None, "", "", "", "", AGENCY, later(0), 0, later(0), later(0), "", "", "", 0, 1]

    made = {code: standing_row([*event[:3], code, *event[4:]], codes) for code in codes.events}

    assert {code for code, row in made.items() if row is None} == {"RNT"}
    assert all(row[3] in Status.values for row in made.values() if row is not None)


def test_what_evidence_covers_is_all_that_was_said() -> None:
    (number,) = posted()
    record(scan(number, "EMH", reason="absent"))
    row = list(Event.objects.values_list(*EVENT_COLUMNS).last() or ())
    said = said_by(row)

    for place, column in enumerate(EVENT_COLUMNS[:15]):
        changed = list(row)
        changed[place] = UUID(int=5) if column == "scan_id" else later(99) if column.endswith("_at") else "x"
        assert (column, said_by(changed) == said) == (column, False)
    assert list(custody_faults()) == []


def test_positions_of_many_items_in_the_same_bag_are_read_level_by_level(assert_statements: Any) -> None:
    numbers = posted(*range(50))
    run = departed(closed_dispatch(closed_bag(*numbers)))
    ids = [standing(number).unit_id for number in numbers]

    with assert_statements(4):
        positions = positions_of(ids)

    assert {position.inherited_from for position in positions.values()} == {run}
    assert positions_of([]) == {}
    assert positions_of([10**9]) == {}


def test_a_final_event_of_the_bag_does_not_end_the_item() -> None:
    (number,) = posted()
    bag = closed_bag(number)

    record(scan(bag, "ROP", 20, office=HUB))

    assert (where(bag).is_final, where(number).is_final) == (True, False)
    assert told(number, at=later(21)).next_expected == "The item arrives at the next office."
