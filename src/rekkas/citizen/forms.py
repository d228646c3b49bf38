"""What citizens type: a telephone, a code, whom they let collect, where they live, what they want to be told."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rekkas.citizen.choices import ItemEvent, TextsBy
from rekkas.design.forms import CodeField, PhoneField
from rekkas.desk.forms import DeskForm, NumberField
from rekkas.reach.choices import Channel


class AskForm(forms.Form):
    """Which telephone wants in."""

    phone = PhoneField(
        label=_("Your telephone"), max_length=40,
        help_text=_("A number of your country as you dial it there; others with + and the code of their country."),
    )  # fmt: skip


class CodeForm(forms.Form):
    """The code that was sent."""

    code = CodeField(label=_("Code from the text"), max_length=20, help_text=_("Six digits."))


class OneselfForm(forms.Form):
    """What somebody is called."""

    name = forms.CharField(
        label=_("Name in Latin letters"), max_length=120, required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "name"}),
    )  # fmt: skip
    name_ar = forms.CharField(
        label=_("Name in Arabic letters"), max_length=120, required=False,
        widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ar"}),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of texts"), choices=settings.WHOLE_LANGUAGES)


class TextsForm(forms.Form):
    """By which way somebody is told, and what of."""

    texts_by = forms.ChoiceField(
        label=_("Tell me of items that come to me"), choices=TextsBy.choices, widget=forms.RadioSelect
    )
    email = forms.EmailField(
        label=_("E-mail address"), required=False, widget=forms.EmailInput(attrs={"dir": "ltr"})
    )
    events = forms.MultipleChoiceField(
        label=_("What I want to know"), choices=ItemEvent.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("texts_by") == TextsBy.EMAIL and not said.get("email") and "email" not in self.errors:
            self.add_error("email", _("Write the address that e-mail goes to."))
        return said


class CollectorForm(DeskForm):
    """Who may collect, and what."""

    name = forms.CharField(label=_("Name as on the document"), max_length=120)
    document = forms.CharField(
        label=_("Last signs of the document’s number"), min_length=4, max_length=8,
        help_text=_("Four to eight letters or digits. The clerk compares them; nobody learns the whole number."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip
    number = NumberField(
        label=_("One item alone"),
        max_length=40,
        required=False,
        help_text=_("Leave it empty for all your items."),
    )
    until = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"}))

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        return until


class AddressForm(DeskForm):
    """Where somebody lives or works."""

    label = forms.CharField(
        label=_("Name of this address"), max_length=40, help_text=_("Home, work, my mother’s.")
    )
    street = forms.CharField(label=_("Street and house"), max_length=200)
    street_ar = forms.CharField(
        label=_("Street and house in Arabic letters"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ar"}),
    )  # fmt: skip
    place = forms.CharField(label=_("Town or village"), max_length=120)
    is_usual = forms.BooleanField(label=_("This is my usual address"), required=False)


class FollowForm(forms.Form):
    """Who wants to be told of an item."""

    channel = forms.ChoiceField(
        label=_("How"), choices=Channel.choices, widget=forms.RadioSelect, initial=Channel.SMS
    )
    phone = PhoneField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(
        label=_("E-mail address"), required=False, widget=forms.EmailInput(attrs={"dir": "ltr"})
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        wanted = "phone" if said.get("channel") == Channel.SMS else "email"
        if not said.get(wanted) and wanted not in self.errors:
            self.add_error(wanted, _("Write where the text goes."))
        return said

    use_required_attribute = False  # the page shows only the one of the two that the way needs

    def shown(self) -> "FollowForm":
        """The form as a page shows it: what is asked for is not called optional."""
        for name in ("phone", "email"):
            self.fields[name].required = True
        return self

    @property
    def reader(self) -> str:
        said = self.cleaned_data
        return str(said["phone"] if said["channel"] == Channel.SMS else said["email"].lower())
