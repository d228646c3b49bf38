"""The merchants' door: a mailbox and a password open it, once the mailbox is proved."""

from rekkas.base.actors import Actor, Moment
from rekkas.base.attempts import Attempt, is_right, is_shut
from rekkas.base.command import command
from rekkas.base.keys import ShortCode
from rekkas.citizen.commands.door import count_at_door
from rekkas.merchant import queries
from rekkas.merchant.choices import MerchantState
from rekkas.merchant.commands.codes import is_code_right, send_code
from rekkas.merchant.entries import DoorAnswer, NewPassword
from rekkas.merchant.models import Member
from rekkas.merchant.queries.members import member_for_update, proof_of

# In an hour, from one address of the network, behind which a whole quarter may be.
CODES_FROM_AN_ADDRESS = 30


@command
def log_in_member(*, email: str, attempt: Attempt, by: Actor, at: Moment) -> DoorAnswer:
    """Let somebody of a merchant's team in who knows their password. After five wrong ones the door is shut.

    Who is unknown, shut out or wrong gets the same answer, and it is an answer: the count stays. A mailbox that is not
    proved yet is proved first.
    """
    row = _at_door(email)
    if row is None or is_shut(row, at) or row.merchant.state == MerchantState.CLOSED:
        return DoorAnswer()
    if not is_right(row, attempt, row.secret_hash, at):
        return DoorAnswer()
    if row.proved_at is None:
        return DoorAnswer(member=row.number, needs_code=True)
    return _opened(row, at)


@command
def ask_merchant_code(*, email: str, code: ShortCode, address: str, by: Actor, at: Moment) -> None:
    """Send a code to a mailbox of a merchant's team; where nobody is known by it, nothing is sent, and nothing said.

    ``address`` is from where in the network it is asked: so many an hour, whoever they are for.
    """
    count_at_door(f"merchants {address}", at, CODES_FROM_AN_ADDRESS)
    row = _at_door(email)
    if row is not None:
        send_code(row, code, by=by, at=at)


@command
def prove_mailbox(*, email: str, code: ShortCode, by: Actor, at: Moment) -> DoorAnswer:
    """Take a mailbox for that of the member who knows the code that was sent to it, and let them in."""
    row = _at_door(email)
    if row is None or not row.secret_hash or not is_code_right(row, code, at):
        return DoorAnswer()
    return _opened(row, at)


@command
def reset_password(
    *, email: str, code: ShortCode, password: NewPassword, by: Actor, at: Moment
) -> DoorAnswer:  # fmt: skip
    """Put a new password in the place of one that was lost, against a code that was sent to the mailbox."""
    row = _at_door(email)
    if row is None or not is_code_right(row, code, at):
        return DoorAnswer()
    _renew(row, password)
    return _opened(row, at)


@command
def change_password(*, attempt: Attempt, password: NewPassword, by: Actor, at: Moment) -> DoorAnswer:
    """Put another password in the place of one's own; visits begun with that one are over."""
    row = member_for_update(by.name)
    if row is None or is_shut(row, at):
        return DoorAnswer()
    if not is_right(row, attempt, row.secret_hash, at):
        return DoorAnswer()
    _renew(row, password)
    return _opened(row, at)


def _at_door(email: str) -> Member | None:
    found = queries.member_for_mailbox(email)
    return member_for_update(found.number) if found is not None else None


def _renew(row: Member, password: NewPassword) -> None:
    row.secret_hash, row.visits = password.hash, row.visits + 1
    row.save(update_fields=["secret_hash", "visits"])


def _opened(row: Member, at: Moment) -> DoorAnswer:
    row.wrong, row.shut_until, row.last_in_at = 0, None, at
    row.proved_at = row.proved_at or at
    row.save(update_fields=["wrong", "shut_until", "last_in_at", "proved_at"])
    return DoorAnswer(True, row.number, proof_of(row))
