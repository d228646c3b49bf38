"""What the counter declines."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused


class UnknownReceipt(Refused):
    code = "counter.unknown-receipt"
    message = _("No receipt has the number %(receipt)s.")
    status = 404
