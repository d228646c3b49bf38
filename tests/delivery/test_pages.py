"""The postman's pages and the safe: nothing handed over without evidence, no cash without its count."""

import base64
from re import search
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from rekkas.base.choices import Role, SubjectKind
from rekkas.base.looks import looks_at
from rekkas.cash.queries import cases
from rekkas.citizen.commands import authorise_collector
from rekkas.delivery.commands import return_items
from rekkas.delivery.models import Kept
from rekkas.delivery.queries import proof_of
from rekkas.mail.queries import events_of, pick_up_code, track
from rekkas.money.queries import cod_places
from tests.build import AGENCY, BOSS, PNG, ZAGORA_OFFICE, accepted, key, staff
from tests.citizen.citizens import citizen
from tests.desk import at_desk, load, open_day_and_night, sent
from tests.reach.texts import AMINA

pytestmark = pytest.mark.django_db
DELIVER = "/desk/delivery/deliver-items/"
SIGNED = "data:image/png;base64," + base64.b64encode(PNG).decode()


@pytest.fixture
def number() -> str:
    """An item at the office that delivers it: posted across its own counter."""
    load(open_day_and_night())
    leila = staff("leila", Role.CLERK, ZAGORA_OFFICE)
    (answer,) = accepted(by=leila, at=timezone.now())
    return answer.number


@pytest.fixture
def postman(number: str) -> Client:
    return at_desk("youssef", Role.COURIER, ZAGORA_OFFICE)


def take_out(postman: Client, number: str) -> Any:
    page = postman.get("/desk/delivery/take-out/")
    return postman.post("/desk/delivery/take-out/", sent(page, ticked=[number]))


def hand_over(postman: Client, number: str, **answers: Any) -> Any:
    page = postman.get(DELIVER, {"number": number})
    said = {"cod_taken": "350", "recipient_name": "Amina Alaoui", "signature": SIGNED, **answers}
    return postman.post(DELIVER, sent(page, **said))


def status_of(number: str) -> str:
    return track([number], at=timezone.now())[0].status


def test_items_are_ticked_on_the_list_or_scanned(postman: Client, number: str) -> None:
    page = postman.get("/desk/delivery/take-out/")

    nothing = postman.post("/desk/delivery/take-out/", sent(page))
    taken = postman.post("/desk/delivery/take-out/", sent(page, numbers=number.lower()))

    assert number.encode() in page.content
    assert nothing.status_code == 422
    assert taken.status_code == 302
    assert status_of(number) == "out_for_delivery"


def test_a_hand_over_sent_twice_is_one_delivery(postman: Client, number: str) -> None:
    take_out(postman, number)
    page = postman.get(DELIVER, {"number": number})
    said = sent(page, cod_taken="350", recipient_name="Amina Alaoui", signature=SIGNED)

    first, second = postman.post(DELIVER, said), postman.post(DELIVER, said)

    assert first.status_code == second.status_code == 302
    assert status_of(number) == "delivered"
    assert cod_places([number])[number].account == f"courier:{ZAGORA_OFFICE}/youssef:MAD"


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"cod_taken": "300"}, "delivery.cod-differs"),
        ({"signature": ""}, "delivery.evidence-missing"),
        ({"signature": base64.b64encode(b"not a picture").decode()}, "delivery.not-an-image"),
        ({"signature": base64.b64encode(PNG + bytes(300_000)).decode()}, "delivery.evidence-too-large"),
    ],
)
def test_a_hand_over_that_cannot_be_is_refused_and_what_was_typed_stays(
    postman: Client, number: str, answers: dict[str, str], code: str
) -> None:
    page = hand_over(postman, number, **answers)

    assert f'data-refusal="{code}"'.encode() in page.content
    assert b"Amina Alaoui" in page.content
    assert status_of(number) == "accepted"
    assert cod_places([number]) == {}


def test_what_differs_is_said_in_the_readers_money(postman: Client, number: str) -> None:
    page = hand_over(postman, number, cod_taken="300")

    assert "MAD\xa0350.00" in page.content.decode()
    assert "MAD\xa0300.00" in page.content.decode()


@pytest.mark.parametrize("signature", [SIGNED[:-3], "٣٤"])
def test_a_signature_cut_on_its_way_is_asked_for_again(postman: Client, number: str, signature: str) -> None:
    page = hand_over(postman, number, signature=signature)

    assert page.status_code == 422
    assert "signature" in page.context["form"].errors


def test_a_photograph_is_proof_and_is_shown_again(postman: Client, number: str) -> None:
    photo = SimpleUploadedFile("slip.png", PNG, "image/png")

    done = hand_over(postman, number, signature="", photo=photo, recipient="neighbour")
    page = postman.get(f"/desk/delivery/proofs/{number}/")
    picture = postman.get(f"/desk/delivery/proofs/{number}/photo")

    assert done.status_code == 302
    assert b"Amina Alaoui" in page.content
    assert (picture.content, picture["Content-Type"]) == (PNG, "image/png")
    assert postman.get(f"/desk/delivery/proofs/{number}/signature").status_code == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(PNG + bytes(200 * 1024), "larger than 200 kB", id="too large"),
        pytest.param(PNG[:-1], "not a PNG or JPEG image", id="cut on its way"),
        pytest.param(b"\xff\xd8\xff<script>", "not a PNG or JPEG image", id="begins like one"),
    ],
)
def test_what_cannot_be_proof_is_said_beside_the_photograph(
    postman: Client, number: str, content: bytes, said: str
) -> None:
    photo = SimpleUploadedFile("slip.jpg", content, "image/jpeg")

    page = hand_over(postman, number, signature="", photo=photo)

    assert page.status_code == 422
    assert said in str(page.context["form"].errors["photo"])
    assert proof_of(number) is None


def test_a_form_that_is_far_too_large_is_not_read(
    postman: Client, number: str, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.UPLOAD_MAX_SIZE = 100_000
    photo = SimpleUploadedFile("film.jpg", bytes(200_000), "image/jpeg")

    page = hand_over(postman, number, photo=photo)

    assert page.status_code in {400, 413}
    assert proof_of(number) is None


def test_an_attempt_says_why_and_what_is_next(postman: Client, number: str) -> None:
    page = postman.get("/desk/delivery/attempt-delivery/", {"number": number})
    said = sent(page, reason="absent", next_step="hold-for-pickup")

    assert postman.post("/desk/delivery/attempt-delivery/", said).status_code == 302
    assert status_of(number) == "attempt_failed"
    assert proof_of(number) is None


def test_items_wait_on_the_shelf(postman: Client, number: str) -> None:
    page = postman.get("/desk/delivery/await-collection/")

    assert postman.post("/desk/delivery/await-collection/", sent(page, ticked=[number])).status_code == 302
    assert status_of(number) == "ready_for_pickup"


def on_shelf(postman: Client, number: str) -> str:
    page = postman.get("/desk/delivery/await-collection/")
    assert postman.post("/desk/delivery/await-collection/", sent(page, ticked=[number])).status_code == 302
    return pick_up_code(events_of(number)[-1].scan_id)


def test_what_waits_is_handed_over_against_what_is_shown_and_the_proof_says_what_it_was(
    postman: Client, number: str
) -> None:
    on_shelf(postman, number)
    clerk = at_desk("leila", Role.CLERK, ZAGORA_OFFICE)

    shown = {"shown": "identity", "document_kind": "document"}
    nothing = hand_over(clerk, number, **shown)
    done = hand_over(clerk, number, **shown, document_signs="AB 2345")

    assert (nothing.status_code, done.status_code) == (409, 302)
    assert "last four signs" in nothing.text
    proof = clerk.get(f"/desk/delivery/proofs/{number}/").text
    assert "An identity document" in proof
    assert "…2345" in proof


def test_who_comes_for_the_addressee_is_chosen_from_whom_they_let_collect(
    postman: Client, number: str
) -> None:
    on_shelf(postman, number)
    now = timezone.now()
    authorise_collector(
        phone=AMINA, name="Brahim Alaoui", document="AB1234", number="", until=now.date(), authorisation=key("b"),
        by=citizen(at=now), at=now,
    )  # fmt: skip
    clerk = at_desk("leila", Role.CLERK, ZAGORA_OFFICE)
    said = {"shown": "identity", "document_kind": "document", "collector": str(key("b"))}

    wrong = hand_over(clerk, number, **said, document_signs="9999")
    assert Kept.objects.get().document_tries == 1
    done = hand_over(clerk, number, **said, document_signs="1234", recipient_name="Brahim Alaoui")

    assert (wrong.status_code, done.status_code) == (409, 302)
    kept = proof_of(number)
    assert kept is not None
    assert (kept.recipient, kept.collector) == ("agent", key("b"))


def test_what_goes_back_is_offered_to_its_sender_alone_and_nothing_is_collected(
    postman: Client, number: str
) -> None:
    on_shelf(postman, number)
    return_items(numbers=[number], office=ZAGORA_OFFICE, by=BOSS, at=timezone.now())  # where it was posted
    clerk = at_desk("leila", Role.CLERK, ZAGORA_OFFICE)
    page = clerk.get(DELIVER, {"number": number})

    assert [value for value, _label in page.context["form"].fields["recipient"].choices] == ["sender"]
    assert "Collect first" not in page.text
    forged = hand_over(clerk, number, recipient="addressee", shown="identity", document_signs="2345")
    said = sent(
        page, recipient_name="Driss", signature=SIGNED, shown="identity", document_kind="document",
        document_signs="2345",
    )  # fmt: skip
    done, again = clerk.post(DELIVER, said), clerk.post(DELIVER, said)

    assert (forged.status_code, done.status_code, again.status_code) == (422, 302, 302)
    kept = proof_of(number)
    assert kept is not None
    assert (kept.recipient, kept.cod_amount) == ("sender", 0)


def test_nobody_is_shown_as_sender_of_what_waits_for_its_addressee(postman: Client, number: str) -> None:
    on_shelf(postman, number)
    clerk = at_desk("leila", Role.CLERK, ZAGORA_OFFICE)

    page = hand_over(
        clerk, number, cod_taken="0", recipient="sender", shown="identity", document_signs="2345"
    )

    assert page.status_code == 422
    assert proof_of(number) is None


def test_whose_item_is_opened_here_can_read_who_looked_and_one_elsewhere_is_not_opened(
    postman: Client, number: str
) -> None:
    assert postman.get(DELIVER, {"number": number}).status_code == 200
    assert ("youssef", "delivery-deliver-items") in {
        (look.reader, look.page) for look in looks_at(SubjectKind.ITEM, number)
    }

    elsewhere = at_desk("hassan", Role.COURIER, AGENCY).get(DELIVER, {"number": number})

    assert elsewhere.status_code == 409
    assert "Amina" not in elsewhere.text


def test_a_code_is_tried_with_the_hand_over_and_a_wrong_one_is_counted(postman: Client, number: str) -> None:
    code = on_shelf(postman, number)
    clerk = at_desk("leila", Role.CLERK, ZAGORA_OFFICE)

    wrong = hand_over(clerk, number, shown="code", pick_up_code="no")
    page = clerk.get(DELIVER, {"number": number})
    said = sent(
        page, cod_taken="350", recipient="family", recipient_name="Sara", signature=SIGNED, shown="code",
        pick_up_code=code,
    )  # fmt: skip
    done, again = clerk.post(DELIVER, said), clerk.post(DELIVER, said)

    assert (wrong.status_code, done.status_code, again.status_code) == (422, 302, 302)
    assert "code is wrong" in wrong.text
    kept = proof_of(number)
    assert kept is not None
    assert (kept.shown, kept.recipient) == ("code", "family")


def test_the_cash_goes_from_the_bag_to_the_safe_and_to_the_bank(postman: Client, number: str) -> None:
    hand_over(postman, number)
    manager = at_desk("karim", Role.MANAGER, ZAGORA_OFFICE)
    bag, safe = "/desk/delivery/hand-over-cash/?courier=youssef", "/desk/delivery/bank-cash/"

    page = manager.get(bag)
    right = manager.post(bag, sent(page, courier="youssef", counted="350"))
    banked = manager.post(safe, sent(manager.get(safe), counted="٣٥٠"))

    assert right.status_code == banked.status_code == 302
    assert cod_places([number])[number].account == "mirror:bank:MAD"


def test_whoever_counts_is_not_told_before_what_the_record_says(postman: Client, number: str) -> None:
    hand_over(postman, number)
    manager = at_desk("karim", Role.MANAGER, ZAGORA_OFFICE)
    bag = "/desk/delivery/hand-over-cash/"

    which, page = manager.get(bag), manager.get(f"{bag}?courier=youssef")
    told = manager.post(bag, sent(page, courier="youssef", counted="349"), follow=True)
    safe = manager.get("/desk/delivery/bank-cash/")

    for shown in (which, page, safe):
        assert not search(r"\b350(00|\.00)?\b", shown.content.decode())
    assert b'data-items="1"' in page.content
    assert "MAD\xa0349.00 was counted, the record says MAD\xa0350.00" in told.content.decode()
    (asked,) = cases()
    assert asked.number in told.content.decode()
    mine = postman.get(f"/desk/cash/cases/{asked.number}/")
    assert b"What you have to say" in mine.content


def test_an_item_that_goes_back_to_its_sender_takes_no_cash(postman: Client, number: str) -> None:
    on_shelf(postman, number)
    return_items(numbers=[number], office=ZAGORA_OFFICE, by=BOSS, at=timezone.now())  # where it was posted
    take_out(postman, number)  # to the door of its sender
    asked = hand_over(postman, number, recipient="sender")
    done = hand_over(postman, number, recipient="sender", cod_taken="0")
    told = postman.get(done["Location"]).content.decode()

    assert 'data-refusal="delivery.cod-differs"' in asked.content.decode()
    assert "against MAD\xa00.00; MAD\xa0350.00" in asked.content.decode()
    assert status_of(number) == "returned"
    assert cod_places([number]) == {}
    assert f"{number} is delivered." in told
    assert "collected" not in told


def test_what_lies_at_another_office_is_not_taken_out_from_the_page(number: str) -> None:
    stranger = at_desk("hassan", Role.COURIER, AGENCY)
    page = stranger.get("/desk/delivery/take-out/")

    refused = stranger.post("/desk/delivery/take-out/", sent(page, numbers=number))
    said = {"cod_taken": "350", "recipient_name": "Amina", "signature": SIGNED, "recipient": "addressee"}
    handed = stranger.post(DELIVER, {"number": number, "key": str(key("stranger")), **said})

    assert number.encode() not in page.content
    assert b'data-refusal="mail.not-here"' in refused.content
    assert (handed.status_code, "is not at office" in handed.text) == (409, True)
    assert status_of(number) == "accepted"


def test_whoever_took_the_cash_is_not_let_to_count_it_in(number: str) -> None:
    salma = at_desk("salma", Role.CLERK, ZAGORA_OFFICE)
    hand_over(salma, number)
    bag = "/desk/delivery/hand-over-cash/?courier=salma"

    refused = salma.post(bag, sent(salma.get(bag), courier="salma", counted="350"))

    assert b'data-refusal="delivery.own-cash"' in refused.content
    assert cod_places([number])[number].account == f"courier:{ZAGORA_OFFICE}/salma:MAD"


def test_a_postman_has_no_page_of_the_safe(postman: Client) -> None:
    for page in ("/desk/delivery/hand-over-cash/", "/desk/delivery/bank-cash/"):
        assert postman.get(page).status_code == 403


def test_an_item_that_nobody_knows_is_said_to_be_unknown(postman: Client) -> None:
    assert postman.get(DELIVER, {"number": "RR123456785MA"}).status_code == 404
