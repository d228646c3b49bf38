"""What merchants do for themselves and their teams, and what the post does about them."""

from rekkas.merchant.commands.changes import note_changes, note_parcel_changes
from rekkas.merchant.commands.door import (
    ask_merchant_code,
    change_password,
    log_in_member,
    prove_mailbox,
    reset_password,
)
from rekkas.merchant.commands.endpoints import (
    add_endpoint,
    amend_endpoint,
    pause_endpoint,
    remove_endpoint,
    replay_changes,
    resume_endpoint,
    rotate_endpoint_secret,
    send_change_again,
    send_test_change,
)
from rekkas.merchant.commands.machines import issue_merchant_key, revoke_merchant_key, rotate_merchant_key
from rekkas.merchant.commands.places import add_pickup_address, remove_pickup_address
from rekkas.merchant.commands.rules import load_merchants
from rekkas.merchant.commands.sending import forget_attempts, note_attempts, take_due_changes
from rekkas.merchant.commands.signing_up import check_merchant, close_merchant, sign_up_merchant
from rekkas.merchant.commands.team import assign_member, invite_member, join_team, retire_member

__all__ = [
    "add_endpoint",
    "add_pickup_address",
    "amend_endpoint",
    "ask_merchant_code",
    "assign_member",
    "change_password",
    "check_merchant",
    "close_merchant",
    "forget_attempts",
    "invite_member",
    "issue_merchant_key",
    "join_team",
    "load_merchants",
    "log_in_member",
    "note_attempts",
    "note_changes",
    "note_parcel_changes",
    "pause_endpoint",
    "prove_mailbox",
    "remove_endpoint",
    "remove_pickup_address",
    "replay_changes",
    "reset_password",
    "resume_endpoint",
    "retire_member",
    "revoke_merchant_key",
    "rotate_endpoint_secret",
    "rotate_merchant_key",
    "send_change_again",
    "send_test_change",
    "sign_up_merchant",
    "take_due_changes",
]
