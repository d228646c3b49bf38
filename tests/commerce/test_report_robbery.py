"""That a postman was robbed is reported with the paper of the police; nothing moves until another has decided."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from rekkas.base.choices import Role
from rekkas.base.errors import InvalidInput, NotAllowed, NotYourOffice
from rekkas.commerce.errors import NotInTheBag, OwnRobbery, RobberyNotDecided
from rekkas.commerce.queries import robberies, robbery
from rekkas.delivery.errors import NothingToHandOver
from rekkas.money.queries import balance
from tests.build import AGENCY, YOUSSEF, ZAGORA_OFFICE, later, staff
from tests.commerce.merchants import in_the_bank, taken
from tests.commerce.robbed import BAG, CHIEF, LOSSES, report

pytestmark = pytest.mark.usefixtures("trade")


def test_all_that_was_in_the_bag_is_reported_and_nothing_moves() -> None:
    one, two = taken({"one": 10_000, "two": 20_000})

    kept = robbery(report())

    assert (kept.amount, kept.items) == (30_000, [[one, 10_000], [two, 20_000]])
    assert (kept.state, kept.police_report, kept.reported_by, kept.reported_at) == (
        "reported", "PV 417/2026", "karim", later(32),
    )  # fmt: skip
    assert (balance(BAG), balance(LOSSES)) == (30_000, 0)
    assert [row.number for row in robberies(ZAGORA_OFFICE)] == [kept.number]


def test_a_part_of_it_is_named_by_its_items() -> None:
    _, two = taken({"one": 10_000, "two": 20_000})

    assert robbery(report(two)).items == [[two, 20_000]]


def test_the_same_request_again_reports_once() -> None:
    taken({"one": 10_000})

    assert report(key="r-1") == report(key="r-1")
    assert len(robberies()) == 1


def test_one_report_is_decided_before_the_next() -> None:
    taken({"one": 10_000})
    number = report()

    with pytest.raises(RobberyNotDecided, match=number):
        report(police_report="PV 418/2026")


def test_cash_that_is_not_in_the_bag_was_not_taken_from_it() -> None:
    with pytest.raises(NothingToHandOver):
        report()
    (banked,) = in_the_bank({"banked": 10_000})
    taken({"one": 10_000})

    with pytest.raises(NotInTheBag, match=banked):
        report(banked)


@pytest.mark.parametrize(
    "changes",
    [{"police_report": " "}, {"account": ""}, {"robbed_at": later(40)}],
    ids=["no paper", "no account", "tomorrow"],
)
def test_what_is_not_whole_is_refused(changes: dict[str, Any]) -> None:
    taken({"one": 10_000})

    with pytest.raises(InvalidInput):
        report(**changes)


def test_nobody_reports_for_themselves_nor_for_another_office() -> None:
    taken({"one": 10_000})

    with pytest.raises(OwnRobbery):
        report(by=staff("youssef", Role.MANAGER, ZAGORA_OFFICE))
    with pytest.raises(NotYourOffice):
        report(by=staff("chief", Role.MANAGER, AGENCY))
    with pytest.raises(NotAllowed):
        report(by=YOUSSEF)


@pytest.mark.parametrize("role", [Role.CLERK, Role.COURIER, Role.SORTER, Role.INSPECTOR])
def test_only_those_who_answer_for_the_office_or_the_money_report(role: Role) -> None:
    taken({"one": 10_000})

    with pytest.raises(NotAllowed):
        report(by=staff("someone", role, ZAGORA_OFFICE))


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"amount": 0}, "robbery_took_something"),
        ({"police_report": ""}, "robbery_took_something"),
        ({"reported_by": "youssef"}, "robbery_is_not_reported_by_the_robbed"),
        ({"state": "approved"}, "robbery_is_decided_by_another"),
        (
            {"state": "approved", "decided_by": "karim", "decided_at": later(40)},
            "robbery_is_decided_by_another",
        ),
        (
            {"state": "approved", "decided_by": "youssef", "decided_at": later(40)},
            "robbery_is_decided_by_another",
        ),
    ],
)
def test_the_database_keeps_no_report_that_makes_no_sense(changes: dict[str, Any], constraint: str) -> None:
    taken({"one": 10_000})
    row = robbery(report())

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**changes)
    assert CHIEF.name == row.reported_by
