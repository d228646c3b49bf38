"""The tables of a study, ready to be shown: the same on a page and at the terminal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import singledispatch

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from postkit.location.geography import RADII_M
from rekkas.design.formats import brief_text
from rekkas.strategy.choices import Aim
from rekkas.strategy.entries import Beside, Chosen, Compared, Figures, Improved, Lane, Near, Placed, Simulated
from rekkas.strategy.words import numbers as say
from rekkas.strategy.words.telling import MISSED, cause_in_words, change_in_words, measure_in_words

SPARK_HIGH, SPARK_WIDE = 24, 120
AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; figures stand at the end of their cells."""

    label: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its words, and beside them a bar, a line over time or an interval round zero, where it has one."""

    text: str
    tone: str = ""
    bar: int | None = None
    line: tuple[int, ...] = ()
    span: tuple[int, int, int] | None = None

    @property
    def spark(self) -> str:
        """The line over time, drawn."""
        return spark(self.line)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its caption. ``file`` names the one that holds all rows, where these are not all."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    file: str = ""

    @property
    def first_lines(self) -> list[list[tuple[Column, Cell]]]:
        """Those that are read first."""
        return self.lines[:AT_ONCE]

    @property
    def later_lines(self) -> list[list[tuple[Column, Cell]]]:
        """Those that are opened when they are wanted."""
        return self.lines[AT_ONCE:]

    @property
    def lines(self) -> list[list[tuple[Column, Cell]]]:
        """The rows with the head of each cell beside it."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@singledispatch
def sheets_of(result: object) -> list[Sheet]:
    """The tables of a result, in the order in which they are read."""
    raise TypeError(f"no tables for {type(result).__name__}")


@sheets_of.register
def _simulated(result: Simulated) -> list[Sheet]:
    return [
        _measures(result), _causes(result), _lanes(result), _backlog(result), _loads(result),
    ]  # fmt: skip


@sheets_of.register
def _compared(result: Compared) -> list[Sheet]:
    caption = _("The two side by side")
    return [beside_sheet(caption, result.measures, result.currency, _("First"), _("Second"))]


@sheets_of.register
def _improved(result: Improved) -> list[Sheet]:
    confirmed = beside_sheet(
        _("What the simulator says"), result.confirmed, result.currency, _("Before"), _("After")
    )
    return [
        _figures(result.before, result.after, result.currency), confirmed, _changes(result),
        _lanes_changed(_("Lanes that gain most"), result.gain),
        _lanes_changed(_("Lanes that lose"), result.lose),
    ]  # fmt: skip


@sheets_of.register
def _placed(result: Placed) -> list[Sheet]:
    found = [_near(_("Who lives how near to an access point"), [result.total], whole=True)]
    if result.chosen:
        found.append(_chosen(result))
    found.append(_near(_("By region"), result.regions, file="regions.csv"))
    communes = ngettext(
        "The commune with most to gain", "The %(count)s communes with most to gain", len(result.communes)
    ) % {"count": len(result.communes)}
    found.append(_near(communes, result.communes, file="communes.csv"))
    return found


def beside_sheet(caption: str, rows: Sequence[Beside], currency: str, first: str, second: str) -> Sheet:
    """Figures of two networks with the interval of their difference: certain ones say so."""
    columns = [
        Column(_("Figure")), Column(first, True), Column(second, True), Column(_("Difference"), True),
        Column(_("95 % interval"), True), Column(_("More than luck?")),
    ]  # fmt: skip
    lines = [_beside_line(row, currency) for row in rows if row.first or row.second]
    note = _("Both ran with the same mail and the same luck; what differs is the network.")
    return Sheet(caption, columns, lines, note)


def _beside_line(row: Beside, currency: str) -> list[Cell]:
    label, unit, up_is_good = measure_in_words(row.code)
    better = (row.difference > 0) == up_is_good
    low, high = say.signed(row.low, unit, currency), say.signed(row.high, unit, currency)
    interval = Cell(say.apart(low, "…", high), span=_span(row)) if row.low != row.high else Cell("")
    certain = _("yes, better") if better else _("yes, worse")
    return [
        Cell(label), Cell(say.in_unit(row.first, unit, currency)),
        Cell(say.in_unit(row.second, unit, currency)),
        Cell(say.signed(row.difference, unit, currency), _tone(row, better)), interval,
        Cell(certain if row.is_certain else _("no"), _tone(row, better)),
    ]  # fmt: skip


def _tone(row: Beside, better: bool) -> str:
    if not row.is_certain:
        return ""
    return "good" if better else "bad"


def _span(row: Beside) -> tuple[int, int, int]:
    """The interval and its middle on a line of 100 whose middle is zero."""
    reach = max(abs(row.low), abs(row.high)) or 1.0
    low, middle, high = (round(50 + 48 * value / reach) for value in (row.low, row.difference, row.high))
    return low, middle, max(high, low + 1)


def _measures(result: Simulated) -> Sheet:
    rows = []
    for row in result.measures:
        label, unit, _way = measure_in_words(row.code)
        interval = ""
        if row.code.startswith(MISSED) and not row.value:
            continue
        if row.low is not None and row.high is not None and row.low != row.high:
            low, high = (say.in_unit(end, unit, result.currency) for end in (row.low, row.high))
            interval = say.apart(low, "…", high)
        rows.append([Cell(label), Cell(say.in_unit(row.value, unit, result.currency)), Cell(interval)])
    columns = [Column(_("Figure")), Column(_("Value"), True), Column(_("95 % interval"), True)]
    return Sheet(_("In short"), columns, rows, file="figures.csv")


def _causes(result: Simulated) -> Sheet:
    rows = [
        [Cell(cause_in_words(row.cause)), Cell(say.count(row.items)),
         Cell(say.percent(row.share), bar=round(row.share * 100))]
        for row in result.causes
    ]  # fmt: skip
    columns = [Column(_("First cause")), Column(_("Items"), True), Column(_("Share of those missed"), True)]
    return Sheet(_("Why promises were missed"), columns, rows)


def _lanes(result: Simulated) -> Sheet:
    rows = [
        [
            Cell(say.way(say.name(row.origin), say.name(row.destination))), Cell(say.name(row.product)),
            Cell(say.count(row.items)), Cell(say.hours(row.mean_h)), Cell(say.hours(row.p50_h)),
            Cell(say.hours(row.p80_h)), Cell(say.hours(row.p95_h)),
            Cell(say.percent(row.j1), bar=round(row.j1 * 100)), Cell(say.percent(row.j2), bar=round(row.j2 * 100)),
        ]
        for row in result.lanes
    ]  # fmt: skip
    columns = [
        Column(_("Lane")), Column(_("Product")), Column(_("Items"), True), Column(_("Mean"), True),
        Column(_("Half within"), True), Column(_("80 % within"), True), Column(_("95 % within"), True),
        Column(_("J+1"), True), Column(_("J+2"), True),
    ]  # fmt: skip
    caption = _("Transit times from hand-over to delivery, busiest lanes first")
    return Sheet(caption, columns, rows, _of_all(len(rows), result.lane_count), "lanes.csv")


def _backlog(result: Simulated) -> Sheet:
    rows = [
        [
            Cell(say.name(row.office)),
            Cell(say.count(row.peak)), Cell(say.count(row.unsorted_peak)),
            Cell(brief_text(datetime.fromisoformat(row.peak_at))), Cell("", line=row.by_hour),
        ]
        for row in result.backlog
    ]  # fmt: skip
    columns = [
        Column(_("Centre")), Column(_("Most at once"), True), Column(_("Waiting for sorting, at most"), True),
        Column(_("When it was fullest")), Column(_("Hour by hour")),
    ]  # fmt: skip
    return Sheet(_("What stood at the centres"), columns, rows, file="backlog.csv")


def _loads(result: Simulated) -> Sheet:
    rows = [
        [
            Cell(row.trip), Cell(say.way(say.name(row.origin), say.name(row.destination))),
            Cell(say.count(row.runs)), Cell(say.count(row.items / max(1, row.runs))), _full(row.share),
            Cell(say.count(row.left_behind), "bad" if row.left_behind else ""),
        ]
        for row in result.loads
    ]  # fmt: skip
    columns = [
        Column(_("Trip")), Column(_("Way")), Column(_("Runs"), True), Column(_("Items a run"), True),
        Column(_("Full, where it is fullest"), True), Column(_("Left behind"), True),
    ]  # fmt: skip
    caption = _("Load of the trips, those that left most behind first")
    return Sheet(caption, columns, rows, _of_all(len(rows), result.trip_count), "loads.csv")


def _full(share: float | None) -> Cell:
    if share is None:
        return Cell(_("no limit"))
    return Cell(say.percent(share), bar=min(100, round(share * 100)))


def _figures(before: Figures, after: Figures, currency: str) -> Sheet:
    rows = []
    for code in ("hours", "j1", "j2", "unreached", "cost", "runs", "vehicles", "paid_h"):
        was, now = getattr(before, code), getattr(after, code)
        label, unit, up_is_good = measure_in_words(code)
        tone = "" if was == now else "good" if (now > was) == up_is_good else "bad"
        rows.append(
            [Cell(label), Cell(say.in_unit(was, unit, currency)), Cell(say.in_unit(now, unit, currency)),
             Cell(say.signed(now - was, unit, currency), tone)]
        )  # fmt: skip
    columns = [
        Column(_("Figure")), Column(_("Before"), True), Column(_("After"), True), Column(_("Difference"), True)
    ]  # fmt: skip
    return Sheet(_("Before and after, by the promise table"), columns, rows)


def _changes(result: Improved) -> Sheet:
    rows = [[Cell(change_in_words(row)), Cell(say.hours(row.gains_h))] for row in result.changes]
    columns = [Column(_("What changes")), Column(_("Would be lost without it"), True)]
    note = _of_all(len(rows), result.change_count)
    return Sheet(_("What changes, in words"), columns, rows, note, "changes.csv")


def _lanes_changed(caption: str, lanes: Sequence[Lane]) -> Sheet:
    most = max((abs(lane.after_h - lane.before_h) for lane in lanes), default=0.0) or 1.0
    rows = [
        [
            Cell(say.way(say.name(lane.origin), say.name(lane.destination))), Cell(say.percent(lane.share)),
            Cell(say.hours(lane.before_h)), Cell(say.hours(lane.after_h)),
            Cell(say.signed(lane.after_h - lane.before_h, say.HOURS),
                 bar=round(100 * abs(lane.after_h - lane.before_h) / most)),
        ]
        for lane in lanes
    ]  # fmt: skip
    columns = [
        Column(_("Lane")), Column(_("Share of the mail"), True), Column(_("Before"), True),
        Column(_("After"), True), Column(_("Difference"), True),
    ]  # fmt: skip
    return Sheet(caption, columns, rows)


def _near(caption: str, rows: Sequence[Near], *, whole: bool = False, file: str = "") -> Sheet:
    radii = [Column(_("within %(km)s km") % {"km": radius // 1000}, True) for radius in RADII_M]
    columns = [Column(_("Place")), Column(_("People"), True), *radii, Column(_("Farthest"), True)]
    lines = [
        [
            Cell(_("The whole country") if whole else say.name(row.place)), Cell(say.count(row.people)),
            *(_change_of_share(was, now) for was, now in zip(row.now, row.then, strict=True)),
            Cell(say.kilometres(row.farthest_m)),
        ]
        for row in rows
    ]  # fmt: skip
    return Sheet(
        caption,
        columns,
        lines,
        _("As the crow flies. The people of a place are taken to live evenly round its centre."),
        file,
    )


def _change_of_share(was: float, now: float) -> Cell:
    if abs(now - was) < 0.0005:
        return Cell(say.percent(now), bar=round(now * 100))
    return Cell(say.way(say.percent(was), say.percent(now)), "good", bar=round(now * 100))


def _chosen(result: Placed) -> Sheet:
    rows = [
        [Cell(say.name(row.place)), Cell(say.name(row.region)), Cell(_where(row)), Cell(say.count(row.people)),
         Cell(say.kilometres(row.nearest_m))]
        for row in result.chosen
    ]  # fmt: skip
    columns = [
        Column(_("Place")), Column(_("Region")), Column(_("Where")),
        Column(_("People nearer"), True),
        Column(_("Nearest today"), True),
    ]  # fmt: skip
    return Sheet(_("Where new access points help most"), columns, rows, _worth(result), "places.csv")


def _where(row: Chosen) -> str:
    if row.from_centre_m < 100:
        return _("in its centre")
    return _("%(km)s from its centre (%(latitude)s, %(longitude)s)") % {
        "km": say.kilometres(row.from_centre_m), "latitude": say.together(f"{row.latitude:.4f}"),
        "longitude": say.together(f"{row.longitude:.4f}"),
    }  # fmt: skip


def _worth(result: Placed) -> str:
    told: dict[str, tuple[str, Callable[[float], str]]] = {
        Aim.MEDIAN: (_("Mean way to the nearest: %(now)s today, %(then)s then."), say.kilometres),
        Aim.CENTRE: (_("Longest way to the nearest: %(now)s today, %(then)s then."), say.kilometres),
        Aim.COVER: (_("People within the distance: %(now)s today, %(then)s then."), say.count),
    }
    sentence, unit = told[result.params.aim]
    said = sentence % {"now": unit(result.value_now), "then": unit(result.value_then)}
    if result.is_proven:
        proven = _("No choice does better: it is proven.")
        return f"{said} {proven}"
    if result.bound is not None:
        bounded = _("No choice can do better than %(bound)s.") % {"bound": unit(result.bound)}
        return f"{said} {bounded}"
    return said


def _of_all(shown: int, count: int) -> str:
    if shown >= count:
        return ""
    return _("%(shown)s of %(count)s; all of them are in the file.") % {
        "shown": say.count(shown), "count": say.count(count)
    }  # fmt: skip


def spark(values: Sequence[int]) -> str:
    """A line over time as the path of a drawing, SPARK_WIDE by SPARK_HIGH; long ones keep the peak of each step."""
    if not values:
        return ""
    step = max(1, -(-len(values) // SPARK_WIDE))
    peaks = [max(values[at : at + step]) for at in range(0, len(values), step)]
    most = max(peaks) or 1
    across = SPARK_WIDE / max(1, len(peaks) - 1)
    points = [
        f"{round(at * across, 1):g} {round(SPARK_HIGH - (SPARK_HIGH - 2) * value / most, 1):g}"
        for at, value in enumerate(peaks)
    ]
    return "M" + "L".join(points)
