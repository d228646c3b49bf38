"""What the territory answers when it does not know a place."""

from django.utils.translation import gettext_lazy as _

from rekkas.base.errors import Refused


class UnknownCountry(Refused):
    code = "territory.unknown-country"
    message = _("No country is loaded under %(country)s. Load its country pack first.")
    status = 404


class CurrencyChanges(Refused):
    code = "territory.currency-changes"
    message = _("%(country)s keeps its accounts in %(kept)s; the pack says %(given)s. Correct the pack.")


class UnknownLocality(Refused):
    code = "territory.unknown-locality"
    message = _(
        "No locality has the code %(locality)s. Look the place up by its name and use the code shown."
    )
    status = 404
