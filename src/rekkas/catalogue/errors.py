"""Why a product, a price or a customer is not given."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused


class UnknownProduct(Refused):
    code = "catalogue.unknown-product"
    message = _("No product has the code %(product)s. Choose one from the list of products.")
    status = 404


class NotSoldHere(Refused):
    code = "catalogue.not-sold-here"
    message = _("%(product)s is not sold in %(country)s. Choose another product.")


class WeightMissing(Refused):
    code = "catalogue.weight-missing"
    message = _("The weight is missing. Weigh the item and give its weight in grams.")
    status = 422


class TooHeavy(Refused):
    code = "catalogue.too-heavy"
    message = _(
        "%(product)s carries at most %(max_weight_g)s g and this weighs %(weight_g)s g. "
        "Divide the contents or choose another product."
    )


class CodNotOffered(Refused):
    code = "catalogue.cod-not-offered"
    message = _("%(product)s cannot be sent cash on delivery. Choose a product that can.")


class CodTooHigh(Refused):
    code = "catalogue.cod-too-high"
    message = _(
        "%(product)s collects at most %(max_cod)s and %(cod_amount)s was asked (in the currency's smallest "
        "unit). Ask for less or send several items."
    )


class NoPrice(Refused):
    code = "catalogue.no-price"
    message = _(
        "No price is set for %(product)s at %(weight_g)s g (%(zone)s). "
        "Ask whoever keeps the catalogue to add one."
    )


class UnknownCustomer(Refused):
    code = "catalogue.unknown-customer"
    message = _("No customer has the code %(customer)s. Register the customer first.")
    status = 404


class CustomerCodeTaken(Refused):
    code = "catalogue.customer-code-taken"
    message = _("The code %(customer)s already belongs to %(name)s. Choose another code.")


class IbanNotRight(Refused):
    code = "catalogue.iban-not-right"
    message = _("The IBAN %(iban)s has a mistake in it: its check digits do not agree. Read it again.")
    status = 422


class OtherReach(Refused):
    code = "catalogue.other-reach"
    message = _("%(product)s is for: %(reach)s. Choose a product that reaches where this goes.")


class UnknownDestination(Refused):
    code = "catalogue.unknown-destination"
    message = _("Nothing is sent to the country %(destination)s. Choose one from the list.")
    status = 404


class ContractTooEarly(Refused):
    code = "catalogue.contract-too-early"
    message = _(
        "A contract holds from today, %(today)s, or a later day on: prices of days that are over were told already."
    )
    status = 422


class StepTwice(Refused):
    code = "catalogue.contract-step-twice"
    message = _("%(product)s has two prices up to %(up_to_weight_g)s g in one zone. Leave one of them.")
    status = 422


class RebatesDoNotRise(Refused):
    code = "catalogue.rebates-do-not-rise"
    message = _(
        "From %(from_count)s parcels on the rebate is not more than before. Let more parcels earn more."
    )
    status = 422


class NoContract(Refused):
    code = "catalogue.no-contract"
    message = _("Nothing is agreed with %(customer)s on that day. Agree a contract first.")
    status = 404
