"""What can be asked of merchants and their teams."""

from rekkas.merchant.queries.changes import (
    CHANGES_AT_MOST,
    change,
    changes_after,
    last_change,
    last_change_before,
    record_read,
)
from rekkas.merchant.queries.contracts import ContractToday, contract_today
from rekkas.merchant.queries.endpoints import Health, attempts_of, endpoints, health
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
from rekkas.merchant.queries.others import status_meant, words_of_others

__all__ = [
    "CHANGES_AT_MOST",
    "ContractToday",
    "Health",
    "attempts_of",
    "change",
    "changes_after",
    "contract_today",
    "endpoints",
    "health",
    "last_change",
    "last_change_before",
    "member",
    "member_for_mailbox",
    "merchant",
    "merchants_named",
    "names_of_team",
    "password_compared",
    "pickup_address",
    "pickup_addresses",
    "plain_mailbox",
    "record_read",
    "rules_of",
    "status_meant",
    "tax_number_said",
    "team",
    "words_of_others",
]
