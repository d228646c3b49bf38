"""What merchants type: who they are, how they log in, who is of their team, from where their parcels are fetched."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rekkas.design.forms import CodeField, PhoneField
from rekkas.desk.forms import DeskForm
from rekkas.merchant.choices import SUBSCRIBED, KeyUse, MemberRole
from rekkas.territory.forms import PlaceChoice, PlacesForm

_LTR = {"dir": "ltr", "spellcheck": "false"}
_EMAIL = {**_LTR, "autocomplete": "email", "autocapitalize": "none"}
PASSWORD_HELP = _("10 signs or more: some words that do not go together do well.")


def password(label: Any, *, new: bool) -> forms.CharField:
    attrs = {"autocomplete": "new-password" if new else "current-password", "dir": "ltr"}
    return forms.CharField(
        label=label, max_length=200, strip=False, widget=forms.PasswordInput(attrs=attrs),
        help_text=PASSWORD_HELP if new else "",
    )  # fmt: skip


class SignUpForm(DeskForm):
    """A business that wants to send."""

    name = forms.CharField(
        label=_("Name of the business"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    tax_number = forms.CharField(max_length=40, widget=forms.TextInput(attrs=_LTR))
    member_name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    phone = PhoneField(label=_("Telephone"), max_length=40)
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs=_EMAIL))
    secret = password(_("Password"), new=True)

    def __init__(self, *args: Any, tax_label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tax_number"].label = tax_label


class LogInForm(forms.Form):
    """Whoever comes back."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs=_EMAIL))
    secret = password(_("Password"), new=False)


class MailboxForm(forms.Form):
    """Which mailbox a code goes to."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs=_EMAIL))


class CodeForm(forms.Form):
    """The code that was sent."""

    code = CodeField(label=_("Code from the letter"), max_length=20, help_text=_("Six digits."))


class ResetForm(CodeForm):
    """A new password against the code that was sent."""

    secret = password(_("New password"), new=True)


class JoinForm(forms.Form):
    """A password of whoever was invited."""

    secret = password(_("Password"), new=True)


class ChangeForm(forms.Form):
    """Another password in the place of one's own."""

    old = password(_("Password until now"), new=False)
    secret = password(_("New password"), new=True)


class InviteForm(DeskForm):
    """Somebody who is asked into the team."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs=_EMAIL))
    role = forms.ChoiceField(label=_("Role"), choices=MemberRole.choices, initial=MemberRole.SHIPPER)


class RoleForm(forms.Form):
    """Another role."""

    role = forms.ChoiceField(label=_("Role"), choices=MemberRole.choices)


class KeyForm(DeskForm):
    """A machine that is given a key."""

    name = forms.CharField(
        label=_("Name of the machine"), max_length=80, help_text=_("Shop, warehouse, accounts.")
    )
    uses = forms.MultipleChoiceField(
        label=_("What it may do"), choices=KeyUse.choices, widget=forms.CheckboxSelectMultiple,
        initial=[KeyUse.SHIPPING],
    )  # fmt: skip


class PickupAddressForm(PlacesForm, DeskForm):
    """An address from which parcels are fetched."""

    ends = ("place",)

    label = forms.CharField(label=_("Name of this address"), max_length=40, help_text=_("Shop, warehouse."))
    name = forms.CharField(label=_("Who is there"), max_length=120)
    street = forms.CharField(label=_("Street and house"), max_length=200)
    place = forms.CharField(label=_("Town or village"), max_length=80)
    place_code = PlaceChoice(label=_("Which place is it?"))
    phone = PhoneField(label=_("Telephone"), max_length=40)
    is_usual = forms.BooleanField(label=_("This is the usual address"), required=False)

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_places(country)


class CheckForm(DeskForm):
    """What whoever checks a merchant has seen, or why a contract ends."""

    notes = forms.CharField(label=_("Papers that were seen, or why"), max_length=300)


class EndpointForm(DeskForm):
    """Where news is sent, and which."""

    url = forms.CharField(
        label=_("Address"), max_length=500, help_text=_("It begins with https://"),
        widget=forms.URLInput(attrs={**_LTR, "placeholder": "https://", "autocomplete": "off"}),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=_("What it is told"), choices=[(kind.value, kind.label) for kind in SUBSCRIBED], required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Nothing chosen means everything."),
    )  # fmt: skip


class ReplayForm(DeskForm):
    """From where everything is sent again: after a change, or since a moment."""

    after = forms.IntegerField(
        label=_("After the change with the number"), min_value=0, max_value=2**62, required=False,
        widget=forms.NumberInput(attrs={"dir": "ltr"}),
    )  # fmt: skip
    since = forms.DateTimeField(
        label=_("or since"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "dir": "ltr"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and (said.get("after") is None) == (said.get("since") is None):
            raise forms.ValidationError(_("Say after which change, or since when."))
        return said


class AgainForm(DeskForm):
    """One change that is sent again."""

    number = forms.IntegerField(
        label=_("Number of the change"),
        min_value=1,
        max_value=2**62,
        widget=forms.NumberInput(attrs={"dir": "ltr"}),
    )
