"""Numbers that show every slip of the finger, codes that show themselves to nobody, messages that say it whole."""

import copy
import json
import pickle
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkit import moneyorder
from postkit.moneyorder import (
    Happened,
    NotACode,
    NotAMessage,
    NotAnOrderNumber,
    OrderMessage,
    PaidInto,
    Party,
    SecretCode,
    draw_code,
    from_json,
    is_weak,
    make,
    parse,
    to_json,
)

numbers = st.builds(
    make,
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2),
    st.integers(min_value=0, max_value=10**10 - 1),
)


@given(numbers)
def test_a_number_is_read_as_it_was_made_however_it_is_spaced(number: moneyorder.OrderNumber) -> None:
    assert parse(str(number)) == number
    assert parse(moneyorder.format(number)) == number
    assert parse(moneyorder.format(str(number)).lower().replace(" ", "-")) == number


@given(numbers, st.integers(min_value=2, max_value=13), st.integers(min_value=1, max_value=9))
def test_no_wrong_digit_passes(number: moneyorder.OrderNumber, place: int, off: int) -> None:
    text = str(number)
    wrong = f"{text[:place]}{(int(text[place]) + off) % 10}{text[place + 1 :]}"

    with pytest.raises(NotAnOrderNumber, match="check"):
        parse(wrong)


@given(numbers, st.integers(min_value=2, max_value=12))
def test_no_two_neighbours_change_places_unseen(number: moneyorder.OrderNumber, place: int) -> None:
    text = str(number)
    swapped = f"{text[:place]}{text[place + 1]}{text[place]}{text[place + 2 :]}"

    if swapped != text:
        with pytest.raises(NotAnOrderNumber, match="check"):
            parse(swapped)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "length"),
        ("MA00000000429", "length"),  # a digit too few
        ("MA0000000042944", "length"),  # and one too many
        ("M10000000004294", "length"),
        ("M1000000004294", "characters"),  # a country has letters
        ("MA00000000429X", "characters"),
        ("MA000000004293", "check"),
        ("MÀ000000004294", "characters"),
    ],
)
def test_what_is_no_number_says_why(text: str, reason: str) -> None:
    with pytest.raises(NotAnOrderNumber) as refused:
        parse(text)

    assert refused.value.reason == reason


@pytest.mark.parametrize("serial", [-1, 10**10])
def test_a_serial_has_ten_digits(serial: int) -> None:
    with pytest.raises(NotAnOrderNumber, match="length"):
        make("MA", serial)


def test_a_serial_belongs_to_a_country_of_two_letters() -> None:
    with pytest.raises(NotAnOrderNumber, match="characters"):
        make("Ma", 1)


# ---- codes -----------------------------------------------------------------------------------------------------


@given(st.binary(min_size=16, max_size=64))
def test_a_seed_gives_one_code_and_never_one_that_is_guessed_first(seed: bytes) -> None:
    code = draw_code(seed)

    assert code == draw_code(seed)
    assert len(code.spoken) == 6
    assert not is_weak(code.spoken)


def test_codes_are_spread_over_all_there_are() -> None:
    drawn = [draw_code(at.to_bytes(16, "big")).spoken for at in range(4_000)]

    assert len(set(drawn)) > 3_970  # of a million, some four thousand meet a handful of times
    for place in range(6):
        for digit in "0123456789":
            assert 300 < sum(code[place] == digit for code in drawn) < 500


def test_a_code_shows_itself_to_nobody() -> None:
    code = SecretCode("482913")

    shown = f"{code} {code!r} {[code]} { ({'code': code}) } {vars(SecretCode).keys()} {hash(code)}"
    assert "482913" not in shown
    assert "482913" not in msgspec.json.encode({"code": code}, enc_hook=str).decode()
    with pytest.raises(TypeError):
        pickle.dumps(code)
    with pytest.raises(TypeError):
        copy.deepcopy(code)
    with pytest.raises(TypeError):
        json.dumps(code)


@pytest.mark.parametrize("written", ["482913", "482 913", "482-913", " ٤٨٢٩١٣ "])
def test_a_code_may_be_written_in_groups_and_in_any_digits(written: str) -> None:
    assert SecretCode(written).spoken == "482913"


@pytest.mark.parametrize(
    ("written", "reason"), [("48291", "length"), ("4829134", "length"), ("48291a", "digits"), ("", "digits")]
)
def test_what_is_no_code_says_why_and_never_what(written: str, reason: str) -> None:
    with pytest.raises(NotACode) as refused:
        SecretCode(written)

    assert refused.value.reason == reason
    assert written == "" or written not in str(refused.value)


# ---- messages --------------------------------------------------------------------------------------------------


def issued(**changes: Any) -> OrderMessage:
    said: dict[str, Any] = {
        "id": "5f0c", "happened": Happened.ISSUED, "number": "MA000000004294", "from_post": "MA", "to_post": "SN",
        "happened_at": datetime(2026, 3, 2, 10, tzinfo=UTC), "amount": 50_000, "currency": "XOF",
        "sender": Party(name="Amina Alaoui"), "payee": Party(name="Awa Diop", locality="Thiès", country="SN"),
        "issued_on": date(2026, 3, 2), "valid_until": date(2026, 4, 1),
    }  # fmt: skip
    return OrderMessage(**{**said, **changes})


def test_a_message_is_read_as_it_was_written_and_is_always_the_same_bytes() -> None:
    message = issued(paid_into=PaidInto.ACCOUNT, payee=Party(name="Awa Diop", account="SN08"))

    assert from_json(to_json(message)) == message
    assert to_json(from_json(to_json(message))) == to_json(message)


def test_a_message_says_nothing_of_the_secret_code() -> None:
    fields = {*OrderMessage.__struct_fields__, *Party.__struct_fields__}

    assert not {name for name in fields if "code" in name or "secret" in name}


def test_what_only_an_issue_must_say_may_be_left_out_of_the_rest() -> None:
    paid = issued(happened=Happened.PAID, sender=None, payee=None, issued_on=None, valid_until=None)

    assert from_json(to_json(paid)) == paid


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"amount": 0}, "amount"),
        ({"amount": -5}, "amount"),
        ({"amount": 10**15 + 1}, "amount"),
        ({"currency": "franc"}, "currency"),
        ({"number": "MA000000004293"}, "number"),
        ({"from_post": "Morocco"}, "from_post"),
        ({"to_post": "MA"}, "to_post"),
        ({"happened_at": datetime(2026, 3, 2, 10)}, "happened_at"),
        ({"id": " "}, "id"),
        ({"note": "one\ntwo"}, "note"),
        ({"note": "x" * 201}, "note"),
        ({"sender": Party(name=" ")}, "sender.name"),
        ({"payee": None}, "payee"),
        ({"valid_until": None}, "valid_until"),
        ({"valid_until": date(2026, 3, 1)}, "valid_until"),
        ({"paid_into": PaidInto.ACCOUNT}, "payee.account"),
    ],
)
def test_what_cannot_be_is_neither_written_nor_read(changes: dict[str, Any], reason: str) -> None:
    message = issued(**changes)

    with pytest.raises(NotAMessage) as unwritten:
        to_json(message)
    with pytest.raises(NotAMessage) as unread:
        from_json(msgspec.json.encode(message))

    assert unwritten.value.reason == reason
    assert unread.value.reason in (reason, "shape")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "json"),
        (b"{", "json"),
        (b"\xff\xfe", "json"),
        (b"[" * 100_000, "shape"),
        (b"[]", "shape"),
        (b'{"id": 5}', "shape"),
        (to_json(issued()).replace(b'"issued"', b'"stolen"', 1), "shape"),
        (to_json(issued()).replace(b"50000", b"500.5"), "shape"),
    ],
)
def test_bytes_that_are_no_message_are_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(NotAMessage) as refused:
        from_json(data)

    assert refused.value.reason == reason
