"""What people ask of the books."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rekkas.desk.forms import DeskForm


class ReverseForm(DeskForm):
    note = forms.CharField(
        label=_("Why"), max_length=200, help_text=_("It stands in the books beside your name, for ever.")
    )


class CloseDayForm(DeskForm):
    business_date = forms.DateField(
        label=_("Last day to close"), widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"}),
        help_text=_("This day and all open days before it. They take no more entries."),
    )  # fmt: skip
