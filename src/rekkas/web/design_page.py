"""The look of Rekkas, drawn as it is: every part of a page, in each language beside the others, by day or by night."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from rekkas.base.access import public
from rekkas.design.context import DIRECTIONS
from rekkas.design.forms import AmountField, WeightField

AT = datetime(2026, 12, 1, 16, 30, tzinfo=timezone(timedelta(hours=1)))
COLOURS = (
    "ground", "surface", "sunk", "line", "edge", "ink", "soft", "link", "action", "on-action", "good", "good-tint",
    "moving", "moving-tint", "wait", "wait-tint", "bad", "bad-tint", "quiet", "quiet-tint", "band", "band-deep",
    "on-band", "on-band-soft", "saffron", "on-saffron", "focus", "glow",
)  # fmt: skip
PICTOGRAMS = (
    ("letter", _("Letter")), ("registered", _("Registered letter")), ("parcel", _("Parcel")),
    ("cod", _("Cash on delivery")), ("money-order", _("Money order")), ("deposit", _("Pay in")),
    ("withdrawal", _("Pay out")), ("bill", _("Pay a bill")), ("pick-up", _("Collect a parcel")),
    ("administrative", _("Administrative service")), ("stamps", _("Stamps")), ("account", _("Account")),
    ("transfer", _("Transfer")), ("identity", _("Identity document")), ("abroad", _("Abroad")),
    ("return", _("Send back")), ("track", _("Track")), ("many", _("Several items")), ("office", _("Office")),
    ("queue", _("Queue")), ("arrival", _("Arrival")), ("price", _("Price")), ("home", _("At home")),
    ("phone", _("By telephone")), ("till", _("Till")), ("no-network", _("Without a network")),
)  # fmt: skip
STATUSES = (
    ("accepted", pgettext_lazy("stage", "Accepted")),
    ("in_transit", pgettext_lazy("stage", "On its way")),
    ("out_for_delivery", pgettext_lazy("stage", "Out for delivery")),
    ("delivered", pgettext_lazy("stage", "Delivered")),
    ("ready_for_pickup", _("Ready to be collected")),
    ("lost", _("Missing")),
    ("cancelled", _("Cancelled")),
)
ITEMS = (
    {"number": "PC000000015MA", "weight_g": 850, "amount": 35_000},
    {"number": "RR000000413MA", "weight_g": 40, "amount": 4_550},
    {"number": "PA000000425MA", "weight_g": 2_500, "amount": 12_500},
)
FRAMES = (
    ("", "/", (_("Track"), _("Offices"), _("Prices"))),
    ("desk", "/desk/", (_("Mail"), _("Deliver"), _("My till"))),
    ("me", "/me/", (_("Accounts"), _("Transfer"), _("Limits"))),
    ("pro", "/pro/", (_("Items"), _("Prices"))),
)


class Questions(forms.Form):
    """The questions of the sample."""

    weight_g = WeightField(label=_("Weight"), help_text=_("In grams."))
    amount = AmountField(label=_("Amount"))
    where = forms.ChoiceField(
        label=_("Where"), widget=forms.RadioSelect, choices=[("office", _("Office")), ("home", _("At home"))]
    )
    note = forms.CharField(label=_("Note"), required=False)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a page: its name, what it is for, and the tag that makes it."""

    name: str
    title: Any
    sentence: Any
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A part as one language has it."""

    language: str
    direction: str
    tongue: str
    shown: SafeString


PARTS = (
    Part(
        "colours", _("Colours"), _("Plaster and indigo, lit by saffron. Each pair that is read is measured.")
    ),
    Part(
        "letters",
        _("Letters"),
        _("Each script in its own size and height of line; numbers keep their direction."),
    ),
    Part("frames", _("Frames"), _("One for everybody, one for staff, one for citizens, one for merchants.")),
    Part("buttons", _("Buttons"), _("One act of a page is full; its key stands on it."), '{% key "F2" %}'),
    Part(
        "form",
        _("Questions"),
        _("Label, help, answer, and what is wrong with it, also at the head."),
        "{% field form.weight_g %}",
    ),
    Part(
        "choose",
        _("Pictures"),
        _("For who would rather look than read: a picture and a word, wide enough for a thumb."),
        '{% pictogram "parcel" %}',
    ),
    Part("cards", _("Cards"), _("Things beside each other, each a way further.")),
    Part("table", _("Tables"), _("On a phone each row becomes a card."), 'class="as-cards"'),
    Part(
        "amounts",
        _("Amounts, weights, days"),
        _("As the reader’s country writes them."),
        "{% money 125050 'MAD' %} {{ at|moment }}",
    ),
    Part(
        "chips",
        _("States"),
        _("A tone, an icon and a word: colour is never alone."),
        "{% status_chip status label %}",
    ),
    Part(
        "timeline",
        _("What happened"),
        _("Latest first, each step as it was heard."),
        '{% include "design/timeline.html" %}',
    ),
    Part(
        "stepper",
        _("Steps"),
        _("Where one is in an act of several pages."),
        "{% stepper 2 first second third %}",
    ),
    Part("progress", _("Progress"), _("A bar, and the numbers beside it."), "{% progress 34 50 label %}"),
    Part("tabs", _("Tabs"), _("Pages that stand side by side.")),
    Part("banners", _("Notices"), _("What one has to know before going on.")),
    Part(
        "dialog",
        _("Dialogs"),
        _("Asked over the page; Escape turns away, and nothing was done."),
        '{% dialog "name" title "grave" %}…{% enddialog %}',
    ),
    Part(
        "toasts",
        _("Short answers"),
        _("They go by themselves; what is wrong stays."),
        '{% toast "good" text "check" %}',
    ),
    Part("keys", _("Keys"), _("Every frequent act of the desk has one."), '{% key "Ctrl+Enter" %}'),
    Part(
        "empty",
        _("Nothing here"),
        _("What would stand here, and where to go."),
        '{% include "design/empty.html" %}',
    ),
)


@public
@require_safe
def living_page(request: HttpRequest) -> HttpResponse:
    """Every part of a page, as it is drawn at this moment."""
    parts = [
        {
            "name": part.name, "title": part.title, "sentence": part.sentence, "tag": part.tag,
            "samples": list(_samples(part.name)),
        }
        for part in PARTS
    ]  # fmt: skip
    return render(request, "design/living/page.html", {"parts": parts, "night": "night" in request.GET})


def _samples(name: str) -> Iterator[Sample]:
    """The part in each language; colours are the same in all."""
    languages = [code for code, _name in settings.WHOLE_LANGUAGES]
    if name == "colours":
        languages = [translation.get_language() or settings.LANGUAGE_CODE]
    for language in languages:
        info = translation.get_language_info(language)
        with translation.override(language):
            shown = render_to_string(f"design/living/{name}.html", _world(language))
        tongue = info["name_local"][:1].upper() + info["name_local"][1:]
        yield Sample(language, DIRECTIONS[info["bidi"]], "" if name == "colours" else tongue, shown)


def _world(language: str) -> dict[str, Any]:
    """What the samples speak of."""
    wrong = {f"{language}-weight_g": "", f"{language}-amount": "120"}
    step = {"offset_known": True, "clock_believed": True, "said_by": "", "recorded_at": AT}
    return {
        "language": language,
        "dialog_name": f"dialog-{language}",
        "tabs_name": f"{_('Tabs')} ({language})",
        "table_name": f"{_('Tables')} ({language})",
        "colours": COLOURS,
        "pictograms": PICTOGRAMS,
        "statuses": STATUSES,
        "out_label": STATUSES[2][1],
        "rows": ITEMS,
        "grams": 2_500,
        "at": AT,
        "frames": FRAMES,
        "form": Questions(wrong, prefix=language, auto_id=f"%s-{language}"),
        "days": [
            {"date": AT.date(), "steps": [
                {**step, "at": AT, "label": STATUSES[2][1], "office_name": "Zagora"},
                {**step, "at": AT - timedelta(hours=7), "label": STATUSES[1][1], "office_name": "Ouarzazate"},
            ]},
            {"date": date(2026, 11, 30), "steps": [
                {**step, "at": AT - timedelta(hours=22), "label": STATUSES[0][1], "office_name": "Casablanca"},
            ]},
        ],
    }  # fmt: skip
