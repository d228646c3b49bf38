"""What cannot be read yet is kept aside as it came, and joins its item when the item becomes known."""

import hashlib
from uuid import UUID

import msgspec
import pytest

from rekkas.mail import commands as mail
from rekkas.mail.models import Event, StrayScan
from rekkas.mail.queries import custody_faults, standing_faults
from rekkas.mail.scans import Scan
from tests import build
from tests.build import AGENCY, BOSS, HUB, ZAGORA_OFFICE, later
from tests.mail.world import (
    HEARD,
    LEGS,
    accept,
    arrived,
    closed_bag,
    closed_dispatch,
    departed,
    entry,
    new_bag,
    outcomes,
    posted,
    record,
    s10,
    scan,
    standing,
    told,
    where,
)

UNKNOWN, MISREAD, UNREADABLE = ("unknown-number", "misread", "unreadable")
RTL, BOM, NBSP = "\u200f", "\ufeff", "\u00a0"


def aside(*scans: Scan) -> list[tuple[str, str]]:
    return outcomes(record(*scans))


def test_a_number_that_is_not_known_waits_with_all_that_was_said() -> None:
    said = scan(s10(1), "EMH", reason="absent", raw_code="H")

    assert aside(said) == [("quarantined", UNKNOWN)]

    kept = StrayScan.objects.get()
    assert msgspec.json.decode(kept.body, type=Scan) == said
    assert (kept.barcode, kept.actor_name, kept.recorded_at) == (s10(1), "scanner-7", HEARD)


@pytest.mark.parametrize("verb", [mail.accept_items, mail.announce_items])
def test_it_joins_its_item_as_said_by_whoever_said_it_when_it_was_heard(verb: object) -> None:
    record(scan(s10(1), "EMH", 26, reason="absent"), by=build.device(ZAGORA_OFFICE), at=later(27))

    verb(items=[entry(number=s10(1))], by=BOSS, at=later(50))  # type: ignore[operator]

    event = Event.objects.get(code="EMH")
    assert (event.actor_kind, event.actor_name) == ("device", "scanner-7")
    assert (event.happened_at, event.recorded_at) == (later(26), later(27))
    assert standing(s10(1)).code == "EMH"
    assert StrayScan.objects.get().joined_at == later(50)
    assert [*standing_faults(), *custody_faults()] == []


def test_what_several_devices_said_at_several_times_joins_with_its_own_author_each() -> None:
    for hours, name in enumerate(("north", "south", "west"), start=2):
        record(scan(s10(1), "EMG", hours), by=build.system(name), at=later(hours))

    accept(entry(number=s10(1)), at=later(50))

    said = Event.objects.filter(code="EMG").order_by("happened_at").values_list("actor_name", "recorded_at")
    assert list(said) == [("north", later(2)), ("south", later(3)), ("west", later(4))]


def test_a_scan_that_joined_is_a_duplicate_when_it_is_sent_again() -> None:
    said = scan(s10(1))
    record(said)
    posted(number=s10(1))

    assert aside(said) == [("duplicate", "")]
    assert Event.objects.filter(scan_id=said.scan_id).count() == 1


def test_a_stray_sent_again_waits_once() -> None:
    said = scan(s10(1))

    record(said, said)
    record(said)

    assert StrayScan.objects.count() == 1


def test_of_two_strays_that_contradict_each_other_one_joins_and_the_other_still_waits() -> None:
    said = scan(s10(1), "EMG")
    other = msgspec.structs.replace(said, code="EMI")
    record(said, other)

    posted(number=s10(1))

    assert standing(s10(1)).code == "EMG"
    assert StrayScan.objects.get(joined_at=None).why == "contradicts"


def test_a_stray_does_not_join_an_item_of_another_number() -> None:
    record(scan(s10(1)))

    posted(number=s10(2))

    assert StrayScan.objects.filter(joined_at=None).count() == 1
    assert told(s10(1)).waiting_scans == 1


@pytest.mark.parametrize("number", ["RB123456786GB", "1B123456785GB", "RBI23456785GB", "RB123456785G8"])
def test_thirteen_characters_that_do_not_add_up_were_misread(number: str) -> None:
    assert aside(scan(number)) == [("quarantined", MISREAD)]


@pytest.mark.parametrize(
    "written",
    [
        "rb123456785gb",
        " RB 123 456 785 GB ",
        "RB-123-456-785-GB",
        "RB١٢٣٤٥٦٧٨٥GB",
        f"{BOM}{RTL}RB123456785GB{RTL}",
        f"RB{NBSP}123456785{NBSP}GB\r\n",
        "RB123456785GB\0",
    ],
)
def test_a_number_is_known_however_it_is_written(written: str) -> None:
    posted(number="RB123456785GB")

    assert aside(scan(written)) == [("recorded", "")]


def test_strays_wait_under_the_number_however_it_was_written() -> None:
    record(scan(" rb١٢٣٤٥٦٧٨٥gb\0"))

    posted(number="RB123456785GB")

    assert not StrayScan.objects.filter(joined_at=None).exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": "r" * 25},
        {"action": "a" * 25},
        {"office": "o" * 13},
        {"code": "c" * 33},
        {"raw_code": "w" * 33},
        {"code": "c" * 30, "raw_code": "w" * 5},
        {"reason": "\0"},
        {"office": "MA\x000001"},
        {"code": "E\0M"},
        {"barcode": "", "office": "o" * 13},
    ],
)
def test_what_the_record_has_no_room_for_is_kept_aside_whole_and_its_neighbours_are_recorded(
    changes: dict[str, str],
) -> None:
    (number,) = posted()
    bad = msgspec.structs.replace(scan(number), **changes)

    answers = aside(scan(number), bad, scan(number))

    assert answers == [("recorded", ""), ("quarantined", UNREADABLE), ("recorded", "")]
    kept = msgspec.json.decode(StrayScan.objects.get().body)
    assert {name: kept[name] for name in changes} == changes


@pytest.mark.parametrize("barcode", ["", " ", "\0", "x" * 5_000, "<script>", "x'; DROP TABLE mail_event; --"])
def test_any_barcode_can_be_kept_aside(barcode: str) -> None:
    assert aside(scan(barcode)) == [("quarantined", UNKNOWN)]

    kept = StrayScan.objects.get()
    assert msgspec.json.decode(kept.body)["barcode"] == barcode


@pytest.mark.parametrize(
    "word", ["", "حادث", "quote\" 'tab\t back\\slash \\N line\nend", "\u202ertl", "ⴰⵣⵓⵍ"]
)
def test_words_of_any_script_are_kept_as_they_were_said(word: str) -> None:
    (number,) = posted()
    said = scan(number, reason=word[:24])

    record(said)

    assert Event.objects.get(scan_id=said.scan_id).reason == word[:24]
    assert list(custody_faults()) == []


def test_a_bag_that_is_not_known_keeps_the_scan_aside_until_it_is() -> None:
    (number,) = posted()
    run = f"{LEGS[AGENCY, HUB]}-20260302"
    bag = closed_bag(number)
    dispatch = closed_dispatch(bag)
    early = scan(dispatch, "RIN", 8.6, container=run)

    assert aside(early) == [("quarantined", "unknown-container")]
    other = closed_dispatch(closed_bag(*posted("two")))
    departed(other)

    assert StrayScan.objects.get().joined_at == later(9)
    assert where(number).code == "RDP"
    arrived(run)
    assert (where(number).code, where(number).office_code) == ("RAR", HUB)


def test_an_item_and_a_bag_that_are_both_not_known_are_waited_for_one_after_the_other() -> None:
    run = f"{LEGS[AGENCY, HUB]}-20260302"
    record(scan(s10(1), "RIN", 8, container=run))
    posted(number=s10(1))

    waiting = StrayScan.objects.get()
    assert (waiting.why, waiting.barcode, waiting.joined_at) == ("unknown-container", run, None)
    departed(closed_dispatch(closed_bag(*posted("two"))))

    assert StrayScan.objects.get().joined_at is not None
    assert where(s10(1)).inherited_from == run


def test_a_bag_is_not_put_into_an_item_nor_an_item_opened() -> None:
    number, other = posted("one", "two")
    bag = new_bag()

    answers = aside(
        scan(bag, "RIN", container=number),
        scan(bag, "RIN", container=bag),
        scan(number, "RIN", container=other),
        scan(number, "ROP"),
    )

    assert answers == [("quarantined", "not-a-container")] * 4


def test_a_batch_of_good_and_bad_loses_none() -> None:
    numbers = posted(*range(5))
    scans = [scan(n) for n in numbers] + [scan(s10(n)) for n in range(5)] + [scan("RB123456786GB")]

    answers = record(*scans)

    assert len(answers) == len(scans)
    assert Event.objects.filter(code="EMG").count() + StrayScan.objects.count() == len(scans)


def test_the_digest_of_a_stray_is_that_of_what_it_said() -> None:
    said = scan(s10(1))

    record(said)

    kept = StrayScan.objects.get()
    assert kept.content_digest == hashlib.sha256(kept.body.encode()).hexdigest()
    assert isinstance(kept.scan_id, UUID)
    assert kept.scan_id == said.scan_id
