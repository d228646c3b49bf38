"""Promises kept, and how far estimates can be trusted: the page tells what was learned and what really came."""

import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from rekkas.base.choices import Role
from rekkas.mail.queries import LaneKept
from rekkas.strategy.views import calibration
from tests import build
from tests.desk import at_desk
from tests.lessons import learn
from tests.mail.world import accept, entry, record, scan

pytestmark = pytest.mark.django_db
PAGE, FILE = "/desk/strategy/calibration/", "/desk/strategy/calibration/files/promises-kept.csv"


@pytest.fixture(autouse=True)
def _world() -> None:
    build.country()


@pytest.fixture
def inspector() -> Client:
    return at_desk("omar", Role.INSPECTOR)


def lanes(monkeypatch: pytest.MonkeyPatch, *rows: LaneKept) -> None:
    monkeypatch.setattr(calibration.mail, "promises_kept", lambda since, until, country: list(rows))


def tried(monkeypatch: pytest.MonkeyPatch, *levels: dict[str, float]) -> None:
    known = SimpleNamespace(
        learned_at=timezone.now(), body={"moves": 0, "deliveries": 30},
        calibration={"count": 9 * len(levels), "levels": list(levels)},
    )  # fmt: skip
    monkeypatch.setattr(calibration.network, "calibration_of", lambda country: known)


def lane(days: int | None, count: int, origin: str = "MA-06", destination: str = "MA-08") -> LaneKept:
    return LaneKept(origin, destination, "standard", days, count)


@pytest.mark.parametrize("address", [PAGE, FILE])
def test_who_may_not_look_at_the_network_sees_none_of_it(address: str) -> None:
    assert at_desk("other", Role.CLERK).get(address).status_code == 403


def test_before_anything_was_learned_it_says_how_that_is_done(inspector: Client) -> None:
    text = inspector.get(PAGE).text

    assert "rekkas network learn" in text
    assert "learns each night" in text
    assert "Nothing has been delivered in these days" in text


def test_each_level_stands_beside_how_often_it_was_kept_and_from_what_it_was_learned(
    inspector: Client,
) -> None:
    found = learn(late_every=5, at=datetime(2026, 7, 6, 23, 30, tzinfo=UTC))

    page = inspector.get(PAGE)

    levels = page.context["levels"]
    assert [(row.level, row.kept, row.low, row.high) for row in levels] == [
        tuple(row.values()) for row in found["levels"]
    ]
    assert (page.context["deliveries"], page.context["tried"]) == ("50", str(found["count"]))
    assert page.context["learned_at"].date() == date(2026, 7, 7)  # there it is half past midnight
    for row in levels:
        level, kept, low, high = row.drawn
        assert f'class="share" d="M0 2h{kept}v10H0z"' in page.text
        assert f'class="between" d="M{low} 17H{high}"' in page.text
        assert f'class="level" d="M{level} 0v14"' in page.text


@pytest.mark.parametrize(
    ("low", "high", "tone", "words"),
    [
        (0.60, 0.79, "wait", "Kept less often than said"),
        (0.60, 0.80, "good", "Kept as often as said"),
        (0.80, 0.90, "good", "Kept as often as said"),
        (0.81, 0.90, "moving", "Kept more often than said"),
    ],
)
def test_only_what_chance_does_not_explain_is_a_difference(
    inspector: Client, monkeypatch: pytest.MonkeyPatch, low: float, high: float, tone: str, words: str
) -> None:
    tried(monkeypatch, {"level": 0.8, "kept": 0.75, "low": low, "high": high})

    text = inspector.get(PAGE).text

    assert f'chip tone-{tone}"' in text
    assert words in text


def test_what_could_not_be_tried_says_so(inspector: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    tried(monkeypatch)

    assert "It could not be tried yet" in inspector.get(PAGE).text


def test_what_was_delivered_is_counted_by_the_day_on_which_it_came(
    inspector: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    lanes(
        monkeypatch, lane(-3, 1), lane(-1, 2), lane(0, 5), lane(1, 1), lane(8, 1), lane(40, 2), lane(None, 4)
    )

    context = inspector.get(PAGE).context

    assert [row[:3] for row in context["days"]] == [
        ("Before the day promised", "3", "25.0%"),
        ("On the day promised", "5", "41.7%"),
        ("1 day late", "1", "8.3%"),
        ("More than 7 days late", "3", "25.0%"),
    ]
    assert (context["kept"], context["total"], context["without"]) == ("66.7%", "12", "4")


def test_the_worst_lanes_are_those_of_which_it_is_sure(
    inspector: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    lanes(
        monkeypatch,
        lane(0, 1, "MA-01"), lane(1, 1, "MA-01"),  # half of two
        lane(0, 700, "MA-02"), lane(3, 200, "MA-02"), lane(6, 100, "MA-02"),  # three tenths of a thousand
        lane(-1, 50, "MA-03"),
    )  # fmt: skip

    rows = inspector.get(PAGE).context["lanes"]

    assert [tuple(row[1:]) for row in rows] == [("1,000", "300", "70.0%", "4.0"), ("2", "1", "50.0%", "1.0")]


def test_no_more_than_twenty_lanes_are_shown(inspector: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    lanes(monkeypatch, *(lane(1, 10 + n, f"MA-{n:02}") for n in range(25)))

    rows = inspector.get(PAGE).context["lanes"]

    assert [row[1] for row in rows] == [str(count) for count in range(34, 14, -1)]


def test_what_had_no_promise_is_no_share(inspector: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    lanes(monkeypatch, lane(None, 4))

    assert "Nothing of what was delivered had a promise" in inspector.get(PAGE).text


def test_real_deliveries_reach_the_page_and_the_table(inspector: Client) -> None:
    posted_at = timezone.now() - timedelta(days=20)
    first, second = accept(entry("a", happened_at=posted_at), entry("b", happened_at=posted_at), at=posted_at)
    for item, days in ((first, 1), (second, 15)):
        at = posted_at + timedelta(days=days)
        record(scan(item.number, "EMI", happened_at=at), at=at)

    page = inspector.get(PAGE)
    rows = list(csv.DictReader(StringIO(inspector.get(FILE).text)))

    assert (page.context["total"], page.context["kept"]) == ("2", "50.0%")
    ((name, items, missed, _share, _late),) = page.context["lanes"]
    assert (name.split(" → "), items, missed) == (["Casablanca", "Ouarzazate"], "2", "1")
    assert [(row["origin_region"], row["destination_region"], row["items"]) for row in rows] == [
        ("MA-06", "MA-08", "1")
    ] * 2
    assert [int(row["days_late"]) > 0 for row in rows] == [False, True]


def test_what_is_long_ago_is_not_of_the_last_days(inspector: Client) -> None:
    posted_at = timezone.now() - timedelta(days=45)
    (item,) = accept(entry("a", happened_at=posted_at), at=posted_at)
    at = posted_at + timedelta(days=2)
    record(scan(item.number, "EMI", happened_at=at), at=at)

    assert inspector.get(PAGE).context["total"] == "0"


def test_it_asks_the_database_little(inspector: Client, assert_statements: Any) -> None:
    learn()
    inspector.get(PAGE)

    with assert_statements(16):
        inspector.get(PAGE)


@pytest.mark.parametrize(("role", "shown"), [(Role.INSPECTOR, True), (Role.CLERK, False)])
def test_the_desk_leads_those_to_the_network_who_may_look_at_it(role: Role, shown: bool) -> None:
    text = at_desk("someone", role, "MA0001" if role == Role.CLERK else "").get("/desk/").text

    for page in ("map", "timetables", "disruptions", "office-day", "heat-map", "calibration", "studies"):
        assert (f'href="/desk/strategy/{page}/"' in text) is shown
