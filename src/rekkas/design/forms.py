"""Answers as people write them, on every page: amounts and weights in any digits, and choices known late."""

import re
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from postkit.money import NotAnAmount, to_minor
from postkit.phone import e164
from postkit.text import visible, western_digits

SHARE = re.compile(r"(\d{1,3})(?:\.(\d))?")


class AmountField(forms.CharField):
    """An amount as people write it, in any digits, in smallest units; nothing written is zero."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "dir": "ltr"})
    currency = "XXX"

    def clean(self, value: Any) -> int:
        text = super().clean(value)
        if not text:
            return 0
        try:
            amount = to_minor(text, self.currency)
        except NotAnAmount as problem:
            said = _("Write an amount in %(currency)s, with a point before its decimals.")
            raise ValidationError(said, params={"currency": self.currency}) from problem
        if amount < 0:
            raise ValidationError(_("An amount cannot be below zero."))
        return amount


def set_currency(form: forms.BaseForm, currency: str, *names: str) -> None:
    """Let these fields of a form take amounts of a currency, and say so."""
    for name in names:
        field = cast(AmountField, form.fields[name])
        field.currency = currency
        field.help_text = _("In %(currency)s.") % {"currency": currency}


class WeightField(forms.IntegerField):
    """A weight in grams, in any digits, with or without spaces between thousands."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"})

    def to_python(self, value: Any) -> int | None:
        return super().to_python("".join(western_digits(visible(str(value or ""))).split()))


class WholeField(forms.IntegerField):
    """A small whole number in any digits; nothing written is zero."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr", "size": 6})

    def to_python(self, value: Any) -> int:
        return super().to_python("".join(western_digits(visible(str(value or ""))).split())) or 0


class ShareField(forms.CharField):
    """A share in per cent as people write it, in any digits, as thousandths; nothing written is zero."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "dir": "ltr", "size": 6})

    def clean(self, value: Any) -> int:
        text = "".join(western_digits(visible(super().clean(value))).split()).rstrip("%٪")
        found = SHARE.fullmatch(text.replace(",", ".").replace("٫", "."))
        if text and (found is None or int(found[1]) > 100):
            raise ValidationError(_("Write a share in per cent, such as 5 or 2.5."))
        return int(found[1]) * 10 + int(found[2] or 0) if found else 0


def choose(field: forms.Field, choices: Iterable[tuple[str, str]]) -> None:
    """Say what may be chosen, once it is known."""
    cast(forms.ChoiceField, field).choices = list(choices)


def changed(data: Any, name: str, value: str) -> Any:
    """What was sent, with one answer replaced."""
    copy = data.copy()
    copy[name] = value
    return copy


class PhoneField(forms.CharField):
    """A telephone as people of the country type it, kept as the world writes it (E.164)."""

    widget = forms.TextInput(
        attrs={"dir": "ltr", "inputmode": "tel", "autocomplete": "tel", "spellcheck": "false"}
    )
    not_one = _(
        "This is no telephone number. Write it with all its digits, and with + where it is of another country."
    )

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        phone = e164(text, settings.COUNTRY) if text else ""
        if text and not phone:
            raise ValidationError(self.not_one)
        return phone


class CodeField(forms.CharField):
    """Digits that were sent to somebody, in any digits, with or without blanks."""

    widget = forms.TextInput(
        attrs={"dir": "ltr", "inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}
    )

    def clean(self, value: Any) -> str:
        return "".join(western_digits(super().clean(value)).split())
