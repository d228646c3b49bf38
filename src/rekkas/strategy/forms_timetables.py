"""What people tell of a timetable, of a run and of an office."""

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from postkit.network import Trip
from postkit.network.files import FILES
from postkit.network.gtfs_reading import BROKEN_ZIP
from postkit.text import western_digits
from rekkas.design.formats import weekday_text
from rekkas.desk.forms import DeskForm

UNZIPPED_AT_MOST = 64 * 1024 * 1024
GTFS_TABLE = "stop_times.txt"
SECOND_COPY = re.compile(r" ?\([0-9]+\)(?=\.csv$)")  # what a browser adds to the name of a second download


class ClockField(forms.CharField):
    """A time of day; minutes after midnight."""

    widget = forms.TimeInput(attrs={"type": "time"})

    def clean(self, value: Any) -> int:
        hours, colon, minutes = western_digits(super().clean(value)).partition(":")
        if colon and hours.isdigit() and minutes.isdigit() and int(hours) < 24 and int(minutes) < 60:
            return int(hours) * 60 + int(minutes)
        raise ValidationError(_("Write the time as 21:30."))


class DayField(forms.DateField):
    """A day, as browsers and people write it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> Any:
        return super().to_python(western_digits(value) if isinstance(value, str) else value)


class WeekdaysField(forms.MultipleChoiceField):
    """Days of the week, as digits."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **more: Any) -> None:
        super().__init__(choices=lambda: [(str(day), weekday_text(day)) for day in range(1, 8)], **more)

    def clean(self, value: Any) -> Any:
        return "".join(sorted(super().clean(value)))


class DraftForm(DeskForm):
    """A new version."""

    name = forms.CharField(label=_("Name of the draft"), max_length=120)
    based_on = forms.IntegerField(widget=forms.HiddenInput)


class FilesField(forms.FileField):
    """CSV files of a timetable, or a zip of them, or a GTFS feed."""

    widget = forms.FileInput(attrs={"accept": ".csv,.zip"})


class UploadForm(DeskForm):
    """The text of a draft, from outside: what is not in the file stays as it is."""

    upload = FilesField(
        label=_("File"),
        help_text=_("One of the CSV files of a timetable, a zip of several, or a GTFS feed (zip)."),
    )
    texts: Mapping[str, str] = {}
    feed = b""

    def clean_upload(self) -> Any:
        sent = self.cleaned_data["upload"]
        data = sent.read()
        name = SECOND_COPY.sub("", sent.name)
        if name in FILES:
            self.texts = {name: _text(name, data)}
        elif zipfile.is_zipfile(io.BytesIO(data)):
            self._unzip(data)
        else:
            raise ValidationError(
                _("It is no zip, and no file of a timetable: those are %(files)s."),
                params={"files": ", ".join(FILES)},
            )
        return sent

    def _unzip(self, data: bytes) -> None:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                inside = {entry.filename.rpartition("/")[2]: entry for entry in archive.infolist()}
                if sum(entry.file_size for entry in inside.values()) > UNZIPPED_AT_MOST:
                    raise ValidationError(_("What the zip holds is larger than 64 MB."))
                if GTFS_TABLE in inside:
                    self.feed = data
                    return
                self.texts = {
                    name: _text(name, archive.read(inside[name])) for name in FILES if name in inside
                }
        except BROKEN_ZIP:
            raise ValidationError(_("The zip is broken, or locked with a password.")) from None
        if not self.texts:
            raise ValidationError(
                _("The zip holds no file of a timetable: those are %(files)s."),
                params={"files": ", ".join(FILES)},
            )


def _text(name: str, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise ValidationError(
            _("%(file)s is not UTF-8: save it again as UTF-8."), params={"file": name}
        ) from None


class TripForm(DeskForm):
    """When one trip leaves, and on which days."""

    departs = ClockField(label=_("Leaves its first stop at"))
    days = WeekdaysField(label=_("Runs on"))

    def __init__(self, data: Any, *, trip: Trip) -> None:
        leaves = f"{trip.departs_min // 60:02}:{trip.departs_min % 60:02}"
        super().__init__(data, initial={"departs": leaves, "days": list(trip.days)})


class PublishForm(DeskForm):
    """From when a draft holds."""

    valid_from = DayField(label=_("It holds from"))
    knowing_faults = forms.BooleanField(
        label=_("New faults"), required=False, help_text=_("Tick to publish it although it brings new faults."),
    )  # fmt: skip


class DisruptionForm(DeskForm):
    """What is known of one run."""

    trip = forms.CharField(
        label=_("Trip"),
        max_length=16,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "characters"}),
    )
    date = DayField(label=_("Day on which it leaves its first stop"))
    delay_min = forms.IntegerField(label=_("Minutes late"), required=False, min_value=0, max_value=10_000)
    is_cancelled = forms.BooleanField(label=_("It does not run"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def clean_trip(self) -> str:
        return str(self.cleaned_data["trip"]).strip().upper()


class ClosureForm(DeskForm):
    """An office that shuts for a time."""

    office = forms.CharField(
        label=_("Code of the office"), max_length=12,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "characters"}),
    )  # fmt: skip
    first = DayField(label=_("Closed from"))
    until = DayField(label=_("Until, that day included"), required=False)

    def clean_office(self) -> str:
        return str(self.cleaned_data["office"]).strip().upper()
