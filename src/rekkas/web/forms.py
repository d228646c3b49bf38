"""What people ask on public pages. A place that is not certain is asked again, with those it may mean."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from postkit.text import western_digits
from rekkas.catalogue.offers import Wanted
from rekkas.design.forms import AmountField, WeightField, changed, choose, set_currency
from rekkas.network import queries as network
from rekkas.network.choices import Carriage
from rekkas.territory.forms import PlaceChoice, PlacesForm
from rekkas.web.promises import End, ends_of


class PriceForm(PlacesForm):
    """What somebody wants to send."""

    ends = ("origin", "destination")
    product = forms.ChoiceField(label=_("What you send"), required=False)
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
        sold = [(product.code, product.name) for product in products]
        choose(self.fields["product"], [("", str(_("Show every product"))), *sold])
        set_currency(self, country.currency, "cod_amount", "declared_value")
        self.offer_places(country.iso)

    @property
    def wanted(self) -> Wanted:
        """What was asked, once it is valid."""
        said = self.cleaned_data
        return Wanted(
            self.country.iso, said["weight_g"], said["origin_locality"], said["destination_locality"],
            said["cod_amount"] or 0, said["declared_value"] or 0,
        )  # fmt: skip


class WallTimeField(forms.CharField):
    """A moment on the clock of the country, as browsers and people write it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})

    def clean(self, value: Any) -> datetime | None:
        text = western_digits(super().clean(value))
        try:
            return datetime.fromisoformat(text).replace(tzinfo=None) if text else None
        except ValueError:
            raise ValidationError(_("Write the day and the time as 2026-03-31 16:30.")) from None


class WallDayField(forms.CharField):
    """A day, as browsers and people write it."""

    widget = forms.DateInput(attrs={"type": "date"})

    def clean(self, value: Any) -> date | None:
        text = western_digits(super().clean(value))
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise ValidationError(_("Write the day as 2026-03-31.")) from None


class PromiseForm(forms.Form):
    """Two places and a moment. What is not certain is asked again."""

    origin = forms.CharField(label=_("From"), help_text=_("A town, a village, or an office."), max_length=80)
    origin_code = PlaceChoice(label=_("Where do you hand it over?"))
    destination = forms.CharField(
        label=_("To"), help_text=_("A town, a village, or an office."), max_length=80
    )
    destination_code = PlaceChoice(label=_("Where does it go?"))
    at = WallTimeField(label=_("Handed over"), help_text=_("Local time; empty for now."), required=False)
    carriage = forms.ChoiceField(label=_("How it is carried"), choices=Carriage.choices)
    by = WallDayField(label=_("It should be there by"), required=False)

    def __init__(self, data: Any, *, held: network.HeldNetwork, country: str, now: datetime) -> None:
        super().__init__(data)
        self.held, self.now = held, now
        self.ends: dict[str, End] = {}
        self.fields["carriage"].initial = Carriage.STANDARD.value
        if not self.is_bound:
            return
        self.data = changed(self.data, "carriage", self.data.get("carriage") or Carriage.STANDARD.value)
        names = ("origin", "destination")
        asked = [(self.data.get(name, ""), self.data.get(f"{name}_code", "")) for name in names]
        found = ends_of(held, country, asked, to_deliver=(False, True))
        self.ends = dict(zip(names, found, strict=True))
        for name, end in self.ends.items():
            choose(self.fields[f"{name}_code"], end.choices)
            self.fields[f"{name}_code"].required = name in self.asks_again
            if self.data.get(f"{name}_code") not in dict(end.choices):  # chosen for another text
                self.data = changed(self.data, f"{name}_code", "")

    @property
    def asks_again(self) -> set[str]:
        """The ends that may be one of several."""
        return {name for name, end in self.ends.items() if end.office is None and end.choices}

    def clean_at(self) -> datetime:
        said: datetime | None = self.cleaned_data["at"]
        at = self.now if said is None else said.replace(tzinfo=self.held.zone)
        try:
            near = network.in_reach(at, self.now)
        except OverflowError:
            near = False
        if not near:
            raise ValidationError(_("Choose a moment from a week ago to four weeks ahead."))
        return at.astimezone(self.held.zone)

    def clean_by(self) -> date | None:
        day: date | None = self.cleaned_data["by"]
        if day and not -7 <= (day - self.now.astimezone(self.held.zone).date()).days <= 35:
            raise ValidationError(_("Choose a day within the next five weeks."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, end in self.ends.items():
            if name in cleaned and end.office is None and not end.choices:
                self.add_error(
                    name,
                    _("No place or office of this name is known. Check its spelling, or name a town nearby."),
                )
        return cleaned

    @property
    def question(self) -> network.Question:
        """What was asked, once it is valid."""
        origin, destination = (self.ends[name].office.code for name in ("origin", "destination"))
        return network.Question(
            origin,
            destination,
            self.cleaned_data["at"],
            self.cleaned_data["carriage"] or Carriage.STANDARD.value,
        )
