"""Items leave on a round."""

import pytest

from rekkas.base.choices import Role
from rekkas.base.errors import KeyReused, NotAllowed, NotYourOffice
from rekkas.delivery.commands import take_out
from rekkas.mail.commands import announce_items
from rekkas.mail.errors import AlreadyDelivered, NotHere, UnknownUnit
from rekkas.mail.queries import events_of, track
from rekkas.network.errors import UnknownOffice
from tests.build import AGENCY, BOSS, HUB, MONDAY, YOUSSEF, ZAGORA_OFFICE, accepted, later, staff
from tests.delivery.doorstep import arrived, bagged, delivered, parcels, to_be_posted

pytestmark = pytest.mark.usefixtures("post_office")


def take(*numbers: str, **changes: object) -> int:
    said: dict[str, object] = {"office": ZAGORA_OFFICE, "by": YOUSSEF, "at": later(48), **changes}
    return take_out(numbers=numbers, **said)  # type: ignore[arg-type]


def rounds_of(number: str) -> int:
    return [event.code for event in events_of(number)].count("EDG")


def test_items_taken_out_are_on_their_way_to_the_door() -> None:
    one, two = parcels("one", "two")

    assert take(one, two) == 2

    assert [found.status for found in track([one, two], at=later(48.5))] == ["out_for_delivery"] * 2
    (event,) = [event for event in events_of(one) if event.code == "EDG"]
    assert (event.office_code, event.actor_name, event.happened_at) == (ZAGORA_OFFICE, "youssef", later(48))


def test_a_number_read_twice_counts_once_however_it_is_written() -> None:
    (number,) = parcels()

    assert take(number, number.lower(), f"{number[:2]} {number[2:]}") == 1
    assert rounds_of(number) == 1


def test_the_same_list_sent_again_is_recorded_once_and_the_next_day_once_more() -> None:
    (number,) = parcels()
    take(number, key="list-1")

    assert take(number, key="list-1") == 1
    assert take(number) == 1
    assert rounds_of(number) == 1
    take(number, at=later(72))
    assert rounds_of(number) == 2


def test_a_key_stands_for_one_list() -> None:
    one, two = parcels("one", "two")
    take(one, key="list-1")

    with pytest.raises(KeyReused):
        take(two, key="list-1")
    assert rounds_of(two) == 0


def test_an_unknown_number_is_named_and_nobody_leaves() -> None:
    (number,) = parcels()

    with pytest.raises(UnknownUnit, match="PC999999996MA"):
        take(number, "PC999999996MA")

    assert rounds_of(number) == 0


@pytest.mark.parametrize("role", [Role.COURIER, Role.CLERK, Role.MANAGER])
def test_what_lies_at_another_office_is_not_taken_out(role: Role) -> None:
    (here,), (elsewhere,) = parcels("here"), [taken.number for taken in accepted("elsewhere")]

    with pytest.raises(NotHere, match=elsewhere):
        take(here, elsewhere, by=staff("someone", role, ZAGORA_OFFICE))

    assert (rounds_of(here), rounds_of(elsewhere)) == (0, 0)
    arrived(elsewhere, at=later(40))
    assert take(here, elsewhere) == 2


def test_what_went_on_to_another_office_is_no_longer_here() -> None:
    (number,) = parcels()
    arrived(number, office=HUB, at=later(40))

    with pytest.raises(NotHere):
        take(number)


def test_nobody_of_the_whole_network_takes_out_what_lies_elsewhere_either() -> None:
    (number,) = parcels()

    with pytest.raises(NotHere):
        take(number, office=AGENCY, by=BOSS)


@pytest.mark.parametrize("step", ["closed", "arrived", "received"])
def test_an_item_in_a_closed_bag_at_the_office_is_not_in_hand(step: str) -> None:
    (number,) = [taken.number for taken in accepted()]
    bagged(number, until=step)

    with pytest.raises(NotHere, match=number):
        take(number)

    assert rounds_of(number) == 0


def test_an_item_in_a_bag_that_was_opened_at_the_office_is_in_hand() -> None:
    (number,) = [taken.number for taken in accepted()]
    bagged(number, until="opened")

    assert take(number) == 1


def test_what_was_only_announced_is_not_in_hand() -> None:
    (result,) = announce_items(items=[to_be_posted(ZAGORA_OFFICE)], by=BOSS, at=MONDAY)

    with pytest.raises(NotHere):
        take(result.number)


def test_what_was_delivered_does_not_go_out_again() -> None:
    (number,) = delivered()

    with pytest.raises(AlreadyDelivered, match=number):
        take(number, at=later(72))


@pytest.mark.parametrize("role", [Role.SORTER, Role.TREASURER, Role.INSPECTOR, Role.ENGINEER])
def test_only_those_who_deliver_may_take_items_out(role: Role) -> None:
    with pytest.raises(NotAllowed):
        take(*parcels(), by=staff("someone", role, ZAGORA_OFFICE))


def test_a_round_leaves_from_ones_own_office() -> None:
    (number,) = parcels()

    with pytest.raises(NotYourOffice):
        take(number, office=AGENCY)
    with pytest.raises(UnknownOffice):
        take(number, office="MA9999", by=BOSS)
    assert rounds_of(number) == 0
