"""What the counter says of services, in the reader's language."""

from django.utils.translation import gettext as _

from rekkas.counter.choices import Service


def instead_of_refund(service: Service, office: str = "") -> str:
    """What a customer does where nothing is given back at the counter."""
    if office:
        return _("Go to the office where it was done: %(office)s.") % {"office": office}
    match service:
        case Service.DEPOSIT:
            return _("Withdraw it from the account.")
        case Service.WITHDRAWAL:
            return _("Pay it in again.")
        case Service.ORDER_PAYMENT:
            return _("A supervisor takes the payment of a money order back.")
        case Service.PICK_UP:
            return _("An item that was handed out is sent anew.")
        case _:
            return _("Nothing was paid for it.")
