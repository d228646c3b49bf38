"""The counter in a browser: the price is agreed first, sent twice is taken once, what was typed is never lost."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from rekkas.base.choices import Role
from rekkas.counter.queries import receipts_of
from rekkas.mail.queries import item, item_count
from rekkas.money.queries import balance
from tests.build import AGENCY, FATIMA, ZAGORA, ZAGORA_OFFICE, with_till
from tests.cash import drawers
from tests.desk import at_desk, load, open_day_and_night, sent

pytestmark = pytest.mark.django_db
PAGE = "/desk/counter/accept-parcels/"
TYPED = {
    "product": "parcel-cod", "weight_g": "1200", "destination": "Zagora", "name": "Amina Alaoui",
    "street": "12, avenue Mohammed V", "cod_amount": "350", "customer": "atlas",
}  # fmt: skip


@pytest.fixture
def clerk() -> Client:
    load(open_day_and_night())
    with_till(FATIMA, at=timezone.now())
    return at_desk("fatima", Role.CLERK, AGENCY)


def priced(clerk: Client, **changes: str) -> Any:
    """The page after the price was asked for."""
    return clerk.post(PAGE, sent(clerk.get(PAGE), **{**TYPED, **changes}, price="1"))


def agreed(page: Any, **changes: str) -> dict[str, Any]:
    """What the page sends when the clerk takes the money."""
    return sent(page, price_shown=page.context["price"].amount, accept="1", **changes)


def test_the_price_is_shown_with_its_reasons_and_nothing_is_taken_yet(clerk: Client) -> None:
    page = priced(clerk)

    assert [(line.rule, line.amount) for line in page.context["price"].lines] == [
        ("cod-5", 3_500),
        ("cod-fee", 850),
    ]
    assert b'data-rule="cod-fee"' in page.content
    assert item_count() == 0


def test_a_form_sent_twice_takes_one_parcel_and_gives_one_receipt(clerk: Client) -> None:
    said = agreed(priced(clerk))

    first, second = clerk.post(PAGE, said), clerk.post(PAGE, said)

    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert item_count() == 1
    assert balance(f"till:{AGENCY}/fatima:MAD") == 4_350


def test_a_price_that_changed_since_it_was_shown_is_shown_again(clerk: Client) -> None:
    said = agreed(priced(clerk), weight_g="12000")

    page = clerk.post(PAGE, said)

    assert page.status_code == 200
    assert page.context["price"].amount == 9_000 + 850
    assert item_count() == 0


def test_digits_and_places_may_be_written_in_arabic(clerk: Client) -> None:
    page = priced(clerk, weight_g="١٬٢٠٠".replace("٬", " "), destination="زاكورة", cod_amount="٣٥٠٫٠٠")
    clerk.post(PAGE, agreed(page))

    (receipt,) = receipts_of(AGENCY)
    kept = item(receipt.item_number)
    assert (kept.weight_g, kept.cod_amount, kept.destination_id) == (1_200, 35_000, ZAGORA_OFFICE)
    assert kept.addressee["locality_code"] == ZAGORA
    assert kept.sender["name"] == "Atlas Crafts"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"weight_g": "0"}, "weight_g"),
        ({"weight_g": "heavy"}, "weight_g"),
        ({"cod_amount": "1,250"}, "cod_amount"),  # a thousand or one and a quarter: never guessed
        ({"cod_amount": "-5"}, "cod_amount"),
        ({"customer": "nobody"}, "customer"),
        ({"customer": ""}, "sender_name"),
        ({"name": ""}, "name"),
        ({"destination": "Atlantis Submerged"}, "destination"),
    ],
)
def test_what_is_wrong_stands_beside_its_question_and_the_rest_stays(
    clerk: Client, changes: dict[str, str], field: str
) -> None:
    page = priced(clerk, **changes)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert b"12, avenue Mohammed V" in page.content
    assert item_count() == 0


def test_a_place_that_is_not_certain_is_asked_again_with_what_it_may_be(clerk: Client) -> None:
    unsure = priced(clerk, destination="Zagra")
    offered = [code for code, _ in unsure.context["form"].fields["destination_code"].choices]

    page = clerk.post(PAGE, sent(unsure, destination_code=ZAGORA, price="1"))

    assert unsure.status_code == 422
    assert ZAGORA in offered
    assert page.context["price"].amount == 4_350


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"weight_g": "10000000"}, "catalogue.too-heavy"),
        ({"product": "parcel"}, "catalogue.cod-not-offered"),
        ({"cod_amount": "99999"}, "catalogue.cod-too-high"),
    ],
)
def test_a_refusal_is_said_on_the_page_with_its_code(
    clerk: Client, changes: dict[str, str], code: str
) -> None:
    page = priced(clerk, **changes)

    assert page.status_code >= 400
    assert f'data-refusal="{code}"'.encode() in page.content
    assert b"Amina Alaoui" in page.content


def test_a_wrong_label_is_declined_and_the_corrected_form_goes_through(clerk: Client) -> None:
    declined = clerk.post(PAGE, agreed(priced(clerk, number="RR123456789MA")))

    done = clerk.post(PAGE, agreed(declined, number="RR123456785MA"))

    assert b'data-refusal="mail.invalid-number"' in declined.content
    assert done.status_code == 302
    assert item("RR123456785MA").weight_g == 1_200


def test_a_closed_office_says_so_and_keeps_what_was_typed() -> None:
    shut = open_day_and_night()
    load(replace(shut, offices=tuple(replace(office, open_days="") for office in shut.offices)))
    clerk = at_desk("fatima", Role.CLERK, AGENCY)

    page = clerk.post(PAGE, agreed(priced(clerk)))

    assert b'data-refusal="network.office-closed"' in page.content
    assert b"12, avenue Mohammed V" in page.content
    assert item_count() == 0


def test_a_clerk_without_an_open_till_is_led_to_it_before_and_after_typing(clerk: Client) -> None:
    salma = at_desk("salma", Role.CLERK, AGENCY)

    beforehand = salma.get(PAGE)
    refused = salma.post(PAGE, agreed(priced(salma)))

    assert b"data-no-till" in beforehand.content
    assert b"data-no-till" not in clerk.get(PAGE).content
    assert refused.status_code == 409
    assert b'data-refusal="cash.till-not-open"' in refused.content
    assert b"12, avenue Mohammed V" in refused.content
    for page in (beforehand, refused):
        assert page.content.count(b'href="/desk/cash/open-till/"') == 1
    assert item_count() == 0


def test_a_clerk_whose_till_waits_to_be_counted_again_is_led_to_it(clerk: Client) -> None:
    drawers.close_till(10_000, at=timezone.now())

    refused = clerk.post(PAGE, agreed(priced(clerk)))

    assert b'data-refusal="cash.to-be-recounted"' in refused.content
    assert b'data-way-on href="/desk/cash/"' in refused.content


def test_the_receipt_gives_the_papers_to_print(clerk: Client) -> None:
    page = clerk.post(PAGE, agreed(priced(clerk)), follow=True)
    (receipt,) = receipts_of(AGENCY)

    papers = [
        clerk.get(f"/desk/counter/items/{receipt.item_number}/label.pdf"),
        clerk.get(f"/desk/counter/receipts/{receipt.number}/receipt.pdf?lang=ar"),
    ]

    assert receipt.item_number in page.content.decode()
    assert all(paper.content.startswith(b"%PDF-") for paper in papers)
    assert all(paper["Content-Type"] == "application/pdf" for paper in papers)


def test_who_belongs_to_the_whole_network_chooses_an_office_first() -> None:
    load(open_day_and_night())
    manager = at_desk("samira", Role.MANAGER)

    asked = manager.get(PAGE)
    wrong = manager.get(PAGE, {"office": "ma9999"})
    chosen = manager.get(PAGE, {"office": AGENCY.lower()})
    again = manager.get(PAGE)

    assert "form" not in asked.context
    assert wrong.status_code == 404
    assert chosen.context["office"].code == again.context["office"].code == AGENCY


def test_the_counter_is_closed_to_those_who_may_not_accept(clerk: Client) -> None:
    sorter = at_desk("hassan", Role.SORTER, AGENCY)

    assert sorter.get(PAGE).status_code == 403
    assert Client().get(PAGE)["Location"].startswith("/desk/log-in/")
