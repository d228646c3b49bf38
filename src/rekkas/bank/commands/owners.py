"""What a customer does alone, they do with what is theirs."""

from rekkas.bank.errors import CustomerNotActive, Held, NotYourAccount
from rekkas.bank.models import BankAccount
from rekkas.bank.queries import customer, is_held
from rekkas.bank.queries.logins import may_move
from rekkas.base.actors import Actor, Moment


def check_own(row: BankAccount, by: Actor, at: Moment) -> None:
    """Refuse a customer who moves money of an account that is not theirs; whoever else acts is judged elsewhere."""
    if not by.holder:
        return
    whoever = customer(by.holder)
    if not may_move(row, whoever, at):
        raise NotYourAccount(account=row.number)
    if not whoever.is_active:
        raise CustomerNotActive(customer=whoever.number, status=whoever.get_status_display())
    if is_held(whoever.number):
        raise Held(customer=whoever.number)
