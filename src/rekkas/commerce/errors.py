"""What is declined to merchants and to those who pay them."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused


class NothingDue(Refused):
    code = "commerce.nothing-due"
    message = _("Nothing is due to %(customer)s: cash is paid out once it is in the bank.")


class UnknownPayout(Refused):
    code = "commerce.unknown-payout"
    message = _("No payment has the number %(payout)s.")
    status = 404
