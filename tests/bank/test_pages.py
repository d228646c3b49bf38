"""Customers are found, enrolled and decided upon from the pages; what is not everybody's is not shown to everybody."""

import gzip
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from postkit.sanctions.xml import MOST_BYTES
from rekkas.bank import queries
from rekkas.bank.choices import MatchState
from rekkas.bank.commands import block_customer
from rekkas.bank.models import Customer, IdentityDocument, ScreeningMatch
from rekkas.bank.views.screening import unpacked
from rekkas.base.choices import Role
from tests.bank.people import KARIM, NADIA, card, enrolled, listed, organisation, screened, suspect
from tests.build import AGENCY, MONDAY, PNG
from tests.desk import at_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]
BANK = "/desk/bank/"
FIND, ENROL, QUEUE, LISTS = (
    f"{BANK}customers/",
    f"{BANK}enrol-customer/",
    f"{BANK}screening/",
    f"{BANK}lists/",
)
WHO = {
    "given_name": "Abdelkader", "family_name": "Benali", "given_name_ar": "عبد القادر", "family_name_ar": "بن علي",
    "born": "1970-05-31", "phone": "+212612345678", "street": "12, avenue Hassan II", "locality": "Casa",
}  # fmt: skip
PAPER = {
    "doc_kind": "national-id",
    "doc_number": "AB123456",
    "doc_expires_on": "2090-01-01",
    "doc_seen": "in-person",
}


@pytest.fixture
def clerk() -> Client:
    return at_desk("leila", Role.CLERK, AGENCY)


@pytest.fixture
def compliance() -> Client:
    return at_desk("salma", Role.COMPLIANCE)


def send(client: Client, address: str, **said: Any) -> Any:
    return client.post(address, {"key": uuid4(), **said})


def one(number: str, verb: str = "") -> str:
    return f"{FIND}{number}/" + (f"{verb}/" if verb else "")


def test_a_customer_is_enrolled_with_a_paper_and_its_picture(clerk: Client) -> None:
    picture = SimpleUploadedFile("card.png", PNG, "image/png")

    done = send(clerk, ENROL, **WHO, **PAPER, doc_image=picture)

    assert done["Location"] == one("MA0000000014")
    page = clerk.get(done["Location"])
    assert page.status_code == 200
    assert "AB123456" in page.text
    address = queries.customer("MA0000000014").postal_address
    assert (address.locality, address.locality_code) == ("Casablanca", "MA2553604")
    shown = clerk.get(f"{one('MA0000000014')}documents/1/picture")
    assert (shown["Content-Type"], shown.content) == ("image/png", PNG)
    assert clerk.get(f"{one('MA0000000014')}documents/2/picture").status_code == 404


def test_sent_twice_it_enrols_once(clerk: Client) -> None:
    said = {"key": uuid4(), **WHO}

    first, second = clerk.post(ENROL, said), clerk.post(ENROL, said)

    assert first["Location"] == second["Location"]
    assert Customer.objects.count() == 1


def test_who_may_be_known_is_shown_beside_and_ticked_away(clerk: Client) -> None:
    known = enrolled().number
    other = {**WHO, "given_name": "Abd El Kader", "given_name_ar": "", "family_name_ar": "", "phone": ""}

    refused = send(clerk, ENROL, **other)
    assert refused.status_code == 409
    assert 'data-refusal="bank.maybe-known"' in refused.text
    assert f'data-candidate="{known}"' in refused.text
    assert 'value="Abd El Kader"' in refused.text  # what was typed is still there

    done = send(clerk, ENROL, **other, not_any_of=[known])
    assert done.status_code == 302
    assert Customer.objects.count() == 2


def test_an_organisation_is_enrolled_with_its_register(clerk: Client) -> None:
    said = {"name": "Atelier du Haut Atlas", "registration_kind": "ice", "phone": "+212522000000"}
    address = f"{ENROL}?kind=organisation"

    wrong = send(clerk, address, **said, registration_number="001561191000065")
    done = send(clerk, address, **said, registration_number="001561191000066")

    assert 'data-refusal="bank.registration-not-right"' in wrong.text
    assert clerk.get(done["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"born": "tomorrow"}, "base.invalid-input"),
        ({"phone": "0612"}, "base.invalid-input"),
        ({"doc_number": "7"}, "bank.document-number-not-right"),
        ({"doc_expires_on": "2001-01-01"}, "bank.document-expired"),
    ],
)
def test_what_is_not_right_is_said_beside_what_was_typed(
    clerk: Client, changes: dict[str, str], code: str
) -> None:
    refused = send(clerk, ENROL, **{**WHO, **PAPER, **changes})

    assert f'data-refusal="{code}"' in refused.text
    assert Customer.objects.count() == 0


def test_a_picture_that_is_none_or_too_large_is_refused(clerk: Client) -> None:
    for content in (b"<svg/>", b"\xff\xd8\xff" + bytes(500_000) + b"\xff\xd9"):
        refused = send(
            clerk, ENROL, **WHO, **PAPER, doc_image=SimpleUploadedFile("x.jpg", content, "image/jpeg")
        )
        assert refused.status_code == 422
    assert Customer.objects.count() == 0


def test_a_customer_is_found_and_no_number_of_a_paper_enters_an_address(clerk: Client) -> None:
    number = enrolled(documents=[card()]).number
    enrolled(given_name="Abdelkarim", given_name_ar="عبد الكريم", phone="")

    by_paper = clerk.post(FIND, {"words": "AB123456"})
    by_name = clerk.post(FIND, {"words": "Benali"})
    nobody = clerk.post(FIND, {"words": "Nobody Atall"})

    assert by_paper["Location"] == one(number)
    assert by_name.text.count("data-row=") == 2
    assert "AB123456" not in by_name.text
    assert "data-row=" not in nobody.text
    assert clerk.get(f"{FIND}?words=Benali").text.count("data-row=") == 0


def test_the_page_tells_what_raises_the_level_and_raises_it(clerk: Client) -> None:
    number = enrolled(documents=[card()]).number
    page = clerk.get(one(number))
    assert 'data-step="2"' in page.text
    assert 'data-step="3"' in page.text

    done = send(clerk, one(number, "raise-level"), level="3")
    again = send(clerk, one(number, "raise-level"), level="2")

    level = queries.customer(number).level
    assert done["Location"] == one(number)
    assert level is not None
    assert level.code == "3"
    assert (again.status_code, "bank.level-not-higher" in again.text) == (409, True)


def test_a_customer_is_corrected_and_the_history_tells_it(clerk: Client) -> None:
    number = enrolled().number
    form = clerk.get(one(number, "amend-customer")).context["form"]
    shown = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", [])}

    done = clerk.post(
        one(number, "amend-customer"), {**shown, "family_name": "Benallal", "reason": "read wrongly"}
    )

    assert done.status_code == 302
    page = clerk.get(one(number))
    assert "Benallal" in page.text
    assert "read wrongly" in page.text
    assert "before: Family name: Benali" in page.text


def test_a_document_is_noted_from_its_page(clerk: Client) -> None:
    number = enrolled().number

    done = send(clerk, one(number, "note-document"), **PAPER)

    assert done.status_code == 302
    assert IdentityDocument.objects.get().seen_by == "leila"


def test_blocked_lifted_and_closed_by_those_who_may(compliance: Client) -> None:
    number = enrolled().number
    manager = at_desk("hind", Role.MANAGER, AGENCY)

    assert (
        send(manager, one(number, "block-customer"), reason="Seizure", reference="TPI 1/2026").status_code
        == 302
    )
    assert 'data-status="blocked"' in manager.get(one(number)).text
    assert send(compliance, one(number, "unblock-customer"), reason="Lifted").status_code == 302
    assert (
        send(manager, one(number, "close-customer"), why="deceased", reason="Certificate").status_code == 302
    )
    assert queries.customer(number).status == "deceased"
    refused = send(manager, one(number, "block-customer"), reason="Seizure")
    assert 'data-refusal="bank.customer-not-active"' in refused.text


def test_a_likeness_is_decided_from_the_queue(compliance: Client) -> None:
    number = suspect().number
    screened()

    queue = compliance.get(QUEUE)
    page = compliance.get(f"{QUEUE}2026-000001/")
    assert 'data-match="2026-000001"' in queue.text
    assert "قاسم بوطيب الخيالي" in page.text
    without = send(compliance, f"{QUEUE}2026-000001/decide-match/", decision="cleared", note="")
    done = send(compliance, f"{QUEUE}2026-000001/decide-match/", decision="cleared", note="Born elsewhere.")

    assert without.status_code == 422
    assert done["Location"] == QUEUE
    assert not queries.is_held(number)
    assert 'data-match="2026-000001"' in compliance.get(f"{QUEUE}?state=cleared").text
    assert "Born elsewhere." in compliance.get(f"{QUEUE}2026-000001/").text


def test_whoever_enrolled_is_not_offered_the_decision(compliance: Client) -> None:
    suspect()
    screened()
    ScreeningMatch.objects.update(enrolled_by="salma")

    page = compliance.get(f"{QUEUE}2026-000001/")
    refused = send(compliance, f"{QUEUE}2026-000001/decide-match/", decision="cleared", note="mine")

    assert "decide-match" not in page.text
    assert (refused.status_code, ScreeningMatch.objects.get().state) == (403, MatchState.OPEN)


def test_a_clerk_sees_that_a_customer_is_held_and_not_why(clerk: Client) -> None:
    number = suspect().number
    screened()

    page = clerk.get(one(number))

    assert "data-held" in page.text
    assert "Khayali" in page.text  # the customer's own name
    for secret in ("XXi.001", "United Nations", "2026-000001", "QASSIM", "screening"):
        assert secret not in page.text


def test_a_list_is_loaded_from_its_page_and_compared(compliance: Client) -> None:
    suspect()
    packed = SimpleUploadedFile("un.xml.gz", gzip.compress(listed()), "application/gzip")

    loaded = send(compliance, f"{BANK}load-sanction-list/", file=packed)
    again = send(
        compliance, f"{BANK}load-sanction-list/", file=SimpleUploadedFile("un.xml", listed(), "text/xml")
    )
    page = compliance.get(LISTS)
    compared = send(compliance, f"{BANK}screen-customers/")

    assert loaded["Location"] == again["Location"] == LISTS
    assert queries.lists_in_force()[0].digest in page.text
    assert 'data-left="1,3"' in page.text
    assert compared["Location"] == QUEUE
    assert ScreeningMatch.objects.count() == 1
    assert "data-left" not in compliance.get(LISTS).text


@pytest.mark.parametrize("content", [b"nothing of the kind", b"\x1f\x8bbroken", listed()[:900]])
def test_a_file_that_is_no_list_is_refused_on_the_page(compliance: Client, content: bytes) -> None:
    refused = send(compliance, f"{BANK}load-sanction-list/", file=SimpleUploadedFile("x", content))

    assert (refused.status_code, 'data-refusal="bank.not-a-list"' in refused.text) == (422, True)
    assert queries.lists_in_force() == []


def test_a_small_file_does_not_unpack_without_end() -> None:
    assert len(unpacked(gzip.compress(bytes(MOST_BYTES + 1_000), compresslevel=1))) == MOST_BYTES


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_page_opens_in_every_language(language: str) -> None:
    number = enrolled(documents=[card()]).number
    enrolled(entry=organisation())
    held = suspect().number
    screened()
    block_customer(number=number, reason="Seizure", by=KARIM, at=MONDAY)
    boss = at_desk("boss", Role.MANAGER, AGENCY)
    boss_pages = [
        FIND, ENROL, f"{ENROL}?kind=organisation", one(number), one(held), one("MA0000000022"),
        one(held, "amend-customer"), one("MA0000000022", "amend-customer"), one(held, "note-document"),
        one(held, "block-customer"), one(held, "close-customer"),
    ]  # fmt: skip
    compliance = at_desk("salma", Role.COMPLIANCE)
    pages = [(boss, page) for page in boss_pages] + [
        (compliance, page)
        for page in (
            QUEUE, f"{QUEUE}?state=cleared", f"{QUEUE}?state=nonsense", f"{QUEUE}2026-000001/", LISTS, one(held),
            one(number, "unblock-customer"),
        )
    ]  # fmt: skip

    for client, address in pages:
        shown = client.get(address, headers={"accept-language": language})
        assert shown.status_code == 200, address
        assert f'lang="{language}"' in shown.text, address
    found = boss.post(FIND, {"words": "Benali"}, headers={"accept-language": language})
    assert found.status_code in (200, 302)


@pytest.mark.parametrize("role", [Role.SORTER, Role.COURIER, Role.TREASURER])
def test_others_do_not_look_at_customers(role: Role) -> None:
    number = enrolled(documents=[card(image=PNG)]).number
    other = at_desk("other", role, AGENCY)

    for address in (FIND, one(number), f"{one(number)}documents/1/picture", ENROL, QUEUE, LISTS):
        assert other.get(address).status_code == 403, address


def test_a_clerk_has_neither_the_queue_nor_the_lists(clerk: Client) -> None:
    suspect()
    screened()

    for address in (QUEUE, f"{QUEUE}2026-000001/", LISTS):
        assert clerk.get(address).status_code == 403, address
    for address in (
        f"{QUEUE}2026-000001/decide-match/",
        f"{BANK}load-sanction-list/",
        f"{BANK}screen-customers/",
    ):
        assert send(clerk, address).status_code == 403, address


def test_an_inspector_reads_and_is_offered_nothing_to_change() -> None:
    number = suspect().number
    screened()
    inspector = at_desk("omar", Role.INSPECTOR)

    for address in (FIND, one(number), QUEUE, f"{QUEUE}2026-000001/", LISTS):
        page = inspector.get(address)
        assert page.status_code == 200, address
        assert 'action="/desk/bank' not in page.text, address
    for verb in ("amend-customer", "note-document", "block-customer", "close-customer"):
        assert inspector.get(one(number, verb)).status_code == 403, verb


def test_numbers_of_papers_are_masked_for_who_only_reads() -> None:
    number = enrolled(documents=[card("AB123456")]).number

    page = at_desk("omar", Role.INSPECTOR).get(one(number))

    assert "AB••••56" in page.text
    assert "AB123456" not in page.text


def test_pages_read_the_real_clock() -> None:
    number = enrolled(at=timezone.now()).number

    assert at_desk("leila", Role.CLERK, AGENCY).get(one(number)).status_code == 200
    assert NADIA.may("bank.decide_match")
