"""What people ask on public pages. A place that is not certain is asked again, with those it may mean."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rekkas.design.forms import AmountField, WeightField, choose, set_currency
from rekkas.territory.forms import PlaceChoice, PlacesForm


class PriceForm(PlacesForm):
    """What somebody wants to send."""

    ends = ("origin", "destination")
    product = forms.ChoiceField(label=_("What you send"))
    weight_g = WeightField(label=_("Weight in grams"), help_text=_("1 kilogram is 1000 grams."), min_value=1)
    origin = forms.CharField(label=_("From"), help_text=_("A town or village."), max_length=80)
    origin_code = PlaceChoice(label=_("Which place do you send from?"))
    destination = forms.CharField(label=_("To"), help_text=_("A town or village."), max_length=80)
    destination_code = PlaceChoice(label=_("Which place do you send to?"))
    cod_amount = AmountField(label=_("Cash to collect on delivery"), required=False)
    declared_value = AmountField(label=_("Value to insure"), required=False)

    def __init__(self, data: Any, *, country: Any, products: Iterable[Any]) -> None:
        super().__init__(data)
        self.country = country
        choose(self.fields["product"], [(product.code, product.name) for product in products])
        set_currency(self, country.currency, "cod_amount", "declared_value")
        self.offer_places(country.iso)
