"""What moves on a page: dialogs, short answers and keys, tried on the page that shows each part."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.web.walking import HERE, Reader, Shown, served

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def parts(client: Client, page: Page) -> Iterator[Page]:
    """The living page, in English."""
    answer = client.get("/design/", headers={"accept-language": "en"})
    shown = Shown("/design/", Reader("everybody", client), {"en": answer.content})
    with served(page, {"design/": shown}, "en"):
        page.goto(f"{HERE}/design/")
        yield page


def test_a_dialog_opens_keeps_the_keys_to_itself_and_gives_the_focus_back(parts: Page) -> None:
    opener = parts.locator("[data-opens=dialog-en]")
    dialog = parts.locator("#dialog-en")
    opener.click()
    expect(dialog).to_be_visible()
    expect(dialog.locator("[autofocus]")).to_be_focused()

    parts.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()

    opener.click()
    dialog.locator("[data-closes]").click()
    expect(dialog).to_be_hidden()

    opener.click()
    parts.mouse.click(5, 5)  # beside it
    expect(dialog).to_be_hidden()


def test_what_was_answered_is_the_value_of_the_button(parts: Page) -> None:
    ask = "async () => (await import('/static/design/dialog.js')).ask(document.getElementById('dialog-en'))"
    parts.evaluate(f"() => {{ window.answer = ({ask})(); }}")
    expect(parts.locator("#dialog-en")).to_be_visible()
    parts.locator("#dialog-en button[value=yes]").click()

    assert parts.evaluate("window.answer") == "yes"


def test_a_short_answer_comes_is_said_and_can_be_closed(parts: Page) -> None:
    parts.locator("[data-say]").last.click()
    answer = parts.locator(".toasts:not(.still) .toast")
    expect(answer).to_have_text("Accepted")
    expect(parts.locator(".toasts:not(.still)")).to_have_attribute("role", "status")

    answer.get_by_label("Close").click()
    expect(answer).to_have_count(0)


def test_the_key_of_an_act_presses_it_and_a_letter_waits_while_one_writes(parts: Page) -> None:
    parts.evaluate("""() => {
        window.pressed = [];
        const act = document.querySelector("[data-key=F2]");
        act.addEventListener("click", () => window.pressed.push("F2"));
        const plain = document.querySelector(".button.bright");
        plain.dataset.key = "T Alt+T";
        plain.addEventListener("click", () => window.pressed.push("T"));
    }""")
    assert parts.locator("[data-key=F2]").first.get_attribute("aria-keyshortcuts") == "F2"
    parts.keyboard.press("F2")
    parts.keyboard.press("t")
    parts.locator("input[name=en-note]").focus()
    parts.keyboard.press("t")
    parts.keyboard.press("F2")
    parts.keyboard.press("Alt+t")

    assert parts.evaluate("window.pressed") == ["F2", "T", "F2", "T"]
    expect(parts.locator("input[name=en-note]")).to_have_value("t")
