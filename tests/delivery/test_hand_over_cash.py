"""The cash of a round, counted into the office's safe."""

import pytest

from rekkas.base.choices import Role
from rekkas.base.errors import InvalidInput, KeyReused, NotAllowed, NotYourOffice
from rekkas.cash.commands import dispute_discrepancy
from rekkas.cash.queries import case, cases, rest_of, statements_of
from rekkas.delivery.commands import cash
from rekkas.delivery.errors import NothingToHandOver, OwnCash
from rekkas.money.queries import balance, cod_held, cod_places, trail_of
from tests.build import AGENCY, YOUSSEF, ZAGORA_OFFICE, later, staff
from tests.delivery.doorstep import BAG, COD, SAFE, deliver, delivered, hand_over, handover, parcels

pytestmark = pytest.mark.usefixtures("post_office")


def test_each_items_cash_moves_from_the_bag_into_the_safe() -> None:
    one, two = delivered("one", "two")

    done = hand_over(2 * COD)

    assert (done.items, done.counted, done.expected, done.case) == (2, 2 * COD, 2 * COD, "")

    assert {place.account for place in cod_places([one, two]).values()} == {SAFE}
    assert (balance(BAG), balance(SAFE)) == (0, 2 * COD)
    assert [(row.source.code, row.target.code, row.amount) for row in trail_of(one)[1:]][-1] == (
        BAG,
        SAFE,
        COD,
    )


@pytest.mark.parametrize("counted", [2 * COD - 1, 2 * COD + 1, COD, 0, 5 * COD])
def test_what_was_counted_lies_in_the_safe_and_what_differs_is_a_question(counted: int) -> None:
    items = delivered("one", "two")

    done = hand_over(counted)

    asked = case(done.case)
    assert (done.items, done.counted, done.expected) == (2, counted, 2 * COD)
    assert (balance(BAG), balance(SAFE), rest_of(asked)) == (0, counted, counted - 2 * COD)
    assert {place.account: place.amount for place in cod_places(items).values()} == {SAFE: COD}
    assert (asked.clerk, asked.amount, asked.reference) == ("youssef", counted - 2 * COD, done.number)


def test_the_question_has_an_owner_and_a_clock_and_is_not_the_postmans_nor_the_counters() -> None:
    delivered()

    asked = case(hand_over(COD - 500).case)

    assert asked.owner not in ("", "youssef", "karim")
    assert asked.due_at > asked.opened_at


def test_the_postman_disputes_it() -> None:
    delivered()
    number = hand_over(COD - 500).case

    dispute_discrepancy(case=number, statement="I counted it twice at the door.", by=YOUSSEF, at=later(60))

    assert case(number).state == "disputed"
    assert [said.kind for said in statements_of(number)] == ["opened", "disputed"]


def test_a_count_that_is_right_asks_nothing() -> None:
    delivered()
    hand_over(COD)

    assert len(cases()) == 0


@pytest.mark.parametrize("counted", [-1, 10**15 + 1])
def test_no_such_amount_was_counted(counted: int) -> None:
    delivered()

    with pytest.raises(InvalidInput):
        hand_over(counted)

    assert (balance(BAG), balance(SAFE)) == (COD, 0)


def test_a_postman_without_cash_hands_nothing_over() -> None:
    with pytest.raises(NothingToHandOver):
        hand_over(0)
    delivered()
    with pytest.raises(NothingToHandOver):
        hand_over(COD, courier="hassan")
    with pytest.raises(NothingToHandOver):
        hand_over(COD, currency="XOF")


def test_cash_is_handed_over_once() -> None:
    delivered()
    hand_over(COD)

    with pytest.raises(NothingToHandOver):
        hand_over(COD)
    assert balance(SAFE) == COD


def test_the_same_request_again_gets_the_same_answer() -> None:
    delivered()

    assert hand_over(COD, key="count-1") == hand_over(COD, key="count-1", at=later(60))
    assert balance(SAFE) == COD
    with pytest.raises(KeyReused):
        hand_over(COD, courier="hassan", key="count-1")


def test_two_postmen_hand_over_each_their_own() -> None:
    delivered("mine")
    deliver(handover(*parcels("his")), by=staff("hassan", Role.COURIER, ZAGORA_OFFICE))

    hand_over(COD, courier="hassan")

    assert (balance(BAG), balance(f"courier:{ZAGORA_OFFICE}/hassan:MAD"), balance(SAFE)) == (COD, 0, COD)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.CLERK])
def test_whoever_delivered_cannot_count_the_cash_in_and_a_colleague_can(role: Role) -> None:
    both = staff("salma", role, ZAGORA_OFFICE)
    deliver(handover(*parcels()), by=both)

    with pytest.raises(OwnCash, match="salma"):
        hand_over(COD, courier="salma", by=both)

    assert (balance(f"courier:{ZAGORA_OFFICE}/salma:MAD"), balance(SAFE)) == (COD, 0)
    assert hand_over(COD, courier="salma").items == 1


def test_what_is_taken_after_the_count_waits_for_the_next() -> None:
    delivered("morning")
    hand_over(COD)
    (evening,) = delivered("evening")

    assert list(cod_held(BAG)) == [evening]
    assert hand_over(COD, at=later(60)).items == 1
    assert balance(SAFE) == 2 * COD


def test_what_breaks_off_in_the_middle_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    delivered()
    real = cash.post_all

    def post_and_break(**said: object) -> None:
        real(**said)  # type: ignore[arg-type]
        raise ZeroDivisionError

    monkeypatch.setattr(cash, "post_all", post_and_break)
    with pytest.raises(ZeroDivisionError):
        hand_over(COD, key="count-1")
    monkeypatch.undo()

    assert (balance(BAG), balance(SAFE)) == (COD, 0)
    assert hand_over(COD, key="count-1").items == 1


@pytest.mark.parametrize("role", [Role.COURIER, Role.SORTER, Role.TREASURER, Role.INSPECTOR, Role.ENGINEER])
def test_only_those_at_the_office_take_the_cash_in(role: Role) -> None:
    delivered()

    with pytest.raises(NotAllowed):
        hand_over(COD, by=staff("someone", role, ZAGORA_OFFICE))


def test_cash_is_handed_over_at_the_office_it_was_taken_for() -> None:
    delivered()

    with pytest.raises(NotYourOffice):
        hand_over(COD, office=AGENCY)
    with pytest.raises(NothingToHandOver):
        hand_over(COD, office=AGENCY, by=staff("chief", Role.MANAGER, AGENCY))
    assert YOUSSEF.office == ZAGORA_OFFICE
    assert balance(BAG) == COD
