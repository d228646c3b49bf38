"""What a merchant types of a parcel."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from postkit.address import Address
from rekkas.catalogue.offers import Wanted
from rekkas.design.forms import AmountField, PhoneField, WeightField, choose, set_currency
from rekkas.desk.forms import AgainForm
from rekkas.shipping.entries import ParcelSaid, ShipmentEntry
from rekkas.shipping.queries.starts import sender_at
from rekkas.territory import queries as territory
from rekkas.territory.forms import PlaceChoice, PlacesForm

FILLED = (
    "name", "phone", "street", "destination", "product", "weight_g", "cod_amount", "declared_value", "contents",
    "reference",
)  # fmt: skip


class NewParcelForm(PlacesForm, AgainForm):
    """One parcel. Its fields can be filled by the address of the page, so that a shop links to it."""

    ends = ("destination",)
    start = forms.ChoiceField(label=_("Sent from"))
    name = forms.CharField(label=_("To whom"), max_length=120)
    phone = PhoneField(label=_("Their telephone"), max_length=40)
    street = forms.CharField(label=_("Street and house"), max_length=160)
    destination = forms.CharField(label=_("Town or village"), max_length=80)
    destination_code = PlaceChoice(label=_("Which place do you send to?"))
    product = forms.ChoiceField(label=_("How it is sent"))
    weight_g = WeightField(label=_("Weight in grams"), help_text=_("1 kilogram is 1000 grams."), min_value=1)
    cod_amount = AmountField(label=_("Cash to collect on delivery"), required=False)
    declared_value = AmountField(label=_("Value to insure"), required=False)
    contents = forms.CharField(label=_("What is inside"), max_length=120, required=False)
    reference = forms.CharField(
        label=_("Your own reference"), max_length=60, required=False,
        help_text=_("The number of the order: by it you find the parcel again, and it is never sent twice."),
    )  # fmt: skip

    def __init__(
        self,
        data: Any,
        *,
        country: Any,
        products: Sequence[Any],
        starts: Sequence[Any],
        initial: Any = None,
        customer: str = "",
    ) -> None:
        super().__init__(data, initial=initial)
        self.customer = customer
        self.country, self.starts = country, {str(row.pk): row for row in starts}
        choose(self.fields["start"], [(pk, row.label) for pk, row in self.starts.items()])
        choose(self.fields["product"], [(product.code, product.name) for product in products])
        set_currency(self, country.currency, "cod_amount", "declared_value")
        self.offer_places(country.iso)

    @property
    def wanted(self) -> Wanted:
        """What is to be priced, once it is valid."""
        said = self.cleaned_data
        return Wanted(
            self.country.iso, said["weight_g"], self.starts[said["start"]].locality_id, said["destination_locality"],
            said["cod_amount"] or 0, said["declared_value"] or 0, self.customer,
        )  # fmt: skip

    @property
    def entry(self) -> ShipmentEntry:
        """The shipment, once it is valid."""
        said, start = self.cleaned_data, self.starts[self.cleaned_data["start"]]
        place = territory.locality(said["destination_locality"])
        parcel = ParcelSaid(
            said["weight_g"], said["cod_amount"] or 0, said["declared_value"] or 0, said["contents"]
        )
        return ShipmentEntry(
            key=said["key"], product=said["product"], sender=sender_at(start), origin_locality=start.locality_id,
            addressee=Address(
                name=said["name"], street=said["street"], locality=place.name, locality_ar=place.name_ar,
                locality_code=place.code, postcode=place.postcode, phone=said["phone"],
            ),
            destination_locality=place.code, parcels=(parcel,), reference=said["reference"],
        )  # fmt: skip
