"""What people type, and which files they hand in, of transfers and the clearing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rekkas.design.forms import AmountField, set_currency
from rekkas.desk.forms import DeskForm, NumberField
from rekkas.payments.choices import FilePurpose
from rekkas.payments.forms import FILE_BYTES, LATIN, DayField, line


class MessageField(forms.FileField):
    """A file of a message; its value is the name under which it was sent, and its bytes."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.FileInput(attrs={"accept": ".xml,application/xml,text/xml"})
        super().__init__(widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> tuple[str, bytes]:
        file = super().clean(data, initial)
        if file.size > FILE_BYTES:
            said = _("The file is larger than %(most)s MB. Send it in parts.")
            raise ValidationError(said, params={"most": FILE_BYTES // 1024**2})
        return file.name, file.read()


class PaymentFileForm(DeskForm):
    """A file of payments that a customer brings or sends."""

    customer = line(_("Number of the customer"), required=True, most=16, autocapitalize="characters", **LATIN)
    file = MessageField(
        label=_("File of payments"), help_text=_("A pain.001 message, as the customer made it.")
    )
    purpose = forms.ChoiceField(
        label=_("What for"), choices=FilePurpose.choices, initial=FilePurpose.PAYMENTS
    )


class ClearingFileForm(DeskForm):
    """A file of another bank."""

    file = MessageField(
        label=_("File of another bank"), help_text=_("Transfers, answers, or transfers sent back.")
    )


class SendForm(DeskForm):
    """A transfer to another bank. To whom it goes and what it costs is shown first, and taken with the same form."""

    account = line(_("From account"), required=True, most=40, note=_("Number, RIB or IBAN."), **LATIN)
    document = NumberField(
        label=_("Number of the document"), max_length=40, help_text=_("Of whoever may act on the account.")
    )
    payee_account = line(
        _("To account"), required=True, most=50, note=_("RIB or IBAN at another bank."), **LATIN
    )
    payee_name = line(_("Name of the payee"), required=True, most=140)
    amount = AmountField(label=_("Amount"), max_length=24)
    remittance = line(_("What for"), most=140, note=_("The payee reads it."))
    reference = line(_("Reference of the payer"), most=35, **LATIN)
    at_once = forms.BooleanField(label=_("Send it at once"), required=False)
    shown = forms.CharField(required=False, widget=forms.HiddenInput, max_length=80)

    def __init__(self, data: Any, *, currency: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.said_currency = currency
        set_currency(self, currency, "amount")


class ExplainForm(DeskForm):
    explanation = line(_("What became of it"), required=True, most=200, note=_("It stays with your name."))


class WhyForm(DeskForm):
    why = line(_("Why"), required=True, most=200, note=_("Others will read it."))


class AllotForm(DeskForm):
    account = line(_("To account"), required=True, most=40, note=_("Number, RIB or IBAN."), **LATIN)


class CutOffForm(DeskForm):
    """Which cut-off is closed."""

    business_date = DayField(widget=forms.HiddenInput)
    ordinal = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=99)


class SettleForm(DeskForm):
    """What the clearing says of a day."""

    settled_date = DayField(label=_("Day"))
    comes = AmountField(label=_("Comes to us"), max_length=24)
    goes = AmountField(label=_("Goes to other banks"), max_length=24)

    def __init__(self, data: Any, *, currency: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.said_currency = currency
        set_currency(self, currency, "comes", "goes")
