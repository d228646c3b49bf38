"""The places where money can be."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AccountKind(TextChoices):
    """The first word of an account's code: `till:MA0001/fatima:MAD`."""

    TILL = "till", _("Clerk's till")
    COURIER = "courier", _("Postman's bag")
    VAULT = "vault", _("Office safe")
    BANK = "bank", _("Bank")
    MERCHANT = "merchant", _("Merchant, cash on delivery")
    INCOME = "income", _("Income")


# Cash cannot be handed over that is not there. What is owed to a merchant, and income, stand below zero by nature.
CASH_KINDS = frozenset({AccountKind.TILL, AccountKind.COURIER, AccountKind.VAULT, AccountKind.BANK})


class TransferKind(TextChoices):
    POSTAGE = "postage", _("Postage paid")
    COD_COLLECTED = "cod-collected", _("Cash on delivery taken from the addressee")
    COD_HANDED_OVER = "cod-handed-over", _("Cash on delivery handed over at the office")
    COD_BANKED = "cod-banked", _("Cash on delivery paid into the bank")
    COD_PAID = "cod-paid", _("Cash on delivery paid to the merchant")


class Posted(TextChoices):
    """What became of one transfer of a batch."""

    POSTED = "posted", _("Posted")
    REPEATED = "repeated", _("Already posted")
    DECLINED = "declined", _("Declined")
