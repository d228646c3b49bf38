"""What every address of payments asks and checks."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from rekkas.bank.errors import UnknownBankAccount
from rekkas.bank.queries.accounts import account as bank_account
from rekkas.base.api import PAGE_AT_MOST, is_theirs

router = Router(tags=["Payments"])
After = Annotated[str, Query(max_length=64, description="The field next of the page before.")]
Limit = Annotated[int, Query(ge=1, le=PAGE_AT_MOST, description="How many at most.")]


def home_of(request: HttpRequest, number: str) -> str:
    """The office of an account, if this machine may spend from it: a customer's spends what is that customer's only."""
    row = bank_account(number)
    if not is_theirs(request, row.holder.number):
        raise UnknownBankAccount(account=number)
    return row.opened_office
