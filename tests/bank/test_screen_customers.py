from typing import Any

import pytest
from django.db import IntegrityError, transaction

from rekkas.bank import queries
from rekkas.bank.choices import CloseReason, Decision, EventKind, MatchState
from rekkas.bank.commands import (
    amend_customer,
    close_customer,
    decide_match,
    load_sanction_list,
    note_document,
    screen_customers,
)
from rekkas.bank.entries import DocumentEntry, Screened
from rekkas.bank.models import Customer, SanctionEntry, ScreeningMatch
from rekkas.base.errors import NotAllowed
from tests.bank.people import KARIM, NADIA, card, enrolled, listed, organisation, person, screened, suspect
from tests.build import AGENCY, BOSS, FATIMA, MONDAY, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]
FEBRUARY = (b"2026-01-20", b"2026-02-20")


def screen(at: Any = MONDAY, **more: Any) -> Screened:
    return screen_customers(by=NADIA, at=at, **more)


def load(*changes: tuple[bytes, bytes], at: Any = MONDAY) -> None:
    load_sanction_list(data=listed("un.xml", *changes), by=NADIA, at=at)


def clear(number: str) -> None:
    decide_match(match=number, decision=Decision.CLEARED, note="Born elsewhere.", by=NADIA, at=MONDAY)


def test_a_new_list_is_compared_with_every_customer() -> None:
    number = suspect().number
    enrolled()
    screen()
    load()

    done = screen()

    assert (done.customers, done.entries, done.opened, done.is_more) == (0, 3, 1, False)
    (match,) = queries.matches_in()
    assert (match.number, match.customer.number, match.entry.entry_id) == ("2026-000001", number, "XXi.001")
    assert match.list_digest == queries.lists_in_force()[0].digest
    assert queries.is_held(number)
    assert queries.left_to_screen() == (0, 0)


def test_a_new_customer_is_compared_with_every_list() -> None:
    load()
    screen()
    suspect()

    done = screen()

    assert (done.customers, done.entries, done.opened) == (1, 0, 1)


def test_a_likeness_says_why() -> None:
    suspect()
    screened()

    match = ScreeningMatch.objects.get()
    assert match.score == 1000
    assert match.reasons == {
        "name": {
            "ours": "Kacem Boutayeb Khayali", "theirs": "Kacem Boutaieb Khayali", "quality": "good", "likeness": 1000,
        },
        "birth": "agrees", "same_paper": False,
    }  # fmt: skip
    event = queries.history_of(queries.customer(match.customer.number))[0]
    assert (event.kind, event.details["entry"]) == (EventKind.MATCH_OPENED, "XXi.001")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"given_name": "", "family_name": "", "given_name_ar": "قاسم بوطيب", "family_name_ar": "الخيالي"},
            "Arabic",
        ),
        ({"given_name": "Khayali", "family_name": "Qasem"}, "turned round and shortened"),
        ({"born": ""}, "no day of birth"),
        ({"born": "1971-11"}, "about the other day"),
        ({"born": "1970-03-02"}, "day and month exchanged"),
        (
            {"given_name": "Qassim", "family_name": "Boutayeb al Khayali", "born": "1990-01-01"},
            "to the letter",
        ),
    ],
)
def test_every_spelling_waits_for_a_person(changes: dict[str, Any], reason: str) -> None:
    suspect(**changes)

    assert screened() == 1, reason


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"given_name": "Hassan", "family_name": "Tazi"}, "another name"),
        ({"given_name": "Qasim", "family_name": "Tazi"}, "one word alike"),
        ({"given_name": "Abou", "family_name": "Salma"}, "near a name that the list doubts"),
        (
            {"given_name": "Qasm", "family_name": "Boutaibi Kayali", "born": "1999-09-09"},
            "like, and born elsewhen",
        ),
    ],
)
def test_others_are_left_in_peace(changes: dict[str, Any], reason: str) -> None:
    suspect(**changes)

    assert screened() == 0, reason


def test_the_number_of_a_paper_is_enough() -> None:
    number = enrolled(given_name="Omar", family_name="Tazi", given_name_ar="", family_name_ar="").number
    passport = DocumentEntry(
        kind="passport", number="xx 1234567", expires_on=MONDAY.date().replace(year=2030)
    )
    note_document(number=number, document=passport, office=AGENCY, by=FATIMA, at=MONDAY)

    assert screened() == 1
    assert ScreeningMatch.objects.get().reasons["same_paper"]


def test_an_organisation_is_compared_with_entities_and_a_person_with_persons() -> None:
    enrolled(entry=organisation(name="Sarab Trading", name_ar=""))
    enrolled(given_name="Sarab", family_name="Negoce", given_name_ar="", family_name_ar="", phone="")

    assert screened() == 1
    assert ScreeningMatch.objects.get().customer.kind == "organisation"


def test_nothing_is_cleared_or_confirmed_by_the_machine() -> None:
    suspect()
    screened()

    for hours in range(1, 4):
        Customer.objects.update(to_screen=True)
        SanctionEntry.objects.update(to_screen=True)
        screen(later(hours))

    (match,) = ScreeningMatch.objects.all()
    assert (match.state, match.decided_by) == (MatchState.OPEN, "")


def test_what_was_cleared_is_not_asked_again_for_the_same() -> None:
    number = suspect().number
    screened()
    clear("2026-000001")

    load(FEBRUARY)
    note_document(number=number, document=card(), office=AGENCY, by=FATIMA, at=MONDAY)
    assert screen().opened == 0

    assert not queries.is_held(number)


def test_an_entry_that_says_something_new_is_asked_again() -> None:
    suspect()
    screened()
    clear("2026-000001")

    load(FEBRUARY, (b"<YEAR>1971<", b"<YEAR>1972<"), at=later(1))

    assert screen(later(1)).opened == 1
    assert [match.number for match in queries.matches_in()] == ["2026-000002"]


def test_a_customer_for_whom_something_new_speaks_is_asked_again() -> None:
    number = suspect(born="1990-01-01", given_name="Qassim", family_name="Boutayeb al Khayali").number
    screened()
    clear("2026-000001")

    amend_customer(
        number=number, reason="read wrongly", by=FATIMA, at=MONDAY,
        customer=person(
            given_name="Qassim", family_name="Boutayeb al Khayali", given_name_ar="", family_name_ar="",
            born="1970-02-03", phone="+212699999999",
        ),
    )  # fmt: skip

    assert screen().opened == 1
    (match,) = queries.matches_in()
    assert (match.number, match.state, match.decided_by, match.reasons["birth"]) == (
        "2026-000001", MatchState.OPEN, "", "agrees",
    )  # fmt: skip
    kinds = [event.kind for event in queries.history_of(queries.customer(number))]
    assert kinds.count(EventKind.MATCH_DECIDED) == 1  # what was decided before can still be read


def test_who_left_the_bank_is_not_compared() -> None:
    number = suspect().number
    close_customer(number=number, why=CloseReason.CLOSED, reason="Left", by=KARIM, at=MONDAY)

    assert screened() == 0
    assert queries.left_to_screen() == (0, 0)


def test_what_left_the_list_is_not_compared() -> None:
    load()
    load(FEBRUARY, (b"QASSIM", b"NOBODY"), (b"Kacem Boutaieb Khayali; Qasem al Khayali", b"Nobody At All"),
         ("قاسم بوطيب الخيالي".encode(), b""))  # fmt: skip
    suspect(born="1999")

    assert screen().opened == 0


def test_a_part_at_a_time_until_nothing_is_left() -> None:
    load()
    for year in range(1950, 1955):
        enrolled(born=str(year), phone="", not_any_of=list(Customer.objects.values_list("number", flat=True)))

    rounds = []
    while not rounds or rounds[-1].is_more:
        rounds.append(screen(at_most=2))

    assert sum(one.customers for one in rounds) == 5
    assert sum(one.entries for one in rounds) == 3
    assert queries.left_to_screen() == (0, 0)


def test_as_many_statements_compare_many_as_one(statements: Any) -> None:
    load()
    suspect()
    assert screen().opened == 1
    suspect(phone="", not_any_of=["MA0000000014"])
    with statements() as few:
        assert screen().opened == 1
    for number in range(40):
        suspect(phone=f"+2126{number:08}", not_any_of=list(Customer.objects.values_list("number", flat=True)))

    with statements() as many:
        assert screen().opened == 40

    assert len(many) == len(few)


def test_who_is_held_is_told_for_many_at_once(assert_statements: Any) -> None:
    held, free = suspect().number, enrolled().number
    screened()

    with assert_statements(at_most=1):
        assert queries.held_among([held, free, "MA0000000999"]) == {held}


def test_a_clerk_does_not_screen_and_the_machine_may() -> None:
    with pytest.raises(NotAllowed):
        screen_customers(by=FATIMA, at=MONDAY)

    assert screen_customers(by=BOSS, at=MONDAY) == Screened(0, 0, 0, is_more=False)


def test_one_likeness_is_asked_once_says_the_database() -> None:
    suspect()
    screened()
    row = ScreeningMatch.objects.get()

    row.pk, row.number = None, "2026-999999"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
