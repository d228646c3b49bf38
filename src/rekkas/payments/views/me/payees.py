"""To whom a customer sends: to an account here, found by number, RIB, IBAN or telephone, or to one at another bank."""

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from postkit.iban import NotAnAccount
from rekkas.bank import queries as bank
from rekkas.bank.errors import AccountElsewhere, UnknownBankAccount
from rekkas.bank.views.me.words import shown_to_payer
from rekkas.base.errors import Refused
from rekkas.payments.errors import NoClearing
from rekkas.payments.mistakes import account_text
from rekkas.payments.models import Clearing
from rekkas.payments.queries.clearing import clearing_rules, directory
from rekkas.payments.queries.transfers import member_of, plain_account


@dataclass(frozen=True, slots=True)
class Payee:
    """Where it goes: ``account`` is ours, or ``bank`` is the name of another. ``name`` is what may be seen of whose."""

    number: str
    name: str = ""
    account: Any = None
    bank: str = ""
    rules: Clearing | None = None


def payee_of(text: str, *, country: str, mine: Container[str]) -> Payee:
    """The account that a text leads to, or in words why it leads to none. Of one's own the whole name is shown."""
    try:
        row = bank.account(text)
    except UnknownBankAccount:
        raise ValidationError(
            _("No account here has this number, and no telephone leads to one. Read it again.")
        ) from None
    except AccountElsewhere:
        return _elsewhere(text, country)
    except Refused as refusal:
        raise ValidationError(str(refusal)) from None
    name = row.holder.shown_name if row.number in mine else shown_to_payer(row.holder)
    return Payee(row.number, name, row)


def _elsewhere(text: str, country: str) -> Payee:
    try:
        rules = clearing_rules(country)
        target = plain_account(text)
    except NoClearing:
        raise ValidationError(
            _("This account is at another bank. Transfers to other banks are not offered here.")
        ) from None
    except NotAnAccount as fault:
        raise ValidationError(account_text(fault)) from None
    member = member_of(rules, target)
    if member is None:
        raise ValidationError(_("This account is in another country. Ask at an office how money gets there."))
    if member in ("", rules.member):
        raise ValidationError(_("No account here has this number. Read it again."))
    return Payee(target.number, bank=directory(country).name_of(member), rules=rules)
