"""What is refused of words to people."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused


class NoSuchKind(Refused):
    code = "reach.no-such-kind"
    message = _("The post has no words for %(kind)s. Choose a kind that it knows.")
    status = 422


class NotReachable(Refused):
    code = "reach.not-reachable"
    message = _("%(to)s is no telephone number with its country, nor an e-mail address. Write it again.")
    status = 422


class WantsNoTexts(Refused):
    code = "reach.wants-no-texts"
    message = _("Whoever has this number or address wants no more texts. Nothing was written.")


class TextTooLarge(Refused):
    code = "reach.text-too-large"
    message = _("A part of this text is too long to be sent. Shorten it.")
    status = 422


class UnknownText(Refused):
    code = "reach.unknown-text"
    message = _("No text was sent under %(text)s.")
    status = 404
