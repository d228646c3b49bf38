"""Contracts with a merchant of the small country."""

from datetime import date, datetime
from typing import Any

from rekkas.base.choices import Role
from rekkas.catalogue.commands import agree_contract
from rekkas.catalogue.entries import ContractEntry, OwnPrice, RebateStep
from tests.build import MONDAY, staff

RACHID = staff("rachid", Role.SALES)
TODAY = date(2026, 3, 2)
OWN = (OwnPrice("parcel-cod", "any", 5_000, 3_000), OwnPrice("parcel-cod", "local", 5_000, 2_000))
STEPS = (RebateStep(2, 50), RebateStep(10, 100))


def contract(**changes: Any) -> ContractEntry:
    return ContractEntry(**{"valid_from": TODAY, **changes})


def agreed(merchant: str = "ATLAS", at: datetime = MONDAY, key: str | None = None, **changes: Any) -> str:
    return agree_contract(merchant=merchant, contract=contract(**changes), by=RACHID, at=at, key=key)
