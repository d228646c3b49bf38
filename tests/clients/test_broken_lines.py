"""Whatever befalls the line, what a merchant asked for is done once."""

import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from rekkas.shipping.queries import shipments_of
from rekkas_client import Client, Declined, NotReached, NotUnderstood, Patience, Refused, RekkasError
from tests.clients.line import Line
from tests.clients.shop import MERCHANT, SOON, references, shipment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
FAULTS = ("cut", "half", "lost", "failed", "busy")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_write_is_asked_again_under_its_key_and_done_once(client: Client, line: Line, fault: str) -> None:
    line.faults = [fault, fault]

    sent = client.send(shipment())

    assert [row.number for row in shipments_of(MERCHANT)] == sent.numbers
    assert len(line.keys) == 3
    assert len(set(line.keys)) == 1
    assert sent.outcome == "created"  # the answer of the first try, word for word


def test_a_question_is_asked_again_as_well(client: Client, line: Line) -> None:
    client.send(shipment())
    line.faults = ["cut", "failed"]

    assert [one.reference for one in client.shipments()] == ["A-1"]


def test_a_cancellation_whose_answer_was_lost_counts_the_same(client: Client, line: Line) -> None:
    (number,) = client.send(shipment()).numbers
    line.faults = ["cut", "half"]

    assert client.cancel_shipment(number).count == 1


def test_when_no_answer_comes_at_all_it_is_found_by_its_reference(client: Client, line: Line) -> None:
    line.faults = ["cut"] * 5
    parcel = shipment("A-lost")

    with pytest.raises(NotReached) as lost:
        client.send(parcel)
    found, again, none = client.find("A-lost"), client.send(parcel), client.find("A-none")

    assert lost.value.key == line.keys[0]
    assert found is not None
    assert (again.outcome, again.numbers, none) == ("repeated", [found.number], None)
    assert references() == ["A-lost"]


def test_thousands_go_in_parts_and_each_has_its_answer(client: Client, line: Line) -> None:
    rows = [shipment(f"A-{n:02}", destination="Nowhere at all" if n == 7 else "Zagora") for n in range(25)]
    line.faults = ["", "cut", "half", "", "failed"]

    answers = list(client.send_all(iter(rows), part=10))

    assert [row.reference for row, _answer in answers] == [row.reference for row in rows]
    assert [row.reference for row, answer in answers if answer.outcome == "declined"] == ["A-07"]
    assert references() == sorted(row.reference for row in rows if row.reference != "A-07")


@pytest.mark.parametrize("seed", range(6))
def test_no_order_of_faults_sends_anything_twice(client: Client, line: Line, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- it hides nothing
    line.faults = [chance.choice((*FAULTS, "", "")) for _ in range(25)]
    rows = [shipment(f"A-{n}" if n % 2 else "", destination="Zagora") for n in range(8)]

    for row in chance.choices(rows, k=10) + rows:
        while True:
            try:
                client.send(row)
                break
            except (NotReached, Refused):
                continue

    assert len(list(shipments_of(MERCHANT))) == len(rows)
    assert references() == ["", "", "", "", "A-1", "A-3", "A-5", "A-7"]


@pytest.mark.parametrize("as_moment", [False, True])
def test_a_busy_post_is_left_alone_as_long_as_it_asks(line: Line, token: str, as_moment: bool) -> None:
    waited: list[float] = []
    line.faults = ["busy"]
    line.retry_after = format_datetime(datetime.now(UTC) + timedelta(seconds=20)) if as_moment else "7"

    Client(line.url, token, patience=SOON, sleep=waited.append).send(shipment())

    assert 10 < waited[0] <= 20 if as_moment else waited == [7]


def test_whoever_asks_for_more_patience_than_there_is_gets_none(line: Line, token: str) -> None:
    line.faults, line.retry_after = ["busy"], "3600"

    with pytest.raises(Refused) as busy:
        Client(line.url, token, patience=SOON).send(shipment())

    assert (busy.value.status, busy.value.retry_after_s, line.seen) == (429, 3600, 1)


def test_pauses_grow_and_have_an_end() -> None:
    patience = Patience(first_wait_s=1, longest_wait_s=10)

    assert all(2 ** (n - 1) / 2 <= patience.wait_s(n) <= 2 ** (n - 1) for n in range(1, 4))
    assert 5 <= patience.wait_s(12) <= 10


def test_a_refusal_is_not_asked_again_and_says_what_is_not_right(client: Client, line: Line) -> None:
    with pytest.raises(Refused) as refused:
        client.list_shipments(limit=1_000)

    assert (refused.value.status, refused.value.code, line.seen) == (422, "base.invalid-input", 1)
    assert list(refused.value.fields) == ["limit"]
    assert refused.value.trace


def test_one_that_cannot_be_sent_is_declined_with_its_code(client: Client) -> None:
    with pytest.raises(Declined) as declined:
        client.send(shipment(destination="Nowhere at all"))

    assert declined.value.code == "shipping.place-unclear"


def test_a_token_is_shown_by_nothing(line: Line, client: Client, token: str) -> None:
    with pytest.raises(Refused) as refused:
        Client(line.url, "0123456789ab.wrong", patience=SOON).send(shipment())
    with pytest.raises(RekkasError) as unfit:
        Client(line.url, "a token\nof two lines")

    assert refused.value.status == 401
    assert "wrong" not in str(refused.value)
    assert "lines" not in str(unfit.value)
    assert token not in repr(client)


def test_the_language_is_that_of_whoever_asks(line: Line, token: str) -> None:
    parcel = shipment(destination="Nowhere at all")

    words = set()
    for language in ("en", "fr", "ar"):
        with pytest.raises(Declined) as declined:
            Client(line.url, token, language=language, patience=SOON).send(parcel)
        words.add(declined.value.detail)

    assert len(words) == 3


def test_another_server_is_told_from_a_post(line: Line) -> None:
    with pytest.raises(NotUnderstood):
        Client(f"{line.url}/?", patience=SOON).list_services()
    with pytest.raises(RekkasError, match="is no address of a post"):
        Client("post.example")


def test_a_label_is_there_whole_or_not_at_all(client: Client, line: Line, tmp_path: Path) -> None:
    (number,) = client.send(shipment()).numbers
    line.faults = ["half"] * 5

    with pytest.raises(NotReached):
        client.save_label(number, tmp_path / "label.pdf")
    nothing = list(tmp_path.iterdir())
    client.save_label(number, tmp_path / "label.zpl", form="zpl")

    assert nothing == []
    assert (tmp_path / "label.zpl").read_bytes().startswith(b"^XA")
    assert [path.name for path in tmp_path.iterdir()] == ["label.zpl"]
