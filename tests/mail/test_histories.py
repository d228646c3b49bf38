"""What an item inherits from the bags, dispatches and runs that held it, told in one story."""

from rekkas.mail.queries.desk import story_of
from tests.build import AGENCY, HUB, OUARZAZATE, ZAGORA_OFFICE, later
from tests.mail.world import (
    HEARD,
    arrived,
    closed_bag,
    closed_dispatch,
    departed,
    fill,
    new_bag,
    opened,
    posted,
    received,
    record,
    scan,
    told,
    where,
)


def steps(number: str) -> list[tuple[str, str]]:
    """The public story: codes, and whose news each was."""
    return [(step.code, step.inherited_from) for step in told(number).steps]


def all_steps(number: str) -> list[tuple[str, str]]:
    return [(line.step.code, line.step.inherited_from) for line in story_of(number).lines]


def test_each_step_says_of_what_it_was_said() -> None:
    (number,) = posted()
    bag = closed_bag(number)
    dispatch = closed_dispatch(bag)
    run = departed(dispatch)
    arrived(run)
    received(dispatch, [bag])
    opened(bag, [number])

    assert all_steps(number) == [
        ("EMA", ""), ("RIN", ""), ("RCL", bag), ("RIN", bag), ("RCL", dispatch), ("RIN", dispatch),
        ("RDP", run), ("RAR", run), ("ROP", dispatch), ("ROP", bag),
    ]  # fmt: skip
    assert steps(number) == [("EMA", ""), ("RDP", run), ("RAR", run), ("ROP", dispatch), ("ROP", bag)]


def test_what_happened_to_the_bag_before_the_item_lay_in_it_is_not_the_items() -> None:
    early, late = posted("early", "late")
    bag = new_bag()
    fill(bag, early, hours=8)
    record(scan(bag, "RAR", 9, office=AGENCY))
    record(scan(late, "RIN", 10, container=bag), scan(bag, "RDP", 11, office=AGENCY))

    assert [code for code, _ in steps(early)] == ["EMA", "RAR", "RDP"]
    assert [code for code, _ in steps(late)] == ["EMA", "RDP"]


def test_an_item_scanned_outside_its_bag_has_left_it() -> None:
    (number,) = posted()
    bag = closed_bag(number)
    record(scan(number, "EDD", 9, office=HUB), scan(bag, "RAR", 10, office=OUARZAZATE))

    assert steps(number) == [("EMA", ""), ("EDD", "")]
    assert (where(number).office_code, where(number).container_id) == (HUB, None)


def test_a_scan_that_comes_late_changes_what_was_inherited() -> None:
    (number,) = posted()
    bag = closed_bag(number)
    record(scan(bag, "RAR", 10, office=HUB), scan(bag, "RAR", 20, office=OUARZAZATE))
    assert where(number).office_code == OUARZAZATE

    record(scan(number, "ROT", 15, office=HUB))

    assert steps(number) == [("EMA", ""), ("RAR", bag)]
    assert (where(number).code, where(number).office_code) == ("ROT", HUB)


def test_a_note_on_an_item_does_not_take_it_out_of_its_bag() -> None:
    (number,) = posted()
    bag = closed_bag(number)

    record(scan(number, "RNT", 9), scan(bag, "RAR", 10, office=HUB))

    assert all_steps(number)[-2:] == [("RNT", ""), ("RAR", bag)]
    assert (where(number).code, where(number).inherited_from) == ("RAR", bag)


def test_what_was_not_understood_does_take_it_out() -> None:
    (number,) = posted()
    bag = closed_bag(number)

    record(scan(number, "LIVRE", 9), scan(bag, "RAR", 10, office=HUB))

    assert steps(number) == [("EMA", ""), ("RUK", "")]
    assert where(number).status == "unknown"


def test_a_bag_that_left_its_dispatch_no_longer_tells_the_dispatchs_news() -> None:
    (number,) = posted()
    bag = closed_bag(number)
    dispatch = closed_dispatch(bag)
    run = departed(dispatch)

    record(scan(bag, "RAR", 9.5, office=ZAGORA_OFFICE))
    arrived(run)

    assert steps(number) == [("EMA", ""), ("RDP", run), ("RAR", bag)]
    assert where(number).office_code == ZAGORA_OFFICE


def test_a_second_ride_in_the_same_bag_is_told_too() -> None:
    (number,) = posted()
    bag = new_bag()
    fill(bag, number, hours=8)
    record(
        scan(bag, "RAR", 9, office=HUB),
        scan(number, "ROT", 10, office=HUB),
        scan(bag, "RAR", 11, office=OUARZAZATE),
        scan(number, "RIN", 12, container=bag),
        scan(bag, "RAR", 13, office=ZAGORA_OFFICE),
    )

    assert [step.office_code for step in told(number).steps] == [AGENCY, HUB, ZAGORA_OFFICE]


def test_the_story_and_the_standing_end_at_the_same_event() -> None:
    numbers = posted("bag", "out", "note", "missing", "delivered")
    bag = closed_bag(*numbers)
    dispatch = closed_dispatch(bag)
    run = departed(dispatch)
    record(scan(numbers[1], "ROT", 8.7), scan(numbers[2], "RNT", 8.7))
    arrived(run)
    received(dispatch, [bag])
    opened(bag, [number for number in numbers if number != numbers[3]])
    record(scan(numbers[4], "EMI", 30))

    for number in numbers:
        decided = [code for code, _ in all_steps(number) if code != "RNT"][-1]
        assert (number, decided) == (number, where(number).code)


def test_a_bags_own_story_and_contents_are_for_the_staff() -> None:
    numbers = posted("one", "two")
    bag = closed_bag(*numbers)
    dispatch = closed_dispatch(bag)

    story = story_of(bag)

    assert story.contents == tuple(sorted(numbers))
    assert (story.within, story.is_closed, story.is_final) == (dispatch, True, False)
    assert told(bag).outcome == "unknown"


def test_moments_of_the_story_ascend_whatever_order_they_came_in() -> None:
    (number,) = posted()
    bag = closed_bag(number)
    record(scan(bag, "RAR", 30, office=HUB))
    record(scan(bag, "RDP", 20, office=AGENCY), scan(number, "RNT", 25))

    moments = [line.step.at for line in story_of(number).lines]

    assert moments == sorted(moments)
    assert later(25) in moments
    assert max(moments) < HEARD
