"""What is asked when a study is begun: a form for each kind, with answers that suit a first try."""

from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rekkas.design.forms import choose
from rekkas.desk.forms import DeskForm
from rekkas.strategy.choices import Aim, StudyKind
from rekkas.strategy.entries import FIRST_DAY, LAST_DAY

MOST_SUPPOSED = 50
NOTATION = (
    "close-office=MA0123@2026-11-24..2026-11-26", "shut-office=MA0123@2026-11-24", "offline-office=MA0123@2026-11-24",
    "move-cut-off=MA0123@16:30", "move-rounds=MA0123@08:30", "add-trip=N1@12345@17:00@MA0001>40>MA0002",
    "repeat-trip=MAT00001@06:00", "cancel-trip=MAT00001", "break-vehicle=MAV001@2026-11-24",
)  # fmt: skip


def next_monday(today: date) -> date:
    """The Monday to come: studies begin with a week."""
    return today + timedelta(days=7 - today.weekday())


class SupposedField(forms.CharField):
    """Suppositions, one on each line."""

    widget = forms.Textarea(attrs={"rows": 3, "dir": "ltr", "spellcheck": "false", "autocomplete": "off"})

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_SUPPOSED:
            raise ValidationError(_("At most %(most)s suppositions."), params={"most": MOST_SUPPOSED})
        return lines


def _whole(label: Any, least: int, most: int, first: int, help_text: Any = "") -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "dir": "ltr"})
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, initial=first, help_text=help_text, widget=widget
    )


def _first_day(help_text: Any) -> forms.DateField:
    bounds = {"min": FIRST_DAY.isoformat(), "max": LAST_DAY.isoformat()}
    return forms.DateField(
        label=_("First day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **bounds}),
        help_text=help_text, validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
    )  # fmt: skip


class BeginStudyForm(DeskForm):
    """What every study is asked, and the fields of its kind."""

    country = forms.ChoiceField(label=_("Country"))
    title = forms.CharField(
        label=_("Title"), max_length=120, required=False, help_text=_("So that you find it again.")
    )
    seed = _whole(
        _("Seed"), 0, 2**31 - 1, 1, _("The same seed meets the same luck: keep it to repeat a study.")
    )
    common = ("key", "country", "title", "seed")

    def __init__(self, *args: Any, countries: list[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["country"], countries)
        if "first_day" in self.fields:
            self.fields["first_day"].initial = next_monday(today)
        for name in ("set", "other"):
            if name in self.fields:
                self.fields[name].help_text = _notation()

    def params(self) -> dict[str, Any]:
        """The settings of the study, in the shape of its kind."""
        found = {name: value for name, value in self.cleaned_data.items() if name not in self.common}
        for name in ("first_day", "replay_from"):
            if isinstance(found.get(name), date):
                found[name] = cast(date, found[name]).isoformat()
        return found


def _notation() -> str:
    examples = format_html_join("", "<br><code dir=ltr>{}</code>", ((example,) for example in NOTATION))
    return format_html("{}{}", gettext("One on each line, such as:"), examples)


class MailForm(BeginStudyForm):
    """What all that send mail through the simulator are asked."""

    first_day = _first_day(_("Holidays and clock changes of those days count."))
    days = _whole(_("Days"), 1, 21, 7)


def _replay() -> forms.DateField:
    return forms.DateField(
        label=_("Replay the mail from"), required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Sends what was handed over from that day on, in the place of mail that is made up."),
    )  # fmt: skip


class SimulationForm(MailForm):
    items_per_day = _whole(_("Items a day"), 1, 5_000_000, 200_000)
    replications = _whole(
        _("Runs of the simulator"),
        1,
        100,
        1,
        _("With several runs, each of other luck, the figures come with their intervals."),
    )
    disturbances = forms.BooleanField(
        label=_("Vehicles run late and break down, people are not at home"), required=False, initial=True
    )
    replay_from = _replay()
    set = SupposedField(label=_("Supposing that"), required=False)


class ComparisonForm(MailForm):
    items_per_day = _whole(_("Items a day"), 1, 5_000_000, 100_000)
    replications = _whole(_("Runs of each"), 2, 100, 10, _("More runs make the intervals narrower."))
    disturbances = forms.BooleanField(
        label=_("Vehicles run late and break down, people are not at home"), required=False, initial=True
    )
    replay_from = _replay()
    set = SupposedField(label=_("First network: supposing that"), required=False)
    other = SupposedField(label=_("Second network: supposing that"), required=False)


class ImprovementForm(BeginStudyForm):
    first_day = _first_day(_("The week in which the timetable is judged."))
    minutes = _whole(
        _("Minutes of search at most"), 0, 600, 10,
        _("0 for no limit. Ended by it, a search is not the same when it is repeated."),
    )  # fmt: skip
    rounds = _whole(
        _("Rounds of the search"), 1, 20, 4, _("More rounds look longer, and find less and less.")
    )
    items_per_day = _whole(
        _("Items a day"), 1, 5_000_000, 100_000, _("For the simulator, which tries the plan at the end.")
    )
    replications = _whole(_("Runs of each"), 2, 100, 5)


class SitesForm(BeginStudyForm):
    new = _whole(_("New access points"), 0, 200, 10, _("0 shows who lives how near today, and no more."))
    aim = forms.ChoiceField(label=_("Aim"), choices=Aim.choices, initial=Aim.MEDIAN)
    radius_m = _whole(
        _("Distance, in metres"), 100, 1_000_000, 5_000, _("For the aim of as many people as can be.")
    )
    farthest_m = forms.IntegerField(
        label=_("Nobody farther than, in metres"), required=False, min_value=100, max_value=1_000_000,
        help_text=_("Left empty, there is no such limit."),
    )  # fmt: skip
    iterations = _whole(_("Steps of the search"), 1, 1_000_000, 300)
    prove_s = _whole(
        _("Seconds to prove that no choice is better"), 0, 300, 0, _("For small countries; 0 for no proof.")
    )


FORMS: dict[str, type[BeginStudyForm]] = {
    StudyKind.SIMULATION: SimulationForm,
    StudyKind.COMPARISON: ComparisonForm,
    StudyKind.IMPROVEMENT: ImprovementForm,
    StudyKind.SITES: SitesForm,
}
