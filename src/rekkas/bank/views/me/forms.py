"""What customers type at their door, and how they look through an account."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rekkas.bank.commands.logins import LEAST_SIGNS
from rekkas.bank.forms import DayField
from rekkas.bank.queries import OwnAccount, standings
from rekkas.bank.views.me.pages import said_to_customer
from rekkas.base.errors import Refused
from rekkas.design import formats
from rekkas.design.forms import AmountField, choose, set_currency
from rekkas.desk.forms import DeskForm

MOST_SIGNS = 128
MOST_AMOUNT = 10**15  # of smallest units: beyond what anybody has
_WHO = {"dir": "ltr", "autocapitalize": "none", "spellcheck": "false", "autocomplete": "username"}


def who_field() -> forms.CharField:
    return forms.CharField(
        label=_("Your customer number or telephone"), max_length=40, widget=forms.TextInput(attrs=_WHO),
        help_text=_("The number begins with two letters, the telephone with + and the code of the country."),
    )  # fmt: skip


def secret_field(label: Any, autocomplete: str, **more: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"dir": "ltr", "autocomplete": autocomplete, "spellcheck": "false"})
    return forms.CharField(label=label, max_length=MOST_SIGNS, strip=False, widget=widget, **more)


class LogInForm(forms.Form):
    """Who stands at the door."""

    who = who_field()
    secret = secret_field(_("Secret"), "current-password")


class NewSecretForm(forms.Form):
    """A secret, typed twice, since nobody sees it."""

    new = secret_field(_("New secret"), "new-password")
    again = secret_field(_("New secret once more"), "new-password")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        said = _(
            "At least %(least)s signs: a few words that belong to you alone. Nobody of the post asks for it."
        )
        # Filled in here, in the language of who asks; above, it would stay in that of who asked first.
        self.fields["new"].help_text = said % {"least": LEAST_SIGNS}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "new" in said and "again" in said and said["new"] != said["again"]:
            self.add_error("again", _("The two are not the same. Type both again."))
        return said


class ActivateForm(NewSecretForm):
    """A code from a slip, and the secret that takes its place."""

    who = who_field()
    code = forms.CharField(
        label=_("Code on your slip"), max_length=40,
        help_text=_("Ten signs. The letter O is never meant, it is a zero."),
        widget=forms.TextInput(
            attrs={"dir": "ltr", "autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )  # fmt: skip
    field_order = ("who", "code", "new", "again")


class ChangeForm(NewSecretForm):
    """Another secret in the place of one that is known."""

    secret = secret_field(_("Your secret until now"), "current-password")
    field_order = ("secret", "new", "again")


class MovementsForm(forms.Form):
    """Which movements of an account are shown."""

    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("Until"), required=False)
    way = forms.ChoiceField(
        label=_("Which"), required=False,
        choices=(("", _("All")), ("in", _("What came in")), ("out", _("What went out"))),
    )  # fmt: skip

    def span(self, usual: tuple[date, date]) -> tuple[date, date]:
        """The days that are asked for; the usual ones where nothing or nothing right is."""
        first, last = (
            self.cleaned_data.get(name) or day for name, day in zip(("first", "last"), usual, strict=True)
        )
        return first, last


class OwnForm(DeskForm):
    """Money that leaves an account of the customer: from which, how much. Sent twice it does once what it says."""

    source = forms.ChoiceField(label=_("From"))
    amount = AmountField(label=_("Amount"), max_length=20)
    payee_number = ""  # the account of the payee, of which a refusal tells nothing

    def __init__(self, *args: Any, sources: Sequence[OwnAccount], **more: Any) -> None:
        super().__init__(*args, **more)
        self.sources = {own.row.number: own.row for own in sources}
        self.standings = standings([own.row for own in sources])
        choose(self.fields["source"], [(number, self._said(row)) for number, row in self.sources.items()])
        for currency in {row.currency for row in self.sources.values()}:
            set_currency(self, currency, "amount")

    def _said(self, row: Any) -> str:
        held = formats.money_text(self.standings[row.pk].available, row.currency)
        return f"{row.product.name} {formats.left_to_right(f'…{row.number[-4:]}')} · {held}"

    @property
    def giver(self) -> Any:
        """The account that was chosen."""
        return self.sources[self.cleaned_data["source"]]

    @property
    def available(self) -> int:
        return self.standings[self.giver.pk].available

    def clean_amount(self) -> int:
        amount: int = self.cleaned_data["amount"]
        if amount <= 0:
            raise forms.ValidationError(_("Write an amount above zero."))
        if amount > MOST_AMOUNT:
            raise forms.ValidationError(_("This amount is too large."))
        return amount

    def check_enough(self, fee: int) -> None:
        """Say before it is sent what is not there; afterwards the verb judges, which knows what was sent already."""
        row = self.giver
        if "confirmed" not in self.data and self.cleaned_data["amount"] + fee > self.available:
            most = formats.money_text(max(self.available - fee, 0), row.currency)
            self.add_error("amount", _("You can send at most %(most)s from this account.") % {"most": most})

    def does(self, verb: Callable[[str], Any]) -> bool:
        """Carry out the verb under this form's key; a refusal is said in words for its customer."""
        try:
            self.result = verb(str(self.cleaned_data["key"]))
        except Refused as refusal:
            self.decline(refusal.code, said_to_customer(refusal, payee=self.payee_number), refusal.status)
            return False
        return True

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What was typed, to be sent again with the confirmation."""
        return [(name, self.data.get(name, "")) for name in self.fields if name in self.data]
