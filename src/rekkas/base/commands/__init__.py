"""What base can do: machines are given a way in, people a login, and a locked session is resumed."""

from rekkas.base.commands.machines import issue_api_key, revoke_api_key
from rekkas.base.commands.rules import load_staff
from rekkas.base.commands.sessions import Resumed, choose_pin, resume_session
from rekkas.base.commands.staff import add_user, assign_user, issue_badge, reset_user, retire_user

__all__ = [
    "Resumed",
    "add_user",
    "assign_user",
    "choose_pin",
    "issue_api_key",
    "issue_badge",
    "load_staff",
    "reset_user",
    "resume_session",
    "retire_user",
    "revoke_api_key",
]
