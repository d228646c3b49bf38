"""What the bank declines, and what to do instead."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused

# ---- customers -------------------------------------------------------------------------------------------------


class UnknownCustomer(Refused):
    code = "bank.unknown-customer"
    message = _(
        "No customer of the bank has the number %(customer)s. Look the customer up by name or telephone."
    )
    status = 404


class CustomerNotActive(Refused):
    code = "bank.customer-not-active"
    message = _(
        "The customer %(customer)s is not active (%(status)s). Nothing can be changed before that is settled."
    )


class MaybeKnown(Refused):
    code = "bank.maybe-known"
    message = _(
        "The bank may know this customer already: %(numbers)s. Compare them. If it is none of these, say so and "
        "send it again."
    )


class RegistrationKnown(Refused):
    code = "bank.registration-known"
    message = _("The number of this register already belongs to the customer %(customer)s.")


class RegistrationNotRight(Refused):
    code = "bank.registration-not-right"
    message = _("This is no number of %(register)s: its shape or its check is wrong. Read it again.")
    status = 422


class NothingAmended(Refused):
    code = "bank.nothing-amended"
    message = _("Nothing was corrected: everything is written as before.")
    status = 422


class ReasonMissing(Refused):
    code = "bank.reason-missing"
    message = _("Say why in a few words: it stays in the customer’s history.")
    status = 422


class NotBlocked(Refused):
    code = "bank.not-blocked"
    message = _("The customer %(customer)s is not blocked.")


class OwnBlock(Refused):
    code = "bank.own-block"
    message = _(
        "You blocked the customer %(customer)s yourself. Have somebody else look at it and lift the block."
    )
    status = 403


# ---- identity --------------------------------------------------------------------------------------------------


class UnknownDocumentKind(Refused):
    code = "bank.unknown-document-kind"
    message = _("No identity document is called %(kind)s in this country. Choose one of the list.")
    status = 422


class DocumentNumberNotRight(Refused):
    code = "bank.document-number-not-right"
    message = _("The number does not look like that of %(kind)s. Read it again.")
    status = 422


class DocumentExpired(Refused):
    code = "bank.document-expired"
    message = _("The document expired on %(date)s. Ask for one that is valid.")


class DocumentDatesNotRight(Refused):
    code = "bank.document-dates-not-right"
    message = _("The days of the document cannot be right: %(reason)s")
    status = 422


class DocumentKnown(Refused):
    code = "bank.document-known"
    message = _(
        "This document belongs to the customer %(customer)s already. One document shows one person: compare the two."
    )


class DocumentImageNotRight(Refused):
    code = "bank.document-image-not-right"
    message = _("The picture must be a whole PNG or JPEG of at most %(most)s kB. Take a smaller one.")
    status = 422


class UnknownLevel(Refused):
    code = "bank.unknown-level"
    message = _("There is no level %(level)s for this sort of customer. Choose one of the list.")
    status = 422


class LevelNotHigher(Refused):
    code = "bank.level-not-higher"
    message = _("The customer %(customer)s is at %(level)s already.")


class EvidenceMissing(Refused):
    code = "bank.evidence-missing"
    message = _("For %(level)s this is still missing: %(missing)s.")


# ---- screening -------------------------------------------------------------------------------------------------


class Held(Refused):
    code = "bank.held"
    message = _(
        "The customer %(customer)s is held: a likeness to a listed name must be decided first, by whoever reviews them."
    )


class NotAListFile(Refused):
    code = "bank.not-a-list"
    message = _("This file is not a sanction list that can be read: %(reason)s. The list in force is kept.")
    status = 422


class ListIsOlder(Refused):
    code = "bank.list-is-older"
    message = _("A list of %(kept)s is in force; this one is of %(given)s. Load the latest.")


class ListHasShrunk(Refused):
    code = "bank.list-has-shrunk"
    message = _(
        "This list has %(given)s entries, the one in force %(kept)s. If that is right, say so and load it again."
    )


class UnknownMatch(Refused):
    code = "bank.unknown-match"
    message = _("No likeness has the number %(match)s.")
    status = 404


class MatchDecided(Refused):
    code = "bank.match-decided"
    message = _("The likeness %(match)s was decided by %(who)s already.")


class OwnCustomer(Refused):
    code = "bank.own-customer"
    message = _("You enrolled this customer yourself. Have somebody else decide.")
    status = 403


class DecidedByAPerson(Refused):
    code = "bank.decided-by-a-person"
    message = _("A likeness to a listed name is decided by a person, never by a machine.")
    status = 403


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


# ---- customers' own pages --------------------------------------------------------------------------------------


class NoLoginFor(Refused):
    code = "bank.no-login-for"
    message = _(
        "%(customer)s cannot have pages of their own: only a person who is of age has. A guardian sees the accounts "
        "of a child."
    )
    status = 422


class NotTheirPaper(Refused):
    code = "bank.not-their-paper"
    message = _(
        "No valid identity document of %(customer)s has this number. Look at it again, or note it first."
    )
    status = 403


class SecretTooShort(Refused):
    code = "bank.secret-too-short"
    message = _("Choose a secret of at least %(least)s signs.")
    status = 422


class SecretTooEasy(Refused):
    code = "bank.secret-too-easy"
    message = _("This secret is guessed first. Choose another: a few words that belong to you alone.")
    status = 422


class NotYourAccount(Refused):
    code = "bank.not-your-account"
    message = _("You may not move money of the account %(account)s.")
    status = 403


class DoneJustNow(Refused):
    code = "bank.done-just-now"
    message = _(
        "You moved the same amount for the account %(account)s a moment ago (%(time)s). If this is another one, say so "
        "and send it again."
    )


class OurMessageNotRight(Refused):
    code = "bank.our-message-not-right"
    message = _(
        "The official schema refuses our own message %(name)s, line %(line)s: %(said)s. It was not made, and nothing "
        "is marked as sent. Tell whoever runs the system."
    )
