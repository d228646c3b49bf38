"""What people type of money orders and bills."""

import base64
import secrets
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from postkit.moneyorder import NotACode, SecretCode, draw_code
from postkit.pack.payments import OrderTerms
from postkit.text import western_digits
from rekkas.design.forms import AmountField, choose, set_currency
from rekkas.desk.forms import AgainForm, DeskForm, NumberField
from rekkas.payments.choices import RefusalReason, Way
from rekkas.payments.entries import (
    DocumentShown,
    OrderEntry,
    PayeeEntry,
    Redirection,
    SenderEntry,
    Waiver,
)

LATIN: dict[str, Any] = {"dir": "ltr"}
ARABIC: dict[str, Any] = {"dir": "rtl", "lang": "ar"}
FILE_BYTES = 8 * 1024 * 1024
DRAWN = "data:image/png;base64,"


def line(
    label: Any, *, required: bool = False, most: int = 160, note: Any = "", **attrs: Any
) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "dir": "auto", **attrs})
    return forms.CharField(label=label, required=required, max_length=most, help_text=note, widget=widget)


class DayField(forms.DateField):
    """A day, as browsers and people write it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> Any:
        return super().to_python(western_digits(value) if isinstance(value, str) else value)


class TypedOnce(forms.TextInput):
    """What is typed here goes one way: no page gives it back."""

    def format_value(self, value: Any) -> None:
        return None


class CodeField(forms.CharField):
    """The secret code as the payee says it; its value shows itself to nobody."""

    widget = TypedOnce(
        attrs={"autocomplete": "off", "inputmode": "numeric", "dir": "ltr", "spellcheck": "false"}
    )

    def clean(self, value: Any) -> SecretCode:
        text = super().clean(value)
        try:
            return SecretCode(text)
        except NotACode as problem:
            raise ValidationError(_("The secret code has six digits.")) from problem


class SeedField(forms.CharField):
    """What a page's secret code is drawn from: it lives in the page alone, so that a form sent twice gives one code."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(max_length=64, initial=lambda: secrets.token_hex(16))

    def clean(self, value: Any) -> SecretCode:
        text = super().clean(value)
        try:
            return draw_code(bytes.fromhex(text))
        except ValueError as problem:
            raise ValidationError(_("Open this page again: it was not whole.")) from problem


class DrawnField(forms.CharField):
    """A signature drawn on the page; its value is the PNG."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> bytes:
        text = super().clean(value)
        try:
            return base64.b64decode(text.removeprefix(DRAWN), validate=True) if text else b""
        except ValueError as problem:
            raise ValidationError(_("The signature did not arrive whole. Sign again.")) from problem


class DocumentForm(DeskForm):
    """A paper that somebody shows."""

    document_kind = forms.ChoiceField(label=_("Document shown"))
    document_number = NumberField(label=_("Number of the document"), max_length=40)
    document_expires_on = DayField(label=_("Valid until"), required=False)

    def __init__(self, data: Any, *, documents: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choose(self.fields["document_kind"], [(kind.code, kind.name) for kind in documents])

    def document(self, name: str = "") -> DocumentShown:
        said = self.cleaned_data
        return DocumentShown(
            kind=said["document_kind"], number=said["document_number"], name=name,
            expires_on=said["document_expires_on"],
        )  # fmt: skip


class IssueForm(DocumentForm, AgainForm):
    """A money order over the counter. What it costs is shown first, and taken with the same form."""

    product = forms.ChoiceField(label=_("Money order"))
    amount = AmountField(label=_("Amount for the payee"), max_length=24)
    sender_name = line(_("Name of the sender, as the document says it"))
    sender_name_ar = line(_("Name of the sender, in Arabic letters"), **ARABIC)
    sender_phone = line(_("Telephone of the sender"), most=24, **LATIN, inputmode="tel")
    sender_account = line(_("From account"), most=40, **LATIN)
    payee_name = line(_("Name of the payee"))
    payee_name_ar = line(_("Name of the payee, in Arabic letters"), **ARABIC)
    payee_phone = line(_("Telephone of the payee"), most=24, **LATIN, inputmode="tel")
    payee_locality = line(_("Town or village of the payee"), most=80)
    payee_account = line(_("Into account"), most=40, **LATIN)
    message = line(_("Message for the payee"), most=140)
    seed = SeedField()
    fee_shown = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any, *, terms: Iterable[OrderTerms], names: dict[str, str], currency: str, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.terms = {row.code: row for row in terms}
        self.said_currency = currency
        choose(self.fields["product"], [(code, names[code]) for code in self.terms])
        set_currency(self, currency, "amount")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        terms = self.terms.get(said.get("product", ""))
        if terms is None:
            return said
        if terms.taken == Way.ACCOUNT and not said.get("sender_account"):
            self.add_error("sender_account", _("This money order comes from an account: write its number."))
        if terms.taken == Way.CASH and not said.get("sender_name") and not said.get("sender_name_ar"):
            self.add_error("sender_name", _("Name the sender, in Latin or in Arabic letters."))
        if terms.paid == Way.ACCOUNT and not said.get("payee_account"):
            self.add_error("payee_account", _("This money order goes into an account: write its number."))
        if not said.get("payee_name") and not said.get("payee_name_ar"):
            self.add_error("payee_name", _("Name the payee, in Latin or in Arabic letters."))
        return said

    def code(self) -> SecretCode | None:
        code: SecretCode = self.cleaned_data["seed"]
        return code if self.terms[self.cleaned_data["product"]].paid == Way.CASH else None

    def entry(self) -> OrderEntry:
        said = self.cleaned_data
        terms = self.terms[said["product"]]
        from_account = terms.taken == Way.ACCOUNT
        into_account = terms.paid == Way.ACCOUNT
        return OrderEntry(
            product=said["product"], amount=said["amount"], currency=self.said_currency, message=said["message"],
            sender=SenderEntry(
                name=said["sender_name"], name_ar=said["sender_name_ar"],
                phone=western_digits(said["sender_phone"]), document=self.document(),
                account=said["sender_account"] if from_account else "",
            ),
            payee=PayeeEntry(
                name=said["payee_name"], name_ar=said["payee_name_ar"], phone=western_digits(said["payee_phone"]),
                locality=said["payee_locality"], account=said["payee_account"] if into_account else "",
            ),
        )  # fmt: skip


class BeginForm(DocumentForm):
    """Somebody wants to be paid: number, code, document."""

    number = NumberField(label=_("Number of the money order"), max_length=40)
    code = CodeField(label=_("Secret code"), max_length=16)
    name = line(_("Name on the document"), required=True, note=_("As it is written there, in any letters."))

    def shown(self) -> DocumentShown:
        return self.document(self.cleaned_data["name"])


class PayForm(DeskForm):
    """The money is ready to be handed out; at a door the payee signs."""

    signature = DrawnField(required=False)


class ReasonForm(DeskForm):
    reason = line(_("Why"), required=True, most=200, note=_("Others will read it."))


class LookedForm(DocumentForm):
    """A document that was looked at, and why something is done."""

    reason = line(_("Why"), required=True, most=200, note=_("Others will read it."))


class RenewForm(LookedForm):
    seed = SeedField()


class RefuseForm(LookedForm):
    """Why an order will not be paid. Its sender shows the document of the issue."""

    why = forms.ChoiceField(
        label=_("What is the matter"), widget=forms.RadioSelect, choices=RefusalReason.choices
    )

    def __init__(self, data: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["document_number"].required = False
        self.fields["document_number"].help_text = _("Only where the sender takes the money back.")

    def shown(self) -> DocumentShown | None:
        return self.document() if self.cleaned_data["document_number"] else None


class ReimburseForm(DocumentForm):
    """The sender has the money back: receipt and document."""

    receipt_mark = line(
        _("Mark on the receipt"),
        most=16,
        note=_("Eight letters and digits under the number of the line."),
        **LATIN,
    )
    request = forms.ChoiceField(
        label=_("Signed request"),
        required=False,
        help_text=_("Without the receipt, with the fee, or by whoever issued it."),
    )

    def __init__(self, data: Any, *, requests: Iterable[str], is_cash: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choose(self.fields["request"], [("", "–"), *((number, number) for number in requests)])
        if not is_cash:
            for name in ("document_kind", "document_number", "document_expires_on", "receipt_mark"):
                del self.fields[name]

    def shown(self) -> DocumentShown | None:
        return self.document() if "document_number" in self.fields else None


class RedirectForm(LookedForm):
    """Where else an order shall go."""

    pay_office = line(_("Other office"), most=12, autocapitalize="characters", **LATIN)
    payee_name = line(_("Other name of the payee"))
    payee_name_ar = line(_("Other name of the payee, in Arabic letters"), **ARABIC)
    payee_phone = line(_("Other telephone of the payee"), most=24, **LATIN, inputmode="tel")

    def redirection(self) -> Redirection:
        said = self.cleaned_data
        return Redirection(
            pay_office=said["pay_office"].strip().upper(), payee_name=said["payee_name"],
            payee_name_ar=said["payee_name_ar"], payee_phone=western_digits(said["payee_phone"]),
        )  # fmt: skip


class WaiverForm(LookedForm):
    """What shall be done without in giving an order back; whoever issued it may ask for the signature alone."""

    no_receipt = forms.BooleanField(label=_("The receipt is lost"), required=False)
    fee_back = forms.BooleanField(label=_("The post is at fault: the fee goes back too"), required=False)

    def __init__(self, data: Any, *, is_own: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.is_own = is_own

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.is_own and not said.get("no_receipt") and not said.get("fee_back"):
            self.add_error("no_receipt", _("Say what the second person signs."))
        return said

    def waiver(self) -> Waiver:
        return Waiver(no_receipt=self.cleaned_data["no_receipt"], fee_back=self.cleaned_data["fee_back"])


class DoorForm(DeskForm):
    courier = line(_("Postman"), required=True, most=40, autocapitalize="none", **LATIN)


# ---- bills -----------------------------------------------------------------------------------------------------


class BillForm(DeskForm):
    """A bill to be paid. What is due and what it costs are shown first."""

    biller = forms.ChoiceField(label=_("For whom"))
    reference = NumberField(label=_("Reference on the bill"), max_length=40)
    amount = AmountField(label=_("Amount"), max_length=24, required=False)
    account = line(_("From account"), most=40, note=_("Empty: paid in cash."), **LATIN)
    document = line(_("Number of the account holder’s document"), most=40, **LATIN)
    again = forms.BooleanField(label=_("It is another payment, not the same once more"), required=False)
    total_shown = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, billers: Iterable[Any], currency: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.said_currency = currency
        choose(self.fields["biller"], [(row.code, row.name) for row in billers])
        set_currency(self, currency, "amount")


class ListForm(DeskForm):
    """A biller's list as a file."""

    bills = forms.FileField(
        label=_("List of bills"), help_text=_("CSV in UTF-8: reference,amount,due_on,name."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )  # fmt: skip

    def clean_bills(self) -> bytes:
        file = self.cleaned_data["bills"]
        if file.size > FILE_BYTES:
            raise ValidationError(
                _("The file is larger than %(most)s MB. Send it in parts."), params={"most": 8}
            )
        content: bytes = file.read()
        return content


class RemitForm(DeskForm):
    until = DayField(widget=forms.HiddenInput)
