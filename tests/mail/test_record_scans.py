"""Scans as they come: late, twice, out of order, contradictory. Nothing is lost, nothing is overwritten."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rekkas.base.choices import Role
from rekkas.mail import commands as mail
from rekkas.mail.models import Event, Standing, StrayScan
from rekkas.mail.queries import events_of, standing_faults
from rekkas.mail.scans import Scan, ScanResult
from tests import build
from tests.build import AGENCY, BOSS, HUB, OUARZAZATE, ZAGORA_OFFICE, later
from tests.mail.world import (
    HEARD,
    SCANNER,
    new_bag,
    outcomes,
    posted,
    record,
    s10,
    scan,
    standing,
    told,
)

RECORDED, DUPLICATE = ("recorded", ""), ("duplicate", "")
CONTRADICTS = ("quarantined", "contradicts")


def test_an_empty_batch_is_answered_with_nothing() -> None:
    assert record() == []


def test_a_scan_is_kept_as_it_was_said_with_who_said_it_and_when_it_was_heard() -> None:
    (number,) = posted()
    said = scan(number, "EMH", 26, reason="absent", action="redeliver", office=ZAGORA_OFFICE)

    (answer,) = record(said)

    event = Event.objects.get(scan_id=said.scan_id)
    assert answer == ScanResult(said.scan_id.hex, answer.outcome, number)
    assert (event.code, event.reason, event.action) == ("EMH", "absent", "redeliver")
    assert (event.happened_at, event.effective_at, event.recorded_at) == (later(26), later(26), HEARD)
    assert (event.actor_kind, event.actor_name) == (SCANNER.kind, SCANNER.name)


def test_answers_stand_in_the_order_of_the_scans() -> None:
    numbers = posted(*range(4))
    asked = [numbers[2], s10(1), numbers[0], numbers[3], s10(2), numbers[1]]

    answers = record(*(scan(number) for number in asked))

    assert [answer.number for answer in answers] == asked


def test_a_late_scan_takes_its_place_in_the_story_and_not_the_standing() -> None:
    (number,) = posted()
    record(scan(number, "EDG", 30))

    record(scan(number, "EMG", 20), at=later(200))

    assert standing(number).code == "EDG"
    assert [step.code for step in told(number).steps] == ["EMA", "EMG", "EDG"]


def test_the_same_scan_sent_again_is_answered_as_a_duplicate() -> None:
    (number,) = posted()
    said = scan(number)

    first, again = record(said), record(said, at=later(300))

    assert (outcomes(first), outcomes(again)) == ([RECORDED], [DUPLICATE])
    assert Event.objects.filter(scan_id=said.scan_id).count() == 1
    assert not StrayScan.objects.exists()


def test_the_same_scan_twice_in_one_batch_is_recorded_once() -> None:
    (number,) = posted()
    said = scan(number)

    assert outcomes(record(said, scan(number), said)) == [RECORDED, RECORDED, DUPLICATE]


def test_a_repeat_that_spells_the_number_differently_is_the_same_scan() -> None:
    (number,) = posted()
    said = scan(number)
    record(said)

    assert outcomes(record(msgspec.structs.replace(said, barcode=f" {number.lower()} "))) == [DUPLICATE]


OTHER_CONTENT: dict[str, Any] = {
    "code": "EMI", "happened_at": later(5), "office": HUB, "reason": "absent", "action": "return",
    "raw_code": "LIVRE",
}  # fmt: skip


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("changed", OTHER_CONTENT)
def test_the_same_scan_with_other_content_is_kept_aside_and_overwrites_nothing(
    changed: str, together: bool
) -> None:
    (number,) = posted()
    said = scan(number)
    other = msgspec.structs.replace(said, **{changed: OTHER_CONTENT[changed]})

    answers = record(said, other) if together else [*record(said), *record(other)]

    assert outcomes(answers) == [RECORDED, CONTRADICTS]
    event = Event.objects.get(scan_id=said.scan_id)
    assert (event.code, event.office_code, event.reason) == ("EMG", ZAGORA_OFFICE, "")
    assert msgspec.json.decode(StrayScan.objects.get().body, type=Scan) == other


def test_the_same_scan_put_into_another_bag_or_of_another_item_is_kept_aside() -> None:
    one, two = posted("one", "two")
    said = scan(one, "RIN", container=new_bag())
    record(said)

    elsewhere = msgspec.structs.replace(said, container=new_bag(AGENCY, OUARZAZATE))
    of_another = msgspec.structs.replace(said, barcode=two)

    assert outcomes(record(elsewhere, of_another)) == [CONTRADICTS, CONTRADICTS]


def test_the_offset_of_the_clock_is_part_of_what_was_said() -> None:
    (number,) = posted()
    said = scan(number)
    record(said)
    naive = msgspec.structs.replace(said, happened_at=said.happened_at.replace(tzinfo=None))

    assert outcomes(record(naive)) == [CONTRADICTS]


def test_delivered_stays_delivered_whatever_is_said_afterwards() -> None:
    (number,) = posted()

    record(scan(number, "EMI", 30), scan(number, "EMH", 40), scan(number, "EDG", 50))

    assert standing(number).status == "delivered"
    assert Event.objects.filter(unit=standing(number).unit_id).count() == 4


def test_of_two_things_at_one_moment_the_later_phase_counts() -> None:
    (number,) = posted()

    record(scan(number, "EDG", 30), scan(number, "EMG", 30))

    assert standing(number).code == "EDG"


def test_a_note_leaves_the_standing_as_it_was() -> None:
    (number,) = posted()

    record(scan(number, "RNT", 30))

    assert (standing(number).code, standing(number).effective_at) == ("EMA", later(0))


@pytest.mark.parametrize("code", ["LIVRE", "", "emi", "X" * 32])
def test_a_code_that_is_not_known_leaves_the_item_not_understood(code: str) -> None:
    (number,) = posted()

    assert outcomes(record(scan(number, code))) == [RECORDED]

    found = told(number, at=later(2))
    assert (found.status, found.raw_code) == ("unknown", code)


def test_of_a_code_that_is_not_known_and_its_raw_code_neither_is_lost() -> None:
    (number,) = posted()

    record(scan(number, "LIVRE", raw_code="42"))

    assert told(number).raw_code == "LIVRE 42"


def test_what_follows_makes_a_code_that_is_not_known_harmless() -> None:
    (number,) = posted()

    record(scan(number, "LIVRE", 2), scan(number, "EMI", 3))

    assert told(number).status == "delivered"


def test_an_author_with_a_long_name_is_heard_too() -> None:
    (number,) = posted()

    answers = record(scan(number), scan(s10(1)), by=build.system("n" * 150))

    assert outcomes(answers) == [RECORDED, ("quarantined", "unknown-number")]
    assert Event.objects.latest("id").actor_name == "n" * 80


def test_an_office_that_is_not_known_is_kept_as_it_was_said() -> None:
    (number,) = posted()

    assert outcomes(record(scan(number, office="XX9999"))) == [RECORDED]

    assert told(number).office_name == "XX9999"


def _pool(one: str, two: str, bag: str) -> list[Scan]:
    """Late, twice, at one moment, contradictory, of a wrong clock, not understood, in and out of a bag."""
    repeated = scan(one, "EMG", 30)
    return [
        scan(one, "RIN", 8, container=bag), scan(two, "RIN", 8, container=bag), scan(bag, "RCL", 8),
        scan(bag, "RAR", 12, office=HUB), scan(two, "EDD", 11, office=HUB), scan(bag, "ROP", 20),
        scan(one, "RNT", 10), scan(one, "EDG", 31), scan(one, "EDG", 31), scan(one, "EMH", 31),
        repeated, repeated, scan(one, "EMI", 40), scan(one, "EMH", 41), scan(one, "RRS", 40),
        scan(two, "LIVRE", 40), scan(two, "EMG", 9_000), scan(two, "EMG", -90_000),
        scan(two, "EMG", 40, happened_at=later(40).replace(tzinfo=None)),
    ]  # fmt: skip


@given(data=st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_order_and_any_batches_give_the_same_standings_and_the_same_story(data: st.DataObject) -> None:
    with transaction.atomic():
        one, two = posted(uuid4(), uuid4())
        bag = new_bag()
        pool = _pool(one, two, bag)

        def outcome(*batches: list[Scan]) -> tuple[list[Any], list[Any]]:
            with transaction.atomic():
                for batch in batches:
                    record(*batch)
                assert list(standing_faults()) == []
                rows = list(Standing.objects.order_by("unit_id").values_list())
                Standing.objects.update(event=None, code="", status="unknown", is_final=True, rank=999)
                mail.rebuild_standings(by=BOSS, at=HEARD)
                assert list(Standing.objects.order_by("unit_id").values_list()) == rows
                story = [told(number).steps for number in (one, two)]
                transaction.set_rollback(True)
            return rows, story

        shuffled = data.draw(st.permutations(pool))
        cuts = sorted(data.draw(st.sets(st.integers(1, len(pool) - 1), max_size=4)))
        batches = [shuffled[start:end] for start, end in zip([0, *cuts], [*cuts, len(pool)], strict=True)]

        assert outcome(*batches) == outcome(pool)
        transaction.set_rollback(True)


Statements = Callable[[], AbstractContextManager[list[str]]]


@pytest.mark.parametrize("kind", ["of items", "all strays", "all duplicates", "of a wall clock", "into bags"])
def test_a_batch_costs_the_same_number_of_statements_whatever_its_size(
    statements: Statements, kind: str
) -> None:
    numbers, bag = posted(*range(10)), new_bag()
    changes: dict[str, Any] = {
        "of a wall clock": {"happened_at": later(3).replace(tzinfo=None)},
        "into bags": {"container": bag, "code": "RIN"},
    }.get(kind, {})

    def cost(count: int) -> int:
        barcodes = [s10(n) for n in range(count)] if kind == "all strays" else numbers * (count // 10)
        batch = [scan(barcode, **changes) for barcode in barcodes]
        if kind == "all duplicates":
            record(*batch)
        with statements() as seen:
            assert len(record(*batch)) == count
        return len(seen)

    cost(10)  # the first batch of a database also makes its lane

    assert {cost(10), cost(1_000), cost(5_000)} == {cost(10)}
    assert cost(10) <= 14


def test_the_moment_of_a_scan_is_kept_to_the_microsecond() -> None:
    (number,) = posted()
    moment = later(3) + timedelta(microseconds=1)
    said = scan(number, happened_at=moment)

    record(said)

    assert Event.objects.get(scan_id=said.scan_id).happened_at == moment
    assert outcomes(record(said)) == [DUPLICATE]


def test_a_person_says_by_a_bare_scan_only_what_needs_no_proof() -> None:
    (number,) = posted()
    sorter = build.staff("sorter", Role.SORTER, HUB)

    answers = record(scan(number, "EDD", 5, office=HUB), scan(number, "EMI", 6, office=HUB), by=sorter)

    assert [(one.outcome, one.why) for one in answers] == [("recorded", ""), ("quarantined", "own-verb")]
    assert told(number, at=later(7)).status == "in_transit"


def test_who_belongs_to_an_office_speaks_for_that_one_only() -> None:
    (number,) = posted()

    answers = record(scan(number, "EDD", 5, office=ZAGORA_OFFICE), by=build.device(HUB))

    assert [(one.outcome, one.why) for one in answers] == [("quarantined", "other-office")]
    assert [event.code for event in events_of(number)] == ["EMA"]
