"""What a contract makes of a price: its own step, its rebate by the month before, and the words that say so."""

from datetime import date, datetime
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from postkit import tariff
from rekkas.base.errors import Refused
from rekkas.catalogue.entries import OwnPrice, RebateStep
from rekkas.catalogue.queries import Price, PriceQuestion, month_before, price_labels, prices_for, rebates_on
from rekkas.catalogue.queries import contracts_on as contracts
from rekkas.mail.commands import cancel_items
from tests import build
from tests.build import AGENCY, BOSS, CASABLANCA, FATIMA, ZAGORA, key, later
from tests.catalogue.contracts import OWN, STEPS, TODAY, agreed
from tests.counter.windows import announced

pytestmark = pytest.mark.django_db
APRIL = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def _world() -> None:
    build.country_with_merchant()


def question(**changes: Any) -> PriceQuestion:
    said: dict[str, Any] = {
        "product": "parcel-cod", "country": "MA", "weight_g": 1_200, "origin_locality": CASABLANCA,
        "destination_locality": ZAGORA, "customer": "ATLAS",
    }  # fmt: skip
    return PriceQuestion(**said | changes)


def lines(day: date = TODAY, **changes: Any) -> list[tuple[str, int]]:
    (answer,) = prices_for([question(**changes)], day=day)
    assert isinstance(answer, Price), answer
    assert answer.amount == sum(line.amount for line in answer.lines)
    return [(line.rule, line.amount) for line in answer.lines]


def test_a_step_of_the_contract_stands_in_the_place_of_the_tariff_s() -> None:
    agreed(prices=OWN)

    assert lines() == [("contract:carriage", 3_000)]
    assert lines(destination_locality=CASABLANCA) == [("contract:carriage", 2_000)]  # its own zone goes first
    assert lines(weight_g=5_001) == [("cod-30", 9_000)]  # no step of the contract holds it
    assert lines(product="parcel") == [("parcel-5", 3_000)]
    assert lines(customer="") == [("cod-5", 3_500)]
    assert lines(cod_amount=35_000) == [("contract:carriage", 3_000), ("cod-fee", 850)]


def test_what_the_tariff_does_not_carry_a_contract_may() -> None:
    agreed(prices=(OwnPrice("parcel", "national", 20_000, 7_000),))

    assert lines(product="parcel", weight_g=12_000) == [("contract:carriage", 7_000)]


def test_the_rebate_comes_from_the_month_before_and_says_so_in_three_languages() -> None:
    agreed(prices=OWN, rebates=STEPS)
    build.accepted("a", "b")

    assert lines(day=date(2026, 3, 31)) == [("contract:carriage", 3_000)]  # nothing was sent in February
    assert lines(day=APRIL) == [("contract:carriage", 3_000), ("contract:rebate-50", -150)]
    assert lines(day=APRIL, weight_g=6_000) == [("cod-30", 9_000), ("contract:rebate-50", -450)]
    assert lines(day=APRIL, cod_amount=35_000)[1:] == [("contract:rebate-50", -150), ("cod-fee", 850)]
    assert lines(day=date(2026, 5, 1)) == [("contract:carriage", 3_000)]
    said = {}
    for language in ("en", "fr", "ar"):
        with translation.override(language):
            said[language] = price_labels("MA", ["contract:rebate-50", "contract:carriage", "cod-5"])
            (answer,) = prices_for([question()], day=APRIL)
            assert isinstance(answer, Price)
            assert [line.label for line in answer.lines] == [
                said[language]["contract:carriage"], said[language]["contract:rebate-50"],
            ]  # fmt: skip
    assert said["en"]["contract:rebate-50"] == "Volume rebate, 5% off the carriage"
    assert len({words["contract:rebate-50"] for words in said.values()}) == 3
    assert said["fr"]["cod-5"] == "Jusqu’à 5 kg"


def test_parcels_count_when_the_post_takes_them_in_and_not_when_they_come_back_at_once() -> None:
    agreed(rebates=STEPS)
    number = announced("shop")
    taken = build.accepted("a", "b")

    def count() -> dict[str, int]:
        return rebates_on(contracts(["ATLAS"], APRIL).values(), APRIL)

    assert count() == {"ATLAS": 50}
    cancel_items(numbers=[taken[0].number], office=AGENCY, by=FATIMA, at=later(0.5))
    assert count() == {"ATLAS": 0}
    build.accepted("announced", number=number, reference="shop", weight_g=900)
    assert count() == {"ATLAS": 50}


@pytest.mark.parametrize(
    ("at", "month"),
    [
        (datetime.fromisoformat("2026-02-28T23:59:59+00:00"), "march"),  # Ramadan: the clock there is UTC
        (datetime.fromisoformat("2026-03-31T22:59:59+00:00"), "april"),  # an hour before midnight there
        (datetime.fromisoformat("2026-03-31T23:30:00+00:00"), "may"),  # half past midnight there
    ],
)
def test_a_month_ends_at_midnight_by_the_clock_of_the_country(at: datetime, month: str) -> None:
    from rekkas.mail.commands import accept_items
    from rekkas.mail.entries import ItemEntry

    parcel = build.parcel("late")
    entry = ItemEntry(
        key=key("late"), product="parcel-cod", origin=AGENCY, destination_locality=ZAGORA, sender=parcel.sender,
        addressee=parcel.addressee, weight_g=900, happened_at=at, customer="ATLAS",
    )  # fmt: skip
    agreed(rebates=(RebateStep(1, 50),))
    accept_items(items=[entry], by=BOSS, at=at)

    days = {"march": date(2026, 3, 2), "april": APRIL, "may": date(2026, 5, 1)}
    found = {
        name: rebates_on(contracts(["ATLAS"], day).values(), day)["ATLAS"] > 0 for name, day in days.items()
    }
    assert found == {name: name == month for name in days}


def test_the_month_before_the_first_is_that_of_the_year_before() -> None:
    assert month_before(date(2026, 1, 1)) == (date(2025, 12, 1), date(2026, 1, 1))
    assert month_before(date(2028, 3, 31)) == (date(2028, 2, 1), date(2028, 3, 1))


def test_a_batch_is_priced_as_its_parcels_one_by_one_in_few_statements(statements: Any) -> None:
    agreed(prices=OWN, rebates=STEPS)
    build.merchant("OTHER")
    agreed("OTHER", rebates=(RebateStep(1, 200),))
    build.accepted("a", "b", "c")
    asked = [
        question(weight_g=weight, destination_locality=goal, customer=customer, product=product)
        for weight in (0, 900, 5_001, 40_000)
        for goal in (ZAGORA, CASABLANCA, "nowhere")
        for customer in ("", "ATLAS", "OTHER", "NOBODY")
        for product in ("parcel", "parcel-cod", "nothing")
    ]

    def said(answer: Price | Refused) -> object:
        return answer if isinstance(answer, Price) else (answer.code, str(answer))

    alone = [said(prices_for([one], day=APRIL)[0]) for one in asked]
    known = [one for one in asked if one.product != "nothing"]
    prices_for(known, day=APRIL)  # places are read once in an edition of the territory
    with statements() as few:
        prices_for(known[:24], day=APRIL)  # each of the places is among these
    with statements() as many:
        prices_for(known * 5, day=APRIL)

    together = prices_for(list(reversed(asked)) * 2, day=APRIL)
    assert [said(answer) for answer in together] == list(reversed(alone)) * 2
    assert len(many) == len(few)


def test_whose_contract_holds_is_asked_for_a_day() -> None:
    with pytest.raises(TypeError):
        prices_for([question()])


STEP = st.builds(
    tariff.Rule, st.text("ab", min_size=1, max_size=3), st.just("base"),
    st.sampled_from(["any", "local", "regional", "national"]), st.integers(1, 40), st.integers(0, 10**9),
)  # fmt: skip
ASKED = st.builds(
    tariff.Question, st.integers(1, 40), st.sampled_from(["local", "regional", "national"]), st.integers(0, 10**9),
    st.integers(0, 10**9),
)  # fmt: skip
MORE = st.builds(
    tariff.Rule, st.text("cd", min_size=1, max_size=3), st.sampled_from(["cod", "insured"]), st.just("any"),
    st.just(0), st.integers(0, 10**6), st.integers(0, 1_000),
)  # fmt: skip


@settings(deadline=None)
@given(
    rules=st.lists(STEP | MORE, max_size=6), own=st.lists(STEP, max_size=4), rebate=st.integers(0, 1_000),
    asked=ASKED, order=st.randoms(use_true_random=False),
)  # fmt: skip
def test_no_rebate_makes_a_price_negative_or_depends_on_an_order(
    rules: list[tariff.Rule], own: list[tariff.Rule], rebate: int, asked: tariff.Question, order: Any
) -> None:
    def priced() -> list[tariff.Line] | None:
        try:
            return tariff.lines(rules, asked, heaviest_g=40, contract=tariff.Contract(own, rebate))
        except tariff.NoStep:
            return None

    own = list({(rule.zone, rule.up_to_weight_g): rule for rule in own}.values())
    rules = list({(rule.code, rule.kind, rule.zone, rule.up_to_weight_g): rule for rule in rules}.values())
    first = priced()
    order.shuffle(rules)
    order.shuffle(own)
    second = priced()

    assert (first is None) == (second is None)
    if first is not None and second is not None:
        assert sum(line.amount for line in first) == sum(line.amount for line in second) >= 0
        base, *others = first
        assert all(-base.amount <= line.amount < 0 for line in others if line.rule == tariff.REBATE)
        plain = tariff.lines(rules, asked, heaviest_g=40, contract=tariff.Contract(own))
        off = sum(line.amount for line in plain) - sum(line.amount for line in first)
        assert off == -sum(line.amount for line in first if line.rule == tariff.REBATE)
        assert 2 * abs(off * 1_000 - base.amount * rebate) <= 1_000


@given(
    steps=st.dictionaries(st.integers(1, 1_000), st.integers(1, 1_000), max_size=6), count=st.integers(0, 1_200),
    order=st.randoms(use_true_random=False),
)  # fmt: skip
def test_more_parcels_never_earn_less_and_steps_have_no_order(
    steps: dict[int, int], count: int, order: Any
) -> None:
    rising = list(zip(sorted(steps), sorted(steps.values()), strict=True))
    shuffled = order.sample(rising, len(rising))

    assert tariff.rebate_of(shuffled, count) == tariff.rebate_of(rising, count)
    assert tariff.rebate_of(rising, count) <= tariff.rebate_of(rising, count + 1)
