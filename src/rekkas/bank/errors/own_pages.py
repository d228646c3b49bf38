"""What is declined of customers on their own pages."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused


class NoLoginFor(Refused):
    code = "bank.no-login-for"
    message = _(
        "%(customer)s cannot have pages of their own: only a person who is of age has. A guardian sees the accounts "
        "of a child."
    )
    status = 422


class NotTheirPaper(Refused):
    code = "bank.not-their-paper"
    message = _(
        "No valid identity document of %(customer)s has this number. Look at it again, or note it first."
    )
    status = 403


class SecretTooShort(Refused):
    code = "bank.secret-too-short"
    message = _("Choose a secret of at least %(least)s signs.")
    status = 422


class SecretTooEasy(Refused):
    code = "bank.secret-too-easy"
    message = _("This secret is guessed first. Choose another: a few words that belong to you alone.")
    status = 422


class NotYourAccount(Refused):
    code = "bank.not-your-account"
    message = _("You may not move money of the account %(account)s.")
    status = 403


class DoneJustNow(Refused):
    code = "bank.done-just-now"
    message = _(
        "You moved the same amount for the account %(account)s a moment ago (%(time)s). If this is another one, say so "
        "and send it again."
    )
