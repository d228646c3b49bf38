"""What is declined of customers, their papers and their screening."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused

# ---- customers -------------------------------------------------------------------------------------------------


class UnknownCustomer(Refused):
    code = "bank.unknown-customer"
    message = _(
        "No customer of the bank has the number %(customer)s. Look the customer up by name or telephone."
    )
    status = 404


class CustomerNotActive(Refused):
    code = "bank.customer-not-active"
    message = _(
        "The customer %(customer)s is not active (%(status)s). Nothing can be changed before that is settled."
    )


class MaybeKnown(Refused):
    code = "bank.maybe-known"
    message = _(
        "The bank may know this customer already: %(numbers)s. Compare them. If it is none of these, say so and "
        "send it again."
    )


class RegistrationKnown(Refused):
    code = "bank.registration-known"
    message = _("The number of this register already belongs to the customer %(customer)s.")


class RegistrationNotRight(Refused):
    code = "bank.registration-not-right"
    message = _("This is no number of %(register)s: its shape or its check is wrong. Read it again.")
    status = 422


class NothingAmended(Refused):
    code = "bank.nothing-amended"
    message = _("Nothing was corrected: everything is written as before.")
    status = 422


class ReasonMissing(Refused):
    code = "bank.reason-missing"
    message = _("Say why in a few words: it stays in the customer’s history.")
    status = 422


class NotBlocked(Refused):
    code = "bank.not-blocked"
    message = _("The customer %(customer)s is not blocked.")


class OwnBlock(Refused):
    code = "bank.own-block"
    message = _(
        "You blocked the customer %(customer)s yourself. Have somebody else look at it and lift the block."
    )
    status = 403


# ---- identity --------------------------------------------------------------------------------------------------


class UnknownDocumentKind(Refused):
    code = "bank.unknown-document-kind"
    message = _("No identity document is called %(kind)s in this country. Choose one of the list.")
    status = 422


class DocumentNumberNotRight(Refused):
    code = "bank.document-number-not-right"
    message = _("The number does not look like that of %(kind)s. Read it again.")
    status = 422


class DocumentExpired(Refused):
    code = "bank.document-expired"
    message = _("The document expired on %(date)s. Ask for one that is valid.")


class DocumentDatesNotRight(Refused):
    code = "bank.document-dates-not-right"
    message = _("The days of the document cannot be right: %(reason)s")
    status = 422


class DocumentKnown(Refused):
    code = "bank.document-known"
    message = _(
        "This document belongs to the customer %(customer)s already. One document shows one person: compare the two."
    )


class DocumentImageNotRight(Refused):
    code = "bank.document-image-not-right"
    message = _("The picture must be a whole PNG or JPEG of at most %(most)s kB. Take a smaller one.")
    status = 422


class UnknownLevel(Refused):
    code = "bank.unknown-level"
    message = _("There is no level %(level)s for this sort of customer. Choose one of the list.")
    status = 422


class LevelNotHigher(Refused):
    code = "bank.level-not-higher"
    message = _("The customer %(customer)s is at %(level)s already.")


class EvidenceMissing(Refused):
    code = "bank.evidence-missing"
    message = _("For %(level)s this is still missing: %(missing)s.")


# ---- screening -------------------------------------------------------------------------------------------------


class Held(Refused):
    code = "bank.held"
    message = _(
        "The customer %(customer)s is held: a likeness to a listed name must be decided first, by whoever reviews them."
    )


class NotAListFile(Refused):
    code = "bank.not-a-list"
    message = _("This file is not a sanction list that can be read: %(reason)s. The list in force is kept.")
    status = 422


class ListIsOlder(Refused):
    code = "bank.list-is-older"
    message = _("A list of %(kept)s is in force; this one is of %(given)s. Load the latest.")


class ListHasShrunk(Refused):
    code = "bank.list-has-shrunk"
    message = _(
        "This list has %(given)s entries, the one in force %(kept)s. If that is right, say so and load it again."
    )


class UnknownMatch(Refused):
    code = "bank.unknown-match"
    message = _("No likeness has the number %(match)s.")
    status = 404


class MatchDecided(Refused):
    code = "bank.match-decided"
    message = _("The likeness %(match)s was decided by %(who)s already.")


class OwnCustomer(Refused):
    code = "bank.own-customer"
    message = _("You enrolled this customer yourself. Have somebody else decide.")
    status = 403


class DecidedByAPerson(Refused):
    code = "bank.decided-by-a-person"
    message = _("A likeness to a listed name is decided by a person, never by a machine.")
    status = 403
