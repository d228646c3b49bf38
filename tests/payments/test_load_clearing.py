"""How a country's transfers reach other banks comes from its pack."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from postkit.pack.clearing import Bank
from rekkas.payments.commands import load_clearing
from rekkas.payments.errors import ClearingDiffers
from rekkas.payments.queries.clearing import clearing_rules, directory
from tests.build import BOSS, MONDAY
from tests.payments import transfers_world as world

pytestmark = pytest.mark.usefixtures("clearing")


def load(**changes: Any) -> int:
    return load_clearing(clearing=replace(world.pack(), **changes), country="MA", by=BOSS, at=MONDAY)


def test_the_rules_of_the_pack_are_taken_in() -> None:
    assert load() == 3

    rules = clearing_rules("MA")
    assert (rules.bic, rules.member, rules.cut_offs, rules.instant_at_most) == (
        "REKKMAMC", "999", [570, 750, 930], 2_000_000,
    )  # fmt: skip
    assert (rules.ledger, rules.unallocated_ledger) == (world.CLEARING, world.UNALLOCATED)
    assert directory("MA").name_of("901") == "Demonstration Bank of the Coast"
    assert directory("MA").name_of("777") == "777"


def test_loading_twice_changes_nothing_and_what_left_the_pack_is_retired() -> None:
    before = world.everything()["ClearingBank"]
    load()
    assert world.everything()["ClearingBank"] == before

    load(banks=(Bank("904", "", "Another", "", ""),))

    assert sorted(directory("MA").by_member) == ["904"]
    assert len(world.everything()["ClearingBank"]) == 4


@pytest.mark.parametrize("changes", [{"currency": "EUR"}, {"bic": "OTHRMAMC"}, {"member": "998"}])
def test_a_pack_that_contradicts_the_country_or_its_bank_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ClearingDiffers):
        load(**changes)


def test_rules_that_nobody_knows_are_refused_by_the_database() -> None:
    with (
        pytest.raises(IntegrityError, match="clearing_rules_are_known"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE payments_clearing SET funds = 'some'")
