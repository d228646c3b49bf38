"""What the counter declines."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused


class MerchantMissing(Refused):
    code = "counter.merchant-missing"
    message = _("Cash on delivery is paid out to a merchant under contract. Give the merchant's code.")
    status = 422


class UnknownReceipt(Refused):
    code = "counter.unknown-receipt"
    message = _("No receipt has the number %(receipt)s.")
    status = 404
