"""What the counter declines."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused


class UnknownReceipt(Refused):
    code = "counter.unknown-receipt"
    message = _("No receipt has the number %(receipt)s.")
    status = 404


class UnknownVisit(Refused):
    code = "counter.unknown-visit"
    message = _("No visit has the number %(visit)s. Scan the code on its receipt.")
    status = 404


class UnknownDevice(Refused):
    code = "counter.unknown-device"
    message = _("The post does not know this device (%(device)s). Open the counter on it again.")
    status = 404


class UnknownAct(Refused):
    code = "counter.unknown-act"
    message = _("No act of a device has the key %(act)s.")
    status = 404


class NoCredit(Refused):
    code = "counter.no-credit"
    message = _("Nothing is sent on the account of %(customer)s. Take payment as from anybody else.")


class CreditLimitPassed(Refused):
    code = "counter.credit-limit-passed"
    message = _(
        "%(price)s more would pass what %(customer)s may owe: %(left)s of %(limit)s are left. Take payment at the "
        "counter, as from anybody else."
    )


class PaidOnAccount(Refused):
    code = "counter.paid-on-account"
    message = _("This was put on account and paid by nobody. Turn it back on the account.")


class NothingInVisit(Refused):
    code = "counter.nothing-in-visit"
    message = _("There is nothing in this visit. Add a service before you settle it.")
    status = 422


class LineRefused(Refused):
    """One line of a visit cannot be done, so nothing of the visit is done. The details keep the line's own code."""

    code = "counter.line-refused"
    message = _("Line %(line)s cannot be done, and nothing of this visit was: %(why)s")


class PriceDiffers(Refused):
    code = "counter.price-differs"
    message = _("The price is %(due)s and not %(said)s. Tell the visitor, then settle again.")


class PaymentsDiffer(Refused):
    code = "counter.payments-differ"
    message = _("%(due)s are due and %(paid)s were given as paid. Set the payments right.")
    status = 422


class MeansNotTaken(Refused):
    code = "counter.means-not-taken"
    message = _("This way to pay (%(means)s) is not taken here. Choose another.")


class SlipMissing(Refused):
    code = "counter.slip-missing"
    message = _("Write the number on the slip of the card terminal.")
    status = 422


class TooLittleTendered(Refused):
    code = "counter.too-little-tendered"
    message = _("%(due)s are due in cash and only %(tendered)s were given.")
    status = 422


class UnknownArticle(Refused):
    code = "counter.unknown-article"
    message = _("The article %(article)s is not sold here. Choose one from the list.")
    status = 404


class ReferenceMissing(Refused):
    code = "counter.reference-missing"
    message = _("Write the number of the file and who asks for it.")
    status = 422


class NotAnnounced(Refused):
    code = "counter.not-announced"
    message = _("%(number)s was not announced, or was taken in before. Take it as a new sending.")


class ContentsIncomplete(Refused):
    code = "counter.contents-incomplete"
    message = _("Line %(line)s of the contents is not complete: %(reason)s")
    status = 422


class ContentsTooHeavy(Refused):
    code = "counter.contents-too-heavy"
    message = _("The contents are declared with %(declared)s, the item weighs %(weight)s.")
    status = 422


class AlreadyRefunded(Refused):
    code = "counter.already-refunded"
    message = _("Line %(place)s of visit %(visit)s was given back before (%(refund)s).")


class MovedBack(Refused):
    """What a recovery or a reversal moved back is not given back once more."""

    code = "counter.moved-back"
    message = _("The postage of line %(place)s was moved back before. It is not given back a second time.")


class NotRefundable(Refused):
    code = "counter.not-refundable"
    message = _("What was done here cannot be given back at the counter (%(service)s). %(instead)s")


class TooLateToRefund(Refused):
    code = "counter.too-late-to-refund"
    message = _("A visit is given back within %(hours)s hours. After that its customer writes a claim.")


class RefundNeedsAnother(Refused):
    code = "counter.refund-needs-another"
    message = _("More than %(most)s is given back by a supervisor, not by the clerk alone.")
    status = 403


class PaidOtherwise(Refused):
    code = "counter.paid-otherwise"
    message = _(
        "By this means (%(means)s) only %(left)s of the visit are left to give back. Choose the other one."
    )


class ReasonMissing(Refused):
    code = "counter.reason-missing"
    message = _("Write why.")
    status = 422


class JournalForked(Refused):
    """Two writers went on from one point of a device's journal, or something before it is missing."""

    code = "counter.journal-forked"
    message = _(
        "This act does not follow what the device said before: two windows were open, or its memory was changed."
    )


class ActChanged(Refused):
    code = "counter.act-changed"
    message = _("The device said this act before with other words. The first stands.")
    status = 422


class ActUnreadable(Refused):
    code = "counter.act-unreadable"
    message = _("What the device wrote cannot be read: %(reason)s")
    status = 422


class NotYourJournal(Refused):
    code = "counter.not-your-journal"
    message = _("This was done by %(clerk)s, who sends it after signing on at this device.")
    status = 403


class OtherSession(Refused):
    code = "counter.other-session"
    message = _("The till in which this was done (%(session)s) is closed.")


class NotOffline(Refused):
    code = "counter.not-offline"
    message = _("This is not done without a network: %(service)s.")


class OfflineLimit(Refused):
    code = "counter.offline-limit"
    message = _("Without a network this is done up to %(most)s.")


class OfflineTooLong(Refused):
    code = "counter.offline-too-long"
    message = _("The device was alone for more than %(hours)s hours.")


class HeardMeanwhile(Refused):
    """A device says of an act that it lay there unsent, and had said meanwhile that nothing did."""

    code = "counter.heard-meanwhile"
    message = _("By the device this was done at %(at)s, but at %(heard)s it said that nothing waited there.")


class NumbersEnough(Refused):
    code = "counter.numbers-enough"
    message = _("This device has %(left)s numbers of %(indicator)s left. Use them first.")


class NothingSetAside(Refused):
    code = "counter.nothing-set-aside"
    message = _("No cash of this act is held. Where it lies is a question of the count of its till.")


class NotDeviceNumber(Refused):
    code = "counter.not-device-number"
    message = _("The number %(number)s was not given to this device.")


class DeviceElsewhere(Refused):
    code = "counter.device-elsewhere"
    message = _("This device belongs to office %(office)s. Forget it there first.")


class NotHeld(Refused):
    code = "counter.not-held"
    message = _("This act does not wait for a decision.")


class OwnAct(Refused):
    code = "counter.own-act"
    message = _("%(who)s did this: somebody else decides what becomes of it.")
    status = 403


class UnknownErrand(Refused):
    code = "counter.unknown-errand"
    message = _("Nobody queues for this here (%(errand)s). Choose from the list.")
    status = 404


class UnknownTicket(Refused):
    code = "counter.unknown-ticket"
    message = _("No ticket of today has the number %(ticket)s. Take one at the entrance.")
    status = 404


class TicketOfAnotherDay(Refused):
    code = "counter.ticket-of-another-day"
    message = _("Ticket %(ticket)s was for %(day)s. A ticket is good for one day: take a new one.")
    status = 410


class TicketOver(Refused):
    code = "counter.ticket-over"
    message = _("Ticket %(ticket)s is no longer in the queue. Take a new one.")


class TicketNotCalled(Refused):
    code = "counter.ticket-not-called"
    message = _("Ticket %(ticket)s was not called to your desk.")


class QueueFull(Refused):
    code = "counter.queue-full"
    message = _("As many people wait here as can be served today. Come another day, or go to another office.")


class DeskMissing(Refused):
    code = "counter.desk-missing"
    message = _("Say which desk you sit at, so that people know where to go: up to eight letters and digits.")
    status = 422


class OnBreak(Refused):
    code = "counter.on-break"
    message = _("You are on a break. End it before you call somebody.")
