"""The mistakes in the files of a timetable, as sentences in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _

from postkit.pack import Mistake
from postkit.pack.reasons import Reason

# The same kinds, and in English the same words, as postkit.pack.reasons: it speaks no other language.
WORDS: Mapping[str, Any] = {
    "empty-text": gettext_lazy("is empty; write a text"),
    "too-long": gettext_lazy("has %(count)s characters; write at most %(most)s"),
    "control-character": gettext_lazy(
        "holds a line break or another control character; write one line of text"
    ),
    "not-shaped": gettext_lazy("'%(given)s' will not do; write %(right)s"),
    "empty-shape": gettext_lazy("is empty; write %(right)s"),
    "empty-code": gettext_lazy("is empty; write a code of %(file)s"),
    "not-a-choice": gettext_lazy("'%(given)s' is not known here; write one of %(right)s"),
    "not-whole": gettext_lazy("'%(given)s' is not a whole number; write digits only%(hint)s"),
    "out-of-range": gettext_lazy("%(given)s is out of range; write a number from %(low)s to %(high)s"),
    "not-a-time": gettext_lazy("'%(given)s' is not a time of day; write HH:MM from 00:00 to %(last)s"),
    "not-a-date": gettext_lazy("'%(given)s' is not a date; write it as 2026-03-20"),
    "empty-date": gettext_lazy("is empty; write a date"),
    "no-such-day": gettext_lazy("there is no %(given)s in the calendar; write a day that exists"),
    "not-a-flag": gettext_lazy("'%(given)s' is neither yes nor no; write 1 for yes or 0 for no"),
    "in-smallest-unit": gettext_lazy(", in the currency's smallest unit: 1250 for 12.50"),
    "in-items": gettext_lazy(", in items; 0 for no limit"),
    "days-as-digits": gettext_lazy(
        "the days as digits in order, 1 for Monday to 7 for Sunday, such as 123456"
    ),
    "code-of-a-trip": gettext_lazy("the country's ISO code and up to 14 letters or digits, such as MAT00001"),
    "file-missing": gettext_lazy("this file is missing; add it"),
    "no-row": gettext_lazy("holds no row; write at least one below the header"),
    "utf-16": gettext_lazy("is written in UTF-16; save the file again as UTF-8"),
    "other-encoding": gettext_lazy(
        "is not UTF-8 (byte %(byte)s); it reads as %(seen)s: '%(shown)s'. Save the file again as UTF-8"
    ),
    "not-parted": gettext_lazy(
        "cannot be parted into fields; close each quotation mark and double those inside a value"
    ),
    "no-commas": gettext_lazy("is not parted by commas; save the file with commas"),
    "column-missing": gettext_lazy("this column is missing; add it to the header"),
    "column-unknown": gettext_lazy("no such column; the columns are %(columns)s"),
    "column-twice": gettext_lazy("this column stands twice; keep one"),
    "field-count": gettext_lazy(
        "the row has %(count)s fields and the header %(columns)s; put quotation marks round a value "
        "that holds commas"
    ),
    "no-code-of": gettext_lazy("'%(given)s' is no code of %(file)s; write one that is there"),
    "no-office": gettext_lazy("'%(given)s' is no office of this country; write one that is there"),
    "stands-twice": gettext_lazy("'%(given)s' already stands on line %(line)s; use each %(field)s once"),
    "leads-nowhere": gettext_lazy("is the origin; a trip leads to another office, or has stops between"),
    "there-already": gettext_lazy(
        "the trip is at %(office)s already; write each call once, with when it leaves"
    ),
    "stops-order": gettext_lazy(
        "%(given)s is not after minute %(left)s, when the trip leaves the office before; write the "
        "stops in their order"
    ),
    "leaves-early": gettext_lazy("%(given)s is before it arrives, minute %(arrives)s; write when it leaves"),
    "is-the-end": gettext_lazy(
        "is the destination of the trip, which stands in trips.csv; leave it out here"
    ),
    "after-the-end": gettext_lazy(
        "minute %(given)s is not before the trip ends, minute %(ends)s (duration_min of trips.csv); "
        "lengthen the trip or call earlier"
    ),
    "same-date": gettext_lazy("line %(line)s speaks of the same trip and date; keep one"),
    "same-wave": gettext_lazy(
        "line %(line)s has a wave of %(office)s at the same time of the same day; keep one"
    ),
    "no-zip": gettext_lazy("is no zip file that can be opened; pack the feed's .txt files again"),
    "too-large": gettext_lazy("unpacks to more than %(most)s MiB; that is no timetable"),
    "no-calendar-file": gettext_lazy("no file says on which days services run; add this one"),
    "headways": gettext_lazy("headways are not read; write each trip with its own times"),
    "not-utf-8": gettext_lazy("is not UTF-8; save the file again as UTF-8"),
    "no-calendar": gettext_lazy("'%(given)s' is in no calendar; add its days"),
    "never-runs": gettext_lazy("'%(given)s' never runs; give it a day"),
    "not-added-removed": gettext_lazy("'%(given)s' is neither 1 (added) nor 2 (removed)"),
    "dates-alone": gettext_lazy(
        "'%(given)s' has dates alone from %(first)s to %(last)s; write its weekdays in calendar.txt"
    ),
    "not-0-1": gettext_lazy("'%(given)s' is neither 0 nor 1"),
    "two-periods": gettext_lazy(
        "runs from %(first)s to %(last)s, another from %(other_first)s to %(other_last)s; a "
        "timetable has one period"
    ),
    "not-a-gtfs-date": gettext_lazy("'%(given)s' is not a date; write it as 20260320"),
    "not-a-mode": gettext_lazy("'%(given)s' is no way the post goes; write 3 (road), 2 (rail) or 1100 (air)"),
    "few-stops": gettext_lazy("'%(given)s' calls at %(count)s stops; give it two"),
    "twice-in-a-row": gettext_lazy("is called at twice in a row; write it once"),
    "times-fall": gettext_lazy("is not after the time before; times rise along a trip"),
    "not-a-gtfs-time": gettext_lazy("'%(given)s' is not a time; write HH:MM:SS, which may pass 24:00:00"),
    "empty-time": gettext_lazy("is empty; a lorry's calls have their times"),
    "seconds": gettext_lazy("'%(given)s' has seconds; write whole minutes"),
    "limited-call": gettext_lazy(
        "%(given)s limits what is taken or given there, which no trip of the post does; write 0"
    ),
}


def mistake_text(mistake: Mistake) -> str:
    """One mistake, with where it stands."""
    reason = str(_said(mistake.reason))
    if not mistake.file:
        return reason
    place = {
        "file": _said(mistake.file),
        "line": mistake.line,
        "field": _said(mistake.field),
        "reason": reason,
    }
    pattern = _("%(file)s, line %(line)s, %(field)s: %(reason)s") if mistake.field else _(
        "%(file)s, line %(line)s: %(reason)s"
    )  # fmt: skip
    return pattern % place


def reason_text(reason: Reason) -> str:
    """Why something will not do."""
    return str(WORDS[reason.kind]) % {name: _said(fact) for name, fact in reason.facts.items()}


def _said(fact: object) -> object:
    """A reason in words; what files hold as it stands there, kept together in Arabic text."""
    if isinstance(fact, Reason):
        return reason_text(fact)
    return f"\u2066{fact}\u2069" if get_language_bidi() and fact != "" else fact
