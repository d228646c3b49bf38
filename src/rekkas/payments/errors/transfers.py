"""What is declined of files, transfers and their clearing. None of these moves anything."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused


class NoClearing(Refused):
    code = "payments.no-clearing"
    message = _("No clearing with other banks is set up in %(country)s. Load its pack (clearing.toml).")
    status = 404


class ClearingDiffers(Refused):
    code = "payments.clearing-differs"
    message = _("clearing.toml says %(given)s and the country or its bank says %(kept)s. Correct the pack.")


class PaymentFileNotRight(Refused):
    code = "payments.file-not-right"
    message = _("The file %(name)s cannot be taken: %(reason)s. Nothing of it was kept and nothing moved.")
    status = 422


class AgainstItsSchema(Refused):
    code = "payments.against-its-schema"
    message = _(
        "The official schema refuses %(name)s, line %(line)s: %(said)s. Nothing was kept and nothing moved."
    )
    status = 422


class NotXml(Refused):
    code = "payments.not-xml"
    message = _("Send the message as XML, with the header Content-Type: application/xml.")
    status = 415


class FileRepeated(Refused):
    code = "payments.file-repeated"
    message = _(
        "%(name)s came before, as %(first)s on %(at)s (%(number)s). Nothing is paid twice: look there."
    )


class DayNotOpen(Refused):
    code = "payments.day-not-open"
    message = _(
        "The file %(name)s asks for payment on %(date)s. A day from %(first)s to %(last)s can be asked for: an earlier "
        "one is too far back or its books are closed, a later one is too far off. Nothing was kept and nothing moved."
    )
    status = 422


class TooManyPayments(Refused):
    code = "payments.too-many-payments"
    message = _(
        "The file holds %(count)s payments; at most %(most)s are taken at once. Send it in several files."
    )
    status = 422


class PayerNotTheirs(Refused):
    code = "payments.payer-not-theirs"
    message = _(
        "The customer %(customer)s may not pay from %(account)s. Name an account on which they may act."
    )
    status = 403


class UnknownPaymentFile(Refused):
    code = "payments.unknown-file"
    message = _("No file of payments has the number %(number)s.")
    status = 404


class FileDecided(Refused):
    code = "payments.file-decided"
    message = _("The file %(number)s is: %(state)s. This cannot be done with it now.")


class OwnPaymentFile(Refused):
    code = "payments.own-file"
    message = _("You sent the file %(number)s in yourself. Have somebody else look at it and approve it.")
    status = 403


class ExplanationMissing(Refused):
    code = "payments.explanation-missing"
    message = _("Say why in a few words: it stays with your name.")
    status = 422


class UnknownTransfer(Refused):
    code = "payments.unknown-transfer"
    message = _("No transfer has the number %(number)s.")
    status = 404


class TransferNotInState(Refused):
    code = "payments.transfer-not-in-state"
    message = _("The transfer %(number)s is: %(state)s. This cannot be done with it now.")


class OwnTransfer(Refused):
    code = "payments.own-transfer"
    message = _("You entered the transfer %(number)s yourself. Have somebody else look at it and approve it.")
    status = 403


class PayeeAccountNotRight(Refused):
    code = "payments.payee-account-not-right"
    message = _("%(account)s is no account number that a transfer can go to: %(reason)s. Read it again.")
    status = 422


class PayeeIsOurs(Refused):
    code = "payments.payee-is-ours"
    message = _(
        "The account %(account)s is kept by this bank. Move the money between accounts: it is there at once."
    )
    status = 422


class TransferTooLarge(Refused):
    code = "payments.transfer-too-large"
    message = _("A transfer of this sort is of at most %(most)s. Send less, or in another way.")


class TransferAskedBefore(Refused):
    code = "payments.transfer-asked-before"
    message = _(
        "This customer used the reference %(reference)s before (%(number)s). Use another for another transfer."
    )


class TransferCurrencyDiffers(Refused):
    code = "payments.transfer-currency-differs"
    message = _("Transfers to other banks are in %(kept)s here, and this is in %(given)s.")
    status = 422


class NoSuchCutOff(Refused):
    code = "payments.no-such-cut-off"
    message = _("%(date)s has no cut-off number %(ordinal)s. Choose one of that day.")
    status = 422


class CutOffNotDue(Refused):
    code = "payments.cut-off-not-due"
    message = _("This cut-off is at %(due)s. Wait until then: what comes before belongs in its file.")


class UnknownClearingFile(Refused):
    code = "payments.unknown-clearing-file"
    message = _("No file of the clearing has the number %(number)s.")
    status = 404


class NotForUs(Refused):
    code = "payments.not-for-us"
    message = _("The file %(name)s is for the bank %(bank)s. Nothing of it was taken: tell its sender.")
    status = 422


class SenderNotNamed(Refused):
    code = "payments.sender-not-named"
    message = _(
        "The file %(name)s does not name the bank that sends it. Nothing of it was taken: tell its sender."
    )
    status = 422


class UnknownUnallocated(Refused):
    code = "payments.unknown-unallocated"
    message = _("No money waits under the number %(number)s.")
    status = 404


class AllottedBefore(Refused):
    code = "payments.allotted-before"
    message = _("The money %(number)s was allotted by %(who)s already.")


class NotToBeSentBack(Refused):
    code = "payments.not-to-be-sent-back"
    message = _(
        "The money %(number)s came back to us: it is the payer’s. Allot it to an account of the payer."
    )


class UnknownException(Refused):
    code = "payments.unknown-exception"
    message = _("Nothing is kept aside under the number %(number)s.")
    status = 404


class ExplainedBefore(Refused):
    code = "payments.explained-before"
    message = _("What is kept aside under %(number)s was explained by %(who)s already.")


class NothingToSettle(Refused):
    code = "payments.nothing-to-settle"
    message = _("Nothing between the banks is to be settled up to %(date)s.")


class SettlementDiffers(Refused):
    code = "payments.settlement-differs"
    message = _(
        "The clearing says %(said)s and our files say %(found)s for %(date)s. Nothing was settled: find the "
        "difference first."
    )
