"""Changes in words: what they do, and what is answered to those that make no sense."""

from datetime import date, timedelta

import numpy as np
import pytest

from postkit.network import Network, Site, Stop, Trip
from postkit.simulation import NotUnderstood, Settings, apply, outside, parse, simulate
from tests.postkit.test_simulation import A, B, C, Items, lay, line, sent

MONDAY = date(2026, 3, 16)


def after(*texts: str, network: Network | None = None) -> tuple[Network, Settings]:
    return apply([parse(text) for text in texts], network or line(), Settings())


def test_an_announced_change_is_in_the_network_and_a_sudden_one_is_not() -> None:
    announced, calm = after("close-office=BB@2026-03-17..2026-03-18")
    unchanged, stormy = after("shut-office=BB@2026-03-17..2026-03-18")

    assert (announced.site(B).closed_from, announced.site(B).closed_until) == (
        MONDAY + timedelta(1), MONDAY + timedelta(2))  # fmt: skip
    assert calm == Settings()
    assert unchanged == line()
    assert [shut.office for shut in stormy.shut] == [B]


@pytest.mark.parametrize(
    ("text", "misses"),
    [
        ("close-office=BB@2026-03-17..2026-03-18", False),
        ("shut-office=BB@2026-03-17..2026-03-18", True),
        ("cancel-trip=AB", False),
        ("break-vehicle=V1@2026-03-17", True),
        ("break-vehicle=AB@2026-03-17", True),
        ("move-cut-off=AA@08:30", False),
    ],
)
def test_only_what_nobody_announced_breaks_a_promise(text: str, misses: bool) -> None:
    network, settings = after(text)
    legs, profiles = lay(network)

    outcome = simulate(legs, profiles, sent(legs, 5), settings, seed=1)

    assert bool(outcome.is_missed.any()) == misses


def test_one_trip_more_brings_mail_sooner() -> None:
    def arrival(network: Network) -> int:
        legs, profiles = lay(network)
        return int(simulate(legs, profiles, sent(legs, 1), seed=1).arrived[0])

    with_it, _ = after("add-trip=N1@1234567@12:00@AA>60>BB>30>CC")
    repeated, _ = after("repeat-trip=AB@11:00", "repeat-trip=BC@16:00")

    assert with_it.trips[-1].stops == (Stop(A, 0, 0), Stop(B, 60, 70), Stop(C, 100, 100))
    assert arrival(line()) - arrival(with_it) == (24 + 9) * 60 - (
        12 * 60 + 100
    )  # 9:00 next day; 13:40 the same day
    assert [trip.code for trip in repeated.trips] == ["AB", "BC", "AB-1100", "BC-1600"]
    assert arrival(repeated) < arrival(line())


def test_rounds_that_leave_later_still_take_what_came_in_the_morning() -> None:
    def day(network: Network) -> int:
        legs, profiles = lay(network)
        return int(simulate(legs, profiles, sent(legs, 1), seed=1).day[0])

    earlier, _ = after("move-rounds=CC@09:00")

    assert day(earlier) == day(line()) + 1


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("", "change", "a change is one of close-office=CODE"),
        ("burn-office=BB", "change", "a change is one of"),
        ("close-office", "change", "a change is one of"),
        ("shut-office=BB", "form", "write it as shut-office=CODE@2026"),
        ("move-cut-off=BB@", "form", "write it as move-cut-off=CODE@16:30"),
        ("move-cut-off=XX0001@16:30", "office", "no office has that code; there are AA, BB, CC"),
        ("move-cut-off=BB@25:00", "time", "a day's times run from 00:00 to 23:59"),
        ("move-cut-off=BB@4pm", "time", "write a time of day as 16:30"),
        ("move-cut-off=BB@-1:00", "time", "write a time of day as 16:30"),
        ("shut-office=BB@2026-02-30", "date", "no day is called so; write it as 2026-11-24"),
        ("shut-office=BB@2026-03-18..2026-03-17", "date", "the last day is before the first"),
        ("cancel-trip=ZZ", "trip", "no trip has that code; there are AB, BC"),
        ("repeat-trip=ZZ@06:00", "trip", "no trip has that code"),
        ("break-vehicle=V7@2026-03-17", "vehicle", "no vehicle or trip is called so; there are V1, V2"),
        ("add-trip=N1@12345@17:00@AA>40>QQ", "office", "no office has that code"),
        ("add-trip=N1@12345@17:00@AA", "form", "write it as add-trip="),
        ("add-trip=N1@12345@17:00@AA>0>BB", "minutes", "a whole number above zero"),
        ("add-trip=N1@12345@17:00@AA>-5>BB", "minutes", "a whole number above zero"),
        ("add-trip=N1@890@17:00@AA>40>BB", "days", "digits from 1 for Monday"),
        ("add-trip=N1@12345@17:00@AA>40>AA", "form", "calls at AA twice in a row"),
        ("add-trip=AB@12345@17:00@AA>40>BB", "code", "is there already"),
    ],
)
def test_what_makes_no_sense_is_answered_with_what_would(text: str, kind: str, says: str) -> None:
    with pytest.raises(NotUnderstood, match=r"\w") as refused:
        after(text)

    assert refused.value.kind == kind
    assert says in str(refused.value)
    assert refused.value.given in (text, *text.replace("=", "@").replace(">", "@").split("@"))


def test_a_lorry_cannot_break_down_on_a_day_on_which_it_does_not_run() -> None:
    sites = (Site(A), Site(B))
    network = Network("UTC", sites, (Trip("T", "1", 600, (Stop(A, 0, 0), Stop(B, 9, 9)), vehicle="V"),))

    with pytest.raises(NotUnderstood, match="V does not run on that day"):
        after("break-vehicle=V@2026-03-17", network=network)
    assert after("break-vehicle=V@2026-03-16", network=network)[1].broken[0].vehicle == "V"


@pytest.mark.parametrize(
    "text",
    ["shut-office=BB@2026-05-01", "break-vehicle=V1@2026-02-01", "close-office=BB@2026-03-14..2026-03-15"],
)
def test_a_change_on_a_day_that_is_not_simulated_is_pointed_out(text: str) -> None:
    refusal = outside([parse(text)], MONDAY, MONDAY + timedelta(20))

    assert refusal is not None
    assert "the simulation runs from 2026-03-16 to 2026-04-05" in str(refusal)
    for seen in ("shut-office=BB@2026-03-20", "close-office=BB@2026-03-14..2026-03-16", "close-office=BB"):
        assert outside([parse(seen)], MONDAY, MONDAY + timedelta(20)) is None


def test_an_office_without_connection_moves_mail_as_ever() -> None:
    network, settings = after("offline-office=BB@2026-03-17")
    legs, profiles = lay(network)
    items: Items = sent(legs, 20)

    with_it, without = (simulate(legs, profiles, items, one, seed=1) for one in (settings, Settings()))

    assert np.array_equal(with_it.delivered, without.delivered)
