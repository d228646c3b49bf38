from typing import Any

import msgspec
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from postkit.sanctions import Birth
from rekkas.bank import queries
from rekkas.bank.choices import CloseReason, EventKind
from rekkas.bank.commands import block_customer, close_customer, enrol_customer
from rekkas.bank.entries import Enrolled
from rekkas.bank.errors import (
    DocumentExpired,
    DocumentKnown,
    DocumentNumberNotRight,
    MaybeKnown,
    RegistrationKnown,
    RegistrationNotRight,
)
from rekkas.bank.models import Customer, CustomerEvent, IdentityDocument, NameKey
from rekkas.bank.numbers import check_digit, number_agrees
from rekkas.base.choices import Role
from rekkas.base.errors import InvalidInput, KeyReused, NotAllowed, NotYourOffice
from rekkas.territory.errors import UnknownCountry
from tests.bank.people import KARIM, NADIA, card, enrolled, organisation, person
from tests.build import AGENCY, FATIMA, MONDAY, ZAGORA_OFFICE, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]


def enrol(**changes: Any) -> Enrolled:
    given = {"customer": person(), "office": AGENCY, "by": FATIMA, "at": MONDAY} | changes
    return enrol_customer(**given)


def test_a_person_gets_a_number_with_a_check_digit_and_the_lowest_level() -> None:
    done = enrol()

    row = queries.customer(done.number)
    assert done == Enrolled(number="MA0000000014", level="1")
    assert number_agrees(done.number)
    assert row.latin_name == "Abdelkader Benali"
    assert row.arabic_name == "عبد القادر بن علي"
    assert (str(row.birth), row.phone, row.status) == ("1970-05-31", "+212612345678", "active")
    assert row.postal_address.lines() == ("12, avenue Hassan II", "20000 Casablanca")
    assert (row.enrolled_by, row.enrolled_office, row.enrolled_at) == ("fatima", AGENCY, MONDAY)


def test_without_a_telephone_a_person_has_no_level_yet() -> None:
    done = enrol(customer=person(phone=""))

    assert done.level == ""
    assert queries.customer(done.number).level is None


def test_an_organisation_is_known_by_its_register() -> None:
    done = enrol(customer=organisation())

    row = queries.customer(done.number)
    assert (row.latin_name, row.registration_number, done.level) == (
        "Atelier du Haut Atlas", "001561191000066", "business",
    )  # fmt: skip


def test_papers_shown_at_once_are_kept_with_who_saw_them() -> None:
    done = enrol(documents=[card("ab 12-3456")])

    (document,) = queries.documents_of(queries.customer(done.number))
    assert (document.number, document.country_code, document.seen_by, document.seen_office) == (
        "AB123456", "MA", "fatima", AGENCY,
    )  # fmt: skip


def test_the_same_request_sent_twice_enrols_once() -> None:
    first = enrol(key="k-1")

    assert enrol(key="k-1") == first
    assert Customer.objects.count() == 1
    with pytest.raises(KeyReused):
        enrol(key="k-1", customer=person(given_name="Omar"))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, "the same in everything"),
        ({"phone": "+33612345678"}, "another telephone"),
        (
            {
                "given_name": "Abd El Kader",
                "family_name": "Ben Ali",
                "given_name_ar": "",
                "family_name_ar": "",
            },
            "apart",
        ),
        (
            {"given_name": "", "family_name": "", "given_name_ar": "عبدالقادر", "family_name_ar": "بنعلي"},
            "Arabic only",
        ),
        (
            {"given_name": "Benali", "family_name": "Abdulqadir", "given_name_ar": "", "family_name_ar": ""},
            "turned",
        ),
        ({"born": "1970"}, "only the year is known"),
        ({"born": "1969-05-31"}, "a year less"),
        ({"born": ""}, "no day of birth"),
    ],
)
def test_one_person_is_found_again_under_another_spelling(changes: dict[str, Any], reason: str) -> None:
    known = enrol()

    with pytest.raises(MaybeKnown, match=known.number) as refused:
        enrol(customer=person(**changes))

    (candidate,) = refused.value.details["candidates"]
    assert candidate.number == known.number
    assert candidate.phone == "+212•••••••78"
    assert Customer.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"born": "1990-01-01", "phone": "+212611111111"}, "a grandson of the same name"),
        ({"given_name": "Abdelkarim", "given_name_ar": "عبد الكريم", "phone": "+212611111111"}, "a brother"),
        ({"given_name": "Khadija", "given_name_ar": "خديجة", "family_name": "Tazi", "family_name_ar": "التازي"},
         "a wife with his telephone"),
    ],
)  # fmt: skip
def test_another_person_is_enrolled_beside(changes: dict[str, Any], reason: str) -> None:
    enrol()

    enrol(customer=person(**changes))

    assert Customer.objects.count() == 2


def test_whoever_says_that_it_is_none_of_them_stays_in_the_history() -> None:
    known = enrol()

    second = enrol(not_any_of=[known.number])

    (event,) = queries.history_of(queries.customer(second.number))
    assert (event.kind, event.details["not_any_of"], event.actor_name) == (
        EventKind.ENROLLED, [known.number], "fatima",
    )  # fmt: skip


def test_saying_none_of_one_does_not_speak_for_another() -> None:
    first = enrol()
    second = enrol(not_any_of=[first.number])

    with pytest.raises(MaybeKnown, match=second.number):
        enrol(not_any_of=[first.number])


def test_a_document_belongs_to_one_customer_whatever_the_clerk_says() -> None:
    known = enrol(documents=[card()])
    other = person(
        given_name="Omar", family_name="Tazi", given_name_ar="", family_name_ar="", born="1990-01-01"
    )

    with pytest.raises(MaybeKnown, match=known.number):
        enrol(customer=other, documents=[card()])
    with pytest.raises(DocumentKnown, match=known.number):
        enrol(customer=other, documents=[card()], not_any_of=[known.number])
    assert Customer.objects.count() == 1


def test_who_left_is_no_likely_same_and_the_paper_can_be_shown_again() -> None:
    known = enrol(documents=[card()])
    close_customer(
        number=known.number, why=CloseReason.CLOSED, reason="left the country", by=KARIM, at=MONDAY
    )

    again = enrol(documents=[card()])

    assert again.number != known.number
    assert IdentityDocument.objects.filter(live=True).count() == 1


def test_a_blocked_customer_does_not_come_back_under_another_spelling() -> None:
    known = enrol()
    block_customer(number=known.number, reason="court", by=NADIA, at=MONDAY)

    with pytest.raises(MaybeKnown, match=known.number):
        enrol(customer=person(given_name="Abd al Qadir"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"family_name": " ", "family_name_ar": ""}, "family_name"),
        ({"family_name": "بن علي"}, "family_name"),
        ({"given_name_ar": "Kader"}, "given_name_ar"),
        ({"given_name": "x" * 81}, "given_name"),
        ({"given_name": "a\x07b"}, "given_name"),
        ({"phone": "0612345678"}, "phone"),
        ({"phone": "+2126"}, "phone"),
        ({"born": "31/05/1970"}, "born"),
        ({"born": "1970-13-01"}, "born"),
        ({"born": "2027"}, "born"),
        ({"born": "1870"}, "born"),
    ],
)
def test_what_cannot_be_right_is_refused_by_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        enrol(customer=person(**changes))

    assert refused.value.details["field"] == field


def test_numbers_are_read_in_any_digits() -> None:
    done = enrol(customer=person(phone="00212 6 ١٢ 34 56 78", born="١٩٧٠-٠٥"))

    row = queries.customer(done.number)
    assert (row.phone, row.birth) == ("+212612345678", Birth.of(1970, 5))


@pytest.mark.parametrize("number", ["001561191000065", "00156119100006", "ABCDEFGHIJKLMNO"])
def test_a_number_of_a_register_has_its_check(number: str) -> None:
    with pytest.raises(RegistrationNotRight, match="ICE"):
        enrol(customer=organisation(registration_number=number))


def test_a_number_of_a_register_belongs_to_one_customer() -> None:
    known = enrol(customer=organisation())

    with pytest.raises(RegistrationKnown, match=known.number):
        enrol(
            customer=organisation(
                name="Another Workshop", name_ar="", registration_number="001561191 0000 66"
            )
        )


@pytest.mark.parametrize(
    ("document", "refusal"),
    [
        (card("12"), DocumentNumberNotRight),
        (card(expires_on=MONDAY.date().replace(year=2025)), DocumentExpired),
    ],
)
def test_with_a_paper_that_will_not_do_nobody_is_enrolled(document: Any, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        enrol(documents=[document])

    assert Customer.objects.count() == 0
    assert enrol().number == "MA0000000014"  # and no number is lost


def test_a_customer_belongs_to_a_country_that_is_loaded() -> None:
    with pytest.raises(UnknownCountry):
        enrol(customer=person(country="ZZ"))


@pytest.mark.parametrize("role", [Role.SORTER, Role.COURIER, Role.INSPECTOR, Role.COMPLIANCE])
def test_others_do_not_enrol(role: Role) -> None:
    with pytest.raises(NotAllowed):
        enrol(by=staff("other", role, AGENCY))


def test_a_clerk_enrols_at_her_own_office() -> None:
    with pytest.raises(NotYourOffice):
        enrol(office=ZAGORA_OFFICE)


def test_no_number_of_a_paper_stands_in_the_history_or_in_the_record_of_actions() -> None:
    enrol(documents=[card("AB987654")])

    told = [*map(str, CustomerEvent.objects.values_list("details", flat=True))]
    with connection.cursor() as cursor:
        cursor.execute("SELECT subject FROM base_actionrecord")
        told += [subject for (subject,) in cursor.fetchall()]
    assert "AB••••54" in " ".join(told)
    assert not any("AB987654" in text for text in told)


def test_as_many_statements_look_for_one_person_among_one_or_among_many(statements: Any) -> None:
    enrolled()
    with statements() as few, pytest.raises(MaybeKnown):
        enrol()
    for year in range(1930, 1960):
        enrolled(born=f"{year}-01-01", phone="", not_any_of=_all())

    with statements() as many, pytest.raises(MaybeKnown):
        enrol()

    assert len(many) == len(few)


def _all() -> list[str]:
    return list(Customer.objects.values_list("number", flat=True))


def test_the_index_holds_keys_of_both_spellings() -> None:
    done = enrol()

    keys = set(NameKey.objects.filter(customer__number=done.number).values_list("key", flat=True))
    assert {"bdkdr+bnl", "=bdkdr"} <= keys


@given(st.integers(0, 10**9 - 1), st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(serial: int, place: int, more: int) -> None:
    digits = f"{serial:09}"
    number = f"MA{digits}{check_digit(digits)}"
    wrong = list(number)
    wrong[place + 2] = str((int(wrong[place + 2]) + more) % 10)

    assert number_agrees(number)
    assert not number_agrees("".join(wrong))


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"kind": "ghost"}, "bank_customer_is_of_a_known_kind"),
        ({"family_name": "", "family_name_ar": ""}, "bank_person_has_a_family_name"),
        ({"birth_last": "1960-01-01"}, "bank_birth_is_a_span_of_days"),
        ({"status": "blocked", "status_reason": ""}, "bank_customer_is_not_active_for_a_reason"),
        ({"status": "gone"}, "bank_customer_has_a_known_status"),
    ],
)
def test_impossible_customers_are_refused_by_the_database(changes: dict[str, Any], constraint: str) -> None:
    enrol()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Customer.objects.update(**changes)


def test_one_paper_of_two_customers_is_refused_by_the_database() -> None:
    enrol(documents=[card()])
    enrolled(
        given_name="Omar", family_name="Tazi", given_name_ar="", family_name_ar="", born="1990", phone=""
    )
    row = IdentityDocument.objects.get()

    row.pk, row.customer = None, Customer.objects.order_by("-id")[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    "statement", ["UPDATE bank_customerevent SET kind = 'closed'", "DELETE FROM bank_customerevent"]
)
def test_the_history_is_only_added_to(statement: str) -> None:
    enrol()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)


def test_an_entry_is_read_back_as_it_was_written() -> None:
    entry = person()

    assert msgspec.json.decode(msgspec.json.encode(entry), type=type(entry)) == entry
