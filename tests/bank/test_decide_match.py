from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from rekkas.bank import queries
from rekkas.bank.choices import CustomerStatus, Decision, EventKind, MatchState
from rekkas.bank.commands import block_customer, decide_match, unblock_customer
from rekkas.bank.errors import (
    DecidedByAPerson,
    MatchDecided,
    OwnBlock,
    OwnCustomer,
    ReasonMissing,
    UnknownMatch,
)
from rekkas.bank.models import ScreeningMatch
from rekkas.base.actors import Actor
from rekkas.base.choices import ActorKind, Role
from rekkas.base.errors import NotAllowed
from tests.bank.people import NADIA, screened, suspect
from tests.build import AGENCY, BOSS, FATIMA, MONDAY, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]
MATCH = "2026-000001"
NOTE = "Another place of birth."


@pytest.fixture
def number() -> str:
    found = suspect().number
    screened()
    return found


def decide(decision: Decision = Decision.CLEARED, **more: Any) -> None:
    decide_match(**({"match": MATCH, "decision": decision, "note": NOTE, "by": NADIA, "at": MONDAY} | more))


def test_somebody_else_is_no_longer_held(number: str) -> None:
    decide()

    match = queries.match(MATCH)
    assert (match.state, match.decided_by, match.decided_at, match.note) == (
        MatchState.CLEARED, "nadia", MONDAY, NOTE,
    )  # fmt: skip
    assert not queries.is_held(number)
    assert queries.customer(number).is_active
    event = queries.history_of(queries.customer(number))[0]
    assert (event.kind, event.details["decision"], event.details["note"]) == (
        EventKind.MATCH_DECIDED, "cleared", NOTE,
    )  # fmt: skip
    assert event.details["list_digest"] == match.list_digest


def test_who_is_confirmed_is_blocked(number: str) -> None:
    decide(Decision.CONFIRMED, note="The same passport.")

    row = queries.customer(number)
    # Of which list it is stays with those who review.
    assert (row.status, row.status_reason, row.status_by) == (CustomerStatus.BLOCKED, MATCH, "nadia")
    with pytest.raises(OwnBlock):
        unblock_customer(number=number, reason="mistake", by=NADIA, at=MONDAY)


def test_who_was_blocked_before_stays_blocked_for_that(number: str) -> None:
    block_customer(number=number, reason="Seizure", by=NADIA, at=MONDAY)

    decide(Decision.CONFIRMED)

    assert queries.customer(number).status_reason == "Seizure"


def test_whoever_enrolled_does_not_decide() -> None:
    both = Actor(ActorKind.PERSON, "both", AGENCY, FATIMA.permissions | NADIA.permissions)
    suspect(by=both)
    screened()

    with pytest.raises(OwnCustomer):
        decide(by=both)
    assert queries.match(MATCH).state == MatchState.OPEN


def test_a_machine_does_not_decide(number: str) -> None:
    with pytest.raises(DecidedByAPerson):
        decide(by=BOSS)


def test_a_decision_has_a_note(number: str) -> None:
    with pytest.raises(ReasonMissing):
        decide(note="   ")


def test_a_likeness_is_decided_once(number: str) -> None:
    decide()

    with pytest.raises(MatchDecided, match="nadia"):
        decide(Decision.CONFIRMED, by=staff("omar", Role.COMPLIANCE))


def test_the_same_decision_sent_twice_is_made_once(number: str) -> None:
    decide(key="k-1")
    decide(key="k-1")

    assert (
        sum(event.kind == EventKind.MATCH_DECIDED for event in queries.history_of(queries.customer(number)))
        == 1
    )


def test_only_what_was_asked_is_decided() -> None:
    with pytest.raises(UnknownMatch):
        decide(match="2026-999999")


@pytest.mark.parametrize("role", [Role.CLERK, Role.MANAGER, Role.INSPECTOR])
def test_others_do_not_decide(number: str, role: Role) -> None:
    with pytest.raises(NotAllowed):
        decide(by=staff("other", role))


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"state": "cleared"}, "bank_match_is_decided_by_a_person_with_a_note"),
        ({"state": "cleared", "decided_by": "omar", "decided_at": timezone.now()},
         "bank_match_is_decided_by_a_person_with_a_note"),
        ({"state": "cleared", "decided_by": "fatima", "decided_at": timezone.now(), "note": "mine"},
         "bank_match_is_decided_by_another_than_the_clerk"),
        ({"state": "maybe"}, "bank_match"),
        ({"score": 1001}, "bank_match_score_is_in_thousandths"),
    ],
)  # fmt: skip
def test_whoever_goes_round_the_command_is_refused_by_the_database(
    number: str, changes: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ScreeningMatch.objects.update(**changes)
