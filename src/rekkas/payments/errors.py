"""What is declined of money orders and bills. None of these moves anything."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused

# ---- the rules of a country ------------------------------------------------------------------------------------


class NoPaymentRules(Refused):
    code = "payments.no-rules"
    message = _("Nothing is known of money orders and bills in %(country)s. Load its pack (payments.toml).")


class OtherCurrency(Refused):
    code = "payments.other-currency"
    message = _("Money orders and bills are in %(kept)s here, and this is in %(given)s.")
    status = 422


class CurrencyDiffers(Refused):
    code = "payments.currency-differs"
    message = _(
        "payments.toml says %(given)s and the country keeps its accounts in %(kept)s. Correct the pack."
    )


# ---- money orders: issue ---------------------------------------------------------------------------------------


class UnknownOrder(Refused):
    code = "payments.unknown-order"
    message = _("No money order has the number %(number)s. Read it again on the receipt.")
    status = 404


class OrderNumberNotRight(Refused):
    code = "payments.order-number-not-right"
    message = _("%(number)s is no number of a money order: a sign is wrong or missing. Read it again.")
    status = 422


class UnknownOrderProduct(Refused):
    code = "payments.unknown-product"
    message = _("No money order is called %(product)s here. Choose one of the list.")
    status = 422


class AmountOutOfRange(Refused):
    code = "payments.amount-out-of-range"
    message = _(
        "Such a money order is of %(least)s to %(most)s. Write another amount, or choose another order."
    )
    status = 422


class NoOrderFee(Refused):
    code = "payments.no-fee"
    message = _("No fee is set for this amount. Ask whoever keeps the pack to add one.")


class DayLimitReached(Refused):
    code = "payments.day-limit"
    message = _("Whoever shows this document sent %(sent)s today; %(most)s a day is the most.")


class NameMissing(Refused):
    code = "payments.name-missing"
    message = _("Write the names of sender and payee as their papers say them.")
    status = 422


class DocumentMissing(Refused):
    code = "payments.document-missing"
    message = _("Whoever brings cash for a money order shows a document. Write its kind and number.")
    status = 422


class AccountMissing(Refused):
    code = "payments.account-missing"
    message = _("This money order goes by account: write the number of the account.")
    status = 422


class CodeMissing(Refused):
    code = "payments.code-missing"
    message = _("A money order paid in cash needs a secret code for its sender.")
    status = 422


class SameAccount(Refused):
    code = "payments.same-account"
    message = _("Sender and payee have the same account: nothing would move.")
    status = 422


# ---- money orders: payment -------------------------------------------------------------------------------------


class OrderAlreadyPaid(Refused):
    code = "payments.already-paid"
    message = _("The money order %(number)s was paid on %(at)s at office %(office)s. Pay nothing out.")


class NotInThisState(Refused):
    code = "payments.not-in-this-state"
    message = _("The money order %(number)s is: %(state)s. This cannot be done with it now.")


class OrderLocked(Refused):
    code = "payments.locked"
    message = _(
        "The money order %(number)s is locked: %(why)s. Pay nothing out; ask the manager of the office."
    )


class OrderExpired(Refused):
    code = "payments.expired"
    message = _(
        "The money order %(number)s could be paid until %(date)s. Only its sender can have the money now."
    )


class NotYetAvailable(Refused):
    code = "payments.not-yet-available"
    message = _("The money order %(number)s can be paid from %(at)s on.")


class PaidIntoAccount(Refused):
    code = "payments.paid-into-account"
    message = _("The money order %(number)s is paid into an account, not in cash.")


class OwnOrder(Refused):
    code = "payments.own-order"
    message = _("%(who)s issued the money order %(number)s: another clerk does this.")
    status = 403


class OwnMoneyBack(Refused):
    code = "payments.own-money-back"
    message = _(
        "%(who)s issued the money order %(number)s: another clerk gives it back, or a second person signs a "
        "request first."
    )
    status = 403


class BeingPaid(Refused):
    code = "payments.being-paid"
    message = _(
        "The money order %(number)s is being paid at office %(office)s until %(until)s. Pay nothing out now."
    )


class AwaitsAnswer(Refused):
    code = "payments.awaits-answer"
    message = _("You began to pay the money order %(number)s at %(at)s. See what became of that first.")


class WithThePostman(Refused):
    code = "payments.with-the-postman"
    message = _("The money order %(number)s is with the postman %(courier)s, who pays it or brings it back.")


class UnknownPayment(Refused):
    code = "payments.unknown-payment"
    message = _("No payment was begun under this token. Begin again with the secret code.")
    status = 404


class TokenReused(Refused):
    code = "payments.token-reused"
    message = _("This token belongs to the payment of another money order. Begin again from a new page.")
    status = 422


class NotYourPayment(Refused):
    code = "payments.not-your-payment"
    message = _("%(clerk)s of office %(office)s began this payment: only they can end it.")
    status = 403


class PaymentLapsed(Refused):
    code = "payments.lapsed"
    message = _("The time for this payment is over, or it was given up. Begin again with the secret code.")


class SignatureMissing(Refused):
    code = "payments.signature-missing"
    message = _("This payment needs a second signature: have the manager look at it and sign.")


class OwnSignature(Refused):
    code = "payments.own-signature"
    message = _("%(who)s asked for this. The second signature is another’s.")
    status = 403


class NothingToSign(Refused):
    code = "payments.nothing-to-sign"
    message = _("There is nothing here that waits for a second signature.")


class ReceiptNotSigned(Refused):
    code = "payments.receipt-not-signed"
    message = _("At the door the payee signs: hand over the device for a signature.")
    status = 422


class DocumentDiffers(Refused):
    code = "payments.document-differs"
    message = _("This is not the document that the sender showed when the order was issued.")


class ReceiptDiffers(Refused):
    code = "payments.receipt-differs"
    message = _(
        "The mark %(mark)s is not that of the sender’s receipt. Read it again; without the receipt a second "
        "signature is needed."
    )


class TooMuchForTheDoor(Refused):
    code = "payments.too-much-for-the-door"
    message = _("At the door at most %(most)s is paid. Send a notice: the payee comes to the counter.")


class OwnBag(Refused):
    code = "payments.own-bag"
    message = _("%(courier)s carried this money: another counts it back in.")
    status = 403


class ReasonMissing(Refused):
    code = "payments.reason-missing"
    message = _("Say why in a few words: it stays with the order.")
    status = 422


class NothingRedirected(Refused):
    code = "payments.nothing-redirected"
    message = _("Say what shall be otherwise: the office or the payee.")
    status = 422


class UnknownRequest(Refused):
    code = "payments.unknown-request"
    message = _("No request for a second signature has the number %(request)s.")
    status = 404


class NotSignedYet(Refused):
    code = "payments.not-signed-yet"
    message = _("The request %(request)s waits for a second signature.")


class RequestUsed(Refused):
    code = "payments.request-used"
    message = _("What the request %(request)s asked for is done already.")


class OtherRequest(Refused):
    code = "payments.other-request"
    message = _("The request %(request)s is about something else.")
    status = 422


# ---- bills -----------------------------------------------------------------------------------------------------


class UnknownBiller(Refused):
    code = "payments.unknown-biller"
    message = _("Nobody called %(biller)s has bills paid here. Choose one of the list.")
    status = 404


class ReferenceNotRight(Refused):
    code = "payments.reference-not-right"
    message = _(
        "%(reference)s is no reference of %(biller)s: a sign is wrong or missing. Read it again on the bill."
    )
    status = 422


class UnknownBill(Refused):
    code = "payments.unknown-bill"
    message = _("%(biller)s has no bill %(reference)s to be paid. Read it again, or ask the biller.")
    status = 404


class BillAlreadyPaid(Refused):
    code = "payments.bill-already-paid"
    message = _("The bill %(reference)s was paid on %(at)s (receipt %(receipt)s). It is paid once.")


class BillAmountDiffers(Refused):
    code = "payments.bill-amount-differs"
    message = _("The bill %(reference)s is paid whole: %(due)s.")
    status = 422


class MoreThanDue(Refused):
    code = "payments.more-than-due"
    message = _("Of the bill %(reference)s only %(due)s is left to be paid.")
    status = 422


class BillAmountNotRight(Refused):
    code = "payments.bill-amount-not-right"
    message = _("An amount above zero and of at most %(most)s can be paid.")
    status = 422


class PaidJustNow(Refused):
    code = "payments.paid-just-now"
    message = _(
        "The same amount was paid for %(reference)s a moment ago (receipt %(receipt)s). If this is another payment, "
        "say so and send it again."
    )


class IssuedJustNow(Refused):
    code = "payments.issued-just-now"
    message = _(
        "You issued the money order %(number)s for the same amount and payee a moment ago. If this is another one, say "
        "so and send it again."
    )


class UnknownBillPayment(Refused):
    code = "payments.unknown-bill-payment"
    message = _("No payment of a bill has the number %(number)s.")
    status = 404


class CancelledAlready(Refused):
    code = "payments.cancelled-already"
    message = _("The payment %(number)s was cancelled already: the money is given back once.")


class TooLateToCancel(Refused):
    code = "payments.too-late-to-cancel"
    message = _(
        "The payment %(number)s could be cancelled until %(until)s. Only the biller can give the money back."
    )


class AlreadyRemitted(Refused):
    code = "payments.already-remitted"
    message = _(
        "The payment %(number)s was remitted to the biller (%(remittance)s). Only the biller can give it back."
    )


class NotYourBillPayment(Refused):
    code = "payments.not-your-bill-payment"
    message = _("%(clerk)s took this payment at office %(office)s: the money goes back out of the same till.")
    status = 403


class BillsFileNotRight(Refused):
    code = "payments.bills-file-not-right"
    message = _("This file of bills cannot be taken: %(reason)s. Nothing of it was kept.")
    status = 422


class PeriodNotOver(Refused):
    code = "payments.period-not-over"
    message = _("The period until %(date)s is not over: payments in it may still come or be cancelled.")


class PeriodRemitted(Refused):
    code = "payments.period-remitted"
    message = _("%(biller)s was paid what was collected until %(date)s already. A period is remitted once.")


class NothingToRemit(Refused):
    code = "payments.nothing-to-remit"
    message = _("Nothing was collected for %(biller)s until %(date)s that is not remitted.")


class UnknownRemittance(Refused):
    code = "payments.unknown-remittance"
    message = _("No remittance has the number %(number)s.")
    status = 404


# ---- transfers -------------------------------------------------------------------------------------------------


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
