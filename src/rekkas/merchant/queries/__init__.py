"""What can be asked of merchants and their teams."""

from rekkas.merchant.queries.contracts import ContractToday, contract_today
from rekkas.merchant.queries.members import (
    member,
    member_for_mailbox,
    names_of_team,
    password_compared,
    plain_mailbox,
    team,
)
from rekkas.merchant.queries.merchants import (
    merchant,
    merchants_named,
    pickup_address,
    pickup_addresses,
    rules_of,
    tax_number_said,
)

__all__ = [
    "ContractToday",
    "contract_today",
    "member",
    "member_for_mailbox",
    "merchant",
    "merchants_named",
    "names_of_team",
    "password_compared",
    "pickup_address",
    "pickup_addresses",
    "plain_mailbox",
    "rules_of",
    "tax_number_said",
    "team",
]
