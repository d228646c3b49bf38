"""What is refused of what merchants send."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused


class ReferenceUsed(Refused):
    code = "shipping.reference-used"
    message = _(
        "Under the reference %(reference)s you have sent something else already: %(number)s. Give this one another "
        "reference, or look at that one."
    )
    status = 409


class NotChecked(Refused):
    code = "shipping.not-checked-yet"
    message = _(
        "Until the post has checked who you are you send %(most)s parcels a day. Show your papers at an office, or "
        "send the others tomorrow."
    )
    status = 403


class UnknownShipment(Refused):
    code = "shipping.unknown-shipment"
    message = _("You have sent nothing by %(number)s. Check the number, or look for your own reference.")
    status = 404


class HandedOverAlready(Refused):
    code = "shipping.handed-over"
    message = _(
        "%(number)s is with the post already: it is not cancelled any more. Ask for it to be sent back instead."
    )
    status = 409


class NoParcels(Refused):
    code = "shipping.no-parcels"
    message = _("A shipment has between 1 and %(most)s parcels.")
    status = 422


class NoOfficeNear(Refused):
    code = "shipping.no-office-near"
    message = _(
        "No office that takes parcels in is known near %(locality)s. Choose another address to send from."
    )
    status = 409


class SameJustSent(Refused):
    code = "shipping.same-just-sent"
    message = _("The same was announced a moment ago: %(number)s. If this is another parcel, say so below.")
    status = 409


class PlaceUnclear(Refused):
    code = "shipping.place-unclear"
    message = _(
        "%(place)s may be several places, or none that is known. Send the code of one: %(candidates)s"
    )
    status = 422


class NoAddressToSendFrom(Refused):
    code = "shipping.no-address"
    message = _("Say from where you send: keep an address on your pages, or send sender and origin.")
    status = 409


class UnknownBatch(Refused):
    code = "shipping.unknown-batch"
    message = _("You have sent no table %(number)s. Look it up in the list of your tables.")
    status = 404


class BatchBusy(Refused):
    code = "shipping.batch-busy"
    message = _("Table %(number)s is being worked on, or is announced: this cannot be done with it now.")
    status = 409


class BatchWasSent(Refused):
    code = "shipping.batch-sent-before"
    message = _(
        "You have sent the very same table before, as number %(number)s. If it is meant again, say so."
    )
    status = 409


class BatchNotMapped(Refused):
    code = "shipping.columns-missing"
    message = _("Say which column holds: %(fields)s. Or give one value for all rows.")
    status = 422


class NotThisPlace(Refused):
    code = "shipping.no-such-place"
    message = _("%(code)s is not the code of a town or village of this country.")
    status = 422


class TableNotRead(Refused):
    code = "shipping.table-not-read"
    message = _("The file cannot be read as a table. %(reason)s")
    status = 422


class TableTooLarge(Refused):
    code = "shipping.table-too-large"
    message = _("The file is too large to be read: send at most %(most)s MB, in several tables if need be.")
    status = 413
