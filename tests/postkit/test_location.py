"""Where to be: never better than the proven optimum, rarely worse, and what is fixed stays."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postkit.location import (
    CENTRE,
    COVER,
    MEDIAN,
    Aim,
    Impossible,
    Question,
    beyond_of,
    prove,
    search,
    value_of,
)

AIMS: tuple[Aim, ...] = (MEDIAN, CENTRE, COVER)


@st.composite
def questions(draw: st.DrawFn, floors: bool = True) -> Question:
    """Small cases with equal distances, empty places, fixed sites and floors, all aims."""
    customers, candidates = draw(st.integers(1, 8)), draw(st.integers(1, 7))
    whole = st.integers(0, 9)
    distance = draw(
        st.lists(
            st.lists(whole, min_size=candidates, max_size=candidates), min_size=customers, max_size=customers
        )
    )
    weights = draw(st.lists(st.integers(0, 5), min_size=customers, max_size=customers))
    p = draw(st.integers(1, candidates))
    fixed = draw(st.sets(st.integers(0, candidates - 1), max_size=p))
    aim = draw(st.sampled_from(AIMS))
    nearest = np.array(distance).min(axis=1).max()
    farthest = draw(st.none() | st.integers(int(nearest), 9)) if floors else None
    return Question(
        np.array(distance), p, aim, np.array(weights), tuple(fixed), farthest,
        radius=draw(whole) if aim == COVER else None,
    )  # fmt: skip


def best_of_all(question: Question) -> float | None:
    """The best value, by trying every choice; None where none keeps the floor."""
    choices = [
        choice
        for choice in combinations(range(question.distance.shape[1]), question.p)
        if set(question.fixed) <= set(choice) and not beyond_of(question, choice)
    ]
    values = [value_of(question, choice) for choice in choices]
    best = max if question.aim == COVER else min
    return best(values, default=None)


def towns(seed: int, count: int = 30) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """Distances between places on a plain, and how many people live in each."""
    rng = np.random.default_rng(seed)
    points = rng.integers(0, 1000, (count, 2))
    return np.hypot(*(points[:, None] - points[None, :]).transpose(2, 0, 1)), rng.integers(1, 5000, count)


@given(questions())
@settings(deadline=None)
def test_the_proof_finds_what_trying_everything_finds(question: Question) -> None:
    best = best_of_all(question)

    if best is None:
        with pytest.raises(Impossible):
            prove(question)
        return
    plan = prove(question)

    assert (plan.status, plan.value, plan.bound) == ("optimal", best, best)
    assert value_of(question, plan.chosen) == best
    assert beyond_of(question, plan.chosen) == plan.beyond == ()


@given(questions(), st.integers(0, 3))
@settings(deadline=None)
def test_a_plan_says_what_it_is_worth_and_is_never_better_than_the_best(
    question: Question, seed: int
) -> None:
    plan = search(question, seed=seed, iterations=3)

    assert set(question.fixed) <= set(plan.chosen)
    assert plan.value == pytest.approx(value_of(question, plan.chosen))
    assert plan.beyond == beyond_of(question, plan.chosen)
    nearest = question.distance[:, list(plan.chosen)].min(axis=1)
    assert (question.distance[np.arange(len(nearest)), plan.assignment] == nearest).all()
    best = best_of_all(question)
    if best is not None and not plan.beyond:
        assert plan.value <= best if question.aim == COVER else plan.value >= best


@pytest.mark.parametrize("aim", AIMS)
def test_the_search_is_hardly_ever_off_the_proven_optimum(aim: Aim) -> None:
    gaps = []
    for seed in range(8):
        ways, people = towns(seed)
        question = Question(ways, 3 + seed, aim, people, (seed,), radius=150 if aim == COVER else None)
        best = prove(question)
        assert best.status == "optimal"
        gaps.append(abs(search(question, seed=seed, iterations=30).value / best.value - 1))

    assert float(np.mean(gaps)) <= 0.01


def test_many_open_sites_are_looked_up_as_few_are() -> None:
    """With p² ≥ 2m candidates are looked up in order of distance: another branch of the same rule."""
    ways, people = towns(3, count=60)
    question = Question(ways, 25, weights=people)

    plan = search(question, seed=1, iterations=100)

    assert plan.value == pytest.approx(prove(question).value, rel=0.01)


@given(questions(floors=False), st.integers(0, 5))
@settings(deadline=None, max_examples=30)
def test_the_same_seed_gives_the_same_plan_and_more_sites_are_never_worse(
    question: Question, seed: int
) -> None:
    one, two = (search(question, seed=seed, iterations=3) for _ in range(2))

    assert (one.chosen, one.value, one.moves) == (two.chosen, two.value, two.moves)
    everything = Question(
        question.distance, question.distance.shape[1], question.aim, question.weights, radius=question.radius
    )
    assert search(everything).value <= one.value or question.aim == COVER
    assert search(everything).value >= one.value or question.aim != COVER


def test_no_commune_pays_for_the_average() -> None:
    """Ten thousand people live together, one far away: the median would leave him there."""
    along = np.array([0.0, 1, 2, 3, 100])
    ways = abs(along[:, None] - along[None, :])
    people = np.array([4000, 3000, 2000, 1000, 1])

    free = search(Question(ways, 2, weights=people))
    floored = search(Question(ways, 2, weights=people, farthest=50))

    assert free.assignment[4] != 4
    assert 4 in floored.chosen
    assert floored.value > free.value
    assert floored.beyond == ()


def test_a_floor_that_cannot_be_kept_is_shown_by_the_search_and_proven_by_the_proof() -> None:
    along = np.array([0.0, 100, 200])
    question = Question(abs(along[:, None] - along[None, :]), 2, farthest=10)

    assert len(search(question).beyond) == 1
    with pytest.raises(Impossible, match="no 2 sites leave everybody within 10"):
        prove(question)


def test_a_proof_cut_short_says_so_and_its_bound_is_honest() -> None:
    ways, people = towns(1, count=150)
    question = Question(ways, 8, weights=people)

    plan = prove(question, seconds=0.01)

    assert plan.status == "limit"
    assert plan.bound is not None
    assert plan.bound < plan.value
    assert plan.gap == pytest.approx(1 - plan.bound / plan.value)
    assert plan.value == pytest.approx(value_of(question, plan.chosen))


@pytest.mark.parametrize("aim", AIMS)
def test_a_search_that_is_stopped_answers_with_what_it_has(aim: Aim) -> None:
    ways, people = towns(2)
    asked: list[int] = []

    def at_the_second_look() -> bool:
        asked.append(1)
        return len(asked) >= 2

    question = Question(ways, 5, aim, people, radius=100 if aim == COVER else None)
    plan = search(question, iterations=10**9, should_stop=at_the_second_look)

    assert len(plan.chosen) == 5
    assert len(asked) <= 4


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"distance": np.zeros((0, 3))}, "one at least"),  # nobody
        ({"distance": np.array([[1.0, np.inf]])}, "finite"),  # a way that is none
        ({"distance": np.array([[1.0, -1.0]])}, "not negative"),
        ({"p": 0}, "p is 0"),
        ({"p": 4}, "p is 4"),  # more sites than candidates
        ({"p": 1, "fixed": (0, 1)}, "2 fixed"),  # more fixed than sites
        ({"fixed": (3,)}, "columns 0 to 2"),
        ({"weights": np.array([1, 2, 3])}, "2 numbers"),
        ({"weights": np.array([1, -2])}, "negative"),
        ({"radius": 3.0}, "radius belongs"),  # for the median it would say nothing
        ({"aim": "cover"}, "radius belongs"),
        ({"aim": "mean"}, "not 'mean'"),
        ({"farthest": 0.5}, "customer 1 has no candidate within 0.5"),
    ],
)
def test_a_question_that_is_none_is_refused(wrong: dict[str, object], message: str) -> None:
    right: dict[str, object] = {"distance": np.array([[0, 2, 3], [4, 1, 2]]), "p": 1}

    with pytest.raises(ValueError, match=message):
        Question(**(right | wrong))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ([0], "1 different"),  # too few
        ([1, 1], "1 different"),  # one twice
        ([1, 2], "fixed sites are closed"),
    ],
)
def test_the_checker_refuses_what_is_no_answer(chosen: list[int], message: str) -> None:
    question = Question(np.ones((2, 3)), 2, fixed=(0,))

    with pytest.raises(ValueError, match=message):
        value_of(question, chosen)
