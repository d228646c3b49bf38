"""The words of commerce: when merchants are paid, how, what stands on their statements, what does not agree."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from postkit import cod_statement as form
from rekkas.money.choices import OWED as OWED
from rekkas.money.choices import TO_INVOICE as TO_INVOICE

WORKING_DAYS = "12345"  # ISO weekdays, where a contract says nothing else
COD_FEES, RETURN_FEES, TAX = "cod-fees", "return-fees", "tax-on-fees"
LOSSES, CLAIMS = "losses", "cod-claims"
REFUNDS, DIFFERENCES = "cod-refunds", "cod-differences"


class Cycle(TextChoices):
    """When a contract wants the merchant settled."""

    WORKING_DAYS = "working-days", _("Every working day")
    WEEKLY = "weekly", _("Once a week")
    MONTHLY = "monthly", _("Once a month")
    AFTER_DAYS = "after-days", _("So many days after the cash is in")


class FeesTaken(TextChoices):
    DEDUCTED = form.DEDUCTED, _("From what is paid out")
    INVOICED = form.INVOICED, _("By an invoice")


class PayWay(TextChoices):
    BANK = "bank", _("To an account at the postal bank")
    ELSEWHERE = "elsewhere", _("To an account at another bank")


class LineKind(TextChoices):
    COLLECTED = form.COLLECTED, _("Cash collected")
    RETURNED = form.RETURNED, _("Sent back to the merchant")
    CORRECTION = form.CORRECTION, _("Correction")
    PAYOUT_RETURNED = form.PAYOUT_RETURNED, _("Payment that came back")


class CorrectionReason(TextChoices):
    """Why a line of an earlier statement is not the last word."""

    TAKEN_BACK = "taken-back", _("The addressee gave the parcel back and is refunded")
    WRONG_AMOUNT = "wrong-amount", _("Another amount was taken than was entered")
    CLAIM = "claim", _("A claim was settled with the merchant")


class NotPaid(TextChoices):
    """Why a statement carries its balance over."""

    MINIMUM = form.BELOW_MINIMUM, _("Less than the minimum of the contract")
    NEGATIVE = form.NEGATIVE, _("The merchant owes the post")
    ACCOUNT = "account", _("The account does not take it")
    RETURNED = "returned", _("A payment came back: agree terms anew")


class PayoutState(TextChoices):
    PAID = "paid", _("Paid")
    RETURNED = "returned", _("Came back")


class RobberyState(TextChoices):
    REPORTED = "reported", _("Reported")
    APPROVED = "approved", _("Borne by the post")
    DECLINED = "declined", _("Declined")


class Settlement(TextChoices):
    """What became of one merchant in a run."""

    PAID = "paid", _("Paid")
    CARRIED = "carried", _("Carried over")
    DECLINED = "declined", _("Declined")


class CodFault(TextChoices):
    """Why an item is on the list of exceptions."""

    NO_CASH = "delivered-without-cash", _("Delivered, and no cash was taken in")
    REFUSED = "refused-then-delivered", _("Refused, later said to be delivered, and no cash was taken in")
    NO_DELIVERY = "cash-without-delivery", _("Cash was taken in, and nothing was delivered")
    PARTIAL = "partial", _("Less cash was taken in than was due")
    AMOUNT = "wrong-amount", _("The amounts of delivery, cash and statement differ")
    TWICE = "delivered-twice", _("Two scans say that it was delivered")
    CARRIED = "carried-too-long", _("The cash has been in a postman’s bag for more than a day")
    SAFE = "kept-too-long", _("The cash has been in an office’s safe for more than three days")
    NOT_TOLD = "banked-without-line", _("The cash is in the bank and on no statement’s list")
    NOT_IN = "line-without-cash", _("It is on a statement’s list, and its cash is not in the bank")


class ExceptionState(TextChoices):
    OPEN = "open", _("Open")
    EXPLAINED = "explained", _("Explained")
    GONE = "gone", _("No longer found")
