"""What customers type to send money: to an account, or by money order."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from postkit.pack.payments import OrderTerms, Payments
from rekkas.bank import queries as bank
from rekkas.bank.queries import OwnAccount
from rekkas.bank.views.me.forms import OwnForm
from rekkas.design import formats
from rekkas.payments.choices import Way
from rekkas.payments.entries import OrderEntry, PayeeEntry, SenderEntry
from rekkas.payments.views.me.payees import Payee, payee_of

WHERE = _("Account number, RIB or IBAN, or the telephone of a wallet: + and the code of the country first.")
NUMBER: dict[str, Any] = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}


def line(
    label: Any, *, required: bool = False, most: int = 80, note: Any = "", **attrs: Any
) -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", **attrs})
    return forms.CharField(label=label, required=required, max_length=most, help_text=note, widget=widget)


class _ToAccount(OwnForm):
    """Money that goes to an account."""

    found: Payee | None = None
    fee = 0

    def _find(self, name: str, *, country: str, mine: set[str]) -> Payee | None:
        try:
            self.found = payee_of(self.cleaned_data[name], country=country, mine=mine)
        except ValidationError as wrong:
            self.add_error(name, wrong)
            return None
        self.payee_number = self.found.number
        if self.found.number == self.cleaned_data.get("source"):
            self.add_error(name, _("This is the account from which you send. Name another."))
        return self.found


class TransferForm(_ToAccount):
    """An amount from an account of the customer to any other."""

    payee = line(
        _("To"), required=True, most=50,
        note=WHERE, **NUMBER,
    )  # fmt: skip
    payee_name = line(_("Name of the payee"), most=140, note=_("Needed for an account at another bank."))
    note = line(_("What for"), most=140, note=_("The payee reads it."))
    at_once = forms.BooleanField(label=_("Send it at once"), required=False)
    target = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    field_order = ("source", "payee", "payee_name", "amount", "note")

    def __init__(
        self, *args: Any, sources: Sequence[OwnAccount], mine: set[str], today: date, **more: Any
    ) -> None:
        super().__init__(*args, sources=sources, **more)
        self.mine, self.today = mine, today

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if {"source", "payee"} <= said.keys():
            payee = self._find("payee", country=self.giver.product.country_id, mine=self.mine)
            if payee and payee.bank and not said.get("payee_name"):
                self.add_error("payee_name", _("Write the name of the payee as their bank knows it."))
        if {"source", "amount"} <= said.keys() and self.found:
            self.fee = self._fee(said["amount"])
            self.check_enough(self.fee)
        return said

    def _fee(self, amount: int) -> int:
        code = "per-transfer-outside" if self.found and self.found.bank else "per-transfer-inside"
        return bank.fee_for(bank.fee_on(self.giver.product, code, self.today), amount)

    @property
    def may_go_at_once(self) -> bool:
        """Whether this one could also go at once, instead of with the next file."""
        rules = self.found.rules if self.found else None
        amount = self.cleaned_data["amount"]
        return (
            rules is not None
            and rules.instant_at_most is not None
            and amount <= rules.instant_at_most
            and amount < rules.second_person_from
        )

    @property
    def is_confirmed(self) -> bool:
        """Whether the customer has seen to whom it goes, and it still goes there."""
        return (
            "confirmed" in self.data
            and self.found is not None
            and self.cleaned_data["target"] == self.found.number
        )


class OrderForm(_ToAccount):
    """A money order, paid for from an account of the customer."""

    payee_account = line(
        _("Account of the payee"), required=True, most=50,
        note=WHERE, **NUMBER,
    )  # fmt: skip
    payee_name = line(
        _("Name of the payee"),
        required=True,
        most=160,
        note=_("As the identity document of the payee says it."),
    )
    payee_phone = line(
        _("Telephone of the payee"), most=24, note=_("The payee is told that money is there, not how much."),
        inputmode="tel", **NUMBER,
    )  # fmt: skip
    payee_locality = line(_("Town or village of the payee"))
    message = line(_("A few words for the payee"), most=140)
    field_order = (
        "source",
        "payee_account",
        "payee_name",
        "payee_phone",
        "payee_locality",
        "amount",
        "message",
    )

    def __init__(
        self,
        *args: Any,
        sources: Sequence[OwnAccount],
        rules: Payments,
        terms: OrderTerms,
        today: date,
        **more: Any,
    ) -> None:
        super().__init__(*args, sources=sources, **more)
        self.rules, self.terms, self.today = rules, terms, today
        for name in (
            ("payee_name", "payee_phone", "payee_locality") if self.is_to_account else ("payee_account",)
        ):
            del self.fields[name]

    @property
    def is_to_account(self) -> bool:
        return self.terms.paid == Way.ACCOUNT

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.is_to_account and {"source", "payee_account"} <= said.keys():
            payee = self._find("payee_account", country=self.giver.product.country_id, mine=set(self.sources))
            if payee and payee.bank:
                self.add_error(
                    "payee_account", _("This account is at another bank: send a transfer instead.")
                )
        if {"source", "amount"} <= said.keys():
            self._check_amount(said["amount"])
        return said

    def _check_amount(self, amount: int) -> None:
        least, most = self.terms.amount_at_least, self.terms.amount_at_most
        fee = self.rules.fee_for(self.terms.code, amount, self.today)
        if amount < least:
            said = _("Such a money order is of at least %(least)s.")
            self.add_error("amount", said % {"least": formats.money_text(least, self.giver.currency)})
        elif (most is not None and amount > most) or fee is None:
            said = _("Such a money order is of at most %(most)s.")
            top = most if most is not None else amount
            self.add_error("amount", said % {"most": formats.money_text(top, self.giver.currency)})
        else:
            self.fee = fee
            self.check_enough(fee)

    @property
    def order(self) -> OrderEntry:
        """What is asked for."""
        said, row = self.cleaned_data, self.giver
        return OrderEntry(
            product=self.terms.code, amount=said["amount"], currency=row.currency,
            sender=SenderEntry(account=row.number), payee=self._payee(), message=said["message"],
        )  # fmt: skip

    def _payee(self) -> PayeeEntry:
        said = self.cleaned_data
        if self.found:
            holder = self.found.account.holder
            return PayeeEntry(name=holder.latin_name, name_ar=holder.arabic_name, account=self.found.number)
        name = said["payee_name"]
        is_arabic = any("\u0600" <= sign <= "\u06ff" for sign in name)
        return PayeeEntry(
            name="" if is_arabic else name, name_ar=name if is_arabic else "", phone=said["payee_phone"],
            locality=said["payee_locality"],
        )  # fmt: skip
