"""What is declined to merchants and to those who pay them."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused


class NothingDue(Refused):
    code = "commerce.nothing-due"
    message = _("Nothing is due to %(customer)s: cash is paid out once it is in the bank.")


class UnknownPayout(Refused):
    code = "commerce.unknown-payout"
    message = _("No payment has the number %(payout)s.")
    status = 404


class UnknownStatement(Refused):
    code = "commerce.unknown-statement"
    message = _("No statement has the number %(statement)s.")
    status = 404


class TermsTooEarly(Refused):
    code = "commerce.terms-too-early"
    message = _(
        "%(customer)s has a statement of %(period)s by other terms. Let the new ones begin after that day."
    )
    status = 422


class PayoutAccountInDoubt(Refused):
    code = "commerce.account-in-doubt"
    message = _("A payment to %(customer)s came back. Agree terms anew, with an account that takes it.")


class PayoutReturned(Refused):
    code = "commerce.payout-returned"
    message = _("The payment %(payout)s came back before, for another reason. It is due again only once.")


class PayoutStays(Refused):
    code = "commerce.payout-stays"
    message = _(
        "The payment %(payout)s is on an account at the postal bank. It cannot come back from there: correct the next "
        "statement instead."
    )


class PayoutOnItsWay(Refused):
    code = "commerce.payout-on-its-way"
    message = _(
        "The payment %(payout)s went to another bank as transfer %(transfer)s. Wait for the news of that: it makes it "
        "due again by itself."
    )


class UnknownDue(Refused):
    code = "commerce.unknown-due"
    message = _("The cash of %(item)s has not been noted as due. Only what was collected can be corrected.")
    status = 404


class CorrectionTooLarge(Refused):
    code = "commerce.correction-too-large"
    message = _("No more than %(most)s can be taken back for %(item)s: what was collected and not corrected.")


class UnknownRobbery(Refused):
    code = "commerce.unknown-robbery"
    message = _("No report of a robbery has the number %(robbery)s.")
    status = 404


class OwnRobbery(Refused):
    code = "commerce.own-robbery"
    message = _("%(who)s was robbed or reported it. Somebody else decides.")
    status = 403


class RobberyDecided(Refused):
    code = "commerce.robbery-decided"
    message = _("The report %(robbery)s was decided before.")


class RobberyNotDecided(Refused):
    code = "commerce.robbery-not-decided"
    message = _("The report %(robbery)s about %(courier)s is not decided yet. Decide it before the next.")


class NotInTheBag(Refused):
    code = "commerce.not-in-the-bag"
    message = _("The cash of %(item)s is not in the bag of %(courier)s. Look where it lies.")


class UnknownException(Refused):
    code = "commerce.unknown-exception"
    message = _("No exception is listed for %(item)s under that reason.")
    status = 404


class NoAccountForAdvice(Refused):
    code = "commerce.no-account-for-advice"
    message = _(
        "The statement %(statement)s was not paid to an account at the postal bank: there is no advice."
    )
    status = 404
