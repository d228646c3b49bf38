"""What needs a second person is asked for with a reason, and by the sender with the document of the issue."""

import pytest

from rekkas.base.errors import KeyReused
from rekkas.payments import errors
from rekkas.payments.choices import Act, RefusalReason
from rekkas.payments.entries import Redirection, Waiver
from rekkas.payments.queries import orders
from tests.build import AGENCY, ZAGORA_OFFICE
from tests.payments.desks import FATIMA, SALMA, ask, card, history, issue, paid, refuse

pytestmark = pytest.mark.usefixtures("tills")
ELSEWHERE = Redirection(pay_office=AGENCY)


def test_a_request_names_what_why_and_who() -> None:
    number = issue().number

    request = orders.request(ask(number, Act.REDIRECT, by=SALMA, redirection=ELSEWHERE))

    assert request.number == f"{number}-S1"
    assert (request.act, request.asked_by, request.office_id) == ("redirect", "salma", AGENCY)
    assert request.body == {"pay_office": AGENCY}
    assert history(number)[-1] == "signature-asked"
    assert [one.number for one in orders.requests_waiting(AGENCY)] == [request.number]


def test_only_what_is_truly_otherwise_is_asked_for() -> None:
    number = issue().number

    request = orders.request(
        ask(
            number,
            Act.REDIRECT,
            redirection=Redirection(pay_office=ZAGORA_OFFICE, payee_name=" Amina  Tazi "),
        )
    )

    assert request.body == {"payee_name": "Amina Tazi"}


@pytest.mark.parametrize("wanted", [None, Redirection(), Redirection(payee_name="Amina Alaoui")])
def test_a_redirection_that_changes_nothing_is_refused(wanted: Redirection | None) -> None:
    with pytest.raises(errors.NothingRedirected):
        ask(issue().number, Act.REDIRECT, redirection=wanted)


def test_only_the_sender_redirects_an_order() -> None:
    number = issue().number

    with pytest.raises(errors.DocumentDiffers):
        ask(number, Act.REDIRECT, redirection=ELSEWHERE, shown=card("ZZ999999"))
    with pytest.raises(errors.DocumentMissing):
        ask(number, Act.REDIRECT, redirection=ELSEWHERE, shown=None)


def test_a_reason_is_said() -> None:
    with pytest.raises(errors.ReasonMissing):
        ask(issue().number, Act.REDIRECT, redirection=ELSEWHERE, reason="  ")


def test_an_act_is_asked_for_in_its_state_only() -> None:
    open_one, paid_one, refused = issue().number, paid(), issue().number
    refuse(refused, RefusalReason.PAYEE)

    for number, act in (
        (open_one, Act.REVERSE), (open_one, Act.REIMBURSE), (refused, Act.REDIRECT), (refused, Act.REVERSE),
    ):  # fmt: skip
        with pytest.raises(errors.NotInThisState):
            ask(number, act, redirection=ELSEWHERE)
    with pytest.raises(errors.OrderAlreadyPaid):
        ask(paid_one, Act.REDIRECT, redirection=ELSEWHERE)
    assert ask(paid_one, Act.REVERSE, shown=None)
    assert ask(refused, Act.REIMBURSE, by=FATIMA, waiver=Waiver(no_receipt=True))


def test_a_request_sent_twice_is_one_request() -> None:
    number = issue().number

    first = ask(number, Act.REDIRECT, redirection=ELSEWHERE, key="press")
    second = ask(number, Act.REDIRECT, redirection=ELSEWHERE, key="press")

    assert first == second
    with pytest.raises(KeyReused):
        ask(number, Act.REDIRECT, redirection=Redirection(payee_name="Another"), key="press")
    assert len(orders.requests_of(orders.order(number))) == 1
