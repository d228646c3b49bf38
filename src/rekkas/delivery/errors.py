"""What delivery declines."""

from django.utils.translation import gettext
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


TRIES = 3  # wrong codes of an item; then a document alone counts. And wrong documents of those who come for somebody


def wrong_code_words() -> str:
    """What is said to a code that is not right: no refusal, for it is counted."""
    return gettext("The code is wrong. After %(most)s wrong ones a document is asked for.") % {"most": TRIES}


class CodeLocked(Refused):
    code = "delivery.code-locked"
    message = _("The code was wrong three times. Ask for an identity document.")
    status = 403


class IdentityMissing(Refused):
    code = "delivery.identity-missing"
    message = _(
        "Item %(number)s waits for its addressee. Ask for the pick-up code or an identity document, and say what was "
        "shown."
    )
    status = 422


class CodeNotProved(Refused):
    code = "delivery.code-not-proved"
    message = _(
        "No pick-up code of item %(number)s was proved in the last %(minutes)s minutes. Check the code, or ask for an "
        "identity document."
    )


class DocumentMissing(Refused):
    code = "delivery.document-missing"
    message = _("Choose the document that was shown, and write the last four signs of its number.")
    status = 422


class DocumentDiffers(Refused):
    code = "delivery.document-differs"
    message = _(
        "This is not the document that the addressee of item %(number)s has named. Compare it once more; without it, "
        "nobody collects for them."
    )


class NotAuthorised(Refused):
    code = "delivery.not-authorised"
    message = _(
        "The addressee of item %(number)s has not let this person collect it. Ask for the pick-up code, or have the "
        "addressee authorise them."
    )
    status = 403


class DocumentLocked(Refused):
    code = "delivery.document-locked"
    message = _(
        "The document of whoever comes for the addressee of item %(number)s was wrong %(most)s times. Ask for the "
        "pick-up code, or have the addressee come."
    )
    status = 403


class GoesBack(Refused):
    code = "delivery.goes-back"
    message = _(
        "Item %(number)s goes back: its sender alone has it, with a document, where it was posted. If its addressee is "
        "to have it after all, stop the return first."
    )


class NotForItsSender(Refused):
    code = "delivery.not-for-its-sender"
    message = _(
        "Item %(number)s is not given to its sender here: begin its return, and the office where it was posted gives "
        "it back."
    )


class ShelfTooLong(Refused):
    code = "delivery.shelf-too-long"
    message = _("The name of a shelf has up to 24 signs.")
    status = 422
