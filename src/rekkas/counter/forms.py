"""A parcel as the clerk types it. A place that is not certain is asked again, with the places it may mean."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from postkit.address import Address
from postkit.text import western_digits
from rekkas.catalogue import queries as catalogue
from rekkas.counter.choices import Means
from rekkas.counter.entries import ParcelEntry
from rekkas.design.forms import AmountField, WeightField, choose, set_currency
from rekkas.desk.forms import DeskForm, NumberField
from rekkas.territory import queries as territory
from rekkas.territory.forms import PlaceChoice, PlacesForm


def words(label: Any, *, required: bool = False, most: int = 120, **attrs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "dir": "auto", **attrs})
    return forms.CharField(label=label, required=required, max_length=most, widget=widget)


class AcceptForm(PlacesForm, DeskForm):
    """One parcel over the counter. Its key is the parcel's own: sent twice, it is taken once."""

    product = forms.ChoiceField(label=_("Product"))
    weight_g = WeightField(label=_("Weight in grams"), min_value=1)
    destination = words(_("Destination: town or village"), required=True, most=80)
    destination_code = PlaceChoice(label=_("Which place is meant?"))
    name = words(_("Addressee"))
    name_ar = words(_("Addressee, in Arabic letters"), dir="rtl", lang="ar")
    street = words(_("Street and number"))
    street_ar = words(_("Street and number, in Arabic letters"), dir="rtl", lang="ar")
    phone = words(_("Telephone of the addressee"), most=24, dir="ltr", inputmode="tel")
    cod_amount = AmountField(label=_("Cash to collect on delivery"), required=False, max_length=24)
    declared_value = AmountField(label=_("Value to insure"), required=False, max_length=24)
    customer = words(_("Merchant’s code"), most=16, dir="ltr", list="merchants", autocapitalize="characters")
    reference = words(_("Merchant’s reference"), most=64, dir="ltr")
    sender_name = words(_("Sender"))
    sender_street = words(_("Street and number of the sender"))
    sender_phone = words(_("Telephone of the sender"), most=24, dir="ltr", inputmode="tel")
    number = NumberField(label=_("Number of a label already on it"), required=False, max_length=40)
    pays_now = forms.BooleanField(
        label=_("Paid here, not on account"), required=False,
        help_text=_("Where the merchant wants to pay now, or their credit is used up."),
    )  # fmt: skip
    price_shown = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, office: Any, products: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.office = office
        choose(self.fields["product"], [(product.code, product.name) for product in products])
        set_currency(self, office.country.currency, "cod_amount", "declared_value")
        self.offer_places(office.country_id)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        customer = cleaned["customer"] = cleaned.get("customer", "").strip().upper()
        if customer and customer not in catalogue.customers_by_code([customer]):
            self.add_error("customer", _("No merchant has this code."))
        if not customer and not cleaned.get("sender_name"):
            self.add_error("sender_name", _("Name the sender, or give the merchant’s code."))
        if not cleaned.get("name") and not cleaned.get("name_ar"):
            self.add_error("name", _("Name the addressee, in Latin or in Arabic letters."))
        return cleaned

    def price(self, day: date) -> catalogue.Price:
        said = self.cleaned_data
        return catalogue.price_for(
            product=said["product"], country=self.office.country_id, weight_g=said["weight_g"],
            origin_locality=self.office.locality_id, destination_locality=said["destination_locality"],
            cod_amount=said["cod_amount"], declared_value=said["declared_value"], customer=said["customer"], day=day,
        )  # fmt: skip

    def entry(self) -> ParcelEntry:
        said = self.cleaned_data
        key: UUID = said["key"]
        return ParcelEntry(
            key=key, product=said["product"], destination_locality=said["destination_locality"],
            sender=self._sender(), addressee=self._addressee(), weight_g=said["weight_g"],
            number=said["number"], declared_value=said["declared_value"], cod_amount=said["cod_amount"],
            customer=said["customer"], reference=said["reference"], pays_now=said["pays_now"],
        )  # fmt: skip

    def _addressee(self) -> Address:
        said, place = self.cleaned_data, territory.locality(self.cleaned_data["destination_locality"])
        latin = bool(said["name"])
        return Address(
            name=said["name"] or said["name_ar"], name_ar=said["name_ar"] if latin else "",
            street=said["street"], street_ar=said["street_ar"], locality=place.name,
            locality_ar=place.name_ar, locality_code=place.code, postcode=place.postcode,
            phone=western_digits(said["phone"]),
        )  # fmt: skip

    def _sender(self) -> Address:
        said, here = self.cleaned_data, self.office.locality
        name, name_ar, phone = said["sender_name"], "", western_digits(said["sender_phone"])
        if said["customer"]:
            merchant = catalogue.customer(said["customer"])
            name, name_ar, phone = name or merchant.name, merchant.name_ar, phone or merchant.phone
        return Address(
            name=name, name_ar=name_ar, street=said["sender_street"], locality=here.name,
            locality_ar=here.name_ar, locality_code=here.code, phone=phone,
        )  # fmt: skip


class RefundForm(DeskForm):
    """One line of a visit to be given back, why, and how its money is."""

    reason = words(_("Why"), required=True, most=200)
    means = forms.ChoiceField(
        label=_("Given back"),
        choices=[(Means.CASH, _("In cash")), (Means.CARD, _("On the card")), (Means.CREDIT, _("On account"))],
    )
    reference = words(_("Number on the slip of the card terminal"), most=64, dir="ltr")


class DecisionForm(DeskForm):
    """Why a held act is let in or is not done."""

    reason = words(_("Why"), required=True, most=200)
    given_back = forms.BooleanField(label=_("Its money was given back to the visitor"), required=False)
