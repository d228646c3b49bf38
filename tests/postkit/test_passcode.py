"""Codes on slips: read however they are typed, never shown, all signs as likely."""

import json
import pickle
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as some

from postkit.passcode import LENGTH, SIGNS, NotAPasscode, Passcode, draw

SEEDS = some.binary(min_size=16, max_size=64)


@given(SEEDS)
def test_what_is_printed_is_read_back(seed: bytes) -> None:
    code = draw(seed)

    assert Passcode(code.printed) == draw(seed) == code
    assert set(code.printed) <= {*SIGNS, "-"}


@given(SEEDS, some.sampled_from(("lower", "upper")), some.sampled_from(("", " ", "-", "\u00a0", "\u200f")))
def test_it_is_read_however_it_is_typed(seed: bytes, case: str, between: str) -> None:
    code = draw(seed)
    typed = between.join(getattr(code.printed.replace("-", ""), case)())

    assert Passcode(typed) == code
    assert Passcode(typed.replace("0", "O").replace("1", "l")) == code


@given(SEEDS, some.integers(0, LENGTH - 1), some.sampled_from(SIGNS))
def test_another_sign_is_another_code(seed: bytes, place: int, sign: str) -> None:
    signs = list(draw(seed).printed.replace("-", ""))
    same = signs[place] == sign
    signs[place] = sign

    assert (Passcode("".join(signs)) == draw(seed)) is same


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "length"),
        ("7K3FQ-902M", "length"),
        ("7K3FQ-902MX7", "length"),
        ("7K3FQ-9U2MX", "signs"),
        ("ضضضضضضضضضض", "signs"),
    ],
)
def test_what_is_no_code_is_refused_without_being_repeated(text: str, reason: str) -> None:
    with pytest.raises(NotAPasscode) as refused:
        Passcode(text)

    assert (refused.value.reason, str(refused.value)) == (reason, reason)


def test_a_code_shows_itself_to_nobody() -> None:
    code = draw(b"a seed of at least sixteen bytes")

    for shown in (str(code), repr(code), f"{code}", json.dumps(code, default=str)):
        assert code.printed not in shown
    with pytest.raises(TypeError):
        pickle.dumps(code)


def test_every_sign_comes_as_often() -> None:
    drawn = Counter("".join(draw(turn.to_bytes(16, "big")).printed.replace("-", "") for turn in range(3_200)))

    assert set(drawn) == set(SIGNS)
    assert all(850 < count < 1_150 for count in drawn.values())
