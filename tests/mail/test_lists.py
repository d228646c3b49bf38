"""The lists of the desk: counted, turned page by page, and as cheap with forty rows as with ten."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from postkit.pack import Pack, Trip, TripStop
from rekkas.base.choices import Role
from rekkas.desk.listings import A_PAGE
from rekkas.mail import commands
from rekkas.mail.queries import items_to_deliver, items_to_send
from rekkas.mail.queries.desk import scannable_codes
from rekkas.network.commands import load_network
from rekkas.network.queries import local_moment
from tests.build import AGENCY, BOSS, CASABLANCA, HUB, ZAGORA_OFFICE, accepted, staff
from tests.desk import at_desk, load, open_day_and_night
from tests.statements import costs_of

pytestmark = pytest.mark.django_db
HERE, THERE = staff("s", Role.SORTER, AGENCY), staff("t", Role.SORTER, HUB)
AT_THE_AGENCY = (
    "",
    "prepare-receptacle",
    "fill-receptacle",
    "close-receptacle",
    "close-dispatch",
    "depart-run",
)
AT_THE_HUB = ("", "arrive-run", "receive-dispatch", "open-receptacle", "quarantine")


@pytest.fixture(autouse=True)
def _loaded() -> None:
    load(open_day_and_night())


@pytest.fixture
def sorter() -> Client:
    return at_desk("hassan", Role.SORTER, AGENCY)


def taken_in(*words: object, **changes: Any) -> list[str]:
    return [one.number for one in accepted(*map(str, words), at=timezone.now(), **changes)]


def reload_network(country: Pack, more: list[Trip]) -> None:
    load_network(pack=replace(country, trips=(*country.trips, *more)), by=BOSS, at=timezone.now())


def bag(at: datetime, number: str, destination: str = HUB) -> str:
    made = commands.prepare_receptacle(office=AGENCY, destination=destination, by=HERE, at=at)
    commands.fill_receptacle(receptacle=made, numbers=[number], office=AGENCY, by=HERE, at=at)
    commands.close_receptacle(receptacle=made, office=AGENCY, by=HERE, at=at)
    return made


def dispatch(at: datetime, number: str) -> str:
    loads = [bag(at, number)]
    return commands.close_dispatch(office=AGENCY, destination=HUB, receptacles=loads, by=HERE, at=at)


def departed(at: datetime, number: str, trip: int) -> tuple[str, str]:
    made, date = dispatch(at, number), local_moment(AGENCY, at).date()
    run = commands.depart_run(
        trip=f"MAT3{trip:04}", date=date, office=AGENCY, dispatches=[made], by=HERE, at=at
    )
    return made, run


def work_of(these: range) -> None:
    """One of everything that can wait at a desk, for each of these numbers."""
    words = [
        f"{kind} {one}"
        for one in these
        for kind in ("lies", "far", "bag", "dispatch", "run", "arrived", "open")
    ]
    numbers = dict(zip(words, taken_in(*words), strict=True))
    taken_in(*(f"for here {one}" for one in these), destination_locality=CASABLANCA)
    at = timezone.now()
    for one in these:
        commands.prepare_receptacle(office=AGENCY, destination=HUB, by=HERE, at=at)
        bag(at, numbers[f"far {one}"], (HUB, "MA0003", ZAGORA_OFFICE)[one % 3])
        bag(at, numbers[f"bag {one}"])
        dispatch(at, numbers[f"dispatch {one}"])
        departed(at, numbers[f"run {one}"], 3 * one)
        for word, later in (("arrived", 1), ("open", 2)):
            made, run = departed(at, numbers[f"{word} {one}"], 3 * one + later)
            commands.arrive_run(run=run, office=HUB, by=THERE, at=at + timedelta(seconds=1))
            if word == "open":
                commands.receive_dispatch(
                    dispatch=made, office=HUB, found=None, by=THERE, at=at + timedelta(seconds=2)
                )
        commands.record_scans(scans=[], unreadable=[f"row {one}"], by=THERE, at=at)


@pytest.mark.once
@pytest.mark.slow
def test_a_list_costs_as_many_statements_with_forty_rows_as_with_ten(sorter: Client) -> None:
    hub = at_desk("brahim", Role.SORTER, HUB)
    pages = [
        (client, f"/desk/mail/{page}/" if page else "/desk/mail/")
        for client, places in ((sorter, AT_THE_AGENCY), (hub, AT_THE_HUB))
        for page in places
    ]

    country = open_day_and_night()
    lorries = [replace(country.trips[0], code=f"MAT3{n:04}", departs_min=6 * n) for n in range(160)]
    reload_network(country, lorries)
    work_of(range(10))
    ten = costs_of(pages)
    work_of(range(10, 40))

    assert dict(zip(pages, costs_of(pages), strict=True)) == dict(zip(pages, ten, strict=True))
    assert max(ten) < 40


def test_what_is_to_be_delivered_is_not_hidden_by_what_goes_on(sorter: Client) -> None:
    far, here = taken_in(*range(A_PAGE + 1)), taken_in("here", destination_locality=CASABLANCA)

    page = sorter.get("/desk/mail/")

    assert [one.number for one in page.context["to_deliver"]] == here
    assert page.context["to_send"].paginator.count == len(far)
    assert [one.number for one in items_to_deliver(AGENCY)] == here
    assert {one.number for one in items_to_send(AGENCY)} == set(far)


def test_two_lists_of_a_page_are_turned_each_by_itself(sorter: Client) -> None:
    far = taken_in(*range(A_PAGE + 2))
    taken_in(*(f"here {n}" for n in range(A_PAGE + 3)), destination_locality=CASABLANCA)

    page = sorter.get("/desk/mail/", {"send": "2"})

    assert [one.number for one in page.context["to_send"]] == far[A_PAGE:]
    assert len(page.context["to_deliver"]) == A_PAGE
    assert f"({A_PAGE + 2})" in page.content.decode()
    assert 'href="?send=2&amp;deliver=2" rel="next"' in page.content.decode()
    assert 'href="?send=1" rel="prev"' in page.content.decode()


def test_bags_of_one_way_stand_together_however_many_wait(sorter: Client) -> None:
    numbers, at = taken_in(*range(4)), timezone.now()
    bags = [bag(at, one, end) for one, end in zip(numbers, (ZAGORA_OFFICE, HUB, "MA0003", HUB), strict=True)]

    page = sorter.get("/desk/mail/close-dispatch/")

    ((way, _name, offered),) = page.context["groups"]
    assert (way, {one.number for one in offered}) == (HUB, set(bags))
    assert "4 closed bags wait here." in page.content.decode()


def test_a_hub_sees_the_next_trips_and_looks_up_the_others() -> None:
    country = open_day_and_night()
    first = country.trips[1]
    more = [
        replace(first, code=f"MAT1{n:04}", departs_min=n * 10, destination=AGENCY if n else "MA0003")
        for n in range(100)
    ]
    reload_network(country, more)
    hub = at_desk("brahim", Role.SORTER, HUB)

    page = hub.get("/desk/mail/depart-run/")
    found = hub.get("/desk/mail/depart-run/", {"to": "OUARZAZATE"})
    by_code = hub.get("/desk/mail/depart-run/", {"to": "mat10042"})
    nowhere = hub.get("/desk/mail/depart-run/", {"to": "Timbuktu"})

    assert len(page.context["departures"]) == 30
    assert "102 trips are still to leave." in page.content.decode()
    assert len(page.content) < 50_000
    assert {one.trip.destination_id for one in found.context["departures"]} == {"MA0003"}
    assert [one.trip.code for one in by_code.context["departures"]] == ["MAT10042"]
    assert "No trip of today goes there" in nowhere.content.decode()


def test_a_trip_just_missed_is_still_among_the_next_and_one_long_gone_is_not() -> None:
    country = open_day_and_night()
    now = local_moment(HUB, timezone.now())
    minute = now.hour * 60 + now.minute
    more = [
        replace(country.trips[1], code=f"MAT2{n:04}", departs_min=n * 30, destination=AGENCY)
        for n in range(48)
    ]
    reload_network(country, more)

    page = at_desk("brahim", Role.SORTER, HUB).get("/desk/mail/depart-run/")

    first = page.context["departures"][0].trip.departs_min
    earliest = max(0, minute - 60)  # trips of today: soon after midnight none is older than the day
    assert earliest <= first <= earliest + 30


def test_a_trip_that_calls_here_is_offered_with_the_stops_still_to_come() -> None:
    country = open_day_and_night()
    lorry = replace(
        country.trips[1], code="MAT40001", departs_min=10, destination=ZAGORA_OFFICE, duration_min=200
    )
    stop = TripStop("MAT40001", "MA0003", 60, 75)
    with_stop = replace(country, trips=(*country.trips, lorry), stops=(stop,))
    load_network(pack=with_stop, by=BOSS, at=timezone.now())
    desks = at_desk("brahim", Role.SORTER, HUB), at_desk("amal", Role.SORTER, "MA0003")

    pages = [desk.get("/desk/mail/depart-run/", {"to": "Zagora"}) for desk in desks]
    first, middle = (
        next(one for one in page.context["departures"] if one.trip.code == "MAT40001") for page in pages
    )

    assert (first.since, first.stops) == ("", (("Ouarzazate Sorting", 70), ("Zagora", 210)))
    assert (middle.since, middle.stops) == ("Casablanca Sorting", (("Zagora", 210),))
    assert "comes from" in pages[1].content.decode()


def test_a_bare_scan_says_only_what_has_no_verb_of_its_own(sorter: Client) -> None:
    offered = {code for code, _ in scannable_codes()}

    page = sorter.get("/desk/mail/record-scans/")

    assert {code for code, _ in page.context["form"].fields["code"].choices} == offered
    assert "EMG" in offered
    assert offered.isdisjoint({"EMA", "EMI", "EDG", "RIN", "RCL", "ROP"})
