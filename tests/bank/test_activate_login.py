"""A customer chooses a secret of their own against the code on their slip."""

import pytest

from rekkas.bank.commands import block_customer
from rekkas.bank.commands.logins import NewSecret
from rekkas.bank.errors import SecretTooEasy, SecretTooShort
from rekkas.bank.models import CustomerLogin
from rekkas.base.errors import NotAllowed
from tests.bank.accounts import customer, days
from tests.bank.doors import CODE, SECRET, activated, invited, logged_in
from tests.bank.people import KARIM
from tests.build import FATIMA, MONDAY, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]


def test_the_code_is_used_up_and_the_secret_opens() -> None:
    number = customer()
    invited(number)

    done = activated(number)

    row = CustomerLogin.objects.get()
    assert (done.opened, done.before, bool(done.proof)) == (True, None, True)
    assert (row.code_hash, row.code_until, row.activated_at) == ("", None, MONDAY)
    assert SECRET not in row.secret_hash
    assert logged_in(number).opened


def test_a_code_is_read_however_it_was_typed() -> None:
    number = customer()
    invited(number)

    assert activated(number, f" {CODE.printed.lower().replace('-', '  ').replace('0', 'o')} ").opened


def test_a_code_opens_until_its_last_day_and_no_longer() -> None:
    number = customer()
    invited(number)

    assert not activated(number, at=days(10)).opened
    assert activated(number, at=days(9.99)).opened


def test_wrong_codes_are_counted_and_shut_the_door_for_the_right_one() -> None:
    number = customer()
    invited(number)

    for word in ("00000-00000", "11111-11111", "nothing like a code", "", "22222-22222"):
        assert not activated(number, word).opened

    assert CustomerLogin.objects.get().wrong == 5
    assert not activated(number).opened
    assert activated(number, at=later(0.1)).opened


def test_who_is_unknown_or_was_never_invited_gets_the_same_answer_as_who_is_wrong() -> None:
    number, other = customer(), customer("brahim")
    invited(number)

    answers = [activated(said) for said in ("MA0000009999", "", "+212699000000", other)]

    assert {*answers, activated(number, "00000-00000")} == {answers[0]}


def test_who_was_blocked_in_between_does_not_come_in() -> None:
    number = customer()
    invited(number)
    block_customer(number=number, reason="Seizure", by=KARIM, at=MONDAY)

    assert not activated(number).opened


@pytest.mark.parametrize("secret", ["", "camel", "شمس12345"[:7], "\u200f\u200f1234567"])
def test_a_secret_has_eight_signs(secret: str) -> None:
    with pytest.raises(SecretTooShort):
        NewSecret(secret)


@pytest.mark.parametrize(
    "secret",
    [
        "password1",  # on every list
        "Football",
        "Q w e r t y u i o p",
        "١٢٣٤٥٦٧٨٩",  # 123456789 on another keyboard
        "aaaaaaaabb",
        "MA0000000014",
        "mine is ma0000000014 here",
        "0612345678",
        "+212 6 12 34 56 78",
    ],
)
def test_what_is_guessed_first_is_no_secret(secret: str) -> None:
    with pytest.raises(SecretTooEasy):
        NewSecret(secret, known=("MA0000000014", "+212 6 12 34 56 78", ""))


def test_a_secret_shows_itself_to_nobody() -> None:
    secret = NewSecret(SECRET)

    assert SECRET not in f"{secret!r} {secret} {secret.hash}"


def test_nobody_else_opens_the_door() -> None:
    from rekkas.bank import queries
    from rekkas.bank.commands import activate_login

    number = customer()
    invited(number)

    with pytest.raises(NotAllowed):
        activate_login(
            number=number, attempt=queries.code_compared(number, CODE.printed), secret=NewSecret(SECRET), by=FATIMA,
            at=MONDAY,
        )  # fmt: skip
