"""The words of the bank: whom it knows, how well, and what its accounts are."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from postkit.pack import bank_model
from rekkas.money.choices import AccountState

MOST_IMAGE_BYTES = 400 * 1024  # a page makes a photograph small before it is sent


class CustomerKind(TextChoices):
    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")


class CustomerStatus(TextChoices):
    ACTIVE = "active", _("Active")
    BLOCKED = "blocked", _("Blocked")
    DECEASED = "deceased", _("Deceased")
    CLOSED = "closed", _("Closed")


LIVE = (CustomerStatus.ACTIVE, CustomerStatus.BLOCKED)


class CloseReason(TextChoices):
    DECEASED = "deceased", _("The customer has died")
    CLOSED = "closed", _("The customer has left")


class Sex(TextChoices):
    FEMALE = "f", _("Female")
    MALE = "m", _("Male")


class Evidence(TextChoices):
    """What a customer can be known by: the words of `postkit.pack.bank_model.EVIDENCE`."""

    PHONE = "phone", _("a telephone number")
    DOCUMENT_REMOTE = "document-remote", _("an identity document, seen from afar or at the counter")
    DOCUMENT_IN_PERSON = "document-in-person", _("an identity document, seen at the counter")
    ADDRESS = "address", _("a postal address")
    PHOTO = "photo", _("a picture of an identity document")
    REGISTRATION = "registration", _("a number in a public register")


class Seen(TextChoices):
    IN_PERSON = "in-person", _("At the counter")
    REMOTE = "remote", _("From afar")


class EventKind(TextChoices):
    """What happened to what the bank knows of a customer."""

    ENROLLED = "enrolled", _("Enrolled")
    AMENDED = "amended", _("Corrected")
    DOCUMENT_NOTED = "document-noted", _("Identity document noted")
    LEVEL_RAISED = "level-raised", _("Level raised")
    BLOCKED = "blocked", _("Blocked")
    UNBLOCKED = "unblocked", _("Unblocked")
    CLOSED = "closed", _("Closed")
    MATCH_OPENED = "match-opened", _("Likeness to a listed name found")
    MATCH_DECIDED = "match-decided", _("Likeness to a listed name decided")


class MatchState(TextChoices):
    OPEN = "open", _("To be decided")
    CLEARED = "cleared", _("Somebody else")
    CONFIRMED = "confirmed", _("The same")


class Decision(TextChoices):
    CLEARED = MatchState.CLEARED.value, _("It is somebody else")
    CONFIRMED = MatchState.CONFIRMED.value, _("It is the same")


class BirthAgreement(TextChoices):
    AGREES = "agrees", _("the days of birth agree")
    NEAR = "near", _("the days of birth are near")
    CONFLICTS = "conflicts", _("the days of birth differ")
    UNKNOWN = "unknown", _("a day of birth is not known")


class ListCode(TextChoices):
    UN = "un", _("United Nations Security Council")
    OFAC = "ofac", _("Office of Foreign Assets Control, United States")
    EU = "eu", _("European Union")


class ListedKind(TextChoices):
    PERSON = "person", _("Person")
    ENTITY = "entity", _("Entity")


class Quality(TextChoices):
    """How sure a list is of a name."""

    PRIMARY = "primary", _("main name")
    GOOD = "good", _("other name")
    WEAK = "weak", _("doubtful name")


class AccountKind(TextChoices):
    CURRENT = "current", _("Current account")
    SAVINGS = "savings", _("Savings book")
    WALLET = "wallet", _("Wallet")


class DayCount(TextChoices):
    ACT_360 = "act/360", "act/360"
    ACT_365 = "act/365", "act/365"
    THIRTY_360 = "30/360", "30/360"


class Capitalised(TextChoices):
    QUARTER = "quarter", _("every quarter")
    HALF_YEAR = "half-year", _("every half-year")
    YEAR = "year", _("every year")


HOLDERS = {CustomerKind.PERSON: "persons", CustomerKind.ORGANISATION: "organisations"}
FEES = bank_model.FEES


# ---- accounts --------------------------------------------------------------------------------------------------


ADULT_AT = 18  # years; a younger holder has a guardian


class Channel(TextChoices):
    """By which way money moves: the words of `postkit.pack.bank_model.CHANNELS`."""

    COUNTER = "counter", _("At the counter")
    OWN_ACCOUNT = "own-account", _("With another account of the holder")
    TRANSFER = "transfer", _("With the accounts of others")
    MOBILE = "mobile", _("By telephone")
    MERCHANT = "merchant", _("At a merchant’s")
    COURIER = "courier", _("With the postman")


class State(TextChoices):
    """What may happen on an account: the states of the ledger, in words for an account of the bank."""

    OPEN = AccountState.OPEN.value, pgettext_lazy("of an account", "Open")
    BLOCKED = AccountState.BLOCKED.value, _("Nothing may leave")
    FROZEN = AccountState.FROZEN.value, _("Nothing moves")
    CLOSED = AccountState.CLOSED.value, pgettext_lazy("of an account", "Closed")


class HolderRole(TextChoices):
    """Who may act on an account beside its holder."""

    JOINT = "joint", _("Joint holder")
    GUARDIAN = "guardian", _("Guardian")


class BlockKind(TextChoices):
    WHOLE = "whole", _("Nothing may leave")
    FROZEN = "frozen", _("Nothing moves")
    AMOUNT = "amount", _("An amount is set aside")


class LimitRule(TextChoices):
    """What a limit counts. What came and left is counted by day and by month, in the country’s time."""

    BALANCE = "balance", _("Balance")
    OPERATION = "operation", _("One operation")
    DAY_IN = "day-in", _("Paid in, a day")
    DAY_OUT = "day-out", _("Paid out, a day")
    MONTH_IN = "month-in", _("Paid in, a month")
    MONTH_OUT = "month-out", _("Paid out, a month")


COUNTED = (LimitRule.DAY_IN, LimitRule.DAY_OUT, LimitRule.MONTH_IN, LimitRule.MONTH_OUT)


class Raises(TextChoices):
    """What would raise a limit. Stable: a page or a telephone says it in its own words."""

    LEVEL = "level", _("A higher level of identity")
    NOTHING = "nothing", _("Nothing: it is the highest")


class AccountEventKind(TextChoices):
    OPENED = "opened", _("Opened")
    BLOCKED = "blocked", _("Blocked")
    UNBLOCKED = "unblocked", _("Block lifted")
    RENEWED = "renewed", _("Limits or state brought in line")
    DORMANT = "dormant", _("Fell dormant")
    WOKEN = "woken", _("Woke up")
    CLOSED = "closed", _("Closed")


class SweepKind(TextChoices):
    """What is done once for every account of a product and a period. A fee is named by its code."""

    INTEREST = "interest", _("Interest")
    STATEMENT = "statement", _("Statement")


# Fees that are taken by period, by the codes of a country pack; the others are taken with what they are for.
MONTHLY_FEE, DORMANT_FEE, OPENING_FEE = "per-month", "when-dormant", "at-opening"
PERIODIC_FEES = (MONTHLY_FEE, DORMANT_FEE, OPENING_FEE)
