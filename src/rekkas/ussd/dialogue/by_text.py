"""The same by SMS: a word, then what belongs to it. Each word begins one of the talks of the menus."""

from collections.abc import Callable, Sequence

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from postkit.text import fold, numbers_in, western_digits
from rekkas.ussd.dialogue import items, oneself, places
from rekkas.ussd.dialogue.engine import Begin, Caller, walk
from rekkas.ussd.dialogue.screens import plain

Inputs = Callable[[str], Sequence[str]]


def _priced(rest: str) -> Sequence[str]:
    """``1200 Casablanca, Zagora``: the weight, then two towns parted by a comma, or two words."""
    weight, _blank, towns = western_digits(rest).replace("،", ",").partition(" ")
    parts = [part.strip() for part in towns.split(",")] if "," in towns else towns.split()
    return [weight, *parts[:2]]


def _number(rest: str) -> Sequence[str]:
    return numbers_in(rest)[:1]


def _rest(rest: str) -> Sequence[str]:
    return [rest] if rest else []


# Each word in the languages of the house, as people write it on any keyboard; compared as it is folded.
WORDS: tuple[tuple[tuple[str, ...], Begin, Inputs], ...] = (
    (("TRACK", "SUIVI", "SUIVRE", "OU", "تتبع", "أين"), items.track, _number),
    (("ITEMS", "COLIS", "طرودي"), items.coming, lambda rest: []),
    (("PRICE", "PRIX", "TARIF", "ثمن", "سعر"), places.price, _priced),
    (("OFFICE", "BUREAU", "AGENCE", "مكتب", "وكالة"), places.hours, lambda rest: [*_rest(rest), "1"]),
    (("FOLLOW", "ALERTE", "أخبرني"), items.follow, _number),
    (("KEEP", "GARDER", "احتفظ"), items.keep_this, _number),
    (("ORDER", "MANDAT", "حوالة"), oneself.money_order, _rest),
    (("CALL", "APPEL", "اتصل"), oneself.call_back, lambda rest: ["6", rest or "9"]),
)
BY_WORD = {fold(word): (begin, inputs) for words, begin, inputs in WORDS for word in words}
ENGLISH = {fold(words[0]) for words, _begin, _inputs in WORDS}


def language_of_word(body: str, usual: str) -> str:
    """The language in which somebody wrote: that of the word, where it is a word of one."""
    word = next(iter(body.split()), "")
    if any("\u0600" <= sign <= "\u06ff" for sign in word):
        return "ar"
    if fold(word) in BY_WORD:
        return "en" if fold(word) in ENGLISH else "fr"
    return usual or settings.LANGUAGE_CODE


def answer_to(body: str, caller: Caller) -> str:
    """The answer to a text. What was not understood is said, with what can be asked."""
    word, _blank, rest = " ".join(body.split()).partition(" ")
    with translation.override(caller.language):
        begin, inputs = BY_WORD.get(fold(word), (None, None))
        if begin is None or inputs is None:
            return plain(
                _("Not understood. Write TRACK and a number, PRICE 1200 Rabat, Fes or OFFICE and a town.")
            )
        return plain(walk(begin, caller, inputs(rest.strip())).text)
