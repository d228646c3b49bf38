"""What citizens do for their own post."""

from rekkas.citizen.commands.addresses import remove_address, save_address
from rekkas.citizen.commands.collectors import authorise_collector, revoke_collector
from rekkas.citizen.commands.door import ask_code, log_in_citizen
from rekkas.citizen.commands.following import confirm_following, follow_item, unfollow
from rekkas.citizen.commands.oneself import amend_citizen, choose_texts, prove_mailbox
from rekkas.citizen.commands.telling import tell_followers

__all__ = [
    "amend_citizen",
    "ask_code",
    "authorise_collector",
    "choose_texts",
    "confirm_following",
    "follow_item",
    "log_in_citizen",
    "prove_mailbox",
    "remove_address",
    "revoke_collector",
    "save_address",
    "tell_followers",
    "unfollow",
]
