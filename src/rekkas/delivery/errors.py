"""What delivery declines."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused


class CodDiffers(Refused):
    code = "delivery.cod-differs"
    message = _("%(number)s is delivered against %(due)s; %(taken)s was entered. Count again.")


class OwnCash(Refused):
    code = "delivery.own-cash"
    message = _("%(courier)s carries this cash and cannot count it in. Ask a colleague.")
    status = 403


class NothingToHandOver(Refused):
    code = "delivery.nothing-to-hand-over"
    message = _("%(account)s holds no cash from deliveries.")


class EvidenceMissing(Refused):
    code = "delivery.evidence-missing"
    message = _("Delivery needs a signature or a photograph.")
    status = 422


class EvidenceTooLarge(Refused):
    code = "delivery.evidence-too-large"
    message = _("The signature or photograph is larger than %(most)s kB. Take a smaller one.")
    status = 422


class NotAnImage(Refused):
    code = "delivery.not-an-image"
    message = _("The signature or photograph is not a PNG or JPEG image.")
    status = 422


class UnknownReason(Refused):
    code = "delivery.unknown-reason"
    message = _("%(reason)s is not a reason or a next step that delivery knows.")
    status = 422


class PostmanHasIt(Refused):
    code = "delivery.postman-has-it"
    message = _(
        "Item %(number)s is with the postman already. Ask again this evening if it was not handed over."
    )


class AddressTooFar(Refused):
    code = "delivery.address-too-far"
    message = _("Another office delivers to %(locality)s. Have the item sent to that office instead.")


class UnknownWish(Refused):
    code = "delivery.unknown-wish"
    message = _("Nothing is wished for item %(number)s now.")
    status = 404


class NotWaiting(Refused):
    code = "delivery.not-waiting"
    message = _("Item %(number)s does not wait on a shelf here.")


class NotComingBack(Refused):
    code = "delivery.not-coming-back"
    message = _("Item %(number)s is not on its way back, or has left this office already.")


class CodeLocked(Refused):
    code = "delivery.code-locked"
    message = _("The code was wrong three times. Ask for an identity document.")
    status = 403


class ShelfTooLong(Refused):
    code = "delivery.shelf-too-long"
    message = _("The name of a shelf has up to 24 signs.")
    status = 422
