"""Which roles need a second factor, and when a desk locks, comes from the pack of the country in which one works."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from postkit.pack.staff import FILE, Lock, Staff, read_staff
from rekkas.base.choices import Role
from rekkas.base.commands import load_staff
from rekkas.base.logins import forget_rules, locks_after, needs_second_factor
from rekkas.base.models import User
from tests.build import AGENCY, BOSS, MONDAY
from tests.desk import member

pytestmark = pytest.mark.django_db
COUNTRIES = Path(__file__).parents[2] / "countries"
CAREFUL = Staff("tests", second_factor=("treasurer",), locks_after_s=0, locks=(Lock("clerk", 30),))


@pytest.fixture(autouse=True)
def _read_anew() -> Iterator[None]:
    forget_rules()
    yield
    forget_rules()


def user(role: str, office: str = AGENCY, **more: Any) -> User:
    return User(username="somebody", role=role, office_code=office, **more)


def test_where_no_pack_says_anything_the_usual_holds() -> None:
    needing = {role for role in Role if needs_second_factor(user(role))}

    assert needing == {Role.ADMINISTRATOR, Role.ENGINEER}
    assert [locks_after(user(role)) for role in ("clerk", "supervisor", "planner")] == [90, 90, 600]


def test_a_pack_says_otherwise_for_its_own_country_alone() -> None:
    load_staff(rules=CAREFUL, country="MA", by=BOSS, at=MONDAY)
    load_staff(rules=CAREFUL, country="MA", by=BOSS, at=MONDAY)  # twice changes nothing

    assert needs_second_factor(user("treasurer"))
    assert needs_second_factor(user("treasurer", "", region_code="MA-06"))
    assert needs_second_factor(user("treasurer", ""))  # of the whole network: that of REKKAS_COUNTRY
    assert not needs_second_factor(user("treasurer", "SN0001"))
    assert not needs_second_factor(user("engineer"))
    assert (locks_after(user("clerk")), locks_after(user("planner")), locks_after(user("clerk", "SN0001"))) == (
        30, 0, 90,
    )  # fmt: skip


def test_who_may_do_everything_needs_one_wherever_anybody_does(settings: Any) -> None:
    root = user("clerk", is_superuser=True)

    assert needs_second_factor(root)
    settings.SECOND_FACTOR_ROLES = []
    assert not needs_second_factor(root)


def test_what_the_operator_sets_stands_above_the_pack(settings: Any) -> None:
    load_staff(rules=CAREFUL, country="MA", by=BOSS, at=MONDAY)
    settings.SECOND_FACTOR_ROLES, settings.DESK_LOCKS_AFTER_S = ["clerk"], {"clerk": 5}

    assert needs_second_factor(user("clerk"))
    assert not needs_second_factor(user("treasurer"))
    assert (locks_after(user("clerk")), locks_after(user("planner"))) == (5, 0)  # of others it said nothing


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ENGINEER])
def test_their_desk_stays_shut_until_it_is_set_up(role: Role, client: Client) -> None:
    client.force_login(member("driss", role))

    assert client.get("/desk/").headers["Location"] == "/desk/account/second-factor/"


@pytest.mark.parametrize("country", ["morocco", "senegal", "brazil"])
def test_the_packs_say_how_their_staff_logs_in(country: str) -> None:
    rules, mistakes = read_staff((COUNTRIES / country / FILE).read_bytes(), roles=Role.values)

    assert mistakes == []
    assert rules is not None
    assert rules.needs_second_factor("engineer")
    assert (rules.locks_after("clerk"), rules.locks_after("planner")) == (90, 600)


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ('source = "x"\nsecond_factor = ["king"]', 2, "second_factor"),
        ('source = "x"\nsecond_factor = ["clerk"]\n[[locks]]\nrole = "king"\nafter_s = 1', 4, "locks.role"),
        (
            'source = "x"\nsecond_factor = ["clerk"]\n[[locks]]\nrole = "clerk"\nafter_s = -1',
            5,
            "locks.after_s",
        ),
        ('source = "x"', 1, "second_factor"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_line(text: str, line: int, field: str) -> None:
    rules, (mistake,) = read_staff(text.encode(), roles=Role.values)

    assert rules is None
    assert (mistake.file, mistake.line, mistake.field) == (FILE, line, field)
