"""What is refused to who dials."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused


class TooManyDialogues(Refused):
    code = "ussd.too-many-dialogues"
    message = _("You have dialled many times. Dial again in an hour.")
    status = 429


class TooManyCallbacks(Refused):
    code = "ussd.too-many-callbacks"
    message = _("You have asked for %(most)s calls already. You will be called.")


class UnknownCallback(Refused):
    code = "ussd.unknown-callback"
    message = _("Nobody asked for this call. Look at the list once more.")
    status = 404
