"""What speaks for each place that a name may mean: the region, the postcode, where it lies, who else bears the name."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from postkit.places.finding import STRONG, Hit
from postkit.places.gazetteer import Gazetteer, Named, bare
from postkit.places.grid import Point, distance_m
from postkit.places.model import Reason
from postkit.text import fold

LEAD = 4.0  # over the next place
LIKELY_AT_MOST, DOUBTFUL_AT_MOST = 90.0, 79.0
AGREES, POSTCODE_AGREES, ELSEWHERE, NOT_CHOSEN = 3.0, 8.0, 25.0, 10.0
NEAR_M, FAR_M = 60_000, 150_000  # a municipality reaches no farther than FAR
SHORTEST_START = 2  # signs that two postcodes share before it says something
ELSEWHERES = frozenset((Reason.REGION_ELSEWHERE, Reason.POSTCODE_ELSEWHERE, Reason.POSITION_ELSEWHERE))
AS_LISTED = (Reason.EXACT_NAME, Reason.OTHER_NAME)
_HOW = (Reason.SAME_SOUND, Reason.SHORTENED_NAME)  # never sure by a region


class Evidence(NamedTuple):
    """What else is written: the region, the places of the postcode, where it lies."""

    region: str = ""
    # Where a town's name is that of a region as well, it may have been meant so, and can only agree.
    soft_regions: tuple[str, ...] = ()
    postcode: str = ""
    holders: tuple[int, ...] = ()
    position: Point | None = None


@dataclass(slots=True)
class Claim:
    """One place that may be meant. The score may pass 100 until it is shown; a limit holds whatever agrees."""

    at: int
    hit: Hit | None
    score: float
    reasons: list[Reason] = field(default_factory=list)
    support: float = 0.0
    heard: float = 0.0  # the score before any limit

    @property
    def order(self) -> tuple[int, int]:
        """Where its name is written."""
        return (self.hit.text.order, self.hit.span[0]) if self.hit else (-1, -1)

    def rank(self) -> tuple[float, float, int]:
        """The likeliest first; of equals the one that more speaks for, then the larger."""
        return -self.score, -self.heard, self.at

    def limit(self, score: float, *reasons: Reason) -> None:
        """Let it come to no more than this, for these reasons."""
        self.score = min(self.score, score)
        self.reasons += [reason for reason in reasons if reason not in self.reasons]


def evidence_of(
    hits: Sequence[Hit], region: str, postcodes: Sequence[str], position: Point | None, gazetteer: Gazetteer
) -> Evidence:
    """What is said beside names; a region of the field goes before one in the text."""
    if not region:
        region = next((hit.region for hit in reversed(hits) if hit.names_a_region), "")
    soft = tuple({hit.region for hit in hits if hit.region and not hit.names_a_region and hit.stands_out})
    postcode = next((code for code in reversed(postcodes) if code in gazetteer.postcodes), "")
    postcode = postcode or (postcodes[-1] if postcodes else "")
    return Evidence(region, soft, postcode, gazetteer.postcodes.get(postcode, ()), position)


def claim_of(hit: Hit, named: Named, evidence: Evidence, gazetteer: Gazetteer) -> Claim:
    """A place that a name names, with what speaks for it and against it."""
    at, score, reason = named
    claim = Claim(at, hit, score - hit.cost, [reason, hit.context] if hit.context else [reason])
    entry = gazetteer.entries[at]
    if evidence.region:
        agrees = entry.region == evidence.region
        _weigh(
            claim, agrees, 0.0 if reason in _HOW else AGREES, Reason.REGION_AGREES, Reason.REGION_ELSEWHERE
        )
    elif entry.region in evidence.soft_regions and entry.region != hit.region:
        _weigh(claim, True, 0.0, Reason.REGION_AGREES, Reason.REGION_ELSEWHERE)
    if evidence.holders and not _shares_postcodes(at, evidence, gazetteer):
        agrees = at in evidence.holders
        _weigh(claim, agrees, POSTCODE_AGREES, Reason.POSTCODE_AGREES, Reason.POSTCODE_ELSEWHERE)
    if evidence.position is not None:
        away = distance_m(evidence.position, gazetteer.position(at))
        if away <= NEAR_M or away > FAR_M:
            points = 0.0 if reason in _HOW else AGREES
            _weigh(claim, away <= NEAR_M, points, Reason.POSITION_AGREES, Reason.POSITION_ELSEWHERE)
            claim.support -= away / (100 * FAR_M)  # of two within reach, the nearer
    if ELSEWHERES & set(claim.reasons):
        claim.limit(DOUBTFUL_AT_MOST)
    if hit.context and reason not in AS_LISTED and Reason.POSTCODE_AGREES not in claim.reasons:
        claim.limit(LIKELY_AT_MOST)  # more of the text may have belonged to a longer name
    claim.heard = claim.score
    return claim


def _weigh(claim: Claim, agrees: bool, points: float, good: Reason, bad: Reason) -> None:
    claim.score += points if agrees else -ELSEWHERE
    claim.support += 1 if agrees else -1
    claim.reasons.append(good if agrees else bad)


def _shares_postcodes(at: int, evidence: Evidence, gazetteer: Gazetteer) -> bool:
    """Whether a place has no postcode of its own and lies near one of those that have this one."""
    if gazetteer.entries[at].postcode:
        return False
    here = gazetteer.position(at)
    return any(distance_m(here, gazetteer.position(holder)) <= NEAR_M for holder in evidence.holders)


def settle_namesakes(
    group: list[Claim], groups: Sequence[list[Claim]], evidence: Evidence, gazetteer: Gazetteer
) -> None:
    """Of several places of one name, the one that something else names; else the larger by far; else none."""
    group.sort(key=Claim.rank)
    tied = [claim for claim in group if claim.score > group[0].score - LEAD]
    if len(tied) < 2:
        return
    most = max(claim.support for claim in tied)
    chosen = [claim for claim in tied if claim.support == most]
    chosen = _by_start_of_postcode(chosen, evidence.postcode, gazetteer) or chosen
    chosen = _by_neighbours(chosen, groups, gazetteer) or chosen
    for claim in tied:
        if claim not in chosen:
            claim.heard = claim.score = min(claim.score - NOT_CHOSEN, DOUBTFUL_AT_MOST)
    if len(chosen) > 1 and _bear_one_name(chosen, gazetteer):
        _by_people(chosen, gazetteer)
    group.sort(key=Claim.rank)


def _bear_one_name(tied: Sequence[Claim], gazetteer: Gazetteer) -> bool:
    if tied[0].reasons[0] in AS_LISTED:
        return True
    return len({fold(gazetteer.entries[claim.at].name) for claim in tied}) == 1


def _by_start_of_postcode(tied: list[Claim], postcode: str, gazetteer: Gazetteer) -> list[Claim]:
    """The one whose postcode begins as the written one does, for the longest."""
    if not postcode or len(tied) < 2:
        return []
    shared = [_same_start(postcode, bare(gazetteer.entries[claim.at].postcode)) for claim in tied]
    longest = max(shared)
    found = [claim for claim, count in zip(tied, shared, strict=True) if count == longest]
    if longest < SHORTEST_START or len(found) > 1:
        return []
    found[0].reasons.append(Reason.POSTCODE_NEAR)
    return found


def _by_neighbours(tied: list[Claim], groups: Sequence[list[Claim]], gazetteer: Gazetteer) -> list[Claim]:
    """The only one that lies near another place that is written."""
    if len(tied) < 2 or len(groups) < 2:
        return []
    names = {claim.at for claim in tied}
    anchors = [
        gazetteer.position(group[0].at)
        for group in groups
        if group[0].at not in names and group[0].heard >= STRONG
    ]
    near = [
        claim
        for claim in tied
        if any(distance_m(gazetteer.position(claim.at), anchor) <= NEAR_M for anchor in anchors)
    ]
    return near if len(near) == 1 else []


def _by_people(tied: Sequence[Claim], gazetteer: Gazetteer) -> None:
    largest, *others = sorted(tied, key=lambda claim: claim.at)
    if all(gazetteer.is_many_times(largest.at, other.at) for other in others):
        largest.limit(LIKELY_AT_MOST, Reason.LARGER_TOWN_ASSUMED)
    else:
        largest.limit(DOUBTFUL_AT_MOST, Reason.SEVERAL_OF_THIS_NAME)
    for other in others:
        other.limit(DOUBTFUL_AT_MOST, Reason.SEVERAL_OF_THIS_NAME)


def _same_start(one: str, other: str) -> int:
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
