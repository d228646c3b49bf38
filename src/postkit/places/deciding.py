"""Which of the names in an address says where it is: what else is written is weighed, and doubts are kept as doubts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from postkit.places.claims import (
    AGREES,
    AS_LISTED,
    DOUBTFUL_AT_MOST,
    LEAD,
    LIKELY_AT_MOST,
    NEAR_M,
    Claim,
    Evidence,
    claim_of,
    settle_namesakes,
)
from postkit.places.finding import STRONG, Found
from postkit.places.gazetteer import Gazetteer
from postkit.places.grid import distance_m
from postkit.places.model import Candidate, Reason, Verdict

SURE, LIKELY = 92.0, 82.0
LEAD_OF_A_MISTAKE = 8.0  # a misspelt name may have been another's, which was nearer before
SECOND_AT_MOST, UNHEARD = 84.0, 74.0
WORTH_NAMING = 40.0
CANDIDATES_SHOWN = 5
ONLY_THIS, ONLY_AMONG_OTHERS, ONLY_FAR = 82.0, 70.0, 65.0
NEXT_DOOR_M = 20_000
_Limit = tuple[float, tuple[Reason, ...]]


def decide(found: Found, evidence: Evidence, gazetteer: Gazetteer) -> tuple[Verdict, list[Claim]]:
    """The places that may be meant, the likeliest first, and how sure the first is."""
    groups = [
        [claim_of(hit, named, evidence, gazetteer) for named in hit.named]
        for hit in found.telling
        if hit.named
    ]
    for group in groups:
        settle_namesakes(group, groups, evidence, gazetteer)
    if len(groups) > 1:
        _settle_several_places(groups, gazetteer)
    claims: dict[int, Claim] = {}
    for claim in (claim for group in groups for claim in group):
        held = claims.get(claim.at)
        if held is None or held.score < claim.score:
            claims[claim.at] = claim
    if not evidence.region:
        for claim in claims.values():
            _doubt_regions(claim, found, gazetteer)
    _add_unnamed(claims, evidence, gazetteer)
    ranked = sorted((claim for claim in claims.values() if claim.score >= WORTH_NAMING), key=Claim.rank)
    return _verdict(ranked), ranked[:CANDIDATES_SHOWN]


def candidates(claims: Iterable[Claim], gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """What is told of them."""
    return tuple(
        Candidate(entry.code, entry.name, round(min(claim.score, 100.0), 1), tuple(claim.reasons))
        for claim in claims
        for entry in (gazetteer.entries[claim.at],)
    )


def _verdict(ranked: Sequence[Claim]) -> Verdict:
    if not ranked:
        return Verdict.UNKNOWN
    best = ranked[0].score
    lead = best - ranked[1].score if len(ranked) > 1 else best
    needed = LEAD_OF_A_MISTAKE if Reason.NEAR_SPELLING in ranked[0].reasons else LEAD
    if best >= SURE and lead >= needed:
        return Verdict.SURE
    return Verdict.LIKELY if best >= LIKELY and lead >= LEAD else Verdict.DOUBTFUL


def _settle_several_places(groups: Sequence[list[Claim]], gazetteer: Gazetteer) -> None:
    """Several names in one text: a village and its town, a quarter and its city, or places that contradict."""
    places: dict[int, list[list[Claim]]] = defaultdict(list)
    for group in groups:
        if _stands_out(group[0]):
            places[group[0].at].append(group)
    tops = [max((group[0] for group in held), key=lambda claim: claim.heard) for held in places.values()]
    exact = [claim for claim in tops if claim.reasons[0] in AS_LISTED]
    named = [claim for claim in tops if _counts(claim, exact, gazetteer)]
    limits: dict[int, _Limit] = {claim.at: (UNHEARD, ()) for claim in tops if claim not in named}
    if len(named) > 1:
        limits |= _limits(sorted(named, key=lambda claim: claim.order), gazetteer)
    for at, (most, reasons) in limits.items():
        for group in places[at]:
            _lower(group, most, reasons)


def _limits(named: Sequence[Claim], gazetteer: Gazetteer) -> dict[int, _Limit]:
    """What several places come to at most, in the order written; by population of their entries, the largest first."""
    sizes = [claim.at for claim in named]
    smallest, last = max(sizes), sizes[-1]
    if _is_chain(named, gazetteer):
        if next(claim.score for claim in named if claim.at == smallest) < SECOND_AT_MOST + LEAD:
            return dict.fromkeys(sizes, (DOUBTFUL_AT_MOST, (Reason.NEAR_LARGER_TOWN,)))
        limits: dict[int, _Limit] = dict.fromkeys(sizes, (SECOND_AT_MOST, ()))
        limits[smallest] = (LIKELY_AT_MOST, (Reason.NEAR_LARGER_TOWN,))
        return limits
    contradicts: tuple[Reason, ...] = (Reason.ANOTHER_PLACE_NAMED,)
    if last == min(sizes):
        return dict.fromkeys(sizes, (SECOND_AT_MOST, contradicts)) | {last: (LIKELY_AT_MOST, contradicts)}
    return dict.fromkeys(sizes, (DOUBTFUL_AT_MOST, contradicts))


def _lower(group: Sequence[Claim], most: float, reasons: Sequence[Reason]) -> None:
    """Let the first come to no more than this, and the others by as much less."""
    excess = max(0.0, group[0].score - most)
    group[0].limit(most, *reasons)
    for claim in group[1:]:
        claim.score -= excess


def _stands_out(claim: Claim) -> bool:
    return claim.hit is not None and claim.heard >= STRONG and claim.hit.stands_out


def _counts(claim: Claim, exact: Sequence[Claim], gazetteer: Gazetteer) -> bool:
    """Whether a name counts beside others: one that is only nearly a place's is likelier a quarter's, far from them."""
    if not exact or claim in exact or claim.heard >= SURE:
        return True
    return any(_is_round(claim, one, gazetteer) for one in exact)


def _is_chain(named: Sequence[Claim], gazetteer: Gazetteer) -> bool:
    """Whether places are written from the particular to the large, or back, each near the next."""
    sizes = [claim.at for claim in named]
    if sizes not in (sorted(sizes), sorted(sizes, reverse=True)):
        return False
    return all(_is_round(one, other, gazetteer) for one, other in pairwise(named))


def _is_round(one: Claim, other: Claim, gazetteer: Gazetteer) -> bool:
    """Whether two places are near each other, or one's name is that of the other's region."""
    places = gazetteer.entries[one.at], gazetteer.entries[other.at]
    for claim, place in ((one, places[1]), (other, places[0])):
        if claim.hit is not None and claim.hit.region and claim.hit.region == place.region:
            return True
    return distance_m(gazetteer.position(one.at), gazetteer.position(other.at)) <= NEAR_M


def _doubt_regions(claim: Claim, found: Found, gazetteer: Gazetteer) -> None:
    """A town whose name is its region's may stand there as the region, behind a town that is misspelt."""
    agrees = {Reason.POSTCODE_AGREES, Reason.POSITION_AGREES} & set(claim.reasons)
    if (
        claim.hit is not None
        and claim.hit.region
        and not agrees
        and found.follows_unknown(claim.hit, gazetteer)
    ):
        claim.limit(LIKELY_AT_MOST, Reason.MAY_BE_THE_REGION)


def _add_unnamed(claims: dict[int, Claim], evidence: Evidence, gazetteer: Gazetteer) -> None:
    """The places that only a postcode or a position means: beside others they are a hint, alone a proposal."""
    alone = all(claim.score < WORTH_NAMING for claim in claims.values())
    holders = [at for at in evidence.holders if at not in claims]
    if holders and not any(at in claims for at in evidence.holders):
        score = ONLY_THIS if alone and len(holders) == 1 else ONLY_AMONG_OTHERS
        for at in holders[:CANDIDATES_SHOWN]:
            claims[at] = Claim(at, None, score, [Reason.ONLY_POSTCODE])
    if evidence.position is None or any(Reason.POSITION_AGREES in claim.reasons for claim in claims.values()):
        return
    if (found := gazetteer.nearest(evidence.position, NEAR_M)) is None:
        return
    at, away = found
    if at in claims and claims[at].hit is None:
        claims[at].score += AGREES
        claims[at].reasons.append(Reason.POSITION_AGREES)
    elif at not in claims:
        score = ONLY_FAR if away > NEXT_DOOR_M else ONLY_THIS if alone and not holders else ONLY_AMONG_OTHERS
        claims[at] = Claim(at, None, score, [Reason.ONLY_POSITION])
