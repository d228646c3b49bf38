"""What people type of accounts: which one, how much, for whom, by whose order."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rekkas.bank import queries
from rekkas.bank.choices import BlockKind
from rekkas.bank.forms import LATIN, DayField, line
from rekkas.bank.models import AccountProduct, BankAccount
from rekkas.base.errors import Refused
from rekkas.design.forms import AmountField, choose, set_currency
from rekkas.desk.forms import AgainForm, DeskForm

NUMBER = {**LATIN, "autocapitalize": "characters", "spellcheck": "false"}
DOCUMENT: dict[str, Any] = {"most": 40, "note": _("As it stands on the paper that is shown."), **NUMBER}


class FindAccountForm(forms.Form):
    """Looked up by any number under which it is known."""

    account = line(
        _("Account number, RIB, IBAN or telephone"), required=True, most=40,
        note=_("A telephone begins with + and the country’s code."), autofocus=True, **NUMBER,
    )  # fmt: skip
    found: BankAccount | None = None

    def clean_account(self) -> str:
        said: str = self.cleaned_data["account"]
        try:
            self.found = queries.account(said)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return said


class OpenAccountForm(DeskForm):
    """Which account, and who may act on it beside its holder."""

    product = forms.ChoiceField(label=_("Account"), widget=forms.RadioSelect)
    joint = line(
        _("Number of a joint holder"), most=16, note=_("A customer of the bank, who may act as the holder does."),
        **NUMBER,
    )  # fmt: skip
    guardian = line(_("Number of the guardian"), most=16, note=_("For a holder who is not of age."), **NUMBER)

    def __init__(self, data: Any = None, *, products: list[AccountProduct], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choose(self.fields["product"], [(product.code, product.name) for product in products])


class AmountForm(DeskForm):
    """An amount at a counter."""

    amount = AmountField(label=_("Amount"), max_length=24)

    def __init__(self, data: Any = None, *, currency: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.said_currency = currency
        set_currency(self, currency, "amount")

    def clean_amount(self) -> int:
        amount: int = self.cleaned_data["amount"]
        if not amount:
            raise ValidationError(_("Write an amount above zero."))
        return amount


class DepositForm(AmountForm, AgainForm):
    note = line(_("Who brings it, or what for"), most=200)


class WithdrawForm(AmountForm, AgainForm):
    document = line(_("Number of the identity document"), required=True, **DOCUMENT)
    note = line(_("What for"), most=200)


class TransferForm(AmountForm):
    """To whom, how much; whom the number leads to is shown before anything moves."""

    target = line(_("To: account number, RIB, IBAN or telephone"), required=True, most=40, **NUMBER)
    document = line(_("Number of the identity document"), required=True, **DOCUMENT)
    note = line(_("What for"), most=140)
    payee_shown = forms.CharField(required=False, widget=forms.HiddenInput)
    amount_shown = forms.CharField(required=False, widget=forms.HiddenInput)
    payee: BankAccount | None = None

    def clean_target(self) -> str:
        said: str = self.cleaned_data["target"]
        try:
            self.payee = queries.account(said)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return said

    @property
    def is_agreed(self) -> bool:
        """Whether whoever sends it saw this very payee and this very amount."""
        said = self.cleaned_data
        shown = (said.get("payee_shown"), said.get("amount_shown"))
        return self.payee is not None and shown == (self.payee.number, str(said["amount"]))


class CloseAccountForm(DeskForm):
    document = line(_("Number of the identity document"), required=True, **DOCUMENT)
    to_account = line(
        _("To which account the rest goes"),
        most=40,
        note=_("Leave it empty to pay it out in cash."),
        **NUMBER,
    )


class BlockForm(DeskForm):
    """What an authority ordered."""

    kind = forms.ChoiceField(label=_("What is ordered"), choices=BlockKind.choices, widget=forms.RadioSelect)
    amount = AmountField(label=_("Amount to set aside"), required=False, max_length=24)
    reference = line(_("Reference of the order"), required=True, most=80)
    authority = line(_("Authority"), required=True, most=120)
    reason = line(_("Reason"), required=True, most=200)

    def __init__(self, data: Any = None, *, currency: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.said_currency = currency
        set_currency(self, currency, "amount")


class UnblockForm(DeskForm):
    reference = forms.ChoiceField(label=_("Reference of the order"))
    reason = line(_("Reason"), required=True, most=200)

    def __init__(self, data: Any = None, *, references: list[str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choose(self.fields["reference"], [(reference, reference) for reference in references])


class SpanForm(forms.Form):
    """From one day to another; without an answer, the month that runs."""

    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("To"), required=False)

    def span(self, today: date) -> tuple[date, date]:
        said = self.cleaned_data if self.is_valid() else {}
        first, last = said.get("first"), said.get("last")
        first = first or (last or today).replace(day=1)
        return first, max(last or max(today, first), first)


def months_before(today: date, count: int) -> list[tuple[date, date]]:
    """The last whole months, the latest first."""
    found, first = [], today.replace(day=1)
    for _number in range(count):
        last = first - timedelta(days=1)
        first = last.replace(day=1)
        found.append((first, last))
    return found
