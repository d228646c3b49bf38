"""Forms of the desk: sent twice they do once what they say, and numbers are scanned into them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from postkit.text import clean_number, numbers_in
from rekkas.base.errors import Refused
from rekkas.base.queries import was_answered
from rekkas.design import formats
from rekkas.design.forms import changed

JUST_NOW = timedelta(minutes=2)  # within these the same once more is asked about first
AMOUNTS_SAID = frozenset({"expected", "counted", "due", "taken", "held", "amount"})
MOST_NUMBERS = 2_000
NUMBER_ATTRS = {"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class DeskForm(forms.Form):
    """A form whose sending twice does once what it says: it carries a key that is new for each page shown."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    said_currency = ""
    result: Any = None
    refused_code = ""
    refused_status = 422
    way_on: tuple[str, Any] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4

    def does(self, verb: Callable[[str], Any]) -> bool:
        """Carry out the verb under this form's key; a refusal is said beside what was typed."""
        try:
            self.result = verb(str(self.cleaned_data["key"]))
        except Refused as refusal:
            self.way_on = refusal.way_on
            self.decline(refusal.code, said_in(refusal, self.said_currency), refusal.status)
            return False
        return True

    def decline(self, code: str, message: str, status: int = 409) -> None:
        self.refused_code, self.refused_status = code, status
        self.add_error(None, message)
        # Nothing was done under the old key: what is corrected is another request.
        self.data = changed(self.data, "key", str(uuid4()))


class AgainForm(DeskForm):
    """A form that asks before it does what was done a moment ago: its page may be a new one, with a new key."""

    again = forms.BooleanField(label=_("It is another one, not the same once more"), required=False)

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.is_asked_again = bool(data and data.get("again"))
        if not self.is_asked_again:
            self.fields["again"].widget = forms.HiddenInput()

    def does_unless(self, same: Callable[[], Refused | None], verb: Callable[[str], Any]) -> bool:
        """Carry out the verb, unless the same was done just now and nobody said that this is another one."""
        is_repeat = was_answered(str(self.cleaned_data["key"]))
        found = None if is_repeat or self.cleaned_data["again"] else same()
        if found is None:
            return self.does(verb)
        self.is_asked_again, self.fields["again"].widget = True, forms.CheckboxInput()
        self.decline(found.code, said_in(found, self.said_currency), found.status)
        return False


def said_in(refusal: Refused, currency: str) -> str:
    """A refusal as its reader writes amounts."""
    if not currency:
        return str(refusal)
    amounts = {
        name: formats.money_text(value, currency)
        for name, value in refusal.details.items()
        if name in AMOUNTS_SAID and isinstance(value, int)
    }
    return str(refusal.message) % {**refusal.details, **amounts}


class NumberField(forms.CharField):
    """One number, scanned or typed."""

    widget = forms.TextInput(attrs=NUMBER_ATTRS)

    def clean(self, value: Any) -> str:
        return clean_number(super().clean(value))


class NumbersField(forms.CharField):
    """Many numbers, scanned one after the other or pasted; each is kept once, in the order it came."""

    widget = forms.Textarea(attrs={**NUMBER_ATTRS, "rows": 3, "data-scan": True})

    def clean(self, value: Any) -> list[str]:
        numbers = numbers_in(super().clean(value))
        if len(numbers) > MOST_NUMBERS:
            raise ValidationError(_("At most %(most)s numbers at once."), params={"most": MOST_NUMBERS})
        return numbers


class TickedField(forms.MultipleChoiceField):
    """Numbers ticked on a list. The list may have changed since: the verb says which of them it cannot take."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: Any) -> bool:
        return True

    def clean(self, value: Any) -> list[str]:
        return [clean_number(number) for number in super().clean(value)]
