"""Places as people write them. One that is not certain is asked again, with those it may mean."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from rekkas.design.forms import changed, choose
from rekkas.territory import queries


class PlaceChoice(forms.ChoiceField):
    """Asked only when a written place may be one of several."""

    widget = forms.RadioSelect
    default_error_messages = {"required": _("Several places may be meant: choose one.")}

    def __init__(self, *, label: Any) -> None:
        super().__init__(label=label, required=False)


class PlacesForm(forms.Form):
    """A form with names of places in it, looked up all at once.

    Each of its ``ends`` is two fields, the text and a ``PlaceChoice`` named ``…_code``; the place that was
    settled is cleaned as ``…_locality``, a code.
    """

    ends: ClassVar[tuple[str, ...]] = ("destination",)

    def offer_places(self, country: str) -> None:
        """Look the places up; where one is not certain, its candidates become choices."""
        self.answers: dict[str, queries.Understood] = {}
        if not self.is_bound:
            return
        rows = [
            queries.Written(locality=self.data.get(end, "")[: queries.WRITTEN_AT_MOST]) for end in self.ends
        ]
        self.answers = dict(zip(self.ends, queries.understand_addresses(country, rows), strict=True))
        offered = {end: [code for code, *_rest in answer.candidates] for end, answer in self.answers.items()}
        places = queries.localities_named([code for codes in offered.values() for code in codes])
        for end, codes in offered.items():
            choice = self.fields[f"{end}_code"]
            choice.required = end in self.asks_again
            choose(choice, [(code, _described(places[code])) for code in codes])
            if self.data.get(f"{end}_code") not in codes:  # chosen for another text, which was then changed
                self.data = changed(self.data, f"{end}_code", "")

    @property
    def asks_again(self) -> set[str]:
        """The ends whose place is one of several."""
        return {end for end, answer in self.answers.items() if answer.candidates and not answer.is_settled}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for end, answer in self.answers.items():
            if end not in cleaned:
                continue
            if answer.is_settled:
                cleaned[f"{end}_locality"] = answer.code
            elif answer.candidates:
                cleaned[f"{end}_locality"] = cleaned.get(f"{end}_code")
            else:
                said = _("No place of this name is known. Check its spelling, or name a town nearby.")
                self.add_error(end, said)
        return cleaned


def _described(place: Any) -> str:
    return f"{place.shown_name} ({place.region.shown_name})"
