"""What the treasurer sends: whom to pay, what was agreed, what came back, what is explained."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rekkas.base.actors import FIRST_YEAR
from rekkas.commerce.choices import WORKING_DAYS, CorrectionReason, Cycle, FeesTaken
from rekkas.commerce.entries import TermsEntry
from rekkas.commerce.models import MerchantTerms
from rekkas.commerce.models.terms import DAYS_AT_MOST, MONTH_DAYS
from rekkas.design.formats import weekday_text
from rekkas.design.forms import AmountField, WholeField, choose, set_currency
from rekkas.desk.forms import NUMBER_ATTRS, DeskForm

WORDS = {"rows": 3, "dir": "auto"}
DAY = {"type": "date", "dir": "ltr"}


class PayForm(DeskForm):
    merchant = forms.CharField(widget=forms.HiddenInput, max_length=24)
    currency = forms.CharField(widget=forms.HiddenInput, max_length=3)


class SettleForm(DeskForm):
    """Up to which day merchants are settled."""

    day = forms.DateField(
        label=_("Up to which day"), widget=forms.DateInput(attrs=DAY),
        help_text=_("Whoever was to be settled on this day or before it, and has not been."),
    )  # fmt: skip


class TermsForm(DeskForm):
    """What is agreed with a merchant."""

    valid_from = forms.DateField(label=_("Holds from"), widget=forms.DateInput(attrs=DAY))
    cycle = forms.ChoiceField(label=_("When it is paid out"), choices=Cycle.choices, widget=forms.RadioSelect)
    weekday = forms.TypedChoiceField(
        label=_("On which weekday"), coerce=int, required=False, help_text=_("Where once a week.")
    )  # fmt: skip
    month_day = WholeField(
        label=_("On which day of the month"), required=False, min_value=0, max_value=MONTH_DAYS,
        help_text=_("Where once a month. In a shorter month its last day."),
    )  # fmt: skip
    after_days = WholeField(
        label=_("After how many days"), required=False, min_value=0, max_value=DAYS_AT_MOST,
        help_text=_("Where so many days after the cash is in."),
    )  # fmt: skip
    days = forms.MultipleChoiceField(
        label=_("Weekdays on which money is paid out"), widget=forms.CheckboxSelectMultiple,
        help_text=_("What falls on another day or on a holiday is paid out on the next of these."),
    )  # fmt: skip
    minimum = AmountField(
        label=_("Least that is paid out"), required=False, max_length=24
    )  # fmt: skip
    pay_to = forms.CharField(
        label=_("Account"), required=False, max_length=40, widget=forms.TextInput(attrs=NUMBER_ATTRS),
        help_text=_("A number of the postal bank, a RIB or an IBAN. Empty: that of the contract."),
    )  # fmt: skip
    fee = AmountField(label=_("Fee for each item"), required=False, max_length=24)
    fee_per_mille = WholeField(
        label=_("And thousandths of what is collected"), required=False, min_value=0, max_value=1000
    )
    return_fee = AmountField(label=_("Fee for an item that comes back"), required=False, max_length=24)
    tax_per_mille = WholeField(
        label=_("Tax, in thousandths of the fee"), required=False, min_value=0, max_value=1000
    )
    fees_taken = forms.ChoiceField(
        label=_("How fees are taken"), choices=FeesTaken.choices, widget=forms.RadioSelect
    )

    def __init__(self, data: Any, *, currency: str, before: MerchantTerms | None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.said_currency = currency
        set_currency(self, currency, "minimum", "fee", "return_fee")
        weekdays = [(str(number), weekday_text(number)) for number in range(1, 8)]
        choose(self.fields["weekday"], [("", "–"), *weekdays])
        choose(self.fields["days"], weekdays)
        for name, value in _initial(before, currency).items():
            self.fields[name].initial = value

    @property
    def terms(self) -> TermsEntry:
        said = self.cleaned_data
        named = {name: said[name] for name in TermsEntry.__struct_fields__}
        return TermsEntry(
            **{
                **named, "cycle": Cycle(said["cycle"]), "fees_taken": FeesTaken(said["fees_taken"]),
                "days": "".join(said["days"]), "weekday": said["weekday"] or 0,
            }
        )  # fmt: skip


def _initial(before: MerchantTerms | None, currency: str) -> dict[str, Any]:
    """What was agreed last is where one begins."""
    from postkit.money import to_text

    if before is None:
        return {"cycle": Cycle.WORKING_DAYS, "days": list(WORKING_DAYS), "fees_taken": FeesTaken.DEDUCTED}
    said: dict[str, Any] = {
        name: getattr(before, name) or ""
        for name in ("cycle", "weekday", "month_day", "after_days", "pay_to", "fee_per_mille", "tax_per_mille",
                     "fees_taken")
    }  # fmt: skip
    said["days"] = list(before.days)
    for name in ("minimum", "fee", "return_fee"):
        amount = getattr(before, name)
        said[name] = to_text(amount, currency) if amount else ""
    return said


class ReasonForm(DeskForm):
    reason = forms.CharField(label=_("Why"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))


class CorrectForm(DeskForm):
    """A correction of an item's cash."""

    direction = forms.ChoiceField(
        label=_("What is to be done"), widget=forms.RadioSelect,
        choices=(("take", _("Take it from the merchant")), ("give", _("Give it to the merchant"))),
    )  # fmt: skip
    amount = AmountField(label=_("Amount"), max_length=24)
    reason = forms.ChoiceField(label=_("Why"), choices=CorrectionReason.choices)
    note = forms.CharField(
        label=_("What happened"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("The merchant reads it on the next statement."),
    )  # fmt: skip

    def __init__(self, data: Any, *, currency: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.said_currency = currency
        set_currency(self, currency, "amount")

    @property
    def signed(self) -> int:
        amount: int = self.cleaned_data["amount"]
        return -amount if self.cleaned_data["direction"] == "take" else amount


class ExplainForm(DeskForm):
    explanation = forms.CharField(
        label=_("Explanation"), max_length=500, widget=forms.Textarea(attrs=WORDS),
        help_text=_("It stays beside your name. It moves no money."),
    )  # fmt: skip


class RobberyForm(DeskForm):
    """That a postman was robbed."""

    courier = forms.CharField(label=_("Postman"), max_length=80, widget=forms.TextInput(attrs={"dir": "ltr"}))
    police_report = forms.CharField(
        label=_("Number of the police report"), max_length=80, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    robbed_at = forms.DateTimeField(
        label=_("When"), input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "dir": "ltr"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    account = forms.CharField(label=_("What happened"), max_length=2000, widget=forms.Textarea(attrs=WORDS))

    def clean_robbed_at(self) -> datetime:
        """A time without an offset is that of the office: the page has made its clock the current one."""
        said: datetime = self.cleaned_data["robbed_at"]
        return said if timezone.is_aware(said) else timezone.make_aware(said)


def day_said(text: str) -> date | None:
    """A day of an address; nothing where it is none, or has no days about it."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year < date.max.year else None
