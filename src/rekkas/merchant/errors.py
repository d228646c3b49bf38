"""What is refused of merchants and their teams."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused


class TaxNumberNotRight(Refused):
    code = "merchant.tax-number-not-right"
    message = _("%(label)s %(number)s cannot be right: read it again, sign by sign.")
    status = 422


class MerchantKnown(Refused):
    code = "merchant.known"
    message = _(
        "A merchant with this number has signed up already. Log in, or ask its owner to invite you to the team."
    )
    status = 409


class MailboxInUse(Refused):
    code = "merchant.mailbox-in-use"
    message = _("Somebody logs in with this e-mail address already. Log in, or take another address.")
    status = 409


class NoMerchantsHere(Refused):
    code = "merchant.none-here"
    message = _("The post of %(country)s takes no merchants by this page. Ask at an office.")
    status = 409


class PasswordTooWeak(Refused):
    code = "merchant.password-too-weak"
    message = _(
        "Choose a password of 10 signs or more that nobody guesses: some words that do not go together do well."
    )
    status = 422


class CodeWrong(Refused):
    code = "merchant.code-wrong"
    message = _("This code opens nothing. It lasts 30 minutes; after five wrong ones, ask for a new one.")
    status = 422


class UnknownMember(Refused):
    code = "merchant.unknown-member"
    message = _("Nobody of the team is known by %(number)s. Look in the list of the team.")
    status = 404


class LastOwner(Refused):
    code = "merchant.last-owner"
    message = _("A team keeps one owner: make somebody else one first.")
    status = 409


class TooManyHere(Refused):
    code = "merchant.too-many"
    message = _("There are %(most)s already, which is as many as one merchant may have. Take one away first.")
    status = 409


class UnknownMerchant(Refused):
    code = "merchant.unknown"
    message = _("No merchant is known by %(merchant)s. Check the code.")
    status = 404


class MerchantClosed(Refused):
    code = "merchant.closed"
    message = _("The contract of %(merchant)s has ended. Ask the post before you send anything more.")
    status = 403


class UnknownPickupAddress(Refused):
    code = "merchant.unknown-pickup-address"
    message = _("This address is none of yours any more. Choose one from the list.")
    status = 404


class UnknownKey(Refused):
    code = "merchant.unknown-key"
    message = _("No key of yours begins with %(prefix)s. Look in the list of keys.")
    status = 404


class ChecksOneself(Refused):
    code = "merchant.checks-oneself"
    message = _("Who a merchant is, the post checks: somebody of its staff does it.")
    status = 403


class UnknownEndpoint(Refused):
    code = "merchant.unknown-endpoint"
    message = _("You have no endpoint %(number)s. Look in the list of webhooks.")
    status = 404


class UnknownChange(Refused):
    code = "merchant.unknown-change"
    message = _("Your journal has no change %(number)s. The last one has the number %(last)s.")
    status = 404


class AddressNotTaken(Refused):
    code = "merchant.address-not-taken"
    message = _(
        "News cannot be sent to this address. It begins with https://, names a host of the open network and a port of "
        "%(ports)s, and no user or password."
    )
    status = 422


class EndpointKnown(Refused):
    code = "merchant.endpoint-known"
    message = _("News is sent to this address already. Change that endpoint, or remove it first.")
    status = 409


class EndpointNotOpen(Refused):
    code = "merchant.endpoint-not-open"
    message = _("This endpoint is paused. Resume it before you send something to it.")
    status = 409
