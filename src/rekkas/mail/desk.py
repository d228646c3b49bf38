"""What every page of the desk shares: one's office, a form that does its verb once, scanned numbers.

Counter, delivery and commerce use it from above.
"""

import functools
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from postkit.money import NotAnAmount, to_minor
from postkit.text import clean_number, visible, western_digits
from rekkas.base.access import StaffRequest
from rekkas.base.errors import Refused
from rekkas.design import formats
from rekkas.network import queries as network
from rekkas.network.errors import UnknownOffice

P = ParamSpec("P")
OFFICE = "desk-office"
ANSWERS = "desk-answers"
MOMENTS = "desk-moments"
KEPT_MOMENTS = 30
AMOUNTS_SAID = frozenset({"expected", "counted", "due", "taken", "held", "amount"})
_S10 = r"[A-Z]{2}(?:[ \u00a0-]?\d){9}[ \u00a0-]?[A-Z]{2}"
_TOKEN = re.compile(rf"(?<![A-Z0-9]){_S10}(?![A-Z0-9])|[^\s,;،؛|]+")
_RUN_TOGETHER = re.compile(r"(?:[A-Z]{2}\d{9}[A-Z]{2}){2,}")
MOST_NUMBERS = 2_000


def at_office(
    view: Callable[Concatenate[StaffRequest, Any, P], HttpResponse],
) -> Callable[Concatenate[StaffRequest, P], HttpResponse]:
    """A page of one office: the reader's own, or, for those of the whole network, ``?office=``."""

    @functools.wraps(view)
    def placed(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.actor.office:
            return view(request, network.office(request.actor.office), *args, **kwargs)
        asked = request.GET.get("office", "").strip().upper() or request.session.get(OFFICE, "")
        try:
            office = network.office(asked) if asked else None
        except UnknownOffice as refusal:
            return _ask_for_office(request, asked, refusal)
        if office is None or ("office" in request.GET and not request.GET["office"].strip()):
            return _ask_for_office(request, asked, None)
        request.session[OFFICE] = office.code
        return view(request, office, *args, **kwargs)

    return placed


def _ask_for_office(request: StaffRequest, asked: str, refusal: Refused | None) -> HttpResponse:
    status = refusal.status if refusal else 200
    return render(request, "desk/office.html", {"asked": asked, "refusal": refusal}, status=status)


class DeskForm(forms.Form):
    """A form whose sending twice does once what it says: it carries a key that is new for each page shown."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    said_currency = ""
    result: Any = None
    refused_code = ""
    refused_status = 422

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4

    def does(self, verb: Callable[[str], Any]) -> bool:
        """Carry out the verb under this form's key; a refusal is said beside what was typed."""
        try:
            self.result = verb(str(self.cleaned_data["key"]))
        except Refused as refusal:
            self.decline(refusal.code, said_in(refusal, self.said_currency), refusal.status)
            return False
        return True

    def decline(self, code: str, message: str, status: int = 409) -> None:
        self.refused_code, self.refused_status = code, status
        self.add_error(None, message)
        # Nothing was done under the old key: what is corrected is another request.
        self.data = changed(self.data, "key", str(uuid4()))


def changed(data: Any, name: str, value: str) -> Any:
    """What was sent, with one answer replaced."""
    copy = data.copy()
    copy[name] = value
    return copy


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


def set_currency(form: forms.Form, currency: str, *names: str) -> None:
    """Let these fields of a form take amounts of a currency, and say so."""
    for name in names:
        field = cast(AmountField, form.fields[name])
        field.currency = currency
        field.help_text = _("In %(currency)s.") % {"currency": currency}


class NumberField(forms.CharField):
    """One number, scanned or typed."""

    widget = forms.TextInput(
        attrs={"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
    )

    def clean(self, value: Any) -> str:
        return clean_number(super().clean(value))


class NumbersField(forms.CharField):
    """Many numbers, scanned one after the other or pasted; each is kept once, in the order it came."""

    widget = forms.Textarea(
        attrs={
            "dir": "ltr", "rows": 3, "autocomplete": "off", "autocapitalize": "characters",
            "spellcheck": "false", "data-scan": True,
        }
    )  # fmt: skip

    def clean(self, value: Any) -> list[str]:
        numbers = numbers_in(super().clean(value))
        if len(numbers) > MOST_NUMBERS:
            raise ValidationError(_("At most %(most)s numbers at once."), params={"most": MOST_NUMBERS})
        return numbers


def numbers_in(text: str) -> list[str]:
    """Each number once, in the order written; parted by spaces, commas or lines, in any digits.

    >>> numbers_in("ee 876 543 216 ca, RB123456785GB\\nRB١٢٣٤٥٦٧٨٥GB")
    ['EE876543216CA', 'RB123456785GB']
    >>> numbers_in("EE876543216CARB123456785GB")
    ['EE876543216CA', 'RB123456785GB']
    """
    found: dict[str, None] = {}
    for token in _TOKEN.findall(western_digits(visible(text)).upper()):
        number = clean_number(token)
        parts = [number]
        if _RUN_TOGETHER.fullmatch(number):  # a scanner that sends no line break
            parts = [number[at : at + 13] for at in range(0, len(number), 13)]
        found.update(dict.fromkeys(part for part in parts if part))
    return list(found)


def first_sent_at(request: StaffRequest, key: object, now: datetime) -> datetime:
    """When this form was sent for the first time: sent twice, it says the same."""
    moments: dict[str, str] = request.session.get(MOMENTS, {})
    if str(key) not in moments:
        latest = list(moments.items())[-KEPT_MOMENTS:]
        request.session[MOMENTS] = moments = {**dict(latest), str(key): now.isoformat()}
        request.session.save()  # now, not after the answer: a twin request may follow at once
    return datetime.fromisoformat(moments[str(key)])


def show(request: StaffRequest, template: str, **context: Any) -> HttpResponse:
    """The page; where its form was refused, with the status of the refusal."""
    form = context.get("form")
    status = 200
    if form is not None and form.is_bound and form.errors:
        status = getattr(form, "refused_status", 422)
    return render(request, template, context, status=status)


def answer(request: StaffRequest, rows: list[tuple[str, str, str]], address: str) -> HttpResponse:
    """Go on to a page that shows once what became of each number: number, tone, words."""
    request.session[ANSWERS] = [list(row) for row in rows]
    return redirect(address)


def answers(request: StaffRequest) -> list[list[str]]:
    """What became of the numbers just sent, shown once."""
    given: list[list[str]] = request.session.pop(ANSWERS, [])
    return given
