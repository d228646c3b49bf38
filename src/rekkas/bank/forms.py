"""What people type of customers, of their papers, and of those who may be on a list."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from postkit.address import Address
from postkit.text import western_digits
from rekkas.bank import queries
from rekkas.bank.choices import MOST_IMAGE_BYTES, CloseReason, CustomerKind, Decision, Seen, Sex
from rekkas.bank.entries import CustomerEntry, DocumentEntry
from rekkas.bank.errors import DocumentImageNotRight
from rekkas.bank.models import Customer
from rekkas.design.forms import choose
from rekkas.desk.forms import DeskForm
from rekkas.territory import queries as territory

ARABIC: dict[str, Any] = {"dir": "rtl", "lang": "ar"}
LATIN: dict[str, Any] = {"dir": "ltr"}


def line(
    label: Any, *, required: bool = False, most: int = 80, note: Any = "", **attrs: Any
) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "dir": "auto", **attrs})
    return forms.CharField(label=label, required=required, max_length=most, help_text=note, widget=widget)


def _choose(field: forms.Field, choices: Iterable[tuple[Any, Any]], none: Any) -> None:
    """Say what may be chosen, or nothing of it."""
    choose(field, [("", none), *choices])


class DayField(forms.DateField):
    """A day, as browsers and people write it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> Any:
        return super().to_python(western_digits(value) if isinstance(value, str) else value)


class NumbersSaid(forms.MultipleChoiceField):
    """Numbers of customers ticked by whoever compared them; which they may be is seen after the fact."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: Any) -> bool:
        return len(str(value)) <= 16


class FindForm(forms.Form):
    """Looked up by what is at hand. It is sent, not put into an address: a number of a paper stays out of logs."""

    words = line(
        _("Number, telephone, document or name"), required=True, most=120, autofocus=True,
        note=_("A name in any letters, in any spelling. A telephone begins with + and the country’s code."),
    )  # fmt: skip


class CustomerForm(DeskForm):
    """Who somebody is."""

    given_name = line(_("Given name"))
    family_name = line(_("Family name"), note=_("In Latin or in Arabic letters: one of the two is needed."))
    given_name_ar = line(_("Given name, in Arabic letters"), **ARABIC)
    family_name_ar = line(_("Family name, in Arabic letters"), **ARABIC)
    name = line(_("Name of the organisation"), most=160)
    name_ar = line(_("Name of the organisation, in Arabic letters"), most=160, **ARABIC)
    registration_kind = forms.ChoiceField(label=_("Register"), required=False)
    registration_number = line(_("Number in the register"), most=40, **LATIN)
    born = line(
        _("Date of birth"), most=10, note=_("1970-05-31, or 1970 where only the year is known."), **LATIN
    )
    birth_place = line(_("Place of birth"))
    sex = forms.ChoiceField(label=_("Sex"), required=False)
    phone = line(
        _("Telephone"), most=24, note=_("Begins with + and the country’s code."), inputmode="tel", **LATIN
    )
    street = line(_("Street and number"), most=120)
    street_ar = line(_("Street and number, in Arabic letters"), most=120, **ARABIC)
    locality = line(_("Town or village"))
    postcode = line(_("Postcode"), most=12, **LATIN)
    language = forms.ChoiceField(label=_("Language"), required=False)
    not_any_of = NumbersSaid(label=_("None of these"), required=False)

    def __init__(self, data: Any = None, *, country: str, kind: CustomerKind, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.country, self.kind = country, kind
        for name in _ONLY[kind]:
            del self.fields[name]
        _choose(self.fields["language"], settings.WHOLE_LANGUAGES, "–")
        if kind == CustomerKind.ORGANISATION:
            registers = queries.registration_kinds(country)
            choose(self.fields["registration_kind"], [(row.code, row.name) for row in registers])
        else:
            _choose(self.fields["sex"], Sex.choices, "–")

    def entry(self) -> CustomerEntry:
        said = self.cleaned_data
        given = {name: said[name] for name in _PLAIN if name in said}
        return CustomerEntry(
            country=self.country, kind=self.kind, address=self._address(), **given,
            sex=Sex(said["sex"]) if said.get("sex") else None,
        )  # fmt: skip

    def _address(self) -> Address | None:
        """A town that is certain is kept with its code, so that mail finds it."""
        said = self.cleaned_data
        if not (said["street"] or said["street_ar"] or said["locality"]):
            return None
        place = None
        if said["locality"]:
            meant = territory.place_meant(said["locality"], self.country)
            place = meant.town if meant.is_certain else None
        return Address(
            name="", street=said["street"], street_ar=said["street_ar"],
            locality=place.name if place else said["locality"], locality_ar=place.name_ar if place else "",
            locality_code=place.code if place else "",
            postcode=said["postcode"] or (place.postcode if place else ""), country=self.country,
        )  # fmt: skip


_OF_PERSONS = ("given_name", "family_name", "given_name_ar", "family_name_ar", "born", "birth_place", "sex")
_OF_ORGANISATIONS = ("name", "name_ar", "registration_kind", "registration_number")
_ONLY = {CustomerKind.PERSON: _OF_ORGANISATIONS, CustomerKind.ORGANISATION: _OF_PERSONS}
_PLAIN = (
    "given_name", "family_name", "given_name_ar", "family_name_ar", "name", "name_ar", "registration_kind",
    "registration_number", "born", "birth_place", "phone", "language",
)  # fmt: skip


def shown(row: Customer) -> dict[str, Any]:
    """What is known of a customer, as the form shows it."""
    address = row.postal_address
    return {
        **{name: getattr(row, name) for name in _PLAIN if name not in ("born", "registration_kind")},
        "born": _born(row), "sex": row.sex, "street": address.street, "street_ar": address.street_ar,
        "locality": address.locality, "postcode": address.postcode,
        "registration_kind": row.registration_kind.code if row.registration_kind else "",
    }  # fmt: skip


def _born(row: Customer) -> str:
    return str(row.birth) if row.birth else ""


class AmendForm(CustomerForm):
    """The same, with why it is corrected."""

    reason = line(_("Why it is corrected"), required=True, most=200)


class DocumentFields(forms.Form):
    """A paper that shows who somebody is."""

    doc_kind = forms.ChoiceField(label=_("Identity document"))
    doc_number = line(
        _("Number of the document"), most=40, autocapitalize="characters", spellcheck="false", **LATIN
    )
    doc_country = line(
        _("Issued by"), most=2, note=_("Two letters, for a passport of another country."),
        autocapitalize="characters", **LATIN,
    )  # fmt: skip
    doc_issued_on = DayField(label=_("Issued on"), required=False)
    doc_expires_on = DayField(label=_("Expires on"), required=False)
    doc_seen = forms.ChoiceField(label=_("Seen"), choices=Seen.choices, initial=Seen.IN_PERSON)
    doc_image = forms.FileField(
        label=_("Picture of the document"), required=False, help_text=_("PNG or JPEG."),
        widget=forms.FileInput(
            attrs={"accept": "image/jpeg,image/png", "capture": "environment", "data-most": MOST_IMAGE_BYTES}
        ),
    )  # fmt: skip

    def offer_kinds(self, country: str, *, needed: bool) -> None:
        kinds = [(row.code, row.name) for row in queries.document_kinds(country)]
        if needed:
            choose(self.fields["doc_kind"], kinds)
        else:
            _choose(self.fields["doc_kind"], kinds, _("None yet"))
        for name in ("doc_kind", "doc_number"):
            self.fields[name].required = needed
        self.fields["doc_seen"].required = needed

    def clean_doc_image(self) -> bytes:
        """Read only where it is small enough to be kept."""
        image = self.cleaned_data["doc_image"]
        if image and image.size > MOST_IMAGE_BYTES:
            raise ValidationError(str(DocumentImageNotRight(most=MOST_IMAGE_BYTES // 1024)))
        content: bytes = image.read() if image else b""
        return content

    def documents(self) -> list[DocumentEntry]:
        said = self.cleaned_data
        if not said.get("doc_kind"):
            return []
        return [
            DocumentEntry(
                kind=said["doc_kind"], number=said["doc_number"], country=said["doc_country"],
                issued_on=said["doc_issued_on"], expires_on=said["doc_expires_on"],
                seen=Seen(said["doc_seen"] or Seen.IN_PERSON), image=said["doc_image"],
            )
        ]  # fmt: skip


class EnrolForm(CustomerForm, DocumentFields):
    """A new customer, with a paper if one is shown."""

    def __init__(self, data: Any = None, *, country: str, kind: CustomerKind, **kwargs: Any) -> None:
        super().__init__(data, country=country, kind=kind, **kwargs)
        self.offer_kinds(country, needed=False)


class DocumentForm(DeskForm, DocumentFields):
    """A paper, noted by itself."""

    def __init__(self, data: Any = None, *, country: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.offer_kinds(country, needed=True)


class LevelForm(DeskForm):
    level = forms.CharField(widget=forms.HiddenInput, max_length=24)


class ReasonForm(DeskForm):
    """Why a customer is blocked, or is no longer."""

    reason = line(_("Why"), required=True, most=200)
    reference = line(_("Decision of a court or an authority"), most=80)


class CloseForm(DeskForm):
    why = forms.ChoiceField(
        label=_("What has happened"), choices=CloseReason.choices, widget=forms.RadioSelect
    )
    reason = line(_("Certificate, letter or other evidence"), required=True, most=200)


class DecideForm(DeskForm):
    decision = forms.ChoiceField(label=_("Decision"), choices=Decision.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("What you compared, and why you decide so"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ListForm(DeskForm):
    """A sanction list, as its publisher gives it."""

    file = forms.FileField(
        label=_("File of the list"),
        help_text=_("XML or CSV as published; compressed with gzip where it is larger than 16 MB."),
    )
    even_if_smaller = forms.BooleanField(
        label=_("It is right that the list has lost half of its entries"), required=False
    )


class EmptyForm(DeskForm):
    """A button that does one thing."""
