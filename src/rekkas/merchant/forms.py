"""What merchants type: who they are, how they log in, who is of their team, from where their parcels are fetched."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from postkit.money import to_text
from rekkas.catalogue.choices import Zone
from rekkas.catalogue.entries import ContractEntry, OwnPrice, RebateStep
from rekkas.catalogue.queries import Agreed
from rekkas.design.forms import (
    AmountField,
    CodeField,
    PhoneField,
    ShareField,
    WholeField,
    choose,
    set_currency,
)
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


class SendAgainForm(DeskForm):
    """One change that is sent again."""

    number = forms.IntegerField(
        label=_("Number of the change"),
        min_value=1,
        max_value=2**62,
        widget=forms.NumberInput(attrs={"dir": "ltr"}),
    )


PRICE, REBATE = "price", "rebate"
ROW_FIELDS = {PRICE: ("product", "zone", "up_to_weight_g", "amount"), REBATE: ("from_count", "share")}
ROWS_AT_MOST = {PRICE: 200, REBATE: 20}
EMPTY_ROWS = 2
DAY = {"type": "date", "dir": "ltr"}


class ContractForm(DeskForm):
    """What is agreed with a merchant: payment, and rows of prices and rebates, of which empty ones say nothing.

    More rows come by a button that sends the form: no script is needed.
    """

    valid_from = forms.DateField(label=_("Contract holds from"), widget=forms.DateInput(attrs=DAY))
    credit_limit = AmountField(label=_("Credit limit"), required=False, max_length=24)
    payment_days = WholeField(
        label=_("Days to pay an invoice"),
        required=False,
        min_value=0,
        help_text=_("Only with a credit limit."),
    )
    price_rows = forms.IntegerField(widget=forms.HiddenInput, required=False)
    rebate_rows = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any, *, country: Any, products: Sequence[Any], before: Agreed | None, more: bool = False,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        given = data if more else None
        super().__init__(None if more else data, **kwargs)
        self.said_currency = country.currency
        set_currency(self, country.currency, "credit_limit")
        initial = _said(given) if more else _agreed(before, country.currency)
        for name in (PRICE, REBATE):
            self._add_rows(name, _count(data, name, initial) + (EMPTY_ROWS if more else 0), country, products)
        for name, value in initial.items():
            if name in self.fields and name not in ("key", "price_rows", "rebate_rows"):
                self.fields[name].initial = value

    def _add_rows(self, name: str, count: int, country: Any, products: Sequence[Any]) -> None:
        count = min(count, ROWS_AT_MOST[name])
        self.fields[f"{name}_rows"].initial = count
        for row in range(count):
            if name == REBATE:
                self._add(name, row, "from_count", WholeField(label=_("From so many parcels"), min_value=0))
                self._add(name, row, "share", ShareField(label=_("Per cent off the carriage"), max_length=6))
                continue
            self._add(name, row, "product", forms.ChoiceField(label=_("Product")))
            choose(
                self.fields[f"price-{row}-product"], [("", "–"), *((one.code, one.name) for one in products)]
            )
            self._add(name, row, "zone", forms.ChoiceField(label=_("How far"), choices=Zone.choices))
            self.fields[f"price-{row}-zone"].initial = Zone.ANY
            self._add(name, row, "up_to_weight_g", WholeField(label=_("Up to grams"), min_value=0))
            self._add(name, row, "amount", AmountField(label=_("Price"), max_length=24))
            set_currency(self, country.currency, f"price-{row}-amount")
            self.fields[f"price-{row}-amount"].help_text = ""

    def _add(self, name: str, row: int, part: str, field: forms.Field) -> None:
        field.required = False
        self.fields[f"{name}-{row}-{part}"] = field

    def rows(self, name: str) -> Iterator[list[forms.BoundField]]:
        count = sum(field.startswith(f"{name}-") for field in self.fields) // len(ROW_FIELDS[name])
        for row in range(count):
            yield [self[f"{name}-{row}-{part}"] for part in ROW_FIELDS[name]]

    @property
    def prices(self) -> list[list[forms.BoundField]]:
        return list(self.rows(PRICE))

    @property
    def rebates(self) -> list[list[forms.BoundField]]:
        return list(self.rows(REBATE))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for product, _zone, weight, amount in self.rows(PRICE):
            if cleaned.get(product.name) and not cleaned.get(weight.name) and weight.name not in self.errors:
                self.add_error(weight.name, _("Write up to which weight."))
            if not cleaned.get(product.name) and (cleaned.get(weight.name) or cleaned.get(amount.name)):
                self.add_error(product.name, _("Choose the product."))
            if cleaned.get(product.name) and not amount.data and amount.name not in self.errors:
                self.add_error(amount.name, _("Write the price."))
        for count, share in self.rows(REBATE):
            if bool(cleaned.get(count.name)) != bool(cleaned.get(share.name)):
                missing = share if cleaned.get(count.name) else count
                if missing.name not in self.errors:
                    self.add_error(missing.name, _("Write both, or neither."))
        return cleaned

    @property
    def contract(self) -> ContractEntry:
        """What is agreed, once it is valid."""
        said = self.cleaned_data
        prices = [
            OwnPrice(*(said[field.name] for field in row)) for row in self.rows(PRICE) if said[row[0].name]
        ]
        rebates = [
            RebateStep(*(said[field.name] for field in row)) for row in self.rows(REBATE) if said[row[0].name]
        ]
        return ContractEntry(
            valid_from=said["valid_from"], credit_limit=said["credit_limit"], payment_days=said["payment_days"],
            prices=tuple(prices), rebates=tuple(rebates),
        )  # fmt: skip


class EndContractForm(DeskForm):
    """When a contract ends, and why."""

    last_date = forms.DateField(label=_("Last day on which it holds"), widget=forms.DateInput(attrs=DAY))
    reason = forms.CharField(label=_("Why"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))


def _count(data: Any, name: str, initial: Mapping[str, Any]) -> int:
    """How many rows a form has: as many as were sent, or those agreed before and some empty ones."""
    if data is not None:
        said = str(data.get(f"{name}_rows", ""))[:3]
        return int(said) if said.isdecimal() else 0
    filled = {field.split("-")[1] for field in initial if field.startswith(f"{name}-")}
    return len(filled) + EMPTY_ROWS


def _said(data: Any) -> dict[str, Any]:
    """What was typed so far."""
    return {name: data[name] for name in data}


def _agreed(before: Agreed | None, currency: str) -> dict[str, Any]:
    """What holds is where one begins."""
    if before is None:
        return {}
    said: dict[str, Any] = {
        "credit_limit": to_text(before.credit_limit, currency) if before.credit_limit else "",
        "payment_days": before.payment_days or "",
    }
    for row, own in enumerate(before.prices):
        values = own.product, own.zone, own.up_to_weight_g, to_text(own.amount, currency)
        said |= {f"price-{row}-{part}": value for part, value in zip(ROW_FIELDS[PRICE], values, strict=True)}
    for row, step in enumerate(before.rebates):
        share = f"{step.per_mille / 10:g}"
        said |= {f"rebate-{row}-from_count": step.from_count, f"rebate-{row}-share": share}
    return said
