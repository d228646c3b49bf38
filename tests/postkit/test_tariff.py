"""A tariff: its shares are rounded to the nearest unit, its steps hold what they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkit.money import per_mille_of
from postkit.tariff import NoStep, Question, Rule, lines

STEPS = [
    Rule("near-1", "base", "local", 1_000, 1_200),
    Rule("far-1", "base", "any", 1_000, 2_000),
    Rule("far", "base", "any", 30_000, 9_000),
    Rule("cod", "cod", amount=500, per_mille=10),
    Rule("insured", "insured", "national", amount=200, per_mille=5),
]


@given(value=st.integers(0, 10**12), per_mille=st.integers(0, 10_000))
def test_a_share_is_never_more_than_half_a_unit_from_the_exact_one(value: int, per_mille: int) -> None:
    rounded = per_mille_of(value, per_mille)

    assert -500 <= value * per_mille - rounded * 1000 < 500  # a half goes up


@pytest.mark.parametrize(
    ("question", "rules"),
    [
        (Question(1_000, "local"), ["near-1"]),  # its own zone before one for everywhere
        (Question(1_001, "local"), ["far"]),  # the next step that holds it
        (Question(10, "regional", cod_amount=1), ["far-1", "cod"]),
        (Question(10, "national", cod_amount=1, declared_value=9), ["far-1", "cod", "insured"]),
        (Question(10, "regional", declared_value=9), ["far-1"]),  # insured within the country only
    ],
)
def test_a_price_has_a_line_for_each_reason(question: Question, rules: list[str]) -> None:
    assert [line.rule for line in lines(STEPS, question, heaviest_g=30_000)] == rules


def test_what_no_step_holds_has_no_price() -> None:
    with pytest.raises(NoStep):
        lines(STEPS, Question(30_001, "local"), heaviest_g=30_000)


@given(st.permutations(STEPS), st.integers(1, 40_000), st.sampled_from(["local", "regional", "national"]))
def test_the_order_in_which_rules_stand_changes_no_price(rules: list[Rule], weight_g: int, zone: str) -> None:
    question = Question(weight_g, zone, cod_amount=12_345, declared_value=99)

    def answer(given_rules: list[Rule]) -> object:
        try:
            return lines(given_rules, question, heaviest_g=30_000)
        except NoStep:
            return None

    assert answer(rules) == answer(STEPS)
