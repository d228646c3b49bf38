"""What is refused of a citizen's own post."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused


class NotATelephone(Refused):
    code = "citizen.not-a-telephone"
    message = _(
        "This is no telephone number. Write it with all its digits, and with + where it is of another country."
    )
    status = 422


class TooManyCodes(Refused):
    code = "citizen.too-many-codes"
    message = _("Too many codes were asked for. Wait an hour, then ask again.")
    status = 429


class CodeJustSent(Refused):
    code = "citizen.code-just-sent"
    message = _("A code was sent a moment ago. Wait %(seconds)s seconds before you ask for another.")
    status = 429


class NotYourOwn(Refused):
    code = "citizen.not-your-own"
    message = _("This belongs to another telephone. Log in with that one.")
    status = 403


class NotYourItem(Refused):
    code = "citizen.not-your-item"
    message = _("Item %(number)s does not go to your telephone. Ask its sender which one was given.")
    status = 403


class UnknownCollector(Refused):
    code = "citizen.unknown-collector"
    message = _("Nobody is authorised under this. Look at the list once more.")
    status = 404


class UnknownAddress(Refused):
    code = "citizen.unknown-address"
    message = _("No address is kept under this. Look at the list once more.")
    status = 404


class TooManyKept(Refused):
    code = "citizen.too-many-kept"
    message = _("You keep %(most)s of these already. Remove one first.")


class UnknownMailbox(Refused):
    code = "citizen.unknown-mailbox"
    message = _("This link is too old, or you have chosen another address since. Keep your choice once more.")
    status = 404


class UnknownFollower(Refused):
    code = "citizen.unknown-follower"
    message = _("Nobody follows this item under that number or address. Begin again on the page of the item.")
    status = 404
