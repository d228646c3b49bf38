"""What the ledger declines."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused


class NotEnough(Refused):
    code = "money.not-enough"
    message = _("%(account)s holds %(held)s and cannot give %(amount)s. Count again before handing over.")


class NotAnAccount(Refused):
    code = "money.not-an-account"
    message = _("%(account)s does not name an account (kind:owner:currency).")
    status = 422


class WrongCurrency(Refused):
    code = "money.wrong-currency"
    message = _("%(account)s is not an account in %(currency)s.")
    status = 422


class NothingMoves(Refused):
    code = "money.nothing-moves"
    message = _("A transfer moves an amount above zero between two different accounts.")
    status = 422


class TransferKeyReused(Refused):
    code = "money.key-reused"
    message = _("The key %(key)s already moved something else. Make a new key for a new transfer.")
    status = 422


class TransferDeclined(Refused):
    code = "money.declined"
    message = _("The money did not move, so nothing was done: %(reason)s")
