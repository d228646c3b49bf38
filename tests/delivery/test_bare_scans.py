"""What needs its proofs or its cash is not said by a bare scan of a person, nor for the office of others."""

import csv
from importlib.resources import files

import pytest

from rekkas.base.choices import Role
from rekkas.mail.commands import record_scans
from rekkas.mail.queries import events_of, track, waiting_strays
from rekkas.mail.scans import Scan
from rekkas.money.queries import balance
from rekkas.operator.verify import verify
from tests.build import AGENCY, BOSS, YOUSSEF, ZAGORA_OFFICE, device, key, later, staff
from tests.delivery.doorstep import BAG, handover, outcomes, parcels

pytestmark = pytest.mark.usefixtures("post_office")

CODES = list(csv.DictReader(files("rekkas.mail").joinpath("data/event_codes.csv").read_text().splitlines()))
BY_VERB = [row["code"] for row in CODES if row["by_hand"] == "0"]
LEILA = staff("leila", Role.CLERK, ZAGORA_OFFICE)


def said(number: str, code: str, office: str = ZAGORA_OFFICE) -> Scan:
    return Scan(key("bare", number, code, office), number, code, later(24), office)


def bare(scan: Scan, **changes: object) -> tuple[str, str]:
    """What became of a scan sent as such, and why."""
    (answer,) = record_scans(scans=[scan], at=later(24), **{"by": YOUSSEF, **changes})  # type: ignore[arg-type]
    return answer.outcome.value, answer.why


def codes_of(number: str) -> list[str]:
    return [event.code for event in events_of(number)]


def test_what_delivery_says_has_verbs_of_its_own() -> None:
    assert {"EMA", "EDG", "EMH", "EDH", "EMI", "RIN", "RCL", "ROP", "RRS", "RDS"} <= set(BY_VERB)


@pytest.mark.parametrize("code", BY_VERB)
@pytest.mark.parametrize("by", [YOUSSEF, LEILA, staff("samira", Role.MANAGER)], ids=lambda by: by.name)
def test_what_has_a_verb_of_its_own_is_kept_aside_when_a_person_scans_it(code: str, by: object) -> None:
    (number,) = parcels()

    assert bare(said(number, code), by=by) == ("quarantined", "own-verb")

    assert codes_of(number) == ["EMA", "EMG"]
    assert [stray.why for stray in waiting_strays()] == ["own-verb"]
    assert (balance(BAG), verify().fault_count) == (0, 0)
    assert outcomes(handover(number)) == ["delivered"]


def test_what_was_kept_aside_for_its_verb_does_not_join_when_the_number_becomes_known() -> None:
    number = "RA123456785MA"
    bare(said(number, "EMI"))

    parcels(number=number)

    assert codes_of(number) == ["EMA", "EMG"]
    assert track([number], at=later(25))[0].status == "in_transit"


def test_a_person_still_scans_what_has_no_verb() -> None:
    (number,) = parcels()

    assert bare(said(number, "EDF")) == ("recorded", "")
    assert bare(said(number, "RNT"), by=LEILA) == ("recorded", "")


def test_what_is_scanned_for_the_office_of_others_is_kept_aside() -> None:
    (number,) = parcels()

    for author in (YOUSSEF, LEILA, device(ZAGORA_OFFICE)):
        assert bare(said(number, "EMG", AGENCY), by=author) == ("quarantined", "other-office")
    assert codes_of(number) == ["EMA", "EMG"]
    assert bare(said(number, "EMG", AGENCY), by=BOSS) == ("recorded", "")


def test_nobody_brings_an_item_into_hand_by_scanning_it_at_the_office_where_it_lies() -> None:
    (number,) = parcels()
    hassan = staff("hassan", Role.COURIER, AGENCY)

    assert bare(said(number, "EMG", ZAGORA_OFFICE), by=hassan) == ("quarantined", "other-office")
    assert outcomes(handover(number), office=AGENCY, by=hassan) == ["mail.not-here"]
