"""What is agreed with a merchant about cash on delivery."""

from datetime import timedelta

from django.utils.translation import gettext as _

from rekkas.bank.errors import AccountElsewhere, AnotherCurrency
from rekkas.bank.queries import accounts_named
from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput, Refused
from rekkas.catalogue.queries import customer as known_customer
from rekkas.commerce.choices import Cycle, PayWay
from rekkas.commerce.entries import TermsEntry
from rekkas.commerce.errors import TermsTooEarly
from rekkas.commerce.models import MerchantTerms
from rekkas.commerce.models.terms import DAYS_AT_MOST, MONTH_DAYS, WEEK_DAYS
from rekkas.commerce.queries.terms import last_settled
from rekkas.payments.queries import plain_account

AMOUNT_AT_MOST = 10**12
SHARE_AT_MOST = 1000
AHEAD_AT_MOST = timedelta(days=366)
OWN_FIELD = {
    Cycle.WEEKLY: ("weekday", 1, WEEK_DAYS), Cycle.MONTHLY: ("month_day", 1, MONTH_DAYS),
    Cycle.AFTER_DAYS: ("after_days", 0, DAYS_AT_MOST),
}  # fmt: skip
DAY_FIELDS = ("weekday", "month_day", "after_days")


@command
def agree_terms(*, merchant: str, terms: TermsEntry, by: Actor, at: Moment, key: str | None = None) -> str:
    """Agree with a merchant when and where their cash on delivery is paid out, and what it costs, from a day on.

    Earlier terms stay, for the statements made by them. Returns the day from which these hold.
    """
    customer = known_customer(merchant)
    currency = customer.country.currency
    _check(terms, at)
    before = last_settled(customer.code, currency)
    if before is not None and terms.valid_from <= before:
        raise TermsTooEarly(customer=customer.name, period=before.isoformat())
    way, account = _account(terms.pay_to, currency)
    MerchantTerms.objects.create(
        customer_code=customer.code, currency=currency, valid_from=terms.valid_from, cycle=terms.cycle,
        days="".join(sorted(set(terms.days))), weekday=terms.weekday, month_day=terms.month_day,
        after_days=terms.after_days, minimum=terms.minimum, pay_way=way, pay_to=account, fee=terms.fee,
        fee_per_mille=terms.fee_per_mille, tax_per_mille=terms.tax_per_mille, return_fee=terms.return_fee,
        fees_taken=terms.fees_taken, agreed_at=at, agreed_by=author_name(by),
    )  # fmt: skip
    return terms.valid_from.isoformat()


def _check(terms: TermsEntry, at: Moment) -> None:
    if terms.valid_from > at.date() + AHEAD_AT_MOST:
        raise InvalidInput(field="valid_from", reason=_("it is more than a year ahead."))
    if not terms.days or set(terms.days) - set("1234567"):
        raise InvalidInput(field="days", reason=_("name at least one weekday."))
    for name in ("minimum", "fee", "return_fee"):
        _check_between(terms, name, 0, AMOUNT_AT_MOST)
    for name in ("fee_per_mille", "tax_per_mille"):
        _check_between(terms, name, 0, SHARE_AT_MOST)
    own = OWN_FIELD.get(terms.cycle)
    for name in DAY_FIELDS:
        least, most = (own[1], own[2]) if own and own[0] == name else (0, 0)
        _check_between(terms, name, least, most)


def _check_between(terms: TermsEntry, name: str, least: int, most: int) -> None:
    if not least <= getattr(terms, name) <= most:
        said = _("it is not between %(least)s and %(most)s.") % {"least": least, "most": most}
        raise InvalidInput(field=name, reason=said)


def _account(text: str, currency: str) -> tuple[PayWay, str]:
    """Where to pay: an account of the postal bank by its number, or the number of an account at another bank."""
    if not text.strip():
        return PayWay.ELSEWHERE, ""
    (found,) = accounts_named([text])
    if isinstance(found, AccountElsewhere):
        return PayWay.ELSEWHERE, plain_account(text).number
    if isinstance(found, Refused):
        raise found
    if found.currency != currency:
        raise AnotherCurrency(account=found.number, kept=found.currency, given=currency)
    return PayWay.BANK, found.number
