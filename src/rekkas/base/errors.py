"""What the post answers when it will not do what it was asked.

A refusal is for people: a code that never changes, a sentence that says what to do, and the details.
Everything else that goes wrong is a bug and is logged as one.
"""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """A request that was understood and declined."""

    code: ClassVar[str] = "base.refused"
    message: ClassVar[Any] = _("This cannot be done.")
    status: ClassVar[int] = 409
    way_on: ClassVar[tuple[str, Any] | None] = None  # the name of the page that clears the way, and its words

    def __init__(self, **details: Any) -> None:
        super().__init__(details)
        self.details = details

    def __str__(self) -> str:
        return str(self.message) % self.details


class NotAllowed(Refused):
    code = "base.not-allowed"
    message = _("%(who)s may not do this (%(verb)s). Ask the person who manages your office.")
    status = 403


class NotYourOffice(Refused):
    code = "base.not-your-office"
    message = _("You work at office %(yours)s; this belongs to office %(office)s.")
    status = 403


class OfficeNotChosen(Refused):
    code = "base.office-not-chosen"
    message = _("You act for the offices of region %(region)s. Say first at which of them you work now.")
    status = 403


class UserExists(Refused):
    code = "base.user-exists"
    message = _("There is already a user called %(name)s.")


class PasswordTooWeak(Refused):
    code = "base.password-too-weak"
    message = _("That password is not taken: %(reason)s")


class PinTooEasy(Refused):
    code = "base.pin-too-easy"
    message = _("Choose a PIN of 4 to 8 digits that are not all alike and do not follow one another.")
    status = 422


class PinShut(Refused):
    code = "base.pin-shut"
    message = _("Too many wrong PINs. Give your password.")
    status = 403


class NotResumed(Refused):
    code = "base.not-resumed"
    message = _("That is not the PIN, badge or password of somebody who works here. It stays locked.")
    status = 403


class OwnRights(Refused):
    code = "base.own-rights"
    message = _("Nobody changes their own rights. Ask another administrator.")
    status = 403


class OutOfReach(Refused):
    code = "base.out-of-reach"
    message = _("You say who works at %(yours)s; this is elsewhere.")
    status = 403


class EngineerOutOfReach(Refused):
    code = "base.engineer-out-of-reach"
    message = _("An engineer reaches the whole post: only an administrator of all of it decides about one.")
    status = 403


class NotForCustomers(Refused):
    code = "base.not-for-customers"
    message = _(
        "A machine of one customer may not have %(scope)s: it reaches into everybody’s money. Leave it out."
    )
    status = 403


class DiskFull(Refused):
    code = "base.disk-full"
    message = _("The disk of this post is full. Nothing was recorded: send it again when space was made.")
    status = 507


def disk_is_full(error: BaseException) -> bool:
    """Whether a failure of the database or the system says that no room is left."""
    said = str(error).lower()
    return any(words in said for words in ("disk is full", "disk full", "no space left on device"))


class KeyReused(Refused):
    code = "base.key-reused"
    message = _("The key %(key)s was already used for something else. Make a new key for a new request.")
    status = 422


class NotFound(Refused):
    code = "base.not-found"
    message = _("Nothing is known here under %(what)s.")
    status = 404


class InvalidInput(Refused):
    code = "base.invalid-input"
    message = _("The field %(field)s is not right: %(reason)s")
    status = 422
