"""What people type at a door, at the shelf and at the safe."""

import base64
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from postkit.images import kind_of_image
from rekkas.delivery.choices import Recipient, Shown, WishKind
from rekkas.delivery.commands.rounds import MOST_BYTES
from rekkas.delivery.entries import Identified
from rekkas.delivery.errors import EvidenceTooLarge, NotAnImage
from rekkas.design.forms import AmountField, choose, set_currency
from rekkas.desk.forms import DeskForm, NumberField, NumbersField, TickedField

DRAWN = "data:image/png;base64,"


class ItemsForm(DeskForm):
    """Items scanned, or ticked on the list."""

    numbers = NumbersField(label=_("Items"), required=False, help_text=_("Scan or paste them. Enter sends."))
    ticked = TickedField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        both = dict.fromkeys([*cleaned.get("numbers", []), *cleaned.get("ticked", [])])
        cleaned["all"] = list(both)
        if not both and "numbers" in cleaned:
            self.add_error("numbers", _("Scan an item, or tick one on the list."))
        return cleaned


class ShelfForm(ItemsForm):
    """Items, and the shelf on which they are laid."""

    shelf = forms.CharField(
        label=_("Shelf"), required=False, max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )  # fmt: skip


class AttemptForm(DeskForm):
    number = NumberField(label=_("Item"))
    reason = forms.ChoiceField(label=_("Why it could not be handed over"))
    next_step = forms.ChoiceField(label=_("What is done next"), widget=forms.RadioSelect)

    def __init__(
        self,
        data: Any,
        *,
        reasons: Sequence[tuple[str, str]],
        steps: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        choose(self.fields["reason"], reasons)
        choose(self.fields["next_step"], steps)


class SignatureField(forms.CharField):
    """A signature drawn on the page, as the page sends it; its value is the PNG."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> bytes:
        text = super().clean(value)
        if not text:
            return b""
        try:
            return base64.b64decode(text.removeprefix(DRAWN), validate=True)
        except ValueError as problem:
            raise ValidationError(_("The signature did not arrive whole. Sign again.")) from problem


class HandoverForm(DeskForm):
    number = NumberField(widget=forms.HiddenInput)
    cod_taken = AmountField(label=_("Cash taken"), required=False, max_length=24)
    recipient = forms.ChoiceField(
        label=_("Who takes it"),
        choices=Recipient.choices,
        widget=forms.RadioSelect,
    )
    recipient_name = forms.CharField(
        label=_("Name of who takes it"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    signature = SignatureField(required=False)
    photo = forms.FileField(
        label=_("Photograph"), required=False, help_text=_("Of the signed slip or of the hand-over: PNG or JPEG."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png", "capture": "environment"}),
    )  # fmt: skip

    def __init__(self, data: Any, *, currency: str, due: int, goes_back: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.said_currency = currency
        set_currency(self, currency, "cod_taken")
        self.fields["cod_taken"].required = due > 0
        whose = [(Recipient(one), label) for one, label in Recipient.choices]
        choose(
            self.fields["recipient"],
            [(one.value, str(label)) for one, label in whose if (one is Recipient.SENDER) == goes_back],
        )
        self.fields["recipient"].initial = Recipient.SENDER if goes_back else Recipient.ADDRESSEE

    def asked(self) -> "HandoverForm":
        """The form as a page shows it."""
        return self

    def clean_photo(self) -> bytes:
        """Looked at only where it is small enough to be kept."""
        photo = self.cleaned_data["photo"]
        if photo and photo.size > MOST_BYTES:
            raise ValidationError(str(EvidenceTooLarge(most=MOST_BYTES // 1024)))
        content: bytes = photo.read() if photo else b""
        if content and not kind_of_image(content):
            raise ValidationError(str(NotAnImage()))
        return content


class CollectedForm(HandoverForm):
    """The same for an item that waits on a shelf: what whoever collects it has shown."""

    collector = forms.ChoiceField(label=_("Who comes for the addressee"), required=False)
    shown = forms.ChoiceField(
        label=_("What is shown"), choices=Shown.choices, initial=Shown.IDENTITY, widget=forms.RadioSelect
    )
    document_kind = forms.ChoiceField(label=_("Document"), required=False)
    document_signs = forms.CharField(
        label=_("Last four signs of its number"), required=False, max_length=8,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip
    pick_up_code = forms.CharField(
        label=_("The code that they say"), required=False, max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}),
    )  # fmt: skip

    def __init__(
        self,
        data: Any,
        *,
        kinds: Sequence[tuple[str, str]],
        collectors: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        choose(self.fields["document_kind"], kinds or [("document", str(_("Identity document")))])
        choose(self.fields["collector"], [("", str(_("Nobody"))), *collectors])

    use_required_attribute = False  # of the answers below, the page shows those that what is shown needs

    def asked(self) -> "CollectedForm":
        """What is asked for is not called optional."""
        for name in ("document_kind", "document_signs", "pick_up_code"):
            self.fields[name].required = True
        return self

    def identified(self) -> Identified:
        """What was shown, as it is said with the hand-over."""
        said = self.cleaned_data
        if said["shown"] == Shown.CODE:
            return Identified(Shown.CODE)
        collector = UUID(said["collector"]) if said["collector"] else None
        return Identified(Shown.IDENTITY, said["document_kind"], said["document_signs"], collector)


class CountForm(DeskForm):
    """Cash that was counted, before anybody is told what the record says."""

    counted = AmountField(label=_("Counted"), max_length=24)

    def __init__(self, data: Any, *, currency: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.said_currency = currency
        set_currency(self, currency, "counted")


class WishForm(DeskForm):
    """What an addressee wishes; of the answers below, only that which the wish needs is asked for."""

    kind = forms.ChoiceField(
        label=_("What should be done?"), choices=WishKind.choices, widget=forms.RadioSelect
    )
    day = forms.DateField(
        label=_("On which day"), required=False, widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"})
    )
    neighbour = forms.CharField(
        label=_("Which neighbour"), max_length=120, required=False, help_text=_("Name and door.")
    )
    address = forms.ChoiceField(label=_("Which of your addresses"), required=False)
    office = forms.ChoiceField(label=_("Which office"), required=False)

    def __init__(
        self,
        data: Any,
        *,
        addresses: Sequence[tuple[str, str]],
        offices: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        choose(self.fields["address"], [("", "—"), *addresses])
        choose(self.fields["office"], [("", "—"), *offices])
        if not addresses:
            kinds = [(kind, str(label)) for kind, label in WishKind.choices if kind != WishKind.ADDRESS]
            choose(self.fields["kind"], kinds)

    use_required_attribute = (
        False  # the page shows only the answer that the wish needs, and no other is asked for
    )

    def shown(self) -> "WishForm":
        """The form as a page shows it: no answer that is asked for is called optional."""
        for name in WishKind.values:
            if name in self.fields:
                self.fields[name].required = True
        return self

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        wanted = said.get("kind", "")
        if wanted in self.fields and not said.get(wanted) and wanted not in self.errors:
            self.add_error(wanted, _("Fill this in for what you chose."))
        return said
