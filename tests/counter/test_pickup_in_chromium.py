"""A waiting item handed out at the window: to its addressee, by its code, to whom they let collect it; and alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from rekkas.citizen.commands import authorise_collector
from rekkas.counter.models import Act
from rekkas.delivery.commands import await_collection, return_items
from rekkas.delivery.queries import proof_of
from rekkas.mail.queries import events_of, pick_up_code
from tests.build import AGENCY, BOSS, key
from tests.citizen.citizens import citizen
from tests.counter import screens, windows
from tests.counter.cable import cable_to
from tests.counter.screens import Window
from tests.reach.texts import AMINA

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def waiting() -> list[str]:
    """Parcels for Amina on the shelf; she lets her brother collect."""
    screens.world()
    numbers, now = windows.waiting_now(2), timezone.now()
    authorise_collector(
        phone=AMINA, name="Brahim Alaoui", document="AB1234", number="", until=(now + timedelta(days=3)).date(),
        authorisation=key("brother"), by=citizen(AMINA, now), at=now,
    )  # fmt: skip
    return numbers


@pytest.fixture
def window(waiting: list[str], live_server: LiveServer, page: Page) -> Window:
    window = Window(page, live_server.url)
    window.sign_on()
    window.open()
    window.connected()
    return window


def opened(window: Window, number: str) -> Any:
    window.scan(number)
    form = window.page.locator("form[data-service=pick-up]")
    expect(form).to_be_visible()
    return form


def added(window: Window) -> None:
    window.page.locator("#form [type=submit]").click()
    expect(window.page.locator("#basket li")).to_have_count(1)


def settled(window: Window) -> None:
    window.press("F9", "F9")
    window.settled()


def test_the_addressee_shows_a_document_of_which_the_post_keeps_four_signs(
    window: Window, waiting: list[str]
) -> None:
    form = opened(window, waiting[0])
    form.locator("[name=document_kind]").select_option("national-id")
    form.locator("[name=document_signs]").fill("bk 2345")
    window.sign()

    added(window)
    settled(window)

    kept = proof_of(waiting[0])
    assert kept is not None
    assert (kept.recipient, kept.shown, kept.document_kind, kept.document_signs) == (
        "addressee", "identity", "national-id", "2345",
    )  # fmt: skip


def test_somebody_else_brings_the_code_which_no_device_keeps(window: Window, waiting: list[str]) -> None:
    number = waiting[0]
    code = pick_up_code(events_of(number)[-1].scan_id)
    form = opened(window, number)
    form.locator("[name=recipient]").select_option("with-code")
    expect(form.locator("[name=shown][value=identity]")).to_be_disabled()
    form.locator("[name=name]").fill("A neighbour")
    form.locator("[name=code]").fill("000000" if code != "000000" else "111111")
    window.sign()

    form.locator("[type=submit]").click()
    expect(form.locator("[data-wrong]")).to_contain_text("wrong")
    assert apps.get_model("delivery", "Kept").objects.get(unit__number=number).tries == 1
    form.locator("[name=code]").fill(code)
    added(window)
    settled(window)

    kept = proof_of(number)
    assert kept is not None
    assert (kept.recipient, kept.recipient_name, kept.shown) == ("agent", "A neighbour", "code")
    assert code not in "".join(Act.objects.values_list("said", flat=True))


def test_a_code_that_was_shut_is_said_and_nobody_is_signed_out(window: Window, waiting: list[str]) -> None:
    number = waiting[0]
    code = pick_up_code(events_of(number)[-1].scan_id)
    form = opened(window, number)
    window.sign()
    for _each in range(3):
        form.locator("[name=recipient]").select_option("with-code")
        form.locator("[name=name]").fill("A neighbour")
        form.locator("[name=code]").fill("000000" if code != "000000" else "111111")
        with window.page.expect_response(f"**/waiting/{number}/"):  # asked again: whether codes still count
            form.locator("[type=submit]").click()
        expect(form.locator("[data-wrong]")).to_contain_text("wrong")

    expect(form.locator("[data-shown-why]")).to_contain_text("Ask for an identity document")
    expect(form.locator("[name=shown][value=code]")).to_be_disabled()
    expect(form.locator("[name=recipient]")).to_have_value("addressee")
    expect(window.page.locator("body")).not_to_contain_text("signed out")


def test_what_has_come_back_is_given_to_its_sender_who_pays_nothing(
    window: Window, waiting: list[str]
) -> None:
    back = waiting[0]
    return_items(numbers=[back], office=AGENCY, by=BOSS, at=timezone.now())
    await_collection(numbers=[back], office=AGENCY, by=BOSS, at=timezone.now())
    window.open()
    window.connected()
    form = opened(window, back)
    expect(form.locator("[name=recipient]")).to_have_value("sender")
    expect(form.locator("[name=shown][value=code]")).to_be_disabled()
    form.locator("[name=document_signs]").fill("2345")
    window.sign()

    added(window)
    settled(window)

    kept = proof_of(back)
    assert kept is not None
    assert (kept.recipient, kept.cod_amount, kept.document_signs) == ("sender", 0, "2345")


def test_whom_the_addressee_lets_collect_is_named_and_their_document_compared(
    window: Window, waiting: list[str]
) -> None:
    form = opened(window, waiting[0])
    who = form.locator("[name=recipient] option", has_text="Brahim Alaoui")
    expect(who).to_have_count(1)
    assert "1234" not in form.inner_html()  # the clerk reads the document, and is not told what it must say
    form.locator("[name=recipient]").select_option(str(key("brother")))
    expect(form.locator("[name=name]")).to_have_value("Brahim Alaoui")
    window.sign()

    form.locator("[name=document_signs]").fill("9999")
    form.locator("[type=submit]").click()
    expect(form.locator("[data-wrong]")).to_contain_text("not the document")
    form.locator("[name=document_signs]").fill("1234")
    added(window)
    settled(window)

    kept = proof_of(waiting[0])
    assert kept is not None
    assert (kept.recipient, kept.collector) == ("agent", key("brother"))


def test_without_a_network_it_is_the_addressee_with_a_document_and_the_form_says_why(
    waiting: list[str], live_server: LiveServer, page: Page
) -> None:
    with cable_to(live_server.url) as cable:
        window = Window(page, cable.url)
        window.sign_on()
        window.open()
        window.connected()
        cable.cut()
        page.wait_for_selector("html[data-alone=true]", timeout=180_000)
        form = opened(window, waiting[0])
        expect(form.locator("[data-shown-why]")).to_contain_text("Without a network")
        expect(form.locator("[name=shown][value=code]")).to_be_disabled()
        expect(form.locator("[name=recipient] option:not([disabled])")).to_have_count(1)
        form.locator("[name=document_signs]").fill("2345")
        window.sign()
        added(window)
        settled(window)
        cable.mend()
        page.wait_for_selector("html[data-alone=false][data-waiting='0']", timeout=180_000)

    kept = proof_of(waiting[0])
    assert kept is not None
    assert kept.shown == "identity"
