"""What became of promises: how often they were kept and where not, and how far the learned estimate can be trusted."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import format_percent
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from postkit.estimate import wilson
from rekkas.base.access import StaffRequest, requires
from rekkas.design.formats import reader_locale
from rekkas.desk.pages import show
from rekkas.mail import queries as mail
from rekkas.network import queries as network
from rekkas.strategy.views.timetables import country_asked
from rekkas.strategy.words.numbers import count, decimal, percent, together, way
from rekkas.territory import queries as territory

LOOKED_BACK, LANES_SHOWN = timedelta(days=30), 20
LAST_DAY = 7  # days late that have a line of their own; later ones share the last


@dataclass(frozen=True, slots=True)
class LevelShown:
    """One level of certainty: how often it was kept when tried, and between which shares the true one lies."""

    level: float
    kept: float
    low: float
    high: float

    @property
    def look(self) -> tuple[str, str, str]:
        """Its tone, what that means, and its icon. Only what no chance explains is a difference."""
        if self.high < self.level:
            return "wait", _("Kept less often than said"), "alert"
        if self.low > self.level:
            return "moving", _("Kept more often than said"), "info"
        return "good", _("Kept as often as said"), "check"

    @property
    def said(self) -> tuple[str, str, str, str]:
        level = format_percent(self.level, locale=reader_locale())
        low, high = together(percent(self.low)), together(percent(self.high))
        return level, percent(self.kept), low, high

    @property
    def drawn(self) -> tuple[int, int, int, int]:
        """The same in thousandths, for the bar."""
        level, kept, low, high = (
            round(share * 1000) for share in (self.level, self.kept, self.low, self.high)
        )
        return level, kept, low, high


@dataclass(frozen=True, slots=True)
class LaneShown:
    """A pair of regions, both carriages together."""

    origin: str
    destination: str
    kept: int
    count: int
    days_late: int  # of all that were late, together

    @property
    def missed(self) -> int:
        return self.count - self.kept

    @property
    def surely_missed(self) -> float:
        """The share missed that chance does not explain: one late item among two makes no worst lane."""
        return wilson(self.missed, self.count)[0]


@require_safe
@requires("view.network")
def show_calibration(request: StaffRequest) -> HttpResponse:
    """Beside each other: what estimates say and how often it held, what was promised and how often it was kept."""
    country = country_asked(request)
    learned = network.calibration_of(country.iso)
    rows = _kept_lately(country.iso)
    promised = [row for row in rows if row.days is not None]
    total, kept = sum(row.count for row in promised), sum(row.count for row in promised if row.is_kept)
    regions = {region.code: region.shown_name for region in territory.regions_of(country.iso)}
    context: dict[str, Any] = {
        "country": country, "countries": territory.countries(), "days_back": LOOKED_BACK.days,
        **_learned_shown(learned, ZoneInfo(country.time_zone)),
        "total": count(total), "kept": percent(kept / total) if total else "",
        "without": count(sum(row.count for row in rows if row.days is None)), "has_rows": bool(rows),
        "days": _by_days(promised, total),
        "lanes": [_lane_cells(lane, regions) for lane in _worst(promised)],
    }  # fmt: skip
    return show(request, "strategy/calibration.html", **context)


@require_safe
@requires("view.network")
def download_promises_kept(request: StaffRequest) -> HttpResponse:
    """The counts behind the page: each lane and carriage, by days after the day promised."""
    country = country_asked(request)
    answer = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="promises-kept-{country.iso}.csv"'},
    )
    table = csv.writer(answer, lineterminator="\n")
    table.writerow(["origin_region", "destination_region", "carriage", "days_late", "items"])
    for row in _kept_lately(country.iso):
        days = "" if row.days is None else row.days  # nothing was promised
        table.writerow([row.origin, row.destination, row.carriage, days, row.count])
    return answer


def _kept_lately(country: str) -> list[mail.LaneKept]:
    now = timezone.now()
    return mail.promises_kept(now - LOOKED_BACK, now, country=country)


def _learned_shown(learned: Any, zone: ZoneInfo) -> dict[str, Any]:
    """What was learned, from how much and when, and each level as it was kept when tried."""
    if learned is None:
        return {"learned": None}
    tried = learned.calibration
    return {
        "learned": learned, "learned_at": learned.learned_at.astimezone(zone),
        "moves": count(learned.body.get("moves", 0)), "deliveries": count(learned.body.get("deliveries", 0)),
        "tried": count(tried.get("count", 0)),
        "error": decimal(tried["mean_error_days"]) if "mean_error_days" in tried else "",
        "levels": [
            LevelShown(row["level"], row["kept"], row["low"], row["high"]) for row in tried.get("levels", ())
        ],
    }  # fmt: skip


def _by_days(rows: Iterable[mail.LaneKept], total: int) -> list[tuple[str, str, str, int, bool]]:
    """How many came on which day: its name, the count, the share, that share in thousandths, and if it was kept."""
    counts: dict[int, int] = {}
    for row in rows:
        day = max(-1, min(row.days or 0, LAST_DAY + 1))
        counts[day] = counts.get(day, 0) + row.count
    return [
        (_day_words(day), count(counts[day]), percent(counts[day] / total),
         round(counts[day] / total * 1000), day <= 0)
        for day in sorted(counts)
    ]  # fmt: skip


def _day_words(day: int) -> str:
    if day < 0:
        return _("Before the day promised")
    if day == 0:
        return _("On the day promised")
    if day > LAST_DAY:
        return _("More than %(count)s days late") % {"count": LAST_DAY}
    return ngettext("%(count)s day late", "%(count)s days late", day) % {"count": day}


def _worst(rows: Iterable[mail.LaneKept]) -> list[LaneShown]:
    """The lanes that surely miss most, the worst first; those that miss nothing are none of them."""
    sums: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        known = sums.setdefault((row.origin, row.destination), [0, 0, 0])
        known[0] += row.count if row.is_kept else 0
        known[1] += row.count
        known[2] += row.count * max(row.days or 0, 0)
    lanes = [LaneShown(*ends, *known) for ends, known in sums.items()]
    missing = [lane for lane in lanes if lane.missed]
    missing.sort(key=lambda lane: (-lane.surely_missed, -lane.missed, lane.origin, lane.destination))
    return missing[:LANES_SHOWN]


def _lane_cells(lane: LaneShown, regions: dict[str, str]) -> Sequence[str]:
    """Its name, how many, how many missed, the share kept, and how late the late ones were on the mean."""
    ends = (regions.get(code) or code or _("elsewhere") for code in (lane.origin, lane.destination))
    return (
        way(*ends), count(lane.count), count(lane.missed), percent(lane.kept / lane.count),
        decimal(lane.days_late / lane.missed),
    )  # fmt: skip
