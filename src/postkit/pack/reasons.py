"""Why something in a file will not do: a sentence in English that knows its kind and its facts.

Idea: a reason is text for whoever reads English and more than text for whoever does not: from the kind and the facts
a reader's own language is written without taking the English apart. A fact may be a reason in turn.

>>> said = Reason("out-of-range", given=9, low=0, high=7)
>>> said, said.kind, said.facts["high"]
('9 is out of range; write a number from 0 to 7', 'out-of-range', 7)
"""

from collections.abc import Mapping
from typing import Any, Self

ENGLISH: Mapping[str, str] = {
    # one cell
    "empty-text": "is empty; write a text",
    "too-long": "has %(count)s characters; write at most %(most)s",
    "control-character": "holds a line break or another control character; write one line of text",
    "not-shaped": "'%(given)s' will not do; write %(right)s",
    "empty-shape": "is empty; write %(right)s",
    "empty-code": "is empty; write a code of %(file)s",
    "not-a-choice": "'%(given)s' is not known here; write one of %(right)s",
    "not-whole": "'%(given)s' is not a whole number; write digits only%(hint)s",
    "out-of-range": "%(given)s is out of range; write a number from %(low)s to %(high)s",
    "not-a-time": "'%(given)s' is not a time of day; write HH:MM from 00:00 to %(last)s",
    "not-a-date": "'%(given)s' is not a date; write it as 2026-03-20",
    "empty-date": "is empty; write a date",
    "no-such-day": "there is no %(given)s in the calendar; write a day that exists",
    "listed-twice": "'%(given)s' names one thing twice; name each once, parted by |",
    "not-a-flag": "'%(given)s' is neither yes nor no; write 1 for yes or 0 for no",
    # what would be right
    "in-smallest-unit": ", in the currency's smallest unit: 1250 for 12.50",
    "in-items": ", in items; 0 for no limit",
    "days-as-digits": "the days as digits in order, 1 for Monday to 7 for Sunday, such as 123456",
    "code-of-a-trip": "the country's ISO code and up to 14 letters or digits, such as MAT00001",
    # a file as a whole
    "file-missing": "this file is missing; add it",
    "no-row": "holds no row; write at least one below the header",
    "utf-16": "is written in UTF-16; save the file again as UTF-8",
    "other-encoding": (
        "is not UTF-8 (byte %(byte)s); it reads as %(seen)s: '%(shown)s'. Save the file again as UTF-8"
    ),
    "not-parted": "cannot be parted into fields; close each quotation mark and double those inside a value",
    "no-commas": "is not parted by commas; save the file with commas",
    "column-missing": "this column is missing; add it to the header",
    "column-unknown": "no such column; the columns are %(columns)s",
    "column-twice": "this column stands twice; keep one",
    "field-count": (
        "the row has %(count)s fields and the header %(columns)s; put quotation marks round a value that holds commas"
    ),
    # what the files of a timetable say together
    "no-code-of": "'%(given)s' is no code of %(file)s; write one that is there",
    "no-office": "'%(given)s' is no office of this country; write one that is there",
    "stands-twice": "'%(given)s' already stands on line %(line)s; use each %(field)s once",
    "leads-nowhere": "is the origin; a trip leads to another office, or has stops between",
    "there-already": "the trip is at %(office)s already; write each call once, with when it leaves",
    "stops-order": (
        "%(given)s is not after minute %(left)s, when the trip leaves the office before; write the stops in their order"
    ),
    "leaves-early": "%(given)s is before it arrives, minute %(arrives)s; write when it leaves",
    "is-the-end": "is the destination of the trip, which stands in trips.csv; leave it out here",
    "after-the-end": (
        "minute %(given)s is not before the trip ends, minute %(ends)s (duration_min of trips.csv); lengthen the trip "
        "or call earlier"
    ),
    "same-date": "line %(line)s speaks of the same trip and date; keep one",
    "same-wave": "line %(line)s has a wave of %(office)s at the same time of the same day; keep one",
    # a GTFS feed
    "no-zip": "is no zip file that can be opened; pack the feed's .txt files again",
    "too-large": "unpacks to more than %(most)s MiB; that is no timetable",
    "no-calendar-file": "no file says on which days services run; add this one",
    "headways": "headways are not read; write each trip with its own times",
    "not-utf-8": "is not UTF-8; save the file again as UTF-8",
    "no-calendar": "'%(given)s' is in no calendar; add its days",
    "never-runs": "'%(given)s' never runs; give it a day",
    "not-added-removed": "'%(given)s' is neither 1 (added) nor 2 (removed)",
    "dates-alone": "'%(given)s' has dates alone from %(first)s to %(last)s; write its weekdays in calendar.txt",
    "not-0-1": "'%(given)s' is neither 0 nor 1",
    "two-periods": (
        "runs from %(first)s to %(last)s, another from %(other_first)s to %(other_last)s; a timetable has one period"
    ),
    "not-a-gtfs-date": "'%(given)s' is not a date; write it as 20260320",
    "not-a-mode": "'%(given)s' is no way the post goes; write 3 (road), 2 (rail) or 1100 (air)",
    "few-stops": "'%(given)s' calls at %(count)s stops; give it two",
    "twice-in-a-row": "is called at twice in a row; write it once",
    "times-fall": "is not after the time before; times rise along a trip",
    "not-a-gtfs-time": "'%(given)s' is not a time; write HH:MM:SS, which may pass 24:00:00",
    "empty-time": "is empty; a lorry's calls have their times",
    "seconds": "'%(given)s' has seconds; write whole minutes",
    "limited-call": "%(given)s limits what is taken or given there, which no trip of the post does; write 0",
}


class Reason(str):
    """Why something will not do, in English; its ``kind`` is one of ENGLISH."""

    kind: str
    facts: Mapping[str, Any]

    def __new__(cls, kind: str, **facts: object) -> Self:
        said = super().__new__(cls, ENGLISH[kind] % facts)
        said.kind, said.facts = kind, facts
        return said

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        """So that it is copied, and sent to other processes, as what it is."""
        return (self.kind,), dict(self.facts)
