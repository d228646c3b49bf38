"""Texts at the desk: what became of them, whom they went to in part, and another try."""

from django.test import Client, override_settings

from rekkas.base.choices import Role
from rekkas.reach.choices import Answer, TextState
from rekkas.reach.tasks import send_due_texts
from tests.build import AGENCY, MONDAY
from tests.desk import at_desk
from tests.reach.texts import AMINA, answered, row, taken, written


def manager() -> Client:
    return at_desk("hassan", Role.MANAGER, AGENCY)


def test_a_text_that_failed_is_found_and_tried_again() -> None:
    written("one")
    answered(taken()[0], Answer.NEVER, problem="no such number")
    client = manager()

    page = client.get("/desk/reach/?state=failed&q=pc1")
    assert page.status_code == 200
    assert "no such number" in page.text
    assert AMINA not in page.text.partition("<tbody>")[2]
    done = client.post(f"/desk/reach/{row().pk}/retry-text/")

    assert done.status_code == 302
    assert row().state == TextState.WAITING
    assert "PC1" in client.get(f"/desk/reach/?q={AMINA}").text


def test_the_simulator_shows_codes_only_where_it_is_meant_and_no_gateway_is_named() -> None:
    written("one", kind="code", params={"code": "123456"})
    send_due_texts(lambda: MONDAY)
    client = manager()

    assert "123456" not in client.get("/desk/reach/simulator/").text
    with override_settings(SMS_SIMULATOR_IS_MEANT=True):
        assert "123456" in client.get("/desk/reach/simulator/").text
    assert "123456" not in client.get("/desk/reach/").text
    assert client.post("/desk/reach/simulator/set-simulator/", {"answer": "later"}).status_code == 302
    with override_settings(SMS_GATEWAY="https://gateway.example/"):
        assert client.get("/desk/reach/simulator/").status_code == 404


def test_who_has_nothing_to_do_with_texts_sees_none() -> None:
    courier = at_desk("youssef", Role.COURIER, AGENCY)

    assert courier.get("/desk/reach/").status_code == 403
    assert courier.get("/desk/reach/simulator/").status_code == 403
