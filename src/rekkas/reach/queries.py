"""What can be asked of words to people."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from django.conf import settings
from django.db.models import Q, QuerySet

from postkit.pack.reach import Reach
from postkit.phone import e164, region_of
from rekkas.desk.listings import Listing
from rekkas.reach.choices import Answer, TextState
from rekkas.reach.models import Incoming, OptOut, Outgoing, ReachRules, SimulatedText, SimulatorMood

# A country that says nothing: a plain sender, no quiet hours, nothing told unasked.
SILENT = Reach("", "REKKAS", tuple(code for code, _ in settings.WHOLE_LANGUAGES), 0, 0, (), ())
MOST_SHOWN = 200


class Manners:
    """How each country's post writes to people, read once for a batch."""

    def __init__(self) -> None:
        rows = ReachRules.objects.select_related("country")
        self.rules = {row.country_id: msgspec.convert(row.body, Reach) for row in rows}
        self.zones = {row.country_id: ZoneInfo(row.country.time_zone) for row in rows}

    def country_for(self, to: str, country: str = "") -> str:
        """Whose manners count: those of the number's country, else those named, else those of the first."""
        own = region_of(to) if to.startswith("+") else ""
        return next((one for one in (own, country, *self.rules) if one in self.rules), "")

    def of(self, country: str) -> Reach:
        return self.rules.get(country, SILENT)

    def may_go_at(self, at: datetime, kind: str, country: str) -> datetime:
        """The moment itself, or the end of the quiet hours that it lies in, which urgent kinds do not know."""
        rules, zone = self.of(country), self.zones.get(country)
        if zone is None or kind in rules.urgent:
            return at
        end = rules.quiet_end(at.astimezone(zone))
        return at if end is None else end.astimezone(at.tzinfo)

    def language_for(self, language: str, country: str) -> str:
        """The reader's language where the post writes it, else its first."""
        known = [one for one in self.of(country).languages if one in dict(settings.WHOLE_LANGUAGES)]
        return language if language in known else next(iter(known), settings.LANGUAGE_CODE)


def reach_rules(country: str) -> Reach:
    """What a country's pack says of writing to people."""
    row = ReachRules.objects.filter(country=country).first()
    return msgspec.convert(row.body, Reach) if row else SILENT


def opted_out(readers: Iterable[str]) -> set[str]:
    """Those among these numbers and addresses that want no texts."""
    return set(OptOut.objects.filter(reader__in=set(readers)).values_list("reader", flat=True))


def _due(at: datetime) -> "QuerySet[Outgoing]":
    free = Q(leased_until=None) | Q(leased_until__lte=at)
    return Outgoing.objects.filter(free, state=TextState.WAITING, not_before__lte=at)


def is_text_due(at: datetime) -> bool:
    """Whether a text waits to be sent now."""
    return _due(at).exists()


def due_for_update(at: datetime, at_most: int) -> list[Outgoing]:
    """Texts that are due, codes first, held for whoever asks first; what another process holds is passed over."""
    rows = _due(at).select_for_update(skip_locked=True).order_by("rank", "not_before", "id")
    return list(rows[:at_most])


def texts(*, state: str = "", words: str = "") -> Listing[Outgoing]:
    """Texts, the latest first: of a state, to a number or address, or about a subject."""
    rows = Outgoing.objects.order_by("-id")
    if state:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(
            Q(subject=words.upper()) | Q(reader=words) | Q(reader=e164(words, settings.COUNTRY) or words)
        )
    return Listing(rows, list)


def text_numbers() -> dict[str, int]:
    """How many texts failed or were given up, and how many wait."""
    states = (TextState.WAITING, TextState.FAILED, TextState.GIVEN_UP)
    return {state.value: Outgoing.objects.filter(state=state).count() for state in states}


def texts_about(subject: str) -> list[Outgoing]:
    """What was written about a subject, the latest first."""
    return list(Outgoing.objects.filter(subject=subject).order_by("-id")[:MOST_SHOWN])


def simulated_texts() -> list[SimulatedText]:
    """What telephones would have shown, the latest first."""
    return list(SimulatedText.objects.order_by("-id")[:MOST_SHOWN])


def incoming_texts() -> list[Incoming]:
    """What people have sent to the post, the latest first."""
    return list(Incoming.objects.order_by("-id")[:MOST_SHOWN])


def simulator_answer() -> Answer:
    """How the simulator answers now."""
    row: Any = SimulatorMood.objects.filter(pk=1).first()
    return Answer(row.answer) if row else Answer.TAKEN
