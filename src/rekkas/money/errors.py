"""What the ledger declines."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused


class NotEnough(Refused):
    code = "money.not-enough"
    message = _("%(account)s holds %(held)s and cannot give %(amount)s. Count again before handing over.")


class TooMuch(Refused):
    code = "money.too-much"
    message = _("%(account)s may hold %(ceiling)s at most. Pay in less, or have its limit raised.")


class CountsNoFurther(Refused):
    code = "money.counts-no-further"
    message = _(
        "All that ever went through %(account)s would be more than can be counted. Open another account."
    )


class NotAnAccount(Refused):
    code = "money.not-an-account"
    message = _("%(account)s does not name an account (kind:owner:currency).")
    status = 422


class UnknownAccount(Refused):
    code = "money.unknown-account"
    message = _("There is no account %(account)s. Open it first, or read its number again.")
    status = 404


class AccountExists(Refused):
    code = "money.account-exists"
    message = _("The account %(account)s is already open.")


class AccountClosed(Refused):
    code = "money.account-closed"
    message = _("The account %(account)s is closed: nothing moved. Name another account.")


class AccountBlocked(Refused):
    code = "money.account-blocked"
    message = _("The account %(account)s is blocked. Ask who blocked it; until then nothing leaves it.")


class AccountNotEmpty(Refused):
    code = "money.account-not-empty"
    message = _(
        "The account %(account)s still holds %(held)s or has money set aside. Empty it before closing."
    )


class LimitInTheWay(Refused):
    code = "money.limit-in-the-way"
    message = _("%(account)s holds %(held)s: a limit of %(limit)s would already be broken.")


class WrongCurrency(Refused):
    code = "money.wrong-currency"
    message = _("%(account)s is not an account in %(currency)s.")
    status = 422


class NothingMoves(Refused):
    code = "money.nothing-moves"
    message = _("A transfer moves an amount above zero between two different accounts.")
    status = 422


class TwoBooks(Refused):
    code = "money.two-books"
    message = _(
        "%(source)s and %(target)s are in the books of two legal persons. Move through the accounts between them."
    )
    status = 422


class MirrorsDiffer(Refused):
    code = "money.mirrors-differ"
    message = _("What the post and its bank owe each other would differ. Give both halves of the entry.")
    status = 422


class AuthorMissing(Refused):
    code = "money.author-missing"
    message = _("Nothing moves without the name of its author. Say who asks for it.")
    status = 422


class UnknownCurrency(Refused):
    code = "money.unknown-currency"
    message = _("%(currency)s is no currency in use. Write its three letters as ISO 4217 has them.")
    status = 422


class NotExchanged(Refused):
    code = "money.not-exchanged"
    message = _(
        "An entry in two currencies gives one to an exchange account and takes the other from one. "
        "Move it through those."
    )
    status = 422


class RateDiffers(Refused):
    code = "money.rate-differs"
    message = _(
        "At the rate %(rate)s the two amounts do not agree. "
        "Write how many %(taken)s are given for one %(given)s, and the amounts that follow from it."
    )
    status = 422


class RateMissing(Refused):
    code = "money.rate-missing"
    message = _("An entry in two currencies needs the rate at which they were exchanged.")
    status = 422


class TransferKeyReused(Refused):
    code = "money.key-reused"
    message = _("The key %(key)s already moved something else. Make a new key for a new transfer.")
    status = 422


class TransferDeclined(Refused):
    """What the ledger declined. Where it said under which code, that is the code of this refusal, with its status."""

    code = "money.declined"
    message = _("The money did not move, so nothing was done: %(reason)s")

    def __init__(self, *, reason: str, code: str = "") -> None:
        super().__init__(reason=reason)
        if code:
            said = next((one for one in Refused.__subclasses__() if one.code == code), TransferDeclined)
            vars(self).update(code=code, status=said.status)


class UnknownEntry(Refused):
    code = "money.unknown-entry"
    message = _("No entry is known under the key %(key)s.")
    status = 404


class NotByHand(Refused):
    code = "money.not-by-hand"
    message = _(
        "The entry %(key)s (%(kind)s) is not reversed by hand: use %(verb)s, which keeps what belongs to it true."
    )


class GivenBack(Refused):
    code = "money.given-back"
    message = _("The entry %(key)s was given back at a counter before: nothing is moved back twice.")


class NotByMachine(Refused):
    code = "money.not-by-machine"
    message = _(
        "No entry of a machine moves %(account)s: %(app)s keeps it true. Use a door of %(app)s, "
        "or ask somebody who has the verb %(verb)s."
    )
    status = 403


class AlreadyReversed(Refused):
    code = "money.already-reversed"
    message = _("The entry %(key)s was already reversed. An entry is reversed once.")


class NotReversible(Refused):
    code = "money.not-reversible"
    message = _("The entry %(key)s cannot be reversed: only what was moved, and is no reversal, can be.")


class NotHeld(Refused):
    code = "money.not-held"
    message = _("The entry %(key)s sets nothing aside.")


class AlreadySettled(Refused):
    code = "money.already-settled"
    message = _("What the entry %(key)s had set aside was already taken or let go.")


class HoldExpired(Refused):
    code = "money.hold-expired"
    message = _("What the entry %(key)s had set aside was only kept until %(until)s.")


class MoreThanHeld(Refused):
    code = "money.more-than-held"
    message = _("The entry %(key)s set less aside, or between other accounts.")


class DayClosed(Refused):
    code = "money.day-closed"
    message = _("The books of %(date)s are closed. Leave the date out, or give an open day.")


class DayNotClosable(Refused):
    code = "money.day-not-closable"
    message = _(
        "%(date)s cannot be closed: days are closed one after the other, and never before they are over."
    )


class BooksDiffer(Refused):
    code = "money.books-differ"
    message = _("The day cannot be closed, because the books do not agree: %(what)s. Nothing was changed.")


class CashMovesOpenly(Refused):
    code = "money.cash-moves-openly"
    message = _(
        "%(account)s holds cash: it is neither set aside, nor limited, nor blocked, for its keeper would see no line "
        "of it. Move the cash, so that a line says who did it and why."
    )
    status = 422
