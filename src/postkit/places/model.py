"""What is known of a country's places, what an address says, and what is understood of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import msgspec

from postkit.places.grid import Point


class Entry(NamedTuple):
    """A locality as the gazetteer needs it."""

    code: str
    name: str
    name_ar: str
    also: Sequence[str]
    region: str
    postcode: str
    latitude: float
    longitude: float
    population: int


@dataclass(frozen=True, slots=True)
class Written:
    """An address as it was written: in parts, or as a ``whole`` of some lines in one text, or both.

    ``position`` is where it lies, in degrees, if whoever wrote it knows.
    """

    street: str = ""
    locality: str = ""
    region: str = ""
    postcode: str = ""
    whole: str = ""
    position: Point | None = None


class Reason(StrEnum):
    """Why a place is a candidate, and what speaks for it and against it. Stable: programs may keep them."""

    # How its name stands there.
    EXACT_NAME = "exact-name"  # as the gazetteer has it, in either script
    OTHER_NAME = "other-name"  # another spelling of the gazetteer's
    NEAR_SPELLING = "near-spelling"  # some letters differ, or words are run together
    SAME_SOUND = "same-sound"  # in the other script, or written as it is heard
    SHORTENED_NAME = "shortened-name"  # only its beginning: Casa
    WITHIN_LONGER_TEXT = "within-longer-text"  # beside words that nobody explains: Rabat Agdal
    IN_A_STREET_NAME = "in-a-street-name"  # after a word such as street, quarter, near
    NOT_IN_ITS_FIELD = "not-in-its-field"  # there is a field for the town, and it says something else
    NAMES_A_REGION = "names-a-region"  # after a word such as province
    # What else is written.
    REGION_AGREES = "region-agrees"
    REGION_ELSEWHERE = "region-elsewhere"
    POSTCODE_AGREES = "postcode-agrees"
    POSTCODE_NEAR = "postcode-near"  # of several of a name, the one whose postcode begins so
    POSTCODE_ELSEWHERE = "postcode-elsewhere"  # it is another place's
    POSITION_AGREES = "position-agrees"
    POSITION_ELSEWHERE = "position-elsewhere"
    ONLY_POSTCODE = "only-postcode"  # no name says so
    ONLY_POSITION = "only-position"
    # What the gazetteer says.
    SEVERAL_OF_THIS_NAME = "several-of-this-name"
    LARGER_TOWN_ASSUMED = "larger-town-assumed"  # of several of a name, it has ten times the people
    NEAR_LARGER_TOWN = "near-larger-town"  # a larger town near it is written as well
    ANOTHER_PLACE_NAMED = "another-place-named"
    MAY_BE_THE_REGION = (
        "may-be-the-region"  # the town's name is a region's, and what stands before it is not known
    )


class Verdict(StrEnum):
    """How far an address is understood; what each asks for is in `postkit.places`."""

    SURE = "sure"
    LIKELY = "likely"
    DOUBTFUL = "doubtful"
    UNKNOWN = "unknown"


class Candidate(NamedTuple):
    """A place that may be meant. The score runs from 0 to 100; it is no probability."""

    code: str
    name: str
    score: float
    reasons: tuple[Reason, ...]


class Understood(msgspec.Struct, frozen=True, gc=False):
    """What an address says. Candidates come best first; nothing written is lost between these fields.

    ``street`` is what remains: of place names only the chosen one is taken out, and only if it is sure or likely.
    ``telephone`` is in its one form (E.164). ``plus_code`` is whole where it could be made whole, and then
    ``position`` is the middle of its cell. ``region`` is a code, where one is named.
    """

    verdict: Verdict
    candidates: tuple[Candidate, ...] = ()
    street: str = ""
    landmarks: tuple[str, ...] = ()
    postcode: str = ""
    region: str = ""
    telephone: str = ""
    plus_code: str = ""
    position: Point | None = None

    @property
    def code(self) -> str | None:
        """The likeliest locality, however doubtful; ask the verdict before it is used."""
        return self.candidates[0].code if self.candidates else None

    @property
    def is_settled(self) -> bool:
        """Whether nobody need be asked: it is sure, or only a much smaller place bears its name as well."""
        if self.verdict is Verdict.SURE:
            return True
        reasons = self.candidates[0].reasons if self.verdict is Verdict.LIKELY else ()
        return Reason.LARGER_TOWN_ASSUMED in reasons and not set(reasons) & _DOUBTS


_DOUBTS = frozenset(Reason) - {Reason.EXACT_NAME, Reason.OTHER_NAME, Reason.LARGER_TOWN_ASSUMED}
