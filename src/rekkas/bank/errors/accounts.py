"""What is declined of products, accounts and what is written of them."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused

# ---- products --------------------------------------------------------------------------------------------------


class UnknownProduct(Refused):
    code = "bank.unknown-product"
    message = _("No account is called %(product)s in this country. Choose one of the list.")
    status = 404


class BankCurrencyDiffers(Refused):
    code = "bank.currency-differs"
    message = _("bank.toml says %(given)s and the country keeps its accounts in %(kept)s. Correct the pack.")


# ---- accounts --------------------------------------------------------------------------------------------------


class UnknownBankAccount(Refused):
    code = "bank.unknown-account"
    message = _("The bank has no account %(account)s. Read its number again.")
    status = 404


class AccountNumberNotRight(Refused):
    code = "bank.account-number-not-right"
    message = _("%(account)s is no account number, RIB, IBAN or telephone: %(reason)s. Read it again.")
    status = 422


class AccountElsewhere(Refused):
    code = "bank.account-elsewhere"
    message = _("The account %(account)s is kept by another bank. Send it as a transfer to another bank.")
    status = 422


class BankAccountClosed(Refused):
    code = "bank.account-closed"
    message = _("The account %(account)s is closed: nothing moved. Name another account.")


class BankAccountBlocked(Refused):
    code = "bank.account-blocked"
    message = _("The account %(account)s is blocked (%(state)s): nothing moved. Ask who blocked it.")


class AnotherCurrency(Refused):
    code = "bank.another-currency"
    message = _("The account %(account)s is kept in %(kept)s, and the amount is in %(given)s: nothing moved.")
    status = 422


class NotOffered(Refused):
    code = "bank.product-not-offered"
    message = _("%(product)s is no longer offered. Choose another account of the list.")


class LevelTooLow(Refused):
    code = "bank.level-too-low"
    message = _("%(product)s needs one of these levels of identity: %(levels)s. Raise the level first.")


class PersonsOnly(Refused):
    code = "bank.persons-only"
    message = _("%(product)s is for persons only.")
    status = 422


class OneEach(Refused):
    code = "bank.one-each"
    message = _("%(customer)s has one already, %(account)s: of %(product)s a person has one at most.")


class GuardianMissing(Refused):
    code = "bank.guardian-missing"
    message = _("%(customer)s is not of age. Name a guardian who is a customer of the bank and of age.")
    status = 422


class HoldersNotRight(Refused):
    code = "bank.holders-not-right"
    message = _("%(customer)s cannot stand beside the holder: %(reason)s")
    status = 422


class AliasTaken(Refused):
    code = "bank.alias-taken"
    message = _("The telephone of %(customer)s already leads to another wallet. Correct the telephone first.")


class ChannelClosed(Refused):
    code = "bank.channel-closed"
    message = _("The account %(account)s (%(product)s) does not move that way: %(channel)s.")


class BalanceTooLow(Refused):
    code = "bank.balance-too-low"
    message = _("The account %(account)s can give %(available)s and not %(wanted)s: nothing moved.")


class CeilingReached(Refused):
    code = "bank.ceiling-reached"
    message = _(
        "The account %(account)s may hold %(ceiling)s at most: nothing moved. %(raised_by)s"
    )  # a sentence follows, or nothing


class LimitReached(Refused):
    code = "bank.limit-reached"
    message = _(
        "The account %(account)s may move %(limit)s (%(rule)s), of which %(left)s is left: nothing moved. "
        "%(raised_by)s"
    )


class PaperDiffers(Refused):
    code = "bank.paper-differs"
    message = _(
        "No valid identity document of those who may act on %(account)s has this number. Look at it again, or note "
        "it first."
    )
    status = 403


class SameAccount(Refused):
    code = "bank.same-account"
    message = _("Both are the account %(account)s. Name two different accounts.")
    status = 422


class BlockingOrderKnown(Refused):
    code = "bank.blocking-order-known"
    message = _("The account %(account)s is already blocked under %(reference)s.")


class UnknownBlockingOrder(Refused):
    code = "bank.unknown-blocking-order"
    message = _("No blocking order %(reference)s holds for the account %(account)s.")
    status = 404


class OwnBlockingOrder(Refused):
    code = "bank.own-blocking-order"
    message = _(
        "You blocked %(account)s under %(reference)s yourself. Have somebody else look and lift the block."
    )
    status = 403


class BlockNotRight(Refused):
    code = "bank.block-not-right"
    message = _("A block of an amount names an amount above zero; another block names none.")
    status = 422


class AccountHasHolds(Refused):
    code = "bank.account-has-holds"
    message = _("On the account %(account)s %(held)s is set aside. Settle that first, then close it.")


class PeriodNotRight(Refused):
    code = "bank.period-not-right"
    message = _("%(product)s has no period %(period)s. Write one such as %(example)s.")
    status = 422


class PeriodNotOver(Refused):
    code = "bank.period-not-over"
    message = _("The period %(period)s ends on %(until)s. Wait until it is over.")


class NothingToPay(Refused):
    code = "bank.bears-no-interest"
    message = _("%(product)s bears no interest.")
    status = 422


class FeeNotPeriodic(Refused):
    code = "bank.fee-not-periodic"
    message = _("%(fee)s is not taken by period. Choose one of the list.")
    status = 422


class SpanNotRight(Refused):
    code = "bank.span-not-right"
    message = _("A statement runs from a day since 1900 to the same or a later one, and not into the future.")
    status = 422


class TillTooLow(Refused):
    code = "bank.till-too-low"
    message = _(
        "The till %(till)s holds %(held)s and cannot give %(wanted)s. Fetch cash from the safe first."
    )


class OurMessageNotRight(Refused):
    code = "bank.our-message-not-right"
    message = _(
        "The official schema refuses our own message %(name)s, line %(line)s: %(said)s. It was not made, and nothing "
        "is marked as sent. Tell whoever runs the system."
    )
