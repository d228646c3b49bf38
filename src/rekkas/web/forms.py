"""What visitors ask, and how they write a place, a weight, an amount."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from postkit.money import NotAnAmount, to_minor
from postkit.text import visible, western_digits
from rekkas.territory import queries as territory

ENDS = ("origin", "destination")


class AmountField(forms.CharField):
    """An amount as people write it, in any digits; its value is in smallest units."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, currency: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.currency = currency

    def clean(self, value: Any) -> int:
        text = super().clean(value)
        if not text:
            return 0
        try:
            amount = to_minor(text, self.currency)
        except NotAnAmount as problem:
            said = _("Write an amount in %(currency)s, with a point before its decimals.")
            raise ValidationError(said, params={"currency": self.currency}) from problem
        if amount < 0:
            raise ValidationError(_("An amount cannot be below zero."))
        return amount


class WeightField(forms.IntegerField):
    """A weight in grams, in any digits, with or without spaces between thousands."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        text = western_digits(visible(str(value or "")))
        return super().to_python("".join(text.split()))


class PlaceChoice(forms.ChoiceField):
    """Asked only when a written place may be one of several."""

    widget = forms.RadioSelect
    default_error_messages = {"required": _("Several places may be meant: choose one.")}

    def __init__(self, *, label: Any) -> None:
        super().__init__(label=label, required=False)


class PriceForm(forms.Form):
    """What somebody wants to send. A place that is not certain is asked again, with those it may mean."""

    product = forms.ChoiceField(label=_("What you send"))
    weight_g = WeightField(label=_("Weight in grams"), help_text=_("1 kilogram is 1000 grams."), min_value=1)
    origin = forms.CharField(label=_("From"), help_text=_("A town or village."), max_length=80)
    origin_code = PlaceChoice(label=_("Which place do you send from?"))
    destination = forms.CharField(label=_("To"), help_text=_("A town or village."), max_length=80)
    destination_code = PlaceChoice(label=_("Which place do you send to?"))

    def __init__(self, data: Mapping[str, str] | None, *, country: Any, products: Iterable[Any]) -> None:
        self.answers = dict(data.items()) if data else {}
        super().__init__(self.answers or None)
        self.country = country
        self.matches: dict[str, Any] = {}
        self.places: dict[str, Any] = {}
        _choose(self.fields["product"], [(product.code, product.name) for product in products])
        for name, label in (
            ("cod_amount", _("Cash to collect on delivery")),
            ("declared_value", _("Value to insure")),
        ):
            help_text = _("In %(currency)s.") % {"currency": country.currency}
            self.fields[name] = AmountField(
                label=label, help_text=help_text, currency=country.currency, required=False
            )
        if self.answers:
            self._offer_places()

    def _offer_places(self) -> None:
        """Look both places up at once; where one is not certain, its candidates become choices."""
        texts = [territory.Place(city=self.answers.get(end, "")[:80]) for end in ENDS]
        found = territory.match_localities(texts=texts, country=self.country.iso)
        self.matches = dict(zip(ENDS, found, strict=True))
        offered = {end: [code for code, *_rest in match.candidates] for end, match in self.matches.items()}
        sure = [match.locality_code for match in found if match.locality_code]
        self.places = territory.localities_named(
            [*sure, *(code for codes in offered.values() for code in codes)]
        )
        for end, codes in offered.items():
            choices = self.fields[f"{end}_code"]
            choices.required = end in self.asks_again()
            _choose(choices, [(code, self._described(code)) for code in codes])
            if self.answers.get(f"{end}_code") not in codes:  # chosen for an earlier text
                self.answers[f"{end}_code"] = ""

    def _described(self, code: str) -> str:
        place = self.places[code]
        return f"{place.shown_name} ({place.region.shown_name})"

    def asks_again(self) -> set[str]:
        """The ends whose place is one of several."""
        return {end for end, match in self.matches.items() if match.candidates and not match.certain}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for end in ENDS:
            if end not in cleaned:
                continue
            match = self.matches[end]
            if match.certain:
                cleaned[f"{end}_locality"] = match.locality_code
            elif match.candidates:
                cleaned[f"{end}_locality"] = cleaned.get(f"{end}_code")
            else:
                self.add_error(
                    end, _("No place of this name is known. Check its spelling, or name a town nearby.")
                )
        return cleaned


def _choose(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    cast(forms.ChoiceField, field).choices = choices
