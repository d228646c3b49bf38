"""What merchants do for themselves and their teams, and what the post does about them."""

from rekkas.merchant.commands.door import (
    ask_merchant_code,
    change_password,
    log_in_member,
    prove_mailbox,
    reset_password,
)
from rekkas.merchant.commands.machines import issue_merchant_key, revoke_merchant_key, rotate_merchant_key
from rekkas.merchant.commands.places import add_pickup_address, remove_pickup_address
from rekkas.merchant.commands.rules import load_merchants
from rekkas.merchant.commands.signing_up import check_merchant, close_merchant, sign_up_merchant
from rekkas.merchant.commands.team import assign_member, invite_member, join_team, retire_member

__all__ = [
    "add_pickup_address",
    "ask_merchant_code",
    "assign_member",
    "change_password",
    "check_merchant",
    "close_merchant",
    "invite_member",
    "issue_merchant_key",
    "join_team",
    "load_merchants",
    "log_in_member",
    "prove_mailbox",
    "remove_pickup_address",
    "reset_password",
    "retire_member",
    "revoke_merchant_key",
    "rotate_merchant_key",
    "sign_up_merchant",
]
