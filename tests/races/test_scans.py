"""Several hands on the same mail at the same moment."""

from random import Random
from uuid import UUID

import pytest

from rekkas.mail import commands as mail
from rekkas.mail.errors import AlreadyClosed, AlreadyDeparted, NotHere
from rekkas.mail.models import Event, Item, Standing, StrayScan, Unit
from rekkas.mail.queries import contents_of, custody_faults, latest_unit, standing_faults
from rekkas.mail.scans import Scan
from tests import build
from tests.build import AGENCY, BOSS, HUB, later
from tests.mail.world import (
    HEARD,
    closed_bag,
    closed_dispatch,
    departed,
    entry,
    fill,
    new_bag,
    posted,
    record,
    s10,
    scan,
    sorter,
)
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _country() -> None:
    build.country()


def nothing_is_wrong() -> bool:
    return [*standing_faults(), *custody_faults()] == []


@pytest.mark.parametrize("lanes", [("one", "one"), ("one", "another")])
def test_twin_batches_with_the_same_scans_record_each_once(lanes: tuple[str, str]) -> None:
    numbers = posted(*range(50))
    batch = [scan(numbers[n % 50], ("EMG", "EDG")[n % 2], n / 50) for n in range(500)]
    batch += [scan(s10(n)) for n in range(20)]
    turned = Random(1).sample(batch, len(batch))  # noqa: S311

    one, two = together(
        lambda: record(*batch, by=build.system(lanes[0])), lambda: record(*turned, by=build.system(lanes[1]))
    )

    assert isinstance(one, list), one
    assert isinstance(two, list), two
    said = [result.outcome for result in [*one, *two]]
    assert (said.count("recorded"), said.count("duplicate"), said.count("quarantined")) == (500, 500, 40)
    assert Event.objects.exclude(code="EMA").count() == 500
    assert StrayScan.objects.count() == 20
    assert nothing_is_wrong()


def test_batches_about_the_same_items_leave_the_standings_that_follow_from_all_of_them() -> None:
    numbers = posted(*range(20))

    def batch(turn: int) -> list[Scan]:
        return [
            scan(number, "EDG", 24 + turn, scan_id=build.key(turn, number))
            for number in Random(turn).sample(numbers, 20)  # noqa: S311
        ]

    outcomes = together(*(lambda t=turn: record(*batch(t), by=build.system(f"d{t}")) for turn in range(6)))

    assert [type(outcome) for outcome in outcomes] == [list] * 6, outcomes
    assert set(Standing.objects.values_list("effective_at", flat=True)) == {later(29)}
    assert nothing_is_wrong()


def test_one_scan_with_two_contents_at_once_is_recorded_once_and_kept_aside_once() -> None:
    (number,) = posted()
    scan_id = UUID(int=7)

    together(
        *(
            lambda c=code: record(scan(number, c, scan_id=scan_id), by=build.system(c))
            for code in ("EMG", "EDG")
        )
    )

    assert Event.objects.filter(scan_id=scan_id).count() == 1
    assert StrayScan.objects.get().why == "contradicts"
    assert nothing_is_wrong()


def test_two_clerks_who_close_one_bag_close_it_once() -> None:
    bag = new_bag()
    fill(bag, *posted("one", "two"))

    answers = together(
        *[lambda: mail.close_receptacle(receptacle=bag, office=AGENCY, by=sorter(AGENCY), at=later(9))] * 3
    )

    assert answers.count(2) == 1
    assert sum(isinstance(answer, AlreadyClosed) for answer in answers) == 2
    assert Event.objects.filter(code="RCL").count() == 1


def test_a_bag_that_is_closed_while_another_fills_it_holds_what_was_counted() -> None:
    first, second = posted("one", "two")
    bag = new_bag()
    fill(bag, first)

    closed, filled = together(
        lambda: mail.close_receptacle(receptacle=bag, office=AGENCY, by=BOSS, at=later(9)),
        lambda: mail.fill_receptacle(
            receptacle=bag, numbers=[second], office=AGENCY, by=sorter(AGENCY), at=later(8.5)
        ),
    )

    assert closed == len(contents_of(latest_unit(bag).pk))
    assert isinstance(filled, AlreadyClosed) == (closed == 1)


def test_two_clerks_who_fill_one_bag_both_do() -> None:
    numbers, bag = posted(*range(40)), new_bag()

    together(lambda: fill(bag, *numbers[:20]), lambda: fill(bag, *numbers[20:]))

    assert len(contents_of(latest_unit(bag).pk)) == 40
    assert nothing_is_wrong()


def test_one_bag_goes_into_one_dispatch() -> None:
    bag = closed_bag(*posted())

    answers = together(*[lambda: closed_dispatch(bag)] * 2)

    assert {type(answer) for answer in answers} == {str, NotHere}
    assert Unit.objects.filter(kind="dispatch").count() == 1


def test_a_lorry_leaves_once() -> None:
    dispatches = [closed_dispatch(closed_bag(number)) for number in posted("one", "two")]

    answers = together(*(lambda d=dispatch: departed(d) for dispatch in dispatches))

    assert {type(answer) for answer in answers} == {str, AlreadyDeparted}


def test_two_acceptances_of_one_number_take_one_item() -> None:
    answers = together(
        *(
            lambda w=word: mail.accept_items(
                items=[entry(w, number=s10(1)), entry(f"{w} too")], by=build.system(w), at=later(0)
            )
            for word in ("one", "two", "three")
        )
    )

    assert all(isinstance(answer, list) for answer in answers), answers
    said = [result.code or result.outcome for answer in answers for result in answer]
    assert sorted(said) == ["mail.number-in-use"] * 2 + ["taken"] * 4
    assert Item.objects.count() == 4
    assert len(set(Unit.objects.values_list("number", flat=True))) == 4


def test_one_acceptance_asked_for_twice_at_once_takes_one_item() -> None:
    answers = together(*[lambda: mail.accept_items(items=[entry()], by=BOSS, at=later(0))] * 3)

    assert all(isinstance(answer, list) for answer in answers), answers
    assert len({answer[0].number for answer in answers}) == 1
    assert sorted(answer[0].outcome for answer in answers) == ["repeated", "repeated", "taken"]


def test_a_scan_that_comes_while_its_item_is_accepted_is_not_lost() -> None:
    said = scan(s10(1))

    together(
        lambda: record(said), lambda: mail.accept_items(items=[entry(number=s10(1))], by=BOSS, at=later(0))
    )

    waiting = StrayScan.objects.filter(joined_at=None).count()
    assert Event.objects.filter(scan_id=said.scan_id).count() + waiting == 1


def test_standings_rebuilt_while_scans_come_in_are_right() -> None:
    numbers = posted(*range(30))
    batches = [[scan(number, "EDG", 24 + turn, office=HUB) for number in numbers] for turn in range(3)]

    together(
        lambda: mail.rebuild_standings(by=BOSS, at=HEARD),
        *(lambda b=batch: record(*b, by=build.device(HUB)) for batch in batches),
        lambda: mail.rebuild_standings(by=BOSS, at=HEARD),
    )

    assert nothing_is_wrong()
    assert set(Standing.objects.values_list("code", flat=True)) == {"EDG"}
