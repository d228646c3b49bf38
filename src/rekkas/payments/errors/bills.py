"""What is declined of bills. None of these moves anything."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused


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


class OfVisit(Refused):
    code = "payments.of-a-visit"
    message = _(
        "%(number)s was settled in the visit %(visit)s: give its line back there, by the means by which it was paid."
    )


class CancelNeedsAnother(Refused):
    code = "payments.cancel-needs-another"
    message = _("You give back up to %(most)s alone. Whoever signs at your office cancels this payment.")
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
