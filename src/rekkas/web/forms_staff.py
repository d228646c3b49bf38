"""What is asked about people who work here."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rekkas.base.choices import Role
from rekkas.desk.forms import DeskForm

DIGITS = {"inputmode": "numeric", "autocomplete": "off", "dir": "ltr", "maxlength": "8"}
CODE = {"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class PinForm(DeskForm):
    """A PIN, twice."""

    pin = forms.CharField(
        label=_("PIN"), help_text=_("4 to 8 digits, not all alike and not in a row."), max_length=8,
        widget=forms.PasswordInput(attrs=DIGITS),
    )  # fmt: skip
    again = forms.CharField(
        label=_("The same once more"), max_length=8, widget=forms.PasswordInput(attrs=DIGITS)
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("pin") != said.get("again"):
            raise ValidationError(_("The two are not the same."))
        return said


class OfficeForm(forms.Form):
    """One office of a region."""

    office = forms.ChoiceField(label=_("Office"))

    def __init__(self, data: Any, *, offices: Iterable[Any]) -> None:
        super().__init__(data)
        choices = [(office.code, f"{office.shown_name} · {office.code}") for office in offices]
        self.fields["office"].choices = choices  # type: ignore[attr-defined]


class PlaceForm(DeskForm):
    """A role and where it is held."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    office = forms.CharField(
        label=_("Code of the office"), help_text=_("Neither an office nor a region: the whole network."),
        max_length=12, required=False, widget=forms.TextInput(attrs=CODE),
    )  # fmt: skip
    region = forms.CharField(
        label=_("Or code of the region"), help_text=_("Then they act for each office of it."), max_length=12,
        required=False, widget=forms.TextInput(attrs=CODE),
    )  # fmt: skip


class UserForm(PlaceForm):
    """A new member of staff."""

    field_order = ("user", "full_name", "role", "office", "region")
    user = forms.RegexField(
        r"[\w.@+-]+", label=_("Username"), help_text=_("Letters, digits and . - _ only."), max_length=80,
        widget=forms.TextInput(attrs={**CODE, "autocapitalize": "none"}),
    )  # fmt: skip
    full_name = forms.CharField(label=_("Name"), max_length=120, required=False)
