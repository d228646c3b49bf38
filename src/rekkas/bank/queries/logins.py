"""Who stands at the customers' door, and what is theirs.

Comparing a secret is slow, as it must be: it is done here, before the transaction that counts it, and takes as long
for a number that nobody has.
"""

from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize
from zoneinfo import ZoneInfo

from django.utils.crypto import constant_time_compare, salted_hmac

from postkit.passcode import NotAPasscode, Passcode
from postkit.text import clean_number, visible, western_digits
from rekkas.bank.choices import CustomerStatus, HolderRole
from rekkas.bank.models import AccountHolder, BankAccount, Customer, CustomerLogin
from rekkas.bank.queries.accounts import accounts_of, is_minor
from rekkas.bank.queries.people import phone_of
from rekkas.base.access import Visitor, knows_customers
from rekkas.base.attempts import Attempt, compared


def number_at_door(said: str) -> str:
    """The customer who is meant by a number or a telephone; empty where it is nobody's, or more than one's."""
    rows = CustomerLogin.objects.filter(customer__status=CustomerStatus.ACTIVE)
    phone = phone_of(said)
    found = rows.filter(customer__phone=phone) if phone else rows.filter(customer__number=clean_number(said))
    numbers = list(found.values_list("customer__number", flat=True)[:2])
    return numbers[0] if len(numbers) == 1 else ""


def plain_secret(secret: str) -> str:
    """A secret as it is compared: the same letters and digits on whatever keyboard they were typed."""
    return western_digits(normalize("NFKC", visible(secret)))


def secret_compared(number: str, secret: str) -> Attempt:
    """A secret beside the one that a customer has chosen."""
    row = CustomerLogin.objects.filter(customer__number=number).first() if number else None
    return _compared(plain_secret(secret), row.secret_hash if row else "", row)


def code_compared(number: str, code: str) -> Attempt:
    """A code beside the one on the slip that a customer was given."""
    row = CustomerLogin.objects.filter(customer__number=number).first() if number else None
    try:
        typed = Passcode(code).printed
    except NotAPasscode:
        typed = ""
    return _compared(typed, row.code_hash if row else "", row)


def _compared(typed: str, kept: str, row: CustomerLogin | None) -> Attempt:
    return compared(typed, kept, row.wrong if row else 0)


def login_of(customer: Customer) -> CustomerLogin | None:
    """The way in of a customer, if they were given one."""
    return CustomerLogin.objects.filter(customer=customer).first()


def login_for_update(number: str) -> CustomerLogin | None:
    """The same by number, held until the change is made."""
    rows = CustomerLogin.objects.select_for_update(of=("self",)).select_related("customer")
    return rows.filter(customer__number=number).first() if number else None


def proof_of(row: CustomerLogin) -> str:
    """What a visit carries: it holds until the secret is another."""
    return salted_hmac("rekkas.bank.login", row.secret_hash, algorithm="sha256").hexdigest()


@knows_customers
def customer_at_door(number: str, proof: str) -> Visitor | None:
    """The customer whose visit it is, as long as they are active and their secret is the one they came with."""
    rows = CustomerLogin.objects.select_related("customer__country", "customer__level")
    row = rows.filter(customer__number=number).exclude(secret_hash="").first()
    if row is None or not row.customer.is_active or not constant_time_compare(proof_of(row), proof):
        return None
    return Visitor(number, ZoneInfo(row.customer.country.time_zone), row.customer, row.customer.phone)


# ---- what is theirs --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """An account that a customer sees, and whether they may move money of it."""

    row: BankAccount
    may_move: bool


def own_accounts(customer: Customer, at: datetime) -> list[OwnAccount]:
    """The accounts that a customer sees: their own, those held with others, those of a child in their care."""
    rows = accounts_of(customer.number)
    roles = dict(AccountHolder.objects.filter(customer=customer).values_list("account", "role"))
    return [OwnAccount(row, _may_move(row, customer, roles.get(row.pk), at)) for row in rows]


def own_account(customer: Customer, number: str, at: datetime) -> OwnAccount | None:
    """One of these by its number."""
    return next((one for one in own_accounts(customer, at) if one.row.number == number), None)


def may_move(row: BankAccount, customer: Customer, at: datetime) -> bool:
    """Whether a customer may move money of an account: of a child's, the guardian alone."""
    role = AccountHolder.objects.filter(account=row, customer=customer).values_list("role", flat=True).first()
    return _may_move(row, customer, role, at)


def _may_move(row: BankAccount, customer: Customer, role: str | None, at: datetime) -> bool:
    if is_minor(row.holder, at.astimezone(row.zone).date()):
        return role == HolderRole.GUARDIAN
    return row.holder_id == customer.pk or role == HolderRole.JOINT
