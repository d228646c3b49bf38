from typing import Any

import pytest
from django.utils.translation import override

from postkit.address import Address
from rekkas.bank import queries
from rekkas.bank.choices import Decision, EventKind, Evidence, Seen
from rekkas.bank.commands import block_customer, decide_match, note_document, raise_level
from rekkas.bank.errors import CustomerNotActive, EvidenceMissing, Held, LevelNotHigher, UnknownLevel
from rekkas.bank.models import ScreeningMatch
from rekkas.base.errors import NotAllowed
from tests.bank.people import NADIA, card, enrolled, organisation, screened, suspect
from tests.build import AGENCY, FATIMA, MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]
TODAY = MONDAY.date()


def raised(number: str, level: str, **more: Any) -> str:
    raise_level(number=number, level=level, **({"office": AGENCY, "by": FATIMA, "at": MONDAY} | more))
    row = queries.customer(number).level
    return row.code if row else ""


def test_a_level_is_reached_with_its_evidence() -> None:
    number = enrolled(documents=[card()]).number

    assert raised(number, "3") == "3"
    event = queries.history_of(queries.customer(number))[0]
    assert (event.kind, event.details) == (EventKind.LEVEL_RAISED, {"before": "1", "after": "3"})


def test_what_is_missing_is_told() -> None:
    number = enrolled(documents=[card(seen=Seen.REMOTE)], address=None).number

    assert raised(number, "2") == "2"
    with pytest.raises(EvidenceMissing) as refused:
        raised(number, "3")
    assert "an identity document, seen at the counter, a postal address" in str(refused.value)
    with override("ar"), pytest.raises(EvidenceMissing, match="، "):
        raised(number, "3")


def test_what_raises_a_level_is_asked_for_in_advance() -> None:
    number = enrolled(address=Address(name="", locality="Casablanca")).number

    steps = queries.steps_above(queries.customer(number), TODAY)

    assert [(step.level.code, step.missing) for step in steps] == [
        ("2", (Evidence.DOCUMENT_REMOTE,)),
        ("3", (Evidence.DOCUMENT_IN_PERSON, Evidence.ADDRESS)),
    ]


def test_a_level_is_not_lowered_or_reached_twice() -> None:
    number = enrolled(documents=[card()]).number
    raised(number, "2")

    for level in ("1", "2"):
        with pytest.raises(LevelNotHigher, match=number):
            raised(number, level)


def test_an_expired_paper_raises_nothing() -> None:
    number = enrolled(documents=[card(expires_on=TODAY)]).number

    with pytest.raises(EvidenceMissing):
        raised(number, "2", at=MONDAY.replace(day=3))


def test_persons_and_organisations_have_levels_of_their_own() -> None:
    person, other = enrolled().number, enrolled(entry=organisation(phone="")).number

    with pytest.raises(UnknownLevel):
        raised(person, "business")
    with pytest.raises(UnknownLevel):
        raised(other, "3")
    with pytest.raises(EvidenceMissing, match="telephone"):
        raised(other, "business")


def test_who_is_held_is_not_raised_until_a_person_has_decided() -> None:
    number = suspect().number
    note_document(number=number, document=card(), office=AGENCY, by=FATIMA, at=MONDAY)
    screened()

    with pytest.raises(Held, match=number):
        raised(number, "2")
    match = ScreeningMatch.objects.get().number
    decide_match(match=match, decision=Decision.CLEARED, note="Another place of birth.", by=NADIA, at=MONDAY)

    assert raised(number, "2") == "2"


def test_who_is_blocked_is_not_raised() -> None:
    number = enrolled(documents=[card()]).number
    block_customer(number=number, reason="court", by=NADIA, at=MONDAY)

    with pytest.raises(CustomerNotActive):
        raised(number, "2")


def test_the_same_request_sent_twice_raises_once() -> None:
    number = enrolled(documents=[card()]).number

    assert raised(number, "2", key="k-1") == raised(number, "2", key="k-1") == "2"


def test_compliance_raises_nobody() -> None:
    with pytest.raises(NotAllowed):
        raised(enrolled().number, "2", by=NADIA)
