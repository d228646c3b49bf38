"""A sender who lost the code gets another, against the document of the issue; the one before opens nothing."""

import pytest

from postkit.moneyorder import SecretCode
from rekkas.base.actors import Actor
from rekkas.base.choices import ActorKind
from rekkas.base.errors import NotAllowed
from rekkas.payments import errors
from rekkas.payments.choices import CodeAnswer
from rekkas.payments.commands import renew_code, sign_payment
from rekkas.payments.models import OrderEvent
from tests.build import AGENCY, ZAGORA_OFFICE, later, with_till
from tests.payments.accounts import into_account, of
from tests.payments.desks import (
    CODE,
    FATIMA,
    KARIM,
    LEILA,
    SALMA,
    begin,
    card,
    history,
    issue,
    lock_by_guessing,
    owed,
    paid,
    pay,
    state,
    token,
)

pytestmark = pytest.mark.usefixtures("tills")
NEW = SecretCode("730194")


def renew(number: str, **changes: object) -> str:
    said = {
        "code": NEW, "shown": card(), "reason": "the slip was lost", "office": AGENCY, "by": KARIM, "at": later(1),
    }  # fmt: skip
    return renew_code(number=number, **{**said, **changes})


def test_the_new_code_opens_and_the_old_one_does_not() -> None:
    number = issue().number

    renew(number)

    assert begin(number, word="old", code=CODE).answer is CodeAnswer.WRONG
    assert begin(number, word="new", code=NEW).answer is CodeAnswer.RIGHT
    assert NEW.spoken not in repr(list(OrderEvent.objects.values_list()))


def test_only_the_sender_gets_it() -> None:
    with pytest.raises(errors.DocumentDiffers):
        renew(issue().number, shown=card("ZZ999999"))


def test_a_clerk_does_not_and_who_issued_the_order_neither() -> None:
    both = Actor(ActorKind.PERSON, "fatima", AGENCY, frozenset({"payments.*"}))
    number = issue(by=FATIMA).number

    with pytest.raises(NotAllowed):
        renew(number, by=SALMA)
    with pytest.raises(errors.OwnOrder):
        renew(number, by=both)


def test_a_lock_stays_until_a_manager_lifts_it() -> None:
    number = issue().number
    lock_by_guessing(number)

    renew(number)

    assert state(number) == "locked"
    assert history(number)[-1] == "code-renewed"


def test_what_is_paid_or_goes_into_an_account_has_no_code_to_renew() -> None:
    account, _ = of("amina")

    with pytest.raises(errors.OrderAlreadyPaid):
        renew(paid())
    with pytest.raises(errors.OrderAlreadyPaid):
        renew(into_account(account).number)


def test_whoever_gave_out_the_code_pays_only_with_a_second_signature() -> None:
    number = issue().number
    with_till(LEILA)
    renew(number, by=LEILA, office=ZAGORA_OFFICE)

    begun = begin(number, by=LEILA, code=NEW)

    assert begun.needs_signature
    with pytest.raises(errors.SignatureMissing):
        pay(by=LEILA)
    with pytest.raises(errors.OwnSignature):
        sign_payment(token=token(), by=LEILA, at=later(1))
    assert (state(number), owed(number)) == ("available", 50_000)
    assert begin(issue().number, by=LEILA, word="another").needs_signature is False


def test_another_clerk_pays_it_alone() -> None:
    number = issue().number
    renew(number, by=LEILA, office=ZAGORA_OFFICE)

    assert begin(number, code=NEW).needs_signature is False
    assert pay().number == number


def test_a_reason_is_said() -> None:
    with pytest.raises(errors.ReasonMissing):
        renew(issue().number, reason="")
