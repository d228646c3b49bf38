"""When two names, two days of birth or two numbers are those of one person: worked out, never decided.

What is worked out here is shown to a person beside its reasons.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from postkit.names import ALIKE, blocking_keys, likeness
from postkit.sanctions import Birth, Quality
from postkit.text import western_digits
from rekkas.bank.choices import BirthAgreement, CustomerKind, ListedKind

ASKED_FROM = round(ALIKE * 1000)  # a score from which a person is asked
MOST_KEY = 64
SURE_FROM = 0.95  # what a name that its publisher doubts must reach
SAME_PHONE_FROM = 0.7  # with one telephone a name may be less alike
_FOR_BIRTH = {
    BirthAgreement.AGREES: 50,
    BirthAgreement.NEAR: 20,
    BirthAgreement.UNKNOWN: 0,
    BirthAgreement.CONFLICTS: -150,
}
_KIND = {CustomerKind.PERSON: ListedKind.PERSON, CustomerKind.ORGANISATION: ListedKind.ENTITY}
A_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Judgement:
    """How like a customer is to an entry, in thousandths, and why."""

    score: int
    reasons: dict[str, Any]


@dataclass(frozen=True, slots=True)
class NameReason:
    """The two spellings that are most alike."""

    ours: str
    theirs: str
    quality: str
    likeness: int


@lru_cache(maxsize=65_536)
def pair_keys(name: str) -> frozenset[str]:
    """What the index holds of one name: each two of its words. A name of one word has that word alone.

    A word of a longer name is not held by itself: it would bring half of the people together and prove nothing.
    """
    keys = {key for key in blocking_keys(name) if len(key) <= MOST_KEY}
    return frozenset({key for key in keys if "+" in key} or keys)


def word_keys(name: str) -> set[str]:
    """By what somebody is found who types one word: marked, so that no list meets it."""
    return {f"={key}" for word in name.split() for key in blocking_keys(word) if len(key) < MOST_KEY}


def name_keys(names: Iterable[str]) -> set[str]:
    """What the index holds of a customer with these names."""
    return {key for name in names for key in pair_keys(name) | word_keys(name)}


def plain_number(text: str) -> str:
    """The number of a paper as it is compared: capital letters and digits alone.

    >>> plain_number("ab 12-34/٥٦")
    'AB123456'
    """
    return "".join(sign for sign in western_digits(text).upper() if sign.isalnum())


def birth_agreement(ours: Birth | None, theirs: Sequence[Birth]) -> BirthAgreement:
    """Whether a day of birth may be one of those a list names; near is a year off, or day and month exchanged."""
    if ours is None or not theirs:
        return BirthAgreement.UNKNOWN
    if any(ours.may_be(one) for one in theirs):
        return BirthAgreement.AGREES
    if any(_is_near(ours, one) for one in theirs):
        return BirthAgreement.NEAR
    return BirthAgreement.CONFLICTS


def _is_near(ours: Birth, theirs: Birth) -> bool:
    if ours.first == ours.last and theirs.first == theirs.last:
        turned = (theirs.first.year, theirs.first.day, theirs.first.month)
        if (ours.first.year, ours.first.month, ours.first.day) == turned:
            return True
    return Birth(theirs.first - A_YEAR, theirs.last + A_YEAR).may_be(ours)


def best_name(ours: Sequence[str], theirs: Iterable[tuple[str, str]]) -> NameReason | None:
    """The pair of spellings that is most alike; a name that the list doubts must be nearly the same.

    Lists have many names of one person. Those that share no key of the index are not compared: that is the dear part.
    """
    best: NameReason | None = None
    for text, quality in theirs:
        for name in ours:
            if pair_keys(name).isdisjoint(pair_keys(text)):
                continue
            alike = likeness(name, text)
            if quality == Quality.WEAK and alike < SURE_FROM:
                continue
            if best is None or alike * 1000 > best.likeness:
                best = NameReason(name, text, str(quality), int(alike * 1000))
    return best


def judged(
    *, kind: str, names: Sequence[str], birth: Birth | None, papers: Iterable[str],
    listed_kind: str, listed_names: Iterable[tuple[str, str]], listed_births: Sequence[Birth],
    listed_papers: Iterable[str],
) -> Judgement | None:  # fmt: skip
    """How like they are; nothing where no person need be asked. The same number of a paper is always asked."""
    same_paper = bool(
        {plain_number(paper) for paper in papers} & {plain_number(paper) for paper in listed_papers}
    )
    if _KIND[CustomerKind(kind)] != listed_kind and not same_paper:
        return None
    name = best_name(names, listed_names)
    agreement = birth_agreement(birth, listed_births)
    score = 1000 if same_paper else _score(name, agreement)
    if score < ASKED_FROM:
        return None
    return Judgement(
        score, {"name": asdict(name) if name else None, "birth": agreement.value, "same_paper": same_paper}
    )


def _score(name: NameReason | None, agreement: BirthAgreement) -> int:
    """A name is the better for a day of birth that agrees and the worse for one that does not.

    Names that are written the same are asked for even then: lists and papers err in days.
    """
    if name is None or name.likeness < ASKED_FROM:
        return 0
    return min(1000, max(0, name.likeness + _FOR_BIRTH[agreement]))


def is_stronger(now: dict[str, Any], before: dict[str, Any]) -> bool:
    """Whether a reason speaks for the same person now that did not when somebody decided it was another."""
    order = [BirthAgreement.CONFLICTS, BirthAgreement.UNKNOWN, BirthAgreement.NEAR, BirthAgreement.AGREES]
    if now["same_paper"] and not before["same_paper"]:
        return True
    return order.index(BirthAgreement(now["birth"])) > order.index(BirthAgreement(before["birth"]))


def may_be_born_together(ours: Birth | None, theirs: Birth | None) -> bool:
    """Whether two customers may have been born on one day, as far as is known."""
    return birth_agreement(ours, [theirs] if theirs else []) != BirthAgreement.CONFLICTS


def around(birth: Birth | None) -> tuple[date, date] | None:
    """The days within which somebody else may be the same person."""
    return (birth.first - A_YEAR, birth.last + A_YEAR) if birth else None
