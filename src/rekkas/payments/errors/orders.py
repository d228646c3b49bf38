"""What is declined of money orders. None of these moves anything."""

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
        "%(who)s issued the money order %(number)s or can read the mark of its receipt in the till: another clerk "
        "gives it back, or a second person signs a request first."
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
