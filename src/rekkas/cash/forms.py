"""What people type at a till, at the vault, and in a question about cash."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from postkit.cash import Denomination, from_text, to_text
from postkit.pack.cash import SUPPORT_AT_LEAST
from postkit.text import visible, western_digits
from rekkas.cash.choices import MOST, HitKind
from rekkas.design.formats import money_text
from rekkas.design.forms import AmountField, choose, set_currency
from rekkas.desk.forms import NUMBER_ATTRS, DeskForm

MOST_PIECES = 10**9
PLAIN = {"autocomplete": "off", "dir": "auto"}


class PiecesField(forms.IntegerField):
    """How many pieces, in any digits; nothing written is none."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr", "size": 6})

    def to_python(self, value: Any) -> int | None:
        return super().to_python("".join(western_digits(visible(str(value or ""))).split()))


class CashField(AmountField):
    """An amount of cash: no more than can be counted."""

    def clean(self, value: Any) -> int:
        amount = super().clean(value)
        if amount > MOST:
            raise forms.ValidationError(_("This amount is too large."))
        return amount


class CountForm(DeskForm):
    """Cash counted by notes and coins. Where nobody said which there are, the sum is asked."""

    parts: tuple[str, ...] = ("count",)

    def __init__(
        self, data: Any, *, currency: str, denominations: Sequence[Denomination], draft: str = "", **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(data, **kwargs)
        self.said_currency, self.values = currency, [one.value for one in denominations]
        drafted = from_text(draft)
        for part in self.parts:
            if not self.values:
                self.fields[part] = CashField(label=_("Counted"), max_length=24)
                set_currency(self, currency, part)
            for value in self.values:
                name = f"{part}_{value}"
                label = money_text(value, currency)
                self.fields[name] = PiecesField(
                    label=label, required=False, min_value=0, max_value=MOST_PIECES
                )
                self.fields[name].initial = drafted.get(value) or None

    def rows(self, part: str) -> list[BoundField]:
        """The questions of one count, the largest piece first."""
        return [self[f"{part}_{value}"] for value in self.values] or [self[part]]

    @property
    def counts(self) -> list[tuple[str, list[BoundField]]]:
        return [(part, self.rows(part)) for part in self.parts]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for part in self.parts:
            if self.values:
                pieces = {value: cleaned.get(f"{part}_{value}") or 0 for value in self.values}
            else:
                pieces = {1: cleaned.get(part) or 0}
            cleaned[part] = to_text(pieces) if not self.errors else ""
        return cleaned


class OpenForm(CountForm):
    parts = ("drawer", "taken")


class CloseForm(CountForm):
    last_mark = forms.CharField(
        label=_("Mark of the last receipt"), max_length=16, required=False,
        help_text=_("Eight letters and digits, on the last receipt in your hand. Empty where there was none."),
        widget=forms.TextInput(attrs=NUMBER_ATTRS),
    )  # fmt: skip


class GiveForm(CountForm):
    """Cash given to a clerk whose till is open."""

    clerk = forms.ChoiceField(label=_("To whom"))

    def __init__(self, data: Any, *, clerks: Sequence[str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choose(self.fields["clerk"], [(name, name) for name in clerks])


class SealForm(CountForm):
    """A pouch and its seal."""

    pouch = forms.RegexField(
        "[A-Z0-9-]{1,32}", label=_("Number of the pouch"), max_length=32, widget=forms.TextInput(NUMBER_ATTRS)
    )
    seal = forms.CharField(
        label=_("Number of the seal"), max_length=32, widget=forms.TextInput(NUMBER_ATTRS)
    )  # fmt: skip

    def __init__(self, data: Any, **kwargs: Any) -> None:
        if data is not None and data.get("pouch"):
            data = data.copy()
            data["pouch"] = data["pouch"].strip().upper()
        super().__init__(data, **kwargs)


class SendForm(SealForm):
    destination = forms.CharField(
        label=_("To which office"), max_length=12, widget=forms.TextInput(NUMBER_ATTRS)
    )  # fmt: skip

    def clean_destination(self) -> str:
        return str(self.cleaned_data["destination"]).strip().upper()


class SlipForm(CountForm):
    slip = forms.CharField(
        label=_("Number of the bank’s slip"), max_length=32, widget=forms.TextInput(NUMBER_ATTRS)
    )


class SignForm(DeskForm):
    pouch = forms.CharField(widget=forms.HiddenInput, max_length=32)


class KeeperForm(DeskForm):
    keeper = forms.CharField(
        label=_("To whom the vault is entrusted"), max_length=80, widget=forms.TextInput(NUMBER_ATTRS)
    )


class SeenForm(DeskForm):
    """Lines that were read."""

    account = forms.CharField(widget=forms.HiddenInput, max_length=80)
    numbers = forms.TypedMultipleChoiceField(coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any, *, numbers: Sequence[int], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choose(self.fields["numbers"], [(str(number), str(number)) for number in numbers])


class StatementForm(DeskForm):
    statement = forms.CharField(
        label=_("What you have to say"), max_length=4_000, widget=forms.Textarea(attrs=PLAIN)
    )


class OwnerForm(DeskForm):
    owner = forms.CharField(
        label=_("Who answers it from now on"), max_length=80, widget=forms.TextInput(NUMBER_ATTRS)
    )


class ReasonForm(DeskForm):
    reason = forms.CharField(label=_("Why"), max_length=4_000, widget=forms.Textarea(attrs=PLAIN))


class ExplainForm(ReasonForm):
    amount = CashField(label=_("How much of it"), max_length=24, required=False)
    account = forms.CharField(
        label=_("The account where it belongs"), max_length=80, required=False,
        help_text=_("kind:owner:currency, such as income:postage:MAD."), widget=forms.TextInput(NUMBER_ATTRS),
    )  # fmt: skip

    def __init__(self, data: Any, *, currency: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.said_currency = currency
        set_currency(self, currency, "amount")


class TermsForm(DeskForm):
    minimum = CashField(label=_("At least"), max_length=24, required=False)
    maximum = CashField(label=_("At most"), max_length=24)
    bundle = CashField(label=_("Smallest amount that is moved"), max_length=24)
    tolerance = CashField(label=_("A count may differ by"), max_length=24, required=False)
    investigator = forms.CharField(
        label=_("Who looks into differences"), max_length=80, required=False,
        widget=forms.TextInput(NUMBER_ATTRS),
    )  # fmt: skip

    def __init__(self, data: Any, *, currency: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.said_currency = currency
        set_currency(self, currency, "minimum", "maximum", "bundle", "tolerance")


class AccessForm(DeskForm):
    branch = forms.CharField(label=_("Office"), max_length=12, widget=forms.TextInput(NUMBER_ATTRS))
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.TextInput(attrs=PLAIN))
    minutes = forms.IntegerField(label=_("For how many minutes"), min_value=SUPPORT_AT_LEAST, initial=60)

    def clean_branch(self) -> str:
        return str(self.cleaned_data["branch"]).strip().upper()


class ErrorForm(DeskForm):
    """A known error, in three languages."""

    code = forms.RegexField("[A-Z0-9-]{1,24}", label=_("Code"), widget=forms.TextInput(NUMBER_ATTRS))
    title_en = forms.CharField(label=_("What it is, in English"), max_length=120)
    title_fr = forms.CharField(label=_("What it is, in French"), max_length=120)
    title_ar = forms.CharField(label=_("What it is, in Arabic"), max_length=120)
    effect_en = forms.CharField(label=_("What it did, in English"), widget=forms.Textarea)
    effect_fr = forms.CharField(label=_("What it did, in French"), widget=forms.Textarea)
    effect_ar = forms.CharField(label=_("What it did, in Arabic"), widget=forms.Textarea)
    since = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(
        label=_("Until"), required=False, help_text=_("Empty while it is not mended."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    versions = forms.CharField(label=_("Versions of the program"), max_length=80, required=False)
    hit_kind = forms.ChoiceField(label=_("Whom it touched"), choices=HitKind.choices)
    hits = forms.CharField(
        label=_("Which"), required=False, help_text=_("Codes of offices, or kinds of entry, parted by blanks."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )  # fmt: skip

    def clean_hits(self) -> tuple[str, ...]:
        return tuple(str(self.cleaned_data["hits"]).split())
