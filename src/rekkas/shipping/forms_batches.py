"""What a merchant says of a table: the file, its columns, its places in doubt, a row's cells."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from postkit.sheets import NotATable, open_table, paste_table
from rekkas.design.forms import choose
from rekkas.desk.forms import AgainForm, DeskForm
from rekkas.shipping.drafts import FIELDS, MAY_BE_FIXED, NEEDED, ReadTable, read_in_parts
from rekkas.shipping.errors import TableNotRead
from rekkas.shipping.reasons import FIELD_NAMES, not_a_table

FILE_AT_MOST = 64 * 2**20
PASTED_AT_MOST = 2 * 2**20
ACCEPTED = ".csv,.txt,.tsv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class BatchForm(AgainForm):
    """A table as a file, or pasted from a spreadsheet."""

    file = forms.FileField(
        label=_("Your table"), required=False, help_text=_("CSV or .xlsx, with a row of headings; up to 50,000 rows."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )  # fmt: skip
    pasted = forms.CharField(
        label=_("Or paste cells from a spreadsheet"), required=False, strip=False, max_length=PASTED_AT_MOST,
        help_text=_("With the row of headings."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "spellcheck": "false", "autocomplete": "off"}),
    )  # fmt: skip
    sheet = forms.CharField(
        label=_("Sheet of the workbook"),
        required=False,
        max_length=80,
        help_text=_("Empty: the first with rows."),
    )
    again = forms.BooleanField(label=_("I mean it again: it is not the same once more"), required=False)
    table: ReadTable
    name = ""

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        file, pasted = said.get("file"), said.get("pasted") or ""
        if not file and not pasted.strip():
            self.add_error("file", ValidationError(_("Choose a file, or paste cells."), code="required"))
        elif not self.errors:
            self._read(file, pasted, said.get("sheet", ""))
        return said

    def _read(self, file: Any, pasted: str, sheet: str) -> None:
        self.name = file.name if file else ""
        try:
            found = open_table(file, name=file.name, sheet=sheet) if file else paste_table(pasted)
            self.table = read_in_parts(found)
        except NotATable as error:
            refusal = TableNotRead(reason=str(not_a_table(error.code)))
            self.refused_code = refusal.code
            self.add_error("file" if file else "pasted", ValidationError(str(refusal), code=error.code))


class ColumnsForm(DeskForm):
    """Which column is which field; what counts for every row that says nothing."""

    start = forms.ChoiceField(label=_("Sent from"))
    product = forms.ChoiceField(label=_("How it is sent, where a row does not say"))

    def __init__(
        self, data: Any, *, columns: Sequence[Sequence[str]], starts: Iterable[Any], products: Iterable[Any],
        initial: dict[str, Any],
    ) -> None:  # fmt: skip
        super().__init__(data, initial=initial)
        choose(self.fields["start"], [(str(row.pk), row.label) for row in starts])
        choose(self.fields["product"], [(product.code, product.name) for product in products])
        choices = [("", "—"), *((key, text) for key, text in columns)]
        for name in FIELDS:
            is_fixed = bool(data and data.get(f"fixed-{name}"))
            self.fields[f"column-{name}"] = forms.ChoiceField(
                label=FIELD_NAMES[name], required=name in NEEDED and not is_fixed, choices=choices
            )
        for name in MAY_BE_FIXED:
            self.fields[f"fixed-{name}"] = forms.CharField(
                label=_("%(field)s, where a row does not say") % {"field": FIELD_NAMES[name]},
                required=False, max_length=120,
            )  # fmt: skip

    @property
    def columns(self) -> list[Any]:
        """The fields with the column of each, and the value for rows without one, as the page shows them."""
        return [
            (self[f"column-{name}"], self[f"fixed-{name}"] if name in MAY_BE_FIXED else None)
            for name in FIELDS
        ]

    @property
    def mapping(self) -> dict[str, str]:
        return {name: self.cleaned_data[f"column-{name}"] for name in FIELDS}

    @property
    def fixed(self) -> dict[str, str]:
        return {name: self.cleaned_data[f"fixed-{name}"] for name in MAY_BE_FIXED}


class RowForm(DeskForm):
    """The cells of one row, to be corrected."""

    def __init__(self, data: Any, *, cells: dict[str, str]) -> None:
        super().__init__(data)
        for name in FIELDS:
            self.fields[name] = forms.CharField(
                label=FIELD_NAMES[name], required=False, max_length=2_000, initial=cells.get(name, ""),
                widget=forms.TextInput(attrs={"dir": "auto"}),
            )  # fmt: skip
        self.cells = cells

    @property
    def changes(self) -> dict[str, str]:
        """What is another than it stood there."""
        said = {name: self.cleaned_data[name].strip() for name in FIELDS}
        return {name: text for name, text in said.items() if text != self.cells.get(name, "").strip()}
