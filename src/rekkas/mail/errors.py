"""What the record of custody declines, and what to do instead."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused


class InvalidNumber(Refused):
    code = "mail.invalid-number"
    message = _("%(number)s is not a valid item number (%(reason)s). Scan it again or check each character.")
    status = 422


class UnknownUnit(Refused):
    code = "mail.unknown-number"
    message = _("Nothing is known under the number %(number)s. Check it, or record the item first.")
    status = 404


class TooLongAgo(Refused):
    code = "mail.too-long-ago"
    message = _(
        "%(day)s is more than %(days)s days ago. Set the clock; what was posted in earlier times is brought in by "
        "an import."
    )
    status = 422


class NumberInUse(Refused):
    code = "mail.number-in-use"
    message = _(
        "The number %(number)s was used on %(date)s and is not free again until %(until)s. Take a new label."
    )


class ReferenceInUse(Refused):
    code = "mail.reference-in-use"
    message = _("The reference %(reference)s already belongs to item %(number)s.")


class MerchantMissing(Refused):
    code = "mail.merchant-missing"
    message = _("Cash on delivery is paid out to a merchant under contract. Give the merchant's code.")
    status = 422


class AnnouncedOtherwise(Refused):
    code = "mail.announced-otherwise"
    message = _(
        "Item %(number)s was announced with another %(field)s. Accept it as announced, or ask its sender to "
        "announce it anew."
    )


class NotYourContract(Refused):
    code = "mail.not-your-contract"
    message = _("You send under the contract %(yours)s; this is under %(customer)s.")
    status = 403


class SeriesExhausted(Refused):
    code = "mail.series-exhausted"
    message = _("No numbers are left in the series %(series)s. Ask an engineer for a new service indicator.")


class AlreadyClosed(Refused):
    code = "mail.already-closed"
    message = _("%(number)s is closed. Prepare a new one.")


class AlreadyDelivered(Refused):
    code = "mail.already-delivered"
    message = _("The way of item %(number)s has ended: it was delivered, returned or cancelled before.")


class AlreadyOnItsWay(Refused):
    code = "mail.already-on-its-way"
    message = _("Item %(number)s has left the counter. Have it sent back instead of cancelling it.")


class NotPosted(Refused):
    code = "mail.not-posted"
    message = _("Item %(number)s is not with the post yet. Ask again when its sender has handed it over.")


class NotForCollection(Refused):
    code = "mail.not-for-collection"
    message = _("Nothing can be collected at %(office)s. Choose another office of the same country.")
    status = 422


class NotHere(Refused):
    code = "mail.not-here"
    message = _("%(number)s is not at office %(office)s according to its last scan. Scan its arrival first.")


class NothingInside(Refused):
    code = "mail.nothing-inside"
    message = _("%(number)s is empty. Put something in it before you close it.")


class NotClosed(Refused):
    code = "mail.not-closed"
    message = _("%(number)s is still open. Close it first.")


class AlreadyOpened(Refused):
    code = "mail.already-opened"
    message = _("%(number)s was opened before.")


class NotForHere(Refused):
    code = "mail.not-for-here"
    message = _("%(number)s is for office %(destination)s. Forward it instead of opening it.")


class GoesElsewhere(Refused):
    code = "mail.goes-elsewhere"
    message = _("%(number)s does not go to %(destination)s.")


class AlreadyDeparted(Refused):
    code = "mail.already-departed"
    message = _("%(number)s has already left. Put what remains on the next trip.")


class AlreadyArrived(Refused):
    code = "mail.already-arrived"
    message = _("The arrival of %(number)s was noted before.")


class WrongTrip(Refused):
    code = "mail.wrong-trip"
    message = _("Trip %(trip)s does not leave from office %(office)s, or does not run on that day.")
