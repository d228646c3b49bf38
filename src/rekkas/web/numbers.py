"""What is wrong with a number that cannot be right."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from postkit import s10
from postkit.text import numbers_in

AT_MOST = 100
DIGITS_OF_A_NUMBER = 5  # years and house numbers have fewer


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a number, and whether the mistake lies in it."""

    text: str
    false: bool


@dataclass(frozen=True, slots=True)
class Mistake:
    """Why a number cannot be right, what to do, and where to look."""

    sentence: Any
    advice: Any
    parts: tuple[Part, ...]


_SENTENCES = {
    "check-digit": (
        _("The ninth digit does not agree with the eight before it."),
        _("At least one of these nine digits was mistyped: compare them with the receipt or the label."),
    ),
    "letters": (
        _("The number should begin with two letters and end with two letters."),
        _("Copy it once more from the receipt or the label. The letter O and the digit 0 look alike."),
    ),
    "digits": (
        _("Between the letters there should be nine digits."),
        _("Copy it once more from the receipt or the label. The letter O and the digit 0 look alike."),
    ),
}
_SHAPE = (
    _("A number has thirteen characters: two letters, nine digits, two letters."),
    _("Look for it on the receipt, under the bars, or in the message of the sender."),
)


def tracking_numbers(text: str) -> list[str]:
    """The numbers of items among what was typed, where it is nothing else: words beside them make it a question.

    >>> tracking_numbers("ee 876 543 216 ca, RB123456785GB"), tracking_numbers("Rabat 2026"), tracking_numbers("prix")
    (['EE876543216CA', 'RB123456785GB'], [], [])
    """
    found = numbers_in(text)
    return found if all(sum(map(str.isdigit, number)) >= DIGITS_OF_A_NUMBER for number in found) else []


def mistake_in(number: str) -> Mistake:
    """What is wrong with a number that was found invalid."""
    reason = s10.judge(number).reason
    sentence, advice = _SENTENCES.get(reason, _SHAPE)
    if reason not in _SENTENCES:
        return Mistake(sentence, advice, ())
    letters, digits = reason == "letters", reason in {"digits", "check-digit"}
    pieces = ((number[:2], letters), (number[2:10], digits), (number[10:11], digits), (number[11:], letters))
    return Mistake(sentence, advice, tuple(Part(text, false) for text, false in pieces))
