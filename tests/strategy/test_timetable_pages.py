"""The pages of the timetable: drafted, changed, compared and published by those who may, and told in words."""

import io
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from postkit.network.check import Fault
from postkit.network.compare import Change
from rekkas.base.choices import Role
from rekkas.network import queries as network
from rekkas.network.commands import draft_timetable
from rekkas.strategy.words import timetables as words
from tests import build
from tests.build import AGENCY, BOSS, HUB, OUARZAZATE, ZAGORA_OFFICE
from tests.desk import at_desk

pytestmark = pytest.mark.django_db
LIST = "/desk/strategy/timetables/"
ONE, TWO = f"{LIST}MA/1/", f"{LIST}MA/2/"
DISRUPTIONS = "/desk/strategy/disruptions/"
PAGES = (LIST, ONE, f"{ONE}?trip={AGENCY}", DISRUPTIONS)


@pytest.fixture(autouse=True)
def _world() -> None:
    build.country()


@pytest.fixture
def engineer() -> Client:
    return at_desk("salma", Role.ENGINEER)


@pytest.fixture
def draft() -> int:
    return draft_timetable(country="MA", name="Winter", by=BOSS, at=timezone.now())


def send(client: Client, address: str, **said: Any) -> Any:
    return client.post(address, {"key": uuid4(), **said})


def today() -> date:
    return timezone.now().date()


def trip_in(number: int, code: str) -> Any:
    here = network.network_in(network.timetable("MA", number))
    return next(trip for trip in here.trips if trip.code == code)


@pytest.mark.parametrize("role", [Role.CLERK, Role.COURIER, Role.SORTER, Role.TREASURER])
@pytest.mark.parametrize("address", PAGES)
def test_who_may_not_look_at_the_network_sees_no_timetable(role: Role, address: str) -> None:
    assert at_desk("other", role).get(address).status_code == 403


def test_whoever_looks_only_is_offered_nothing_to_change_and_cannot(draft: int) -> None:
    inspector = at_desk("omar", Role.INSPECTOR)

    page = inspector.get(TWO)

    assert page.status_code == 200
    assert 'method="post" action="/desk/strategy' not in page.text
    for verb in ("draft-timetable", "revise-timetable", "publish-timetable", "withdraw-timetable"):
        assert send(inspector, f"{TWO}{verb}/").status_code == 403, verb
    assert send(inspector, f"{TWO}change-trip/MAT00001/").status_code == 403
    for verb in ("disrupt-run", "clear-disruption", "close-office", "reopen-office"):
        assert send(inspector, f"/desk/strategy/{verb}/").status_code == 403, verb
    assert network.timetable("MA", 2).state == "draft"


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_the_database_little(
    engineer: Client, address: str, assert_statements: Callable[[int], AbstractContextManager[list[str]]]
) -> None:
    engineer.get(address)

    with assert_statements(16):
        assert engineer.get(address).status_code == 200


def test_the_list_says_which_version_is_in_force(engineer: Client, draft: int) -> None:
    text = engineer.get(LIST).text

    assert text.count("data-row=") == 2
    assert text.count("In force") == 1
    assert "Winter" in text


def test_a_draft_begins_as_a_copy_and_may_be_begun_twice_with_one_form(engineer: Client) -> None:
    said = {"key": uuid4(), "name": "Summer", "based_on": 1}

    first = engineer.post(f"{ONE}draft-timetable/", said)
    again = engineer.post(f"{ONE}draft-timetable/", said)

    assert first["Location"] == again["Location"] == TWO
    assert network.timetable("MA", 2).files == network.timetable("MA", 1).files


def test_a_trip_is_changed_and_the_change_is_told_in_words(engineer: Client, draft: int) -> None:
    assert "MAT00001" in engineer.get(f"{TWO}change-trip/MAT00001/").text

    answer = send(engineer, f"{TWO}change-trip/MAT00001/", departs="١٧:٣٠", days=["1", "3"])

    assert answer.status_code == 302
    assert (trip_in(2, "MAT00001").departs_min, trip_in(2, "MAT00001").days) == (17 * 60 + 30, "13")
    text = engineer.get(TWO).text
    assert "Trip MAT00001 leaves 30 min earlier, at 17:30 instead of 18:00." in text
    assert "Trip MAT00001 runs Mon, Wed instead of" in text


@pytest.mark.parametrize(("departs", "days"), [("25:00", ["1"]), ("noon", ["1"]), ("18:00", [])])
def test_a_time_that_no_clock_shows_and_no_day_at_all_are_refused(
    engineer: Client, draft: int, departs: str, days: list[str]
) -> None:
    answer = send(engineer, f"{TWO}change-trip/MAT00001/", departs=departs, days=days)

    assert answer.status_code == 422
    assert trip_in(2, "MAT00001").departs_min == 18 * 60


def test_a_new_fault_is_marked_and_published_only_by_those_who_know_it(engineer: Client, draft: int) -> None:
    send(engineer, f"{TWO}change-trip/MAT00001/", departs="08:30", days=list("123456"))
    day = today() + timedelta(days=3)

    page = engineer.get(TWO)
    (new,) = [text for text, is_new in page.context["faults"] if is_new]
    assert new.startswith("At Casablanca 1 (MA0001)")
    assert "07:30" in new

    refused = send(engineer, f"{TWO}publish-timetable/", valid_from=day)
    assert refused.status_code == 409
    assert "network.timetable-faulty" in refused.text
    assert network.timetable("MA", 2).state == "draft"

    assert send(engineer, f"{TWO}publish-timetable/", valid_from=day, knowing_faults="on").status_code == 302
    assert network.timetable("MA", 2).valid_from == day


def test_a_version_whose_day_has_not_come_is_withdrawn(engineer: Client, draft: int) -> None:
    send(engineer, f"{TWO}publish-timetable/", valid_from=today() + timedelta(days=3))

    send(engineer, f"{TWO}withdraw-timetable/")

    assert network.timetable("MA", 2).state == "withdrawn"
    assert "Withdrawn" in engineer.get(LIST).text


def upload(client: Client, name: str, data: bytes) -> Any:
    return send(client, f"{TWO}revise-timetable/", upload=SimpleUploadedFile(name, data))


def test_a_file_that_was_downloaded_can_be_sent_back_changed(engineer: Client, draft: int) -> None:
    text = engineer.get(f"{TWO}files/trips.csv").text

    answer = upload(engineer, "trips.csv", text.replace("18:00", "18:10").encode())

    assert answer.status_code == 302
    assert trip_in(2, "MAT00001").departs_min == 18 * 60 + 10


def test_every_mistake_is_named_with_its_file_and_line_and_nothing_is_kept(
    engineer: Client, draft: int
) -> None:
    text = engineer.get(f"{TWO}files/trips.csv").text.replace("18:00", "28:00").replace("15:00", "half past")
    before = network.timetable("MA", 2).digest

    answer = upload(engineer, "trips.csv", text.encode())

    assert answer.status_code == 422
    mistakes = answer.context["mistakes"]
    assert len(mistakes) == 2
    assert all("trips.csv" in mistake for mistake in mistakes)
    assert {"2", "5"} <= set("".join(c if c.isdigit() else " " for c in " ".join(mistakes)).split())
    assert network.timetable("MA", 2).digest == before


def test_a_zip_of_all_files_and_a_gtfs_feed_come_back_as_they_were(engineer: Client, draft: int) -> None:
    before = network.network_in(network.timetable("MA", 2))
    for name in ("timetable.zip", "gtfs.zip"):
        sent = engineer.get(f"{TWO}files/{name}")
        assert sent["Content-Type"] == "application/zip"
        send(engineer, f"{TWO}change-trip/MAT00002/", departs="03:00", days=["7"])

        assert upload(engineer, name, sent.content).status_code == 302, name

        assert network.network_in(network.timetable("MA", 2)).trips == before.trips, name


def test_a_feed_with_foreign_stops_keeps_the_others_and_says_so(engineer: Client, draft: int) -> None:
    feed = zipfile.ZipFile(io.BytesIO(engineer.get(f"{TWO}files/gtfs.zip").content))
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as out:
        for entry in feed.namelist():
            text = feed.read(entry).decode()
            if entry in ("stops.txt", "stop_times.txt"):
                text = text.replace(ZAGORA_OFFICE, "PLATFORM-9")
            out.writestr(entry, text)

    answer = engineer.post(
        f"{TWO}revise-timetable/",
        {"key": uuid4(), "upload": SimpleUploadedFile("gtfs.zip", changed.getvalue())},
        follow=True,
    )

    assert "PLATFORM-9" in answer.text
    assert {trip.code for trip in network.network_in(network.timetable("MA", 2)).trips} == {
        "MAT00001", "MAT00002", "MAT00005", "MAT00006",
    }  # fmt: skip


def test_a_feed_of_another_network_does_not_empty_the_draft(engineer: Client, draft: int) -> None:
    before = network.timetable("MA", 2).digest
    feed = zipfile.ZipFile(io.BytesIO(engineer.get(f"{TWO}files/gtfs.zip").content))
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as out:
        for entry in feed.namelist():
            text = feed.read(entry).decode()
            out.writestr(entry, text.replace("MA0", "STOP-") if "stop" in entry else text)

    answer = upload(engineer, "gtfs.zip", changed.getvalue())

    assert answer.status_code == 422
    assert "no trip between offices" in answer.text
    assert network.timetable("MA", 2).digest == before


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("trips.xlsx", b"PK"),
        ("notes.csv", b"a,b"),
        ("empty.zip", b"PK\x05\x06" + bytes(18)),
        ("trips.csv", b"\xff\xfe"),
    ],
)
def test_what_is_no_timetable_is_refused(engineer: Client, draft: int, name: str, data: bytes) -> None:
    assert upload(engineer, name, data).status_code == 422
    assert trip_in(2, "MAT00001").departs_min == 18 * 60


@pytest.mark.parametrize("name", ["trips.csv", "stop_times.txt"])
@pytest.mark.parametrize("where", ["text", "directory"])
def test_a_zip_whose_bytes_were_bent_is_refused(engineer: Client, draft: int, name: str, where: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"code,origin\n" * 500)
    bent = bytearray(out.getvalue())
    bent[30 + len(name) if where == "text" else bent.rindex(b"PK\x05\x06") + 18] ^= 255

    answer = upload(engineer, "bent.zip", bytes(bent))

    assert answer.status_code == 422


def test_a_zip_that_would_fill_the_memory_is_not_unpacked(engineer: Client, draft: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("trips.csv", bytes(70 * 1024 * 1024))

    answer = upload(engineer, "big.zip", out.getvalue())

    assert "larger than 64 MB" in answer.text


def test_the_effect_on_the_promise_is_worked_out_when_asked_for(engineer: Client, draft: int) -> None:
    send(
        engineer, f"{TWO}change-trip/MAT00003/", departs="05:00", days=list("123456")
    )  # as the trunk arrives
    send(engineer, f"{TWO}change-trip/MAT00005/", departs="22:00", days=list("123456"))

    assert engineer.get(TWO).context["effects"] is None
    effects = engineer.get(f"{TWO}?effects=1").context["effects"]

    lanes = {(lane.origin, lane.destination): lane for lane in (*effects.gaining, *effects.losing)}
    assert effects.lost == effects.found == 0
    assert lanes[OUARZAZATE, ZAGORA_OFFICE].gain == pytest.approx(2)  # the same trip, two hours earlier
    assert any(lane.gain < 0 for lane in lanes.values())  # what lies for MAT00005 waits two hours longer
    assert HUB in {lane.destination for lane in effects.losing}


def test_every_kind_of_fault_and_of_change_has_its_words() -> None:
    facts = {
        "days": "12",
        "was": "1",
        "now": "2",
        "date": "2026-03-02",
        "first": "2026-03-02",
        "last": "2026-03-09",
    }
    minutes = "offices leaves_min arrives_min cut_off_min opens_min closes_min latest_min starts_min ends_min"
    numbers = dict.fromkeys([*minutes.split(), "departs_min", "minutes", "lanes"], 600)
    offices = dict.fromkeys(("origin", "destination", "at", "wanted", "office", "trip", "next"), AGENCY)
    said: dict[str, int | str] = {**facts, **numbers, **offices, "carriage": "all"}

    for kind in words.FAULTS:
        assert "%(" not in words.fault_text(Fault(kind, AGENCY, said), str), kind
    for kind in words.CHANGES:
        told = words.change_text(Change(kind, AGENCY, said), lambda code: f"Office {code}")
        assert "%(" not in told, kind
        assert (f"Office {AGENCY}" in told) == (
            kind in words.OF_OFFICES or kind in ("trip-added", "trip-removed")
        ), kind


def test_what_a_draft_no_longer_reaches_is_named_on_its_page(engineer: Client, draft: int) -> None:
    rows = engineer.get(f"{TWO}files/trips.csv").text.splitlines()
    left = [row for row in rows if ZAGORA_OFFICE not in row]
    assert len(rows) - len(left) == 2

    assert upload(engineer, "trips.csv", "\n".join(left).encode()).status_code == 302

    said = [text for text, is_new in engineer.get(TWO).context["faults"] if is_new]
    assert said[0].startswith(f"Zagora ({ZAGORA_OFFICE}) can no longer be reached from")
    assert said[1].startswith(f"From Zagora ({ZAGORA_OFFICE})")
    worked = engineer.get(f"{TWO}?effects=1")
    assert ZAGORA_OFFICE in {lane.destination for lane in worked.context["effects"].gone}
    assert worked.context["effects"].lost == 2 * len(worked.context["effects"].gone) - 2
    assert "→ never" in worked.text


@pytest.mark.parametrize("name", ["trips (1).csv", "trips(2).csv"])
def test_the_second_download_of_a_file_is_taken_for_what_it_is(
    engineer: Client, draft: int, name: str
) -> None:
    text = engineer.get(f"{TWO}files/trips.csv").text.replace("18:00", "18:10")

    assert upload(engineer, name, text.encode()).status_code == 302
    assert trip_in(2, "MAT00001").departs_min == 18 * 60 + 10


def test_a_trip_of_a_published_version_has_no_form(engineer: Client) -> None:
    answer = engineer.get(f"{ONE}change-trip/MAT00001/")

    assert answer.status_code == 409
    assert 'name="departs"' not in answer.text


def test_what_is_told_of_runs_long_ahead_is_listed(engineer: Client) -> None:
    day = next(
        today() + timedelta(days=n)
        for n in range(200, 207)
        if (today() + timedelta(days=n)).isoweekday() != 7
    )

    send(engineer, "/desk/strategy/disrupt-run/", trip="MAT00002", date=day, is_cancelled="on")

    assert [row.date for row, _ in engineer.get(DISRUPTIONS).context["told"]] == [day]


def test_a_second_closure_is_refused_beside_the_form_and_the_first_is_named(engineer: Client) -> None:
    first, later = today() + timedelta(days=2), today() + timedelta(days=30)
    send(engineer, "/desk/strategy/close-office/", office=ZAGORA_OFFICE, first=first, until=first)

    answer = send(engineer, "/desk/strategy/close-office/", office=ZAGORA_OFFICE, first=later)

    assert answer.status_code == 409
    assert "network.already-closed" in answer.text
    assert first.isoformat() in answer.text
    assert network.closed_offices("MA", today())[0].closed_from == first


def test_a_run_is_told_late_and_the_word_is_taken_back(engineer: Client) -> None:
    day = next(
        today() + timedelta(days=n) for n in range(7) if (today() + timedelta(days=n)).isoweekday() != 7
    )
    said = {"trip": "mat00002", "date": day, "delay_min": 90, "reason": "Snow"}

    assert send(engineer, "/desk/strategy/disrupt-run/", **said).status_code == 302
    text = engineer.get(DISRUPTIONS).text
    assert "90 minutes late" in text
    assert "Snow" in text

    engineer.post("/desk/strategy/clear-disruption/", {"trip": "MAT00002", "date": day.isoformat()})
    assert network.disruptions_between("MA", day, day) == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"trip": "MAT99999", "delay_min": 5}, "network.unknown-trip"),
        ({"trip": "MAT00002"}, "network.nothing-disrupted"),
    ],
)
def test_what_cannot_be_told_of_a_run_is_refused_beside_the_form(
    engineer: Client, said: dict[str, Any], code: str
) -> None:
    answer = send(engineer, "/desk/strategy/disrupt-run/", date=today(), **said)

    assert answer.status_code in (404, 409)
    assert code in answer.text


def test_an_office_is_shut_and_opened_again(engineer: Client) -> None:
    said = {"office": ZAGORA_OFFICE, "first": today(), "until": today() + timedelta(days=2)}

    assert send(engineer, "/desk/strategy/close-office/", **said).status_code == 302
    assert "Zagora" in engineer.get(DISRUPTIONS).text
    assert [office.code for office in network.closed_offices("MA", today())] == [ZAGORA_OFFICE]

    engineer.post("/desk/strategy/reopen-office/", {"office": ZAGORA_OFFICE})
    assert network.closed_offices("MA", today()) == []
    backwards = send(
        engineer, "/desk/strategy/close-office/", **{**said, "until": today() - timedelta(days=1)}
    )
    assert "network.closure-backwards" in backwards.text


@pytest.mark.parametrize("address", [f"{LIST}MA/99/", f"{ONE}files/secrets.csv", f"{ONE}change-trip/NO/"])
def test_what_is_not_there_is_not_found(engineer: Client, address: str) -> None:
    assert engineer.get(address).status_code == 404
