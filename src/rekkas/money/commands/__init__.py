"""What can be done with money. See docs/algorithms/ledger.md."""

from rekkas.money.commands.accounts import add_accounts, limit_accounts, set_account_states
from rekkas.money.commands.days import close_day, sign_day
from rekkas.money.commands.transfers import (
    expire_holds,
    post_all,
    post_for_authors,
    post_transfers,
    rebuild_balances,
    reverse_entry,
)

__all__ = [
    "add_accounts",
    "close_day",
    "expire_holds",
    "limit_accounts",
    "post_all",
    "post_for_authors",
    "post_transfers",
    "rebuild_balances",
    "reverse_entry",
    "set_account_states",
    "sign_day",
]
