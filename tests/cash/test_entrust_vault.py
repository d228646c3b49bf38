"""A vault is entrusted to a person: what others move in it from then on is told to them."""

import pytest
from django.db import DatabaseError

from rekkas.base.errors import NotAllowed
from rekkas.cash import commands, queries
from tests.build import AGENCY, FATIMA, later
from tests.cash.drawers import KARIM, VAULT, fund, open_till, sql

pytestmark = pytest.mark.usefixtures("post_office")


def test_what_the_keeper_does_is_no_news_to_them_and_what_others_do_is() -> None:
    open_till(KARIM, taken=1_000)
    open_till(FATIMA, taken=1_000)
    assert [line.actor_name for line in queries.unseen_lines(VAULT)] == ["fatima"]


def test_what_one_did_before_the_vault_was_theirs_is_news_to_its_keeper_then() -> None:
    open_till(FATIMA, taken=1_000, at=later(1))
    commands.entrust_vault(office=AGENCY, keeper="fatima", by=KARIM, at=later(2))

    assert queries.keeper_of(AGENCY) == "fatima"
    assert [line.actor_name for line in queries.unseen_lines(VAULT)] == ["fatima"]


def test_a_vault_without_keeper_has_news_only() -> None:
    fund("MA0004")
    assert len(queries.unseen_lines("vault:MA0004:MAD")) == 1
    assert queries.keeper_of("MA0004") == ""


def test_who_kept_a_vault_when_is_never_changed() -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        sql("UPDATE cash_vaultkeeper SET keeper = 'other'")


def test_a_clerk_entrusts_no_vault() -> None:
    with pytest.raises(NotAllowed):
        commands.entrust_vault(office=AGENCY, keeper="fatima", by=FATIMA, at=later(1))
