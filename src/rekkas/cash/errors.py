"""What is declined where cash lies. None of these moves anything."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused


class TillAlreadyOpen(Refused):
    code = "cash.till-already-open"
    message = _("The till of %(clerk)s is open since %(since)s. Close it before opening it again.")


class TillNotOpen(Refused):
    code = "cash.till-not-open"
    message = _("%(clerk)s has no open till at office %(office)s. Open the till first.")
    way_on = ("cash-open-till", _("Open my till"))


class NotYourTill(Refused):
    code = "cash.not-your-till"
    message = _("%(account)s is kept by %(keeper)s: only they can do this.")
    status = 403


class Mismatch(Refused):
    code = "cash.mismatch"
    message = _(
        "The till cannot be closed, because its record does not agree with itself: %(what)s. This is not your "
        "count. Ask about it (question the mismatch): then you can close, and it stays a question."
    )


class UnseenLines(Refused):
    code = "cash.unseen-lines"
    message = _(
        "Others wrote to this till: %(lines)s. Read these lines and say that you saw them, then close."
    )


class MarkDiffers(Refused):
    code = "cash.mark-differs"
    message = _(
        "The last receipt in your hand bears the mark %(mark)s; after it the till has %(lines)s. Look at these "
        "lines, then close with the mark of the last one."
    )


class MarkUnknown(Refused):
    code = "cash.mark-unknown"
    message = _(
        "No line of this till bears the mark %(mark)s. Read it again on your last receipt; if it stays so, keep the "
        "receipt and ask about it."
    )


class WrongCount(Refused):
    code = "cash.wrong-count"
    message = _("The count cannot be right: %(what)s. Count by notes and coins of the currency.")
    status = 422


class ToBeRecounted(Refused):
    code = "cash.to-be-recounted"
    message = _("The till %(session)s was counted and waits for another to count it again.")
    way_on = ("cash-till", _("My till"))


class NothingToRecount(Refused):
    code = "cash.nothing-to-recount"
    message = _("The till %(session)s does not wait to be counted again.")


class OwnCount(Refused):
    code = "cash.own-count"
    message = _("%(who)s counted this cash already. Another person counts it again.")
    status = 403


class OwnMove(Refused):
    code = "cash.own-move"
    message = _("%(who)s gave this cash. The one who takes it counts and confirms it.")
    status = 403


class MoveConfirmed(Refused):
    code = "cash.move-confirmed"
    message = _("The hand-over %(move)s was already confirmed by %(who)s.")


class NotTheTaker(Refused):
    code = "cash.not-the-taker"
    message = _("The hand-over %(move)s is confirmed by %(taker)s.")
    status = 403


class NotFromAPerson(Refused):
    code = "cash.not-from-a-person"
    message = _(
        "A shortage is never taken from %(account)s: it is a question, not a debt. Name an account of the post."
    )
    status = 422


class NotItsCash(Refused):
    code = "cash.not-its-cash"
    message = _(
        "The question %(case)s is not about %(account)s. Cash goes back to where it was found, to the safe of its "
        "office or to its pouch; what belongs elsewhere is an entry of its own."
    )
    status = 422


class KeptElsewhere(Refused):
    code = "cash.kept-elsewhere"
    message = _(
        "The question %(case)s puts nothing on %(account)s: use %(verb)s, which keeps what belongs to it true."
    )
    status = 422


class NoMismatch(Refused):
    code = "cash.no-mismatch"
    message = _("The record of %(account)s agrees with itself: there is nothing to ask about.")


class SentToItself(Refused):
    code = "cash.sent-to-itself"
    message = _("The office %(office)s sends no cash to itself. Name another office.")
    status = 422


class PouchKnown(Refused):
    code = "cash.pouch-known"
    message = _("The pouch %(pouch)s was already sent with other contents. Read its number again.")


class PouchReceived(Refused):
    code = "cash.pouch-received"
    message = _(
        "The pouch %(pouch)s was already received by %(who)s with another count. It is booked once; nothing moved now."
    )


class NothingToSign(Refused):
    code = "cash.nothing-to-sign"
    message = _("The pouch %(pouch)s waits for no second signature here.")


class OwnSignature(Refused):
    code = "cash.own-signature"
    message = _("%(who)s already signed for the pouch %(pouch)s. The second signature is another’s.")
    status = 403


class NotSurplus(Refused):
    code = "cash.not-surplus"
    message = _(
        "%(held)s of the vault is cash on delivery and goes to the bank as such; %(free)s can be paid in here."
    )


class SlipTakenBack(Refused):
    code = "cash.slip-taken-back"
    message = _(
        "The payment into the bank under the slip %(slip)s was taken back. Give the number of another slip."
    )


class LimitsWrong(Refused):
    code = "cash.limits-wrong"
    message = _("The minimum is not below zero, and at least one bundle lies between it and the maximum.")
    status = 422


class TooLittleHistory(Refused):
    code = "cash.too-little-history"
    message = _("%(office)s has too few days of cash behind it for a forecast. Ask again in some weeks.")


class CaseSettled(Refused):
    code = "cash.case-settled"
    message = _("The question %(case)s is settled.")


class OwnCase(Refused):
    code = "cash.own-case"
    message = _("The question %(case)s is about cash in the hands of %(who)s: another answers it.")
    status = 403


class NotConcerned(Refused):
    code = "cash.not-concerned"
    message = _("The question %(case)s does not concern %(who)s. Its clerk disputes it.")
    status = 403


class OwnerIsTheClerk(Refused):
    code = "cash.owner-is-the-clerk"
    message = _("A question is owned by another than the clerk it is about. Name an investigator.")
    status = 422


class MoreThanOpen(Refused):
    code = "cash.more-than-open"
    message = _("Only %(rest)s of the question %(case)s is still unexplained.")


class AccountMissing(Refused):
    code = "cash.account-missing"
    message = _("Say to which account the amount belongs.")
    status = 422


class ReasonMissing(Refused):
    code = "cash.reason-missing"
    message = _("Say why, in words: others will read it.")
    status = 422


class NotProposed(Refused):
    code = "cash.not-proposed"
    message = _("Nobody proposed that the post bears the question %(case)s. One proposes, another approves.")


class AlreadyProposed(Refused):
    code = "cash.already-proposed"
    message = _("%(who)s already proposed that the post bears the question %(case)s. Another approves it.")


class FourEyes(Refused):
    code = "cash.four-eyes"
    message = _("%(who)s proposed this. Another approves it.")
    status = 403


class SupportNotGranted(Refused):
    code = "cash.support-not-granted"
    message = _(
        "%(who)s does not work at office %(office)s and was not let in. Ask for access with a reason; the office’s "
        "manager grants it for a while."
    )
    status = 403


class SupportAnswered(Refused):
    code = "cash.support-answered"
    message = _("The access %(number)s was already granted or has ended. Ask again.")


class OwnAccess(Refused):
    code = "cash.own-access"
    message = _("Nobody lets themselves in: the office’s manager grants access.")
    status = 403


class NotOfThisOffice(Refused):
    code = "cash.not-of-this-office"
    message = _("The entry %(key)s moved no cash of office %(office)s.")


class HitsWrong(Refused):
    code = "cash.hits-wrong"
    message = _("Say which offices or kinds of entry the error touched: %(what)s is not known.")
    status = 422
