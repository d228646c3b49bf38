"""What a verb of a higher app has seen done is recorded as it says: it has made its own checks."""

from rekkas.base.choices import Role
from rekkas.mail import commands as mail
from tests import build
from tests.build import HUB, later
from tests.mail.world import posted, scan, told


def test_what_a_verb_says_needs_no_hand_and_no_second_check() -> None:
    (number,) = posted()
    manager = build.staff("karim", Role.MANAGER, HUB)

    (answer,) = mail.record_events(scans=[scan(number, "EMI", 5, office=HUB)], by=manager, at=later(5))

    assert answer.outcome == "recorded"
    assert told(number, at=later(6)).status == "delivered"


def test_nothing_is_nothing() -> None:
    assert mail.record_events(scans=[], by=build.BOSS, at=later(1)) == []
