"""A mailbox is written to once its reader has opened the link of a letter and pressed the button."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from rekkas.citizen.commands import choose_texts, prove_mailbox
from rekkas.citizen.errors import NotYourOwn, TooManyCodes, UnknownMailbox
from rekkas.reach.words import words_of
from tests.build import MONDAY, later
from tests.citizen.citizens import browser_of, citizen, kept, outgoing
from tests.reach.texts import AMINA, DRISS

pytestmark = pytest.mark.usefixtures("post")
HERS = "amina@example.org"


def choose(by: Any, email: str = HERS, at: datetime = MONDAY, phone: str = AMINA, **changes: Any) -> None:
    said = {"texts_by": "email", "events": None, **changes}
    choose_texts(phone=phone, email=email, by=by, at=at, **said)


def token() -> str:
    """What the letter that was sent last leads to."""
    letter = outgoing(channel="email", kind="confirm")[-1]
    return str(letter.params["link"]).rstrip("/").rpartition("/")[2]


def proved(by: Any, at: datetime = MONDAY, phone: str = AMINA) -> None:
    prove_mailbox(phone=phone, token=token(), by=by, at=at)


def test_a_letter_goes_to_a_new_mailbox_and_its_link_proves_it() -> None:
    amina = citizen()
    choose(amina)
    (letter,) = outgoing(channel="email")
    assert letter.params["link"] in words_of("confirm", letter.params, "en").body
    assert kept("Citizen")[0].email_proved == ""

    proved(amina)
    choose(amina)

    assert kept("Citizen")[0].email_proved == HERS
    assert len(outgoing(channel="email")) == 1  # it is theirs: nothing more is asked


def test_who_is_told_by_sms_or_not_at_all_is_sent_no_letter() -> None:
    choose(citizen(), texts_by="sms")

    assert outgoing(channel="email") == []


def test_a_link_is_good_for_one_mailbox_of_one_citizen_for_one_day() -> None:
    amina, driss = citizen(), citizen(DRISS)
    choose(amina)
    for_amina = token()

    with pytest.raises(UnknownMailbox):
        proved(amina, later(24.1))
    with pytest.raises(UnknownMailbox):
        prove_mailbox(phone=DRISS, token=for_amina, by=driss, at=MONDAY)
    with pytest.raises(NotYourOwn):
        prove_mailbox(phone=AMINA, token=for_amina, by=driss, at=MONDAY)
    with pytest.raises(UnknownMailbox):
        prove_mailbox(phone=AMINA, token="made-up", by=amina, at=MONDAY)
    choose(amina, "other@example.org")
    with pytest.raises(UnknownMailbox):
        prove_mailbox(phone=AMINA, token=for_amina, by=amina, at=MONDAY)


def test_nobody_fills_a_strangers_mailbox() -> None:
    amina = citizen()
    for minute in range(5):
        choose(amina, f"stranger{minute % 2}@example.org", MONDAY + timedelta(minutes=minute))

    with pytest.raises(TooManyCodes):
        choose(amina, "stranger9@example.org", MONDAY + timedelta(minutes=6))


def test_the_link_leads_to_a_page_with_a_button() -> None:
    client = browser_of()
    done = client.post(
        "/me/post/texts/", {"texts_by": "email", "email": HERS, "events": ["waiting"]}, follow=True
    )
    assert "Open the link of the letter" in done.text
    page = f"/me/post/mailbox/{token()}/"

    assert HERS in client.get(page).text
    assert kept("Citizen")[0].email_proved == ""  # machines open links, too
    assert "This mailbox is yours" in client.post(page, follow=True).text

    assert kept("Citizen")[0].email_proved == HERS
    assert "too old" in client.post("/me/post/mailbox/made-up/", follow=True).text
