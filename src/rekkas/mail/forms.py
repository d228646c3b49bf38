"""What people type about items, bags and dispatches."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rekkas.design.forms import choose
from rekkas.desk.forms import DeskForm, NumberField, NumbersField, TickedField


class PrepareForm(DeskForm):
    destination = forms.ChoiceField(label=_("Where the bag goes"))

    def __init__(self, data: Any, *, offices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choose(self.fields["destination"], offices)


class FillForm(DeskForm):
    receptacle = NumberField(widget=forms.HiddenInput)
    numbers = NumbersField(label=_("Items"), help_text=_("Scan or paste them. Enter sends."))


class ContainerForm(DeskForm):
    """One bag, dispatch or run by its number."""

    number = NumberField(label=_("Number"), help_text=_("Scan it, or choose it below."))


class FoundForm(DeskForm):
    """What was found when something was opened."""

    number = NumberField(widget=forms.HiddenInput)
    found = NumbersField(
        label=_("What you found"), required=False, help_text=_("Scan everything, one after the other.")
    )
    uncounted = forms.BooleanField(
        label=_("It was not counted: all of it counts as arrived."), required=False
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("uncounted") and not cleaned.get("found") and "found" in cleaned:
            self.add_error("found", _("Scan what you found, or say that it was not counted."))
        return cleaned


class DispatchForm(DeskForm):
    destination = forms.ChoiceField(label=_("Next office"))
    receptacles = TickedField(label=_("Bags"))

    def __init__(self, data: Any, *, offices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choose(self.fields["destination"], offices)


class DepartForm(DeskForm):
    trip = forms.CharField(widget=forms.HiddenInput)
    date = forms.DateField(widget=forms.HiddenInput)
    dispatches = TickedField(label=_("Dispatches"), required=False)


class ScanForm(DeskForm):
    numbers = NumbersField(label=_("Numbers"), help_text=_("Scan or paste them. Enter sends."))
    code = forms.ChoiceField(label=_("What happened"))
    reason = forms.ChoiceField(label=_("Reason"), required=False)

    def __init__(
        self,
        data: Any,
        *,
        codes: Sequence[tuple[str, str]],
        reasons: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        choose(self.fields["code"], codes)
        choose(self.fields["reason"], [("", "—"), *reasons])
