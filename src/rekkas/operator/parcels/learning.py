"""`rekkas network learn`: what a file of delivered parcels teaches, tried on the last third of it by time.

Nothing looks ahead. A row teaches only if its delivery was known at the moment of asking: what was handed over
before the split and delivered after it teaches nothing there. Leaving such rows out favours the quick ones; where
recent weeks weigh more, age therefore counts from the delivery (see `postkit.estimate`). What the file never
says to be delivered is counted, and neither taught nor tried.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from statistics import fmean
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rich.table import Table

from postkit.estimate import (
    Calibration,
    Choice,
    Lateness,
    Observation,
    Walk,
    calibration,
    fit_lateness,
    tune,
    walk,
)
from postkit.estimate.distribution import Floats
from postkit.estimate.tuning import LEVELS
from rekkas.base.errors import Refused
from rekkas.operator.parcels.journeys import (
    EPOCH,
    Journey,
    Journeys,
    journeys_of_file,
    minutes,
    moment_of,
    observed,
)

SHRINKAGES = (5.0, 10.0, 15.0, 25.0, 50.0)
DAY_MIN = 24.0 * 60
WEEK_MIN = 7 * DAY_MIN
SETTLE_MIN = 4 * WEEK_MIN  # within which nearly every parcel has ended
HALF_LIVES: tuple[float | None, ...] = (
    None,
    *(days * DAY_MIN for days in (60, 30, 20, 14, 10)),
)
MEMORIES: tuple[float | None, ...] = (None, *(days * DAY_MIN for days in (7, 14, 30)))
FEWEST = 30  # deliveries to learn from, and to try on


class TooLittleToLearn(Refused):
    code = "import.too-little-to-learn"
    message = gettext_lazy(
        "%(known)s deliveries to learn from and %(tried)s to try on are too few: %(fewest)s of each are needed. "
        "Give a file that covers more time."
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One way to say when a parcel will arrive, beside what happened.

    ``error_days`` is the mean absolute error in calendar days, ``kept`` the share delivered by the day said.
    ``calibration`` (of P50, P80 and P95, in minutes) is there for what says a distribution.
    """

    name: str
    error_days: float
    kept: float
    count: int
    calibration: Calibration | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What was learned, and how it did on what came later. ``aside`` counts unusable rows by reason."""

    rows: int
    aside: Mapping[str, int]
    split_at: datetime
    taught: int
    known_later: int
    tried: int
    never_delivered: int
    once: Choice
    daily: Choice
    memory: float | None
    lines: tuple[Line, ...]
    lateness: Lateness

    def line(self, name: str) -> Line:
        return next(line for line in self.lines if line.name == name)


@dataclass(frozen=True, slots=True)
class Known:
    """A journey that has ended."""

    journey: Journey
    delivered_at: datetime
    observation: Observation

    @property
    def took_days(self) -> float:
        return (self.observation.ended - self.observation.began) / DAY_MIN


@dataclass(frozen=True, slots=True)
class Trial:
    """The journeys before and after the split, as far as they have ended."""

    before: list[Known]  # known at the split
    ended: list[Known]  # every one that ended, in whichever part
    after: list[Known]  # handed over since the split
    split_min: float
    zone: ZoneInfo


def learn_from_file(
    file: Path, *, country: str, maps: Sequence[str], at: datetime, decisions: Path | None = None,
    encoding: str = "",
) -> Report:  # fmt: skip
    """Learn from the first two thirds of a file by time, and try it on the last."""
    return learn(
        journeys_of_file(file, country=country, maps=maps, at=at, decisions=decisions, encoding=encoding)
    )


def learn(read: Journeys) -> Report:
    """The same, on journeys already read."""
    journeys, zone = read.journeys, read.zone
    trial = _trial(journeys, zone)
    rows = [one.observation for one in trial.before]
    since = sorted(row.began for row in rows)[len(rows) * 2 // 3]
    once, daily = _choices(rows, since, trial.split_min)
    lived = walk(
        [one.observation for one in trial.ended], every=DAY_MIN, shrinkage=daily.shrinkage,
        half_life=daily.half_life, memories=MEMORIES, levels=LEVELS, signed=True,
    )  # fmt: skip
    memory = _memory(trial, lived, since)
    lateness = fit_lateness(
        (one.observation for one in trial.ended), shrinkage=daily.shrinkage, half_life=daily.half_life
    )
    return Report(
        rows=read.rows, aside=read.aside, split_at=moment_of(trial.split_min).astimezone(zone),
        taught=len(trial.before), known_later=len(trial.ended) - len(trial.before) - len(trial.after),
        tried=len(trial.after), never_delivered=len(journeys) - len(trial.ended), once=once, daily=daily,
        memory=memory, lines=tuple(_lines(trial, once, lived.said[memory])),
        lateness=replace(lateness, levels=lived.levels[memory]),
    )  # fmt: skip


def _trial(journeys: list[Journey], zone: ZoneInfo) -> Trial:
    ended = [
        Known(one, one.delivered_at, observed(one, one.delivered_at, zone))
        for one in journeys
        if one.delivered_at
    ]
    split_at = journeys[len(journeys) * 2 // 3].posted_at if journeys else EPOCH
    before = [one for one in ended if one.journey.posted_at < split_at and one.delivered_at < split_at]
    after = [one for one in ended if one.journey.posted_at >= split_at]
    if min(len(before), len(after)) < FEWEST:
        raise TooLittleToLearn(known=len(before), tried=len(after), fewest=FEWEST)
    return Trial(before, ended, after, minutes(split_at), zone)


def _choices(rows: list[Observation], since: float, split_min: float) -> tuple[Choice, Choice]:
    """How much to shrink and how fast to forget, chosen on the last third of what was known at the split.

    Who learns once and then speaks of months to come forgets nothing; who goes on learning may forget.
    """
    settle = min(SETTLE_MIN, (split_min - since) / 2)
    once = tune(
        rows, since=since, until=split_min, every=split_min - since + 1, settle=settle,
        shrinkages=SHRINKAGES, signed=True,
    )  # fmt: skip
    daily = tune(
        rows, since=since, until=split_min, every=WEEK_MIN, settle=settle, shrinkages=SHRINKAGES,
        half_lives=HALF_LIVES, signed=True,
    )  # fmt: skip
    return once, daily


def _memory(trial: Trial, lived: Walk, since: float) -> float | None:
    """How long to remember how levels were kept: what kept them nearest to what they say, on the same part."""
    settled = trial.split_min - min(SETTLE_MIN, (trial.split_min - since) / 2)
    rows = [one.observation for one in trial.ended]
    asked = [
        at for at, row in enumerate(rows) if since <= row.began < settled and row.ended <= trial.split_min
    ]
    happened = [rows[at].value for at in asked]

    def missed(memory: float | None) -> float:
        said = lived.said[memory][asked]
        found = calibration({level: said[:, at].tolist() for at, level in enumerate(LEVELS)}, happened)
        return sum(abs(kept.share - kept.level) for kept in found.levels)

    return min(MEMORIES, key=missed) if asked else None


def _lines(trial: Trial, once: Choice, daily: Floats) -> Iterator[Line]:
    known = fit_lateness(
        (one.observation for one in trial.ended), shrinkage=once.shrinkage, at=trial.split_min
    )
    yield _estimated("once", trial, [known.late(one.journey.path, LEVELS) for one in trial.after])
    yield _estimated("daily", trial, [tuple(late) for late in daily[-len(trial.after) :]])
    told = [(one, one.journey.senders_date) for one in trial.after]
    if dated := [(one, day) for one, day in told if day]:
        yield _dated("sender", dated, trial.zone)
    yield _dated("pair", _averaged(trial), trial.zone)
    yield _dated("promise", [(one, one.journey.promised_date) for one in trial.after], trial.zone)


def _estimated(name: str, trial: Trial, late: Sequence[tuple[float, ...]]) -> Line:
    """Promise and learned lateness, as they would have been said at each hand-over, and never before it."""
    rows = [one.observation for one in trial.after]
    said = [
        [max(row.began, row.ended - row.value + minutes) for minutes in lates]
        for row, lates in zip(rows, late, strict=True)
    ]
    told = [(one, _day(values[0], trial.zone)) for one, values in zip(trial.after, said, strict=True)]
    found = calibration(
        {level: [values[at] for values in said] for at, level in enumerate(LEVELS)},
        [row.ended for row in rows],
    )
    return replace(_dated(name, told, trial.zone), calibration=found)


def _averaged(trial: Trial) -> list[tuple[Known, date]]:
    """The plain average by pair of regions, of what was known at the split; the country's where a pair is new."""
    took = defaultdict(list)
    for one in trial.before:
        took[one.journey.pair].append(one.took_days)
    country = fmean(days for pair in took.values() for days in pair)
    mean = {pair: fmean(days) for pair, days in took.items()}
    return [
        (one, _day(one.observation.began + mean.get(one.journey.pair, country) * DAY_MIN, trial.zone))
        for one in trial.after
    ]


def _dated(name: str, told: Sequence[tuple[Known, date]], zone: ZoneInfo) -> Line:
    """What days were told, against the days of delivery."""
    late = [(one.delivered_at.astimezone(zone).date() - day).days for one, day in told]
    return Line(
        name, fmean(abs(days) for days in late), sum(days <= 0 for days in late) / len(late), len(late)
    )


def _day(minute: float, zone: ZoneInfo) -> date:
    return moment_of(minute).astimezone(zone).date()


def report_table(report: Report) -> Table:
    """The report for a terminal: each way to say when a parcel will arrive, on the parcels of the last third."""
    table = Table(
        title=_("When will it arrive? Said at hand-over, compared with what happened"), title_justify="left"
    )
    table.add_column(_("Said by"))
    for heading in (_("Mean error, days"), _("Kept, by the day"), "P50", "P80", "P95", _("P50 to P80, days")):
        table.add_column(heading, justify="right")
    names = {
        "once": _("the estimate, learned until the split"),
        "daily": _("the estimate, going on learning"),
        "sender": _("the sender's own promised date"),
        "pair": _("the plain average by pair of regions"),
        "promise": _("Rekkas's promise alone"),
    }
    for line in report.lines:
        levels = line.calibration.levels if line.calibration else ()
        cells = [f"{kept.share:.1%}\n[dim]{kept.low:.1%} – {kept.high:.1%}[/]" for kept in levels] or [
            ""
        ] * len(LEVELS)
        width = f"{levels[1].width / DAY_MIN:.1f}" if levels else ""
        table.add_row(names[line.name], f"{line.error_days:.2f}", f"{line.kept:.1%}", *cells, width)
    table.caption, table.caption_justify = "\n".join(_remarks(report)), "left"
    return table


def _remarks(report: Report) -> Iterator[str]:
    aside = ", ".join(f"{code} {count:,}" for code, count in sorted(report.aside.items()))
    yield _("%(rows)s rows; not used: %(aside)s.") % {"rows": f"{report.rows:,}", "aside": aside or "0"}
    yield _(
        "Split at %(split)s: %(taught)s deliveries known by then teach; %(later)s handed over before and delivered "
        "after it do not; %(tried)s handed over since are tried. %(never)s were never delivered, says the file."
    ) % {
        "split": f"{report.split_at:%Y-%m-%d %H:%M}", "taught": f"{report.taught:,}",
        "later": f"{report.known_later:,}", "tried": f"{report.tried:,}",
        "never": f"{report.never_delivered:,}",
    }  # fmt: skip
    yield _(
        "Chosen on the part before the split: a wider group counts as %(once)s parcels. Going on learning: %(daily)s; "
        "a delivery weighs half after %(age)s days, and how levels were kept after %(memory)s days."
    ) % {
        "once": f"{report.once.shrinkage:.0f}", "daily": f"{report.daily.shrinkage:.0f}",
        "age": _days(report.daily.half_life), "memory": _days(report.memory),
    }  # fmt: skip
    yield _(
        "P50, P80 and P95 are compared to the minute; a day told is kept more often, since all of it counts."
    )


def _days(minutes: float | None) -> str:
    return f"{minutes / DAY_MIN:.0f}" if minutes else "∞"
